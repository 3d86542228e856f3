package oauth2

import (
	"context"
	"errors"

	"postern/auth"
	"postern/auth/oauth2/answer"
	"postern/auth/oauth2/endpoint"
	"postern/auth/oauth2/mask"
)

// authorizationCode is RFC 6749 section 4.1, or the device code in its place:
// where the server has both, the person may choose, and change their mind. With
// no browser on this machine the device code comes first; a server that then
// gives none to this client had better be asked the other way.
func authorizationCode(ctx context.Context, cl *Client, s settings, p auth.Prompter) (auth.Token, error) {
	// What would fail after the login should fail before it.
	if _, err := endpoint.Parse("accessTokenUrl", s.tokenURL, s.insecure); err != nil {
		return auth.Token{}, err
	}
	way, other, problem := auth.ByBrowser, auth.Way(""), ""
	if s.deviceURL != "" {
		other = auth.ByDevice
		if cl.remote() {
			way, other = other, way
		}
	}
	for {
		var t auth.Token
		var err error
		if way == auth.ByBrowser {
			t, err = cl.byBrowser(ctx, s, p, other, problem)
		} else {
			var d answer.Device
			if d, err = cl.newDevice(ctx, s); err != nil && auth.KindOf(err) != auth.KindCancelled {
				way, other, problem = auth.ByBrowser, "", "no device code: "+err.Error()
				auth.Step(ctx, "the server gives no device code")
				continue
			}
			if err == nil {
				t, err = cl.byDevice(ctx, s, p, d, other)
			}
		}
		if !errors.Is(err, auth.ErrOtherWay) || other == "" {
			return t, err
		}
		way, other, problem = other, way, ""
	}
}

// byBrowser is RFC 6749 section 4.1 itself. PKCE is on for both of Postman's
// spellings: servers that do not know it ignore it (RFC 9700 section 2.1.1).
// The code is sent once; whatever happens then, only a new login gets another.
func (cl *Client) byBrowser(ctx context.Context, s settings, p auth.Prompter, other auth.Way, problem string) (auth.Token, error) {
	proof, err := s.proof()
	if err != nil {
		return auth.Token{}, err
	}
	l := newLogin(s, "code")
	l.other, l.problem, l.proof = other, problem, proof
	values, redirect, err := cl.run(ctx, l, p)
	if err != nil {
		return auth.Token{}, err
	}
	if values.Get("code") == "" {
		return auth.Token{}, &auth.Error{
			Kind: auth.KindAnswer, Summary: "the server sent the browser back without a code", Where: "authUrl",
			Hint: "check that Auth URL is the authorization endpoint",
		}
	}
	fields := form{{"grant_type", "authorization_code"}, {"code", values.Get("code")}, {"redirect_uri", redirect}}
	fields.addSet("code_verifier", l.proof.verifier)
	t, err := cl.token(ctx, s, tokenRequest{
		kind:     auth.AuthorizationCode,
		attr:     "accessTokenUrl",
		endpoint: s.tokenURL,
		fields:   append(fields, s.targets()...),
		params:   s.tokenParams,
		warnings: l.remarks(),
	})
	var e *auth.Error
	if errors.As(err, &e) && e.Where == "redirect_uri" {
		e.Hint += "; it was sent as " + mask.Clean(redirect, 300)
	}
	return t, err
}
