package oauth2_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/oauth2"
	"postern/auth/oauth2/metadata"
)

// TestWaysToLogIn is a config that can do both: where the person is asked
// first, what they may choose, and that they may change their mind.
func TestWaysToLogIn(t *testing.T) {
	const paste, other = "paste", "other"
	tests := []struct {
		name   string
		remote bool
		device wire
		does   []string // at each prompt; "" waits for the device code
		ways   []string // way>other of each prompt
	}{
		{"browser", false, wire{body: coded}, []string{paste}, []string{"browser>device"}},
		{"device instead", false, wire{body: coded}, []string{other, ""}, []string{"browser>device", "device>browser"}},
		{"there and back", false, wire{body: coded}, []string{other, other, paste}, []string{"browser>device", "device>browser", "browser>device"}},
		{"no browser here", true, wire{body: coded}, []string{""}, []string{"device>browser"}},
		{"no browser here, and another one there", true, wire{body: coded}, []string{other, paste}, []string{"device>browser", "browser>device"}},
		{"no browser here, and no code", true, again(400, `{"error":"unauthorized_client"}`), []string{paste}, []string{"browser>"}},
		{"the server gives no code", false, again(400, `{"error":"unauthorized_client"}`), []string{other, paste}, []string{"browser>device", "browser>"}},
		{"the server is away", false, again(503, ``), []string{other, paste}, []string{"browser>device", "browser>"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := &script{answers: map[string][]wire{"/device": {tt.device}, "/t": {{body: good}}}}
				var ways []string
				var mu sync.Mutex
				cl := oauth2.New(oauth2.Options{
					Transport: s, Remote: func() bool { return tt.remote },
					Listen: newNetwork().listen,
				})
				c := person("deviceUrl", "https://idp.test/device", "redirect_uri", postman, "authRequestParams", rows("x", "1", "request_url"))
				got, err := cl.Obtain(t.Context(), c, prompter(func(ctx context.Context, p auth.Prompt) (string, error) {
					mu.Lock()
					ways = append(ways, string(p.Way+">"+p.Other))
					does := tt.does[min(len(ways), len(tt.does))-1]
					mu.Unlock()
					if (p.Problem != "") != (p.Way == auth.ByBrowser && p.Other == "") {
						t.Errorf("problem %q", p.Problem)
					}
					switch does {
					case other:
						return "", auth.ErrOtherWay
					case paste:
						u, err := url.Parse(p.URL)
						return answer("state", u.Query().Get("state"), "code", "c"), err
					}
					<-ctx.Done()
					return "", ctx.Err()
				}))
				if err != nil || got.Access != "at" {
					t.Fatalf("token %+v, %v", got, err)
				}
				synctest.Wait()
				if !slices.Equal(ways, tt.ways) {
					t.Errorf("prompts %v, want %v", ways, tt.ways)
				}
				for _, form := range s.forms["/device"] {
					if form.Get("x") != "1" || form.Get("scope") != "openid a" {
						t.Errorf("asked for a device code with %v", form)
					}
				}
			})
		})
	}
}

// Nobody offers what the server does not have.
func TestNoOtherWay(t *testing.T) {
	_, err := client(&wire{}).Obtain(t.Context(), person("redirect_uri", postman), prompter(func(_ context.Context, p auth.Prompt) (string, error) {
		if p.Way != auth.ByBrowser || p.Other != "" {
			t.Errorf("prompt %+v", p)
		}
		return "", auth.ErrOtherWay
	}))
	if e := asError(t, err); e.Kind != auth.KindCancelled {
		t.Errorf("error %v", e)
	}
}

// discovered is a client whose issuer is known to be m.
func discovered(w *wire, m metadata.Metadata, err error) *oauth2.Client {
	return oauth2.New(oauth2.Options{Transport: w, Now: func() time.Time { return born }, Metadata: func(_ context.Context, issuer string, _ bool) (metadata.Metadata, error) {
		if issuer != "https://idp.test" {
			return m, fmt.Errorf("asked for %s", issuer)
		}
		return m, err
	}})
}

