//go:build unix

package idptest

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"postern/ui/cli"
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

// attributes is what all clients of p have in common, and more.
func (p *provider) attributes(more map[string]any) map[string]any {
	out := map[string]any{"tokenName": "idp", "addTokenTo": "header", "authUrl": p.URL + p.paths.auth, "accessTokenUrl": p.URL + p.paths.token}
	for name, value := range more {
		out[name] = value
	}
	return out
}

func param(key, value, sendAs string) map[string]any {
	return map[string]any{"key": key, "value": value, "enabled": true, "send_as": sendAs}
}

func TestOIDCProviderLoginWithPKCE(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	p := oidcProvider(t)
	for _, tc := range []struct {
		client, secret string
		header         bool
	}{{client: "app"}, {client: "web", secret: "web-secret", header: true}} {
		t.Run(tc.client, func(t *testing.T) {
			t.Parallel()
			d := sit(t, p, p.attributes(map[string]any{
				"grant_type": "authorization_code_with_pkce", "clientId": tc.client, "clientSecret": tc.secret,
				"client_authentication": map[bool]string{true: "header", false: "body"}[tc.header],
				"redirect_uri":          p.callback, "scope": "openid offline_access reports",
				"authRequestParams": []any{param("prompt", "consent", "request_url"), param("tenant", "acme", "request_url")},
			}))
			s, b := d.login()
			s.is(t, map[string]any{"client_id": tc.client, "sub": "ada"})
			b.cameBack(t, p.callback)
			asked := d.asked(tc.client, "/auth")
			if len(asked) != 1 {
				t.Fatalf("%d authorization requests", len(asked))
			}
			if q := asked[0].Query; q.Get("code_challenge_method") != "S256" || q.Get("tenant") != "acme" {
				t.Errorf("the authorization request has %v", q)
			}
			first := d.grants(t, tc.client, "authorization_code")[0]
			if v := first.Form.Get("code_verifier"); len(v) < 43 || (first.Header.Get("Authorization") != "") != tc.header {
				t.Errorf("the verifier is %q, the header %q", v, first.Header.Get("Authorization"))
			}

			d.send().is(t, map[string]any{"sub": "ada"})
			d.grants(t, tc.client, "authorization_code") // the kept token did

			// This provider ends the session with any of its tokens: the API
			// refuses, the refresh does, and only the person can help.
			p.revoke(t, first.text("access_token"), tc.client, tc.secret)
			if s := d.send(); s.code != cli.HTTPError || !strings.Contains(s.said, "needs a login") {
				t.Errorf("exit code %d after the session ended\n%s", s.code, s.said)
			}
			s, _ = d.login()
			s.is(t, map[string]any{"client_id": tc.client, "sub": "ada"})
			d.grants(t, tc.client, "authorization_code", "refresh_token", "authorization_code")
		})
	}
}

// revoke ends a token as its client.
func (p *provider) revoke(t *testing.T, token, client, secret string) {
	t.Helper()
	form := url.Values{"token": {token}}
	if secret == "" {
		form.Set("client_id", client)
	}
	req, err := http.NewRequest(http.MethodPost, p.URL+p.paths.revoke, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if secret != "" {
		req.SetBasicAuth(client, secret)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close() // only the status counts
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("revoke: %s", resp.Status)
	}
	if p.active(t, token) {
		t.Fatal("the revoked token is still good")
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
	d := sit(t, p, p.attributes(map[string]any{
		"grant_type": "authorization_code_with_pkce", "clientId": "brief", "client_authentication": "body", "redirect_uri": p.callback,
		"scope": "openid offline_access", "authRequestParams": []any{param("prompt", "consent", "request_url")},
	}))
	s, _ := d.login()
	s.is(t, map[string]any{"client_id": "brief", "sub": "ada"})
	want := []string{"authorization_code"}
	for range 2 {
		grants := d.grants(t, "brief", want...)
		last := grants[len(grants)-1]
		d.send().is(t, map[string]any{"sub": "ada"})
		d.grants(t, "brief", want...) // not before it must
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
		grants = d.grants(t, "brief", want...)
		rotated(t, p, last, grants[len(grants)-1])
	}
}

func TestOIDCProviderClientCredentials(t *testing.T) {
	t.Parallel()
	p := oidcProvider(t)
	for _, tc := range []struct {
		name, client, secret string
		more                 map[string]any
		// form says that the secret is in the body.
		form bool
	}{
		{name: "Basic", client: "basic", secret: "basic-secret", more: map[string]any{"client_authentication": "header"}},
		{name: "body", client: "post", secret: "post-secret", more: map[string]any{"client_authentication": "body"}, form: true},
		{
			name: "Basic with odd letters", client: "odd:id +%/", secret: "p@ss:w%rd +&=?#",
			more: map[string]any{"client_authentication": "header", "basicEncoding": "rfc6749"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			more := map[string]any{"grant_type": "client_credentials", "clientId": tc.client, "clientSecret": tc.secret}
			for name, value := range tc.more {
				more[name] = value
			}
			d := sit(t, p, p.attributes(more))
			for range 2 {
				d.send().is(t, map[string]any{"client_id": tc.client})
			}
			e := d.grants(t, tc.client, "client_credentials")[0]
			if e.Form.Has("client_secret") != tc.form || (e.Header.Get("Authorization") == "") != tc.form {
				t.Errorf("the token request has %v and %q", e.Form, e.Header.Get("Authorization"))
			}
			p.revoke(t, e.text("access_token"), "api", "api-secret")
			d.send().is(t, map[string]any{"client_id": tc.client})
			d.grants(t, tc.client, "client_credentials", "client_credentials")
		})
	}
}
