//go:build unix

package idptest

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"postern/ui/cli/exit"
)

// oidcProvider is npm's oidc-provider.
func oidcProvider(t *testing.T) *provider {
	t.Helper()
	needModules(t, "oidc-provider")
	p, err := shared.oidcProvider()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestOIDCProviderLoginWithPKCE(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	p := oidcProvider(t)
	for _, who := range []identity{{id: "app", inBody: true}, {id: "web", secret: "web-secret"}} {
		t.Run(who.id, func(t *testing.T) {
			t.Parallel()
			d := sit(t, p, p.attributes(who, map[string]any{
				"grant_type": "authorization_code_with_pkce", "redirect_uri": p.callback, "scope": "openid offline_access reports",
				"authRequestParams": []any{param("prompt", "consent", "request_url"), param("tenant", "acme", "request_url")},
			}))
			s, b := d.login()
			s.is(t, map[string]any{"client_id": who.id, "sub": "ada"})
			b.cameBack(t, p.callback)
			asked := d.asked(who.id, "/auth")
			if len(asked) != 1 {
				t.Fatalf("%d authorization requests", len(asked))
			}
			if q := asked[0].Query; q.Get("code_challenge_method") != "S256" || q.Get("tenant") != "acme" {
				t.Errorf("the authorization request has %v", q)
			}
			first := d.grants(who.id, "authorization_code")[0]
			if v := first.Form.Get("code_verifier"); len(v) < 43 {
				t.Errorf("the verifier is %q", v)
			}
			told(t, first, who)

			d.send().is(t, map[string]any{"sub": "ada"})
			d.grants(who.id, "authorization_code") // the kept token did

			// This provider ends the session with any of its tokens: the API
			// refuses, the refresh does, and only the person can help.
			p.revoke(t, first.text("access_token"), who)
			if s := d.send(); s.code != exit.HTTPError || !strings.Contains(s.said, "grant request is invalid") {
				t.Errorf("exit code %d after the session ended\n%s", s.code, s.said)
			}
			s, b = d.login()
			b.cameBack(t, p.callback)
			s.is(t, map[string]any{"client_id": who.id, "sub": "ada"})
			d.grants(who.id, "authorization_code", "refresh_token", "authorization_code")
		})
	}
}

// told checks that the client said who it is in the one place it should.
func told(t *testing.T, e entry, who identity) {
	t.Helper()
	var where []string
	if e.Header.Get("Authorization") != "" {
		where = append(where, "header")
	}
	if e.Form.Has("client_secret") {
		where = append(where, "body")
	}
	if e.Form.Has("client_assertion") {
		where = append(where, "assertion")
	}
	want := "header"
	switch {
	case who.signs:
		want = "assertion"
	case who.secret == "":
		want = ""
	case who.inBody:
		want = "body"
	}
	if got := strings.Join(where, " "); got != want {
		t.Errorf("the client said who it is in %q, want %q", got, want)
	}
}

// rotated checks that the refresh sent the refresh token of the answer before
// and got another for it, the only one that is still good.
func rotated(t *testing.T, p *provider, before, refresh entry) {
	t.Helper()
	old, fresh := before.text("refresh_token"), refresh.text("refresh_token")
	if old == "" || refresh.Form.Get("refresh_token") != old {
		t.Errorf("%q was sent, the refresh token is %q", refresh.Form.Get("refresh_token"), old)
	}
	if fresh == "" || fresh == old {
		t.Errorf("the refresh token %q became %q", old, fresh)
	}
	if p.active(t, old) || !p.active(t, fresh) {
		t.Error("the old refresh token is good, or the new one is not")
	}
}

// Reuse of a refresh token would end the session at the provider, so four
// programs at a time show whether any of them does.
func TestOIDCProviderShortLifetimes(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	p := oidcProvider(t)
	d := sit(t, p, p.attributes(identity{id: "brief", inBody: true}, map[string]any{
		"grant_type": "authorization_code_with_pkce", "redirect_uri": p.callback,
		"scope": "openid offline_access", "authRequestParams": []any{param("prompt", "consent", "request_url")},
	}))
	s, _ := d.login()
	s.is(t, map[string]any{"client_id": "brief", "sub": "ada"})
	want := []string{"authorization_code"}
	for range 2 {
		grants := d.grants("brief", want...)
		last := grants[len(grants)-1]
		d.send().is(t, map[string]any{"sub": "ada"})
		d.grants("brief", want...) // not before it must
		p.runsOut(t, last.text("access_token"))
		var all sync.WaitGroup
		var sends [4]sent
		for i := range sends {
			all.Go(func() { sends[i] = d.send() })
		}
		all.Wait()
		for _, s := range sends {
			s.is(t, map[string]any{"sub": "ada"})
		}
		want = append(want, "refresh_token")
		grants = d.grants("brief", want...)
		rotated(t, p, last, grants[len(grants)-1])
	}
}

func TestOIDCProviderClientCredentials(t *testing.T) {
	t.Parallel()
	p := oidcProvider(t)
	for _, tc := range []struct {
		name string
		who  identity
		more map[string]any
	}{
		{"Basic", identity{id: "basic", secret: "basic-secret"}, nil},
		{"body", identity{id: "post", secret: "post-secret", inBody: true}, nil},
		{"Basic with odd letters", identity{id: "odd:id +%/", secret: "p@ss:w%rd +&=?#"}, map[string]any{"basicEncoding": "rfc6749"}},
		{
			"private_key_jwt",
			identity{id: "signed", signs: true},
			map[string]any{"client_authentication": "private_key_jwt", "privateKey": p.key, "keyId": "k1"},
		},
		{
			"client_secret_jwt",
			identity{id: "shared", secret: "a secret of at least 32 characters", signs: true},
			map[string]any{"client_authentication": "client_secret_jwt"},
		},
		{
			"endpoints by discovery",
			identity{id: "found", secret: "found-secret"},
			map[string]any{"issuer": p.URL, "authUrl": "", "accessTokenUrl": ""},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := sit(t, p, p.attributes(tc.who, tc.more, map[string]any{"grant_type": "client_credentials"}))
			for range 2 {
				d.send().is(t, map[string]any{"client_id": tc.who.id})
			}
			e := d.grants(tc.who.id, "client_credentials")[0]
			told(t, e, tc.who)
			p.revoke(t, e.text("access_token"), identity{id: "api", secret: "api-secret"})
			d.send().is(t, map[string]any{"client_id": tc.who.id})
			d.grants(tc.who.id, "client_credentials", "client_credentials")
		})
	}
}