func TestIssuerFillsTheEndpoints(t *testing.T) {
	known := metadata.Metadata{
		Issuer: "https://idp.test", Authorization: "https://idp.test/a", Token: "https://idp.test/token", Device: "https://idp.test/device",
	}
	away := &auth.Error{Kind: auth.KindUnreachable, Summary: "cannot ask", Where: "issuer"}
	tests := []struct {
		name  string
		pairs []any
		err   error
		url   string // of the token request, "" for none
		kind  auth.Kind
	}{
		{"empty endpoint", []any{"accessTokenUrl", ""}, nil, "https://idp.test/token", ""},
		{"the config's own wins", []any{"accessTokenUrl", "https://idp.test/own"}, nil, "https://idp.test/own", ""},
		{"not asked if nothing is missing", []any{"accessTokenUrl", "https://idp.test/own"}, away, "https://idp.test/own", ""},
		{"nobody answers", []any{"accessTokenUrl", ""}, away, "", auth.KindUnreachable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &wire{body: good}
			c := machine(append(tt.pairs, "issuer", " https://idp.test ")...)
			cl := discovered(w, known, tt.err)
			_, err := cl.Obtain(t.Context(), c, nil)
			if auth.KindOf(err) != tt.kind {
				t.Fatal(err)
			}
			if tt.url == "" {
				return
			}
			if _, err := cl.Refresh(t.Context(), auth.Token{Refresh: "r", Config: c}); err != nil {
				t.Fatal(err)
			}
			for _, r := range w.requests {
				if r.URL.String() != tt.url {
					t.Errorf("asked at %s", r.URL)
				}
			}
		})
	}
}

// A login whose endpoints are known goes on without the metadata, and holds the
// answer to the issuer all the same.
func TestLoginWithoutMetadata(t *testing.T) {
	away := &auth.Error{Kind: auth.KindUnreachable, Summary: "cannot ask", Where: "issuer"}
	for _, tt := range []struct {
		name  string
		pairs []any
		err   error
		kind  auth.Kind
	}{
		{"endpoints known", nil, away, ""},
		{"implicit, endpoint known", []any{"grant_type", "implicit", "scope", "a"}, away, ""},
		{"no token endpoint", []any{"accessTokenUrl", ""}, away, auth.KindUnreachable},
		{"no device endpoint", []any{"grant_type", "device_code"}, away, auth.KindUnreachable},
		{"cancelled", nil, &auth.Error{Kind: auth.KindCancelled, Summary: "enough", Where: "issuer"}, auth.KindCancelled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			asked := 0
			cl := discovered(&wire{body: good}, metadata.Metadata{}, tt.err)
			c := person(append(tt.pairs, "issuer", "https://idp.test", "redirect_uri", postman)...)
			_, err := cl.Obtain(t.Context(), c, prompter(func(_ context.Context, p auth.Prompt) (string, error) {
				u, err := url.Parse(p.URL)
				if asked++; asked == 1 {
					return answer("state", u.Query().Get("state"), "code", "evil", "access_token", "evil", "iss", "https://evil.test"), err
				}
				return answer("state", u.Query().Get("state"), "code", "c", "access_token", "at"), err
			}))
			if auth.KindOf(err) != tt.kind || err == nil && asked != 2 || err != nil && asked != 0 {
				t.Errorf("asked %d times, %v", asked, err)
			}
		})
	}
}

// TestIssuerOfTheAnswer is RFC 9207, on the callback and on what is pasted.
func TestIssuerOfTheAnswer(t *testing.T) {
	tests := []struct {
		name  string
		names bool   // the server says that it names itself
		iss   string // what the answer says, "-" for nothing
		ok    bool
	}{
		{"right", true, "https://idp.test", true},
		{"right, unannounced", false, "https://idp.test", true},
		{"none, unannounced", false, "-", true},
		{"none, announced", true, "-", false},
		{"another", true, "https://evil.test", false},
		{"another, unannounced", false, "https://evil.test", false},
		{"with a slash", true, "https://idp.test/", false},
		{"empty, announced", true, "", false},
	}
	for _, tt := range tests {
		back := func(p auth.Prompt, sent url.Values, iss string) string {
			pairs := []string{"state", sent.Get("state"), "code", "c"}
			if iss != "-" {
				pairs = append(pairs, "iss", iss)
			}
			return p.Redirect + answer(pairs...)
		}
		m := metadata.Metadata{Issuer: "https://idp.test", IssuerInResponse: tt.names}
		t.Run(tt.name+", callback", func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				n := newNetwork()
				w := &wire{body: good}
				b := newBrowser(t, n)
				cl := oauth2.New(oauth2.Options{Transport: w, Listen: n.listen, Metadata: func(context.Context, string, bool) (metadata.Metadata, error) { return m, nil }})
				ctx, steps := watched(t.Context())
				status := 0
				got, err := cl.Obtain(ctx, person("issuer", "https://idp.test"), prompter(func(ctx context.Context, p auth.Prompt) (string, error) {
					u, err := url.Parse(p.URL)
					status = b.get(back(p, u.Query(), tt.iss)).StatusCode
					if !tt.ok { // it is turned away, and the wait goes on
						b.get(back(p, u.Query(), "https://idp.test"))
					}
					<-ctx.Done()
					return "", err
				}))
				synctest.Wait() // the browser has left
				if want := map[bool]int{true: 303, false: 400}[tt.ok]; err != nil || got.Access != "at" || status != want {
					t.Errorf("status %d, %v", status, err)
				}
				if told := slices.Contains(steps(), "an answer of another server was turned away; still waiting"); told == tt.ok {
					t.Errorf("steps %q", steps())
				}
			})
		})
		t.Run(tt.name+", pasted", func(t *testing.T) {
			asked := 0
			cl := discovered(&wire{body: good}, m, nil)
			_, err := logInOrPaste(t, cl, person("issuer", "https://idp.test", "redirect_uri", postman), func(p auth.Prompt, _ string) string {
				u, _ := url.Parse(p.URL)
				if asked++; asked == 1 {
					return back(p, u.Query(), tt.iss)
				}
				return back(p, u.Query(), "https://idp.test")
			})
			if err != nil || (asked == 1) != tt.ok {
				t.Errorf("asked %d times, %v", asked, err)
			}
		})
	}
}

