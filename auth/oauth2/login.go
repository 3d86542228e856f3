package oauth2

import (
	"context"
	"crypto/rand"
	"errors"
	"net/url"
	"slices"

	"postern/auth"
	"postern/auth/oauth2/callback"
	"postern/auth/oauth2/endpoint"
	"postern/auth/oauth2/mask"
	"postern/auth/oauth2/refusal"
)

// login is one visit of the person to the authorization server.
type login struct {
	settings
	responseType string
	state        string
	proof        pkce
	// fragment says that the answer comes in the fragment of the address.
	fragment bool
	// nonce is what an ID token must repeat, "" if none comes this way.
	nonce string
	// other is the way the person may choose instead; problem is why it is not
	// taken any more.
	other   auth.Way
	problem string
}

// newLogin prepares a login. The state is new for each; one from the config
// stands in front of it.
func newLogin(s settings, responseType string) login {
	state := rand.Text()
	if s.state != "" {
		state = s.state + "." + state
	}
	return login{settings: s, responseType: responseType, state: state}
}

// url writes the authorization request, RFC 6749 section 4.1.1. The address
// may have a query of its own, which stays. Extra parameters take the place of
// standard ones of the same name; only the query can carry them, because the
// request travels through a browser.
func (l login) url(redirect string) (string, error) {
	u, err := endpoint.Parse("authUrl", l.authURL, l.insecure)
	if err != nil {
		return "", err
	}
	f := form{{"response_type", l.responseType}, {"client_id", l.clientID}, {"redirect_uri", redirect}}
	f.addSet("scope", l.scope)
	f = append(f, field{"state", l.state})
	if l.proof.method != "" {
		f = append(f, field{"code_challenge", l.proof.challenge}, field{"code_challenge_method", l.proof.method})
	}
	f.addSet("nonce", l.nonce)
	f = append(f, l.targets()...)
	extra := l.extras()
	f = f.without(extra, auth.InURL)
	for _, p := range extra {
		f = append(f, field{p.Key, p.Value})
	}
	u.RawQuery = joinQuery(u.RawQuery, f)
	return u.String(), nil
}

// run sends the person to the server and returns what comes back, and the
// redirect_uri that was used.
func (cl *Client) run(ctx context.Context, l login, p auth.Prompter) (url.Values, string, error) {
	where, err := callback.PlanFor(l.redirect)
	if err != nil {
		return nil, "", err
	}
	// Look at the address before a port is opened for its answer.
	if _, err := l.url(where.URI); err != nil {
		return nil, "", err
	}
	prompt := auth.Prompt{
		TokenName: l.name, Way: auth.ByBrowser, Other: l.other, Problem: l.problem,
		Redirect: where.URI, Listening: where.Listen, Until: cl.now().Add(patience),
	}
	var cb *callback.Server
	if where.Listen {
		turnedAway := func(why error) { auth.Step(ctx, why.Error()+"; still waiting") }
		if cb, err = cl.back.Await(where, l.expect(), callback.Options{Fragment: l.fragment, TurnedAway: turnedAway}); err != nil {
			return nil, "", err
		}
		prompt.Redirect = cb.Redirect()
		step(ctx, "listening on HOST for the browser", prompt.Redirect)
	}
	if prompt.URL, err = l.url(prompt.Redirect); err != nil {
		return nil, "", err
	}
	values, err := cl.wait(ctx, l, p, prompt, cb)
	if err != nil {
		return nil, "", err
	}
	if values.Get("error") != "" {
		return nil, "", refusal.Denied(values, l.masker(nil, nil))
	}
	return values, prompt.Redirect, nil
}

// expect is what the answer must hold.
func (l login) expect() callback.Expect {
	return callback.Expect{State: l.state, Issuer: l.server.Issuer, NamesIssuer: l.server.IssuerInResponse}
}

// extras are the extra parameters that go along.
func (l login) extras() []auth.Param {
	return slices.DeleteFunc(slices.Clone(l.authParams), func(p auth.Param) bool { return unsendable(p) != "" })
}

// remarks tell of the extra parameters that do not, and of those that had
// better not.
func (l login) remarks() []string {
	var out []string
	for _, p := range l.authParams {
		name := "the Auth Request parameter " + mask.Clean(p.Key, 40)
		if why := unsendable(p); why != "" {
			out = append(out, name+" was not sent: "+why)
		} else if mask.IsSecret(p.Key) {
			out = append(out, name+" looks like a secret, and was in an address that the browser shows")
		}
	}
	return out
}

// unsendable says why an extra parameter cannot go along, "" if it can.
func unsendable(p auth.Param) string {
	if p.In != auth.InURL {
		return "a browser carries only the URL"
	}
	switch p.Key {
	case "state", "redirect_uri", "code_challenge", "code_challenge_method":
		return "what comes back could not be told from another login's answer"
	}
	return ""
}

// maxPastes is how often a person may paste something that is no answer.
const maxPastes = 10

type answerText struct {
	text string
	err  error
}

// wait lets the callback and the person race. Both stop when it returns.
func (cl *Client) wait(ctx context.Context, l login, p auth.Prompter, prompt auth.Prompt, cb *callback.Server) (url.Values, error) {
	asking, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var results <-chan url.Values // nil blocks for ever
	end := func() {}
	if cb != nil {
		results, end = cb.Results(), cb.Close
	}
	defer func() { end() }()
	texts := make(chan answerText, 1)
	ask := func() {
		go func() {
			text, err := p.Authorize(asking, prompt)
			texts <- answerText{text, err}
		}()
	}
	auth.Step(ctx, "waiting for you to log in")
	ask()
	for pastes := 1; ; {
		select {
		case values := <-results:
			auth.Step(ctx, "the browser is back")
			end = cb.Linger // its last page is still to come
			return values, nil
		case <-asking.Done():
			return nil, gaveUp(ctx)
		case a := <-texts:
			switch {
			case asking.Err() != nil:
				return nil, gaveUp(ctx)
			case l.other != "" && errors.Is(a.err, auth.ErrOtherWay):
				return nil, auth.ErrOtherWay
			case a.err != nil:
				return nil, declined(a.err, "authUrl")
			case a.text == "" && cb != nil:
				continue // they closed the prompt; the browser may still come
			}
			values, err := callback.Pasted(a.text, l.expect(), l.proof.method != "")
			switch {
			case err == nil && (cb == nil || cb.Claim()):
				return values, nil
			case err == nil:
				continue // the callback was first
			case pastes == maxPastes:
				return nil, &auth.Error{Kind: auth.KindNeedsLogin, Summary: "no usable answer was pasted", Hint: "log in again", Err: err}
			}
			pastes++
			prompt.Problem = err.Error()
			ask()
		}
	}
}

// gaveUp explains a wait that ended without an answer.
func gaveUp(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return &auth.Error{Kind: auth.KindCancelled, Summary: "the login was cancelled", Where: "authUrl", Err: context.Canceled}
	}
	return &auth.Error{
		Kind: auth.KindNeedsLogin, Where: "authUrl",
		Summary: "nobody finished the login within " + patience.String(),
		Hint:    "log in again; if the browser showed an error, check Client ID and Callback URL",
	}
}

// declined explains a prompter that did not ask.
func declined(err error, where string) error {
	var e *auth.Error
	if errors.As(err, &e) {
		return e
	}
	return &auth.Error{Kind: auth.KindCancelled, Summary: "the login was cancelled", Where: where, Err: err}
}