// The provider writes into the token what parameters the request for it
// brought, and where.
func TestOIDCProviderCustomParameters(t *testing.T) {
	t.Parallel()
	p := oidcProvider(t)
	who := identity{id: "custom", secret: "custom-secret"}
	d := sit(t, p, p.attributes(who, map[string]any{
		"grant_type": "client_credentials", "scope": "reports", "tokenRequestParams": []any{
			param("tenant", "in the body", "request_body"), param("tenant", "in the URL", "request_url"),
			param("X-Tenant", "in a header", "request_header"), param("resource", "urn:reports", "request_body"),
			param("note", "one", "request_body"), param("note", "two", "request_body"),
		},
	}))
	d.send().is(t, map[string]any{
		"client_id": "custom", "body": "in the body", "url": "in the URL", "header": "in a header", "aud": "urn:reports", "scope": "reports",
	})
	if notes := d.grants(who.id, "client_credentials")[0].Form["note"]; !slices.Equal(notes, []string{"one", "two"}) {
		t.Errorf("of a parameter that is listed twice came %q", notes)
	}
}

func TestOIDCProviderRefuses(t *testing.T) {
	t.Parallel()
	p := oidcProvider(t)
	for _, tc := range []struct {
		name  string
		who   identity
		more  map[string]any
		words []string
	}{
		{"a wrong secret", identity{id: "wrong", secret: "not-the-secret"}, nil, []string{"→ 401", "client"}},
		{
			"a resource nobody has",
			identity{id: "wrong", secret: "wrong-secret"},
			map[string]any{"resource": "urn:nothing"},
			[]string{"→ 400", "resource"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := sit(t, p, p.attributes(tc.who, map[string]any{"grant_type": "client_credentials"}, tc.more))
			s := d.send()
			if s.code != exit.NotAuthorised {
				t.Errorf("exit code %d, want %d", s.code, exit.NotAuthorised)
			}
			for _, w := range tc.words {
				if !strings.Contains(s.said, w) {
					t.Errorf("%q is not said:\n%s", w, s.said)
				}
			}
			if strings.Contains(s.said, tc.who.secret) {
				t.Errorf("the secret is said:\n%s", s.said)
			}
		})
	}
}
