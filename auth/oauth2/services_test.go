package oauth2_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/auth/claims"
	"postern/auth/oauth2"
	"postern/auth/tenant"
)

// Asking the server about a token, and ending it, against the tenant.
func TestLifeOfATokenAtTheTenant(t *testing.T) {
	inHouse(t, tenant.Options{}, func(t *testing.T, h *house) {
		cl := oauth2.New(oauth2.Options{Transport: &http.Transport{DialContext: h.network.dial, DisableKeepAlives: true}})
		base := "http://" + h.network.address.String()
		c := resident("password_credentials", "issuer", base, "scope", "openid profile")
		token, err := cl.Obtain(t.Context(), c, nil)
		if err != nil {
			t.Fatal(err)
		}
		token.Config = c
		told, err := cl.Introspect(t.Context(), token)
		if err != nil || len(told) < 5 || told[0] != (claims.Member{Name: "active", JSON: "true"}) {
			t.Errorf("introspection %v, %v", told, err)
		}
		who, err := cl.UserInfo(t.Context(), token)
		if login, _ := who.Get("preferred_username"); err != nil || login != `"`+tenant.DemoUsername+`"` {
			t.Errorf("userinfo %v, %v", who, err)
		}
		for range 2 { // the second time the server knows them no more
			if err := cl.Revoke(t.Context(), token); err != nil {
				t.Error(err)
			}
		}
		told, err = cl.Introspect(t.Context(), token)
		if active, _ := told.Get("active"); err != nil || active != "false" {
			t.Errorf("after it was revoked: %v, %v", told, err)
		}
		_, err = cl.Refresh(t.Context(), token)
		if e := asError(t, err); e.Kind != auth.KindNeedsLogin {
			t.Errorf("the session goes on: %v", err)
		}
		_, err = cl.UserInfo(t.Context(), token)
		if e := asError(t, err); !strings.Contains(e.Summary, "does not accept the token") {
			t.Errorf("userinfo for a revoked token: %v", err)
		}
		m, err := cl.Discover(t.Context(), auth.Config{}.Set("issuer", base))
		if err != nil || m.Revocation != base+"/oauth2/v1/revoke" {
			t.Errorf("metadata %+v, %v", m, err)
		}
	})
}

// services is the config of a client with all endpoints; pairs change it.
func services(pairs ...any) auth.Config {
	return machine(append([]any{
		"revocationUrl", "https://idp.test/revoke", "introspectionUrl", "https://idp.test/introspect", "userInfoUrl", "https://idp.test/me?x=1",
	}, pairs...)...)
}

func TestRevokeOnTheWire(t *testing.T) {
	both := auth.Token{Access: "access-canary", Refresh: "refresh-canary"}
	const refresh, access = "token=refresh-canary&token_type_hint=refresh_token", "token=access-canary&token_type_hint=access_token"
	tests := []struct {
		name   string
		config auth.Config
		token  auth.Token
		bodies []string
		basic  bool
	}{
		{"the refresh token first", services(), both, []string{refresh, access}, true},
		{"the client in the body", services("client_authentication", "body"), both, []string{
			refresh + "&client_id=id&client_secret=secret-value", access + "&client_id=id&client_secret=secret-value",
		}, false},
		{"a public client", services("clientSecret", ""), auth.Token{Access: "access-canary"}, []string{access + "&client_id=id"}, false},
		{"no parameters of the token request", services("tokenRequestParams", rows("resource", "urn:a", "request_body")), auth.Token{Refresh: "refresh-canary"}, []string{refresh}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &wire{}
			tt.token.Config = tt.config
			if err := client(w).Revoke(t.Context(), tt.token); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.bodies, w.bodies); diff != "" {
				t.Error(diff)
			}
			for _, r := range w.requests {
				if _, _, ok := r.BasicAuth(); ok != tt.basic || r.Method != http.MethodPost || r.URL.String() != "https://idp.test/revoke" {
					t.Errorf("request %s %s %v", r.Method, r.URL, r.Header)
				}
			}
		})
	}
}