// TestSwappedCallbacks is A18: each of two logins under way turns the other's
// answer away and keeps waiting for its own.
func TestSwappedCallbacks(t *testing.T) {
	bubble(t, func(t *testing.T) {
		nets := []*network{newNetwork(), newNetwork()}
		var prompts [2]auth.Prompt
		var tokens sync.WaitGroup
		wires := []*wire{{body: good}, {body: good}}
		for i := range nets {
			nets[i].address.Port += i
			tokens.Go(func() {
				cl := oauth2.New(oauth2.Options{Transport: wires[i], Listen: nets[i].listen})
				_, err := cl.Obtain(t.Context(), person(), prompter(func(ctx context.Context, p auth.Prompt) (string, error) {
					prompts[i] = p
					<-ctx.Done()
					return "", ctx.Err()
				}))
				if err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		state := func(i int) string {
			u, _ := url.Parse(prompts[i].URL)
			return u.Query().Get("state")
		}
		for i, n := range nets {
			b := newBrowser(t, n)
			if resp := b.get(prompts[i].Redirect + answer("state", state(1-i), "code", "swapped")); resp.StatusCode != 400 {
				t.Errorf("login %d takes the other's answer: status %d", i, resp.StatusCode)
			}
		}
		for i, n := range nets {
			newBrowser(t, n).get(prompts[i].Redirect + answer("state", state(i), "code", fmt.Sprint("own", i)))
		}
		tokens.Wait()
		for i, w := range wires {
			if len(w.bodies) != 1 || !strings.Contains(w.bodies[0], fmt.Sprint("code=own", i)) {
				t.Errorf("login %d exchanged %v", i, w.bodies)
			}
		}
	})
}

// watched returns a context that keeps the steps told in it.
func watched(ctx context.Context) (context.Context, func() []string) {
	var mu sync.Mutex
	var steps []string
	keep := func(s string) {
		mu.Lock()
		defer mu.Unlock()
		steps = append(steps, s)
	}
	return auth.WithSteps(ctx, keep), func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(steps)
	}
}

func TestSteps(t *testing.T) {
	bubble(t, func(t *testing.T) {
		n := newNetwork()
		b := newBrowser(t, n)
		ctx, steps := watched(t.Context())
		_, err := oauth2.New(oauth2.Options{Transport: &wire{body: good}, Listen: n.listen}).Obtain(ctx, person(), prompter(func(ctx context.Context, p auth.Prompt) (string, error) {
			u, err := url.Parse(p.URL)
			b.get(p.Redirect + answer("state", "guess", "code", "c"))
			b.get(p.Redirect + answer("state", u.Query().Get("state"), "code", "c"))
			<-ctx.Done()
			return "", err
		}))
		want := []string{
			"listening on 127.0.0.1:4711 for the browser", "waiting for you to log in",
			"an answer that belongs to another login was turned away; still waiting", "the browser is back", "asking idp.test for a token",
		}
		if err != nil || !slices.Equal(steps(), want) {
			t.Errorf("steps %q, %v", steps(), err)
		}
	})
}

// TestImplicitIDToken is OpenID Connect section 3.2: the ID token must repeat
// the nonce of its login.
func TestImplicitIDToken(t *testing.T) {
	id := func(nonce string) string {
		return "e30." + base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"ada","nonce":"`+nonce+`"}`)) + ".sig"
	}
	tests := []struct {
		name  string
		pairs []any
		id    func(sent string) string
		ok    bool
	}{
		{"right nonce", nil, id, true},
		{"wrong nonce", nil, func(string) string { return id("other") }, false},
		{"no JWT", nil, func(string) string { return "x" }, false},
		{"none", nil, func(string) string { return "" }, true},
		{"the config's nonce", []any{"authRequestParams", rows("nonce", "mine", "request_url")}, func(string) string { return id("mine") }, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := person(append(tt.pairs, "grant_type", "implicit", "redirect_uri", postman)...)
			var want string
			got, err := client(&wire{}).Obtain(t.Context(), c, prompter(func(_ context.Context, p auth.Prompt) (string, error) {
				u, err := url.Parse(p.URL)
				sent := u.Query()
				want = tt.id(sent.Get("nonce"))
				if sent.Get("response_type") != "id_token token" || len(sent["nonce"]) != 1 {
					t.Errorf("sent %v", sent)
				}
				return "#" + answer("state", sent.Get("state"), "access_token", "at", "id_token", want)[1:], err
			}))
			if (err == nil) != tt.ok || tt.ok && got.ID.Reveal() != want {
				t.Errorf("token %+v, %v", got, err)
			}
		})
	}
}

// A callback URL that the server does not know is shown as it was sent.
func TestCallbackURLInTheHint(t *testing.T) {
	w := &wire{status: 400, body: `{"error":"redirect_uri_mismatch","error_description":"expected https://other.test/cb"}`}
	_, err := logInOrPaste(t, client(w), person("redirect_uri", postman), func(_ auth.Prompt, back string) string { return back })
	if e := asError(t, err); e.Where != "redirect_uri" || !strings.HasSuffix(e.Hint, "; it was sent as "+postman) || !strings.Contains(e.Error(), "https://other.test/cb") {
		t.Errorf("error %+v", e)
	}
}

func TestVerifierOfTheConfig(t *testing.T) {
	for verifier, ok := range map[string]bool{
		strings.Repeat("a", 42): false, strings.Repeat("a", 43): true, strings.Repeat("~", 128): true, strings.Repeat("a", 129): false,
		strings.Repeat("a", 43) + "+": false, strings.Repeat("a", 43) + "\n": false, strings.Repeat("é", 43): false,
	} {
		_, err := client(&wire{body: good}).Obtain(t.Context(), person("redirect_uri", postman, "code_verifier", verifier), prompter(func(_ context.Context, p auth.Prompt) (string, error) {
			u, err := url.Parse(p.URL)
			return answer("state", u.Query().Get("state"), "code", "c"), err
		}))
		var e *auth.Error
		if errors.As(err, &e); (err == nil) != ok || err != nil && (e.Where != "code_verifier" || strings.Contains(e.Error(), verifier)) {
			t.Errorf("%q: %v", verifier, err)
		}
	}
}

// An override per config, besides the one of the client.
func TestInsecureByConfig(t *testing.T) {
	w := &wire{body: good}
	if _, err := client(w).Obtain(t.Context(), machine("accessTokenUrl", "http://idp.test/t", "allowInsecure", true), nil); err != nil || w.requests[0].URL.Scheme != "http" {
		t.Error(err)
	}
}

// A browser shows its address, and others see it in the list of processes: what
// looks like a secret in it is told of.
func TestASecretInTheBrowsersAddressIsToldOf(t *testing.T) {
	var all []string
	ctx := auth.WithTrace(t.Context(), func(c auth.TokenCall) { all = append(all, c.Warnings...) })
	c := person("redirect_uri", postman, "authRequestParams", rows("client_secret", "hush-hush", "request_url", "prompt", "login", "request_url", "id_token_hint", "x", "request_url"))
	_, err := client(&wire{body: good}).Obtain(ctx, c, prompter(func(_ context.Context, p auth.Prompt) (string, error) {
		u, err := url.Parse(p.URL)
		return answer("state", u.Query().Get("state"), "code", "c1"), err
	}))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 || !strings.Contains(all[0], "client_secret") || strings.Contains(all[0], "hush") {
		t.Errorf("warnings %q", all)
	}
}