func TestRevokeFails(t *testing.T) {
	unsupported := `{"error":"unsupported_token_type"}`
	both := auth.Token{Access: "a-token", Refresh: "r-token", Config: services()}
	tests := []struct {
		name  string
		token auth.Token
		wire  wire
		kind  auth.Kind
		says  string
		asked int
	}{
		{"neither kind", both, wire{status: 400, body: unsupported}, auth.KindAnswer, "does not revoke refresh tokens", 2},
		{"no access tokens", auth.Token{Access: "a-token", Config: services()}, wire{status: 400, body: unsupported}, auth.KindAnswer, "does not revoke access tokens", 1},
		{"the client is refused", both, wire{status: 401, body: `{"error":"invalid_client"}`}, auth.KindConfig, "client's id or secret", 1},
		{"the server is busy", both, wire{status: 503}, auth.KindUnreachable, "revocation endpoint answered 503", 1},
		{"a redirect", both, wire{status: 307, header: http.Header{"Location": {"https://evil.test/"}}}, auth.KindAnswer, "redirects to https://evil.test", 1},
		{"a page", both, wire{status: 404, body: "<html>"}, auth.KindAnswer, "404", 1},
		{"no endpoint", auth.Token{Access: "a-token", Config: machine()}, wire{}, auth.KindConfig, "not known where to revoke", 0},
		{"an endpoint in clear", auth.Token{Access: "a-token", Config: services("revocationUrl", "http://idp.test/r")}, wire{}, auth.KindConfig, "not https", 0},
		{"an endpoint with a variable", auth.Token{Access: "a-token", Config: services("revocationUrl", "https://{{host}}/r")}, wire{}, auth.KindConfig, "{{host}}", 0},
		{"no token", auth.Token{Config: services()}, wire{}, auth.KindConfig, "no token", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := client(&tt.wire).Revoke(t.Context(), tt.token)
			e := asError(t, err)
			if e.Kind != tt.kind || !strings.Contains(e.Summary, tt.says) || e.Hint == "" || len(tt.wire.requests) != tt.asked {
				t.Errorf("%s: %s (%s) after %d requests", e.Kind, e.Summary, e.Hint, len(tt.wire.requests))
			}
			if strings.Contains(err.Error()+e.Hint, "-token") || strings.Contains(err.Error(), "secret-value") {
				t.Errorf("a secret in %v", err)
			}
		})
	}
}

// A server that revokes refresh tokens only has done what counts, and says so.
func TestRevokeOfHalfAToken(t *testing.T) {
	half := transport(func(body string) (int, string) {
		if strings.Contains(body, "hint=access_token") {
			return 400, `{"error":"unsupported_token_type"}`
		}
		return 200, ""
	})
	err := oauth2.New(oauth2.Options{Transport: half}).Revoke(t.Context(), auth.Token{Access: "a", Refresh: "r", Config: services()})
	if e := asError(t, err); !strings.Contains(e.Summary, "refresh token is revoked") || !strings.Contains(e.Hint, "until its end") {
		t.Errorf("%s; %s", e.Summary, e.Hint)
	}
}

// transport answers by the body it is sent.
type transport func(body string) (int, string)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	w := &wire{}
	w.status, w.body = f(string(body))
	return w.RoundTrip(r)
}

// unsigned writes a JWT nobody signed.
func unsigned(payload string) string {
	e := base64.RawURLEncoding.EncodeToString
	return e([]byte(`{"alg":"none"}`)) + "." + e([]byte(payload)) + "."
}

func TestAnswersAboutATokenAreRead(t *testing.T) {
	want := claims.Object{{Name: "z", JSON: `"1"`}, {Name: "sub", JSON: `"ada"`}, {Name: "n", JSON: `12345678901234567890`}, {Name: "o", JSON: `{"b":1,"a":2}`}}
	const text = `{"z":"1","sub":"ada","n":12345678901234567890,"o":{"b":1,"a":2}}`
	tests := []struct {
		name, body string
		status     int
		says       string // of the error
	}{
		{name: "JSON", body: text},
		{name: "with a mark", body: "\ufeff\n" + text + "\n"},
		{name: "a JWT", body: unsigned(text)},
		{name: "a web page", body: "<html>", says: "no JSON object"},
		{name: "nothing", says: "no JSON object"},
		{name: "a list", body: `["sub"]`, says: "no JSON object"},
		{name: "encrypted", body: base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RSA-OAEP","enc":"A256GCM"}`)) + ".a.b.c.d", says: "encrypted"},
		{name: "too large", body: "{" + strings.Repeat(" ", 2<<20) + "}", says: "larger than"},
		{name: "too deep", body: `{"a":` + strings.Repeat("[", 100_000), says: "no JSON object"},
		{name: "somewhere else", status: 302, says: "redirects"},
		{name: "busy", status: 500, says: "500"},
	}
	for _, tt := range tests {
		for ask, f := range map[string]func(cl *oauth2.Client) (claims.Object, error){
			"introspection": func(cl *oauth2.Client) (claims.Object, error) {
				return cl.Introspect(t.Context(), auth.Token{Access: "at", Config: services()})
			},
			"userinfo": func(cl *oauth2.Client) (claims.Object, error) {
				return cl.UserInfo(t.Context(), auth.Token{Access: "at", Config: services()})
			},
		} {
			t.Run(ask+", "+tt.name, func(t *testing.T) {
				got, err := f(client(&wire{status: tt.status, body: tt.body}))
				if tt.says == "" {
					if diff := cmp.Diff(want, got); diff != "" || err != nil {
						t.Errorf("%v, %s", err, diff)
					}
					return
				}
				if e := asError(t, err); !strings.Contains(e.Summary, tt.says) || got != nil {
					t.Errorf("got %v, %s", got, e.Summary)
				}
			})
		}
	}
}

func TestUserInfoRequest(t *testing.T) {
	w := &wire{body: `{"sub":"ada"}`}
	token := auth.Token{Access: "access-canary", ID: auth.Secret(unsigned(`{"sub":"ada"}`)), Config: services("addTokenTo", "queryParams", "headerPrefix", "Own")}
	if _, err := client(w).UserInfo(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	r := w.requests[0]
	if r.Method != http.MethodGet || r.URL.String() != "https://idp.test/me?x=1" || r.Header.Get("Authorization") != "Bearer access-canary" {
		t.Errorf("request %s %s %v", r.Method, r.URL, r.Header)
	}
	token.ID = auth.Secret(unsigned(`{"sub":"somebody else"}`))
	if got, err := client(w).UserInfo(t.Context(), token); err == nil || got != nil || !strings.Contains(asError(t, err).Summary, "somebody else") {
		t.Errorf("got %v, error %v", got, err)
	}
	if _, err := client(w).UserInfo(t.Context(), auth.Token{Config: services()}); asError(t, err).Kind != auth.KindConfig || len(w.requests) != 2 {
		t.Errorf("%d requests, %v", len(w.requests), err)
	}
	_, err := client(&wire{status: 401, header: http.Header{"Www-Authenticate": {`Bearer error="invalid_token"`}}}).UserInfo(t.Context(), token)
	if e := asError(t, err); !strings.Contains(e.Summary, "does not accept the token") || !strings.Contains(e.Hint, "openid") {
		t.Errorf("%s; %s", e.Summary, e.Hint)
	}
}

// The endpoints of an issuer are found, and what it has not is said.
func TestServicesOfAnIssuer(t *testing.T) {
	const document = `{"issuer":"https://idp.test","introspection_endpoint":"https://idp.test/found"}`
	asked := transport(func(body string) (int, string) {
		if body == "" {
			return 200, document
		}
		return 200, `{"active":true}`
	})
	cl := oauth2.New(oauth2.Options{Transport: asked})
	token := auth.Token{Access: "at", Config: machine("issuer", "https://idp.test")}
	if got, err := cl.Introspect(t.Context(), token); err != nil || len(got) != 1 {
		t.Errorf("%v, %v", got, err)
	}
	err := cl.Revoke(t.Context(), token)
	if e := asError(t, err); e.Where != "revocationUrl" || !strings.Contains(e.Hint, "set Revocation URL") {
		t.Errorf("%+v", e)
	}
	_, err = client(&wire{body: `{"issuer":"https://other.test"}`}).Introspect(t.Context(), token)
	if e := asError(t, err); e.Where != "issuer" {
		t.Errorf("%+v", e)
	}
}

func TestServicesAreTraced(t *testing.T) {
	var calls []auth.TokenCall
	var steps []string
	ctx := auth.WithTrace(t.Context(), func(c auth.TokenCall) { calls = append(calls, c) })
	ctx = auth.WithSteps(ctx, func(s string) { steps = append(steps, s) })
	w := &wire{body: `{"sub":"ada"}`}
	cl, token := client(w), auth.Token{Access: "access-canary", Refresh: "refresh-canary", Config: services()}
	if err := cl.Revoke(ctx, token); err != nil {
		t.Error(err)
	}
	// Servers that say the token back.
	w.body, w.header = `{"sub":"ada","note":"access-canary"}`, http.Header{"X-Echo": {"access-canary"}}
	if _, err := cl.Introspect(ctx, token); err != nil {
		t.Error(err)
	}
	if _, err := cl.UserInfo(ctx, token); err != nil {
		t.Error(err)
	}
	var kinds []string
	for _, c := range calls {
		kinds = append(kinds, c.Kind)
		if c.Status != 200 || c.Started != born || len(c.RequestHeader) == 0 {
			t.Errorf("call %+v", c)
		}
	}
	if want := []string{"revocation", "revocation", "introspection", "userinfo"}; !slices.Equal(kinds, want) {
		t.Errorf("calls %q, want %q", kinds, want)
	}
	if text := auth.TraceText(calls); strings.Contains(text, "-canary") || strings.Contains(text, "secret-value") {
		t.Errorf("a secret in\n%s", text)
	}
	if len(steps) != 3 || !strings.Contains(steps[0], "revoking") || !strings.Contains(steps[1], "about the token") {
		t.Errorf("steps %q", steps)
	}
}
