//go:build unix

package idptest

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"postern/auth"
	"postern/auth/oauth2"
	"postern/auth/tokens"
	"postern/ui/cli/exit"
)

// A device code is entered in a browser that postern knows nothing of.
func TestDeviceCode(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name     string
		provider func(*testing.T) *provider
		who      identity
		scope    string
		way      string
		want     map[string]any
	}{
		{"oidc-provider, typed", oidcProvider, identity{id: "device", inBody: true}, "openid reports", byCode, map[string]any{"sub": "ada"}},
		{"glewlwyd, Basic, typed", glewlwyd, identity{id: "device", secret: "device-secret"}, "reports", byCode, map[string]any{"username": "ada"}},
		{"glewlwyd, post", glewlwyd, identity{id: "device-post", secret: "device-post-secret", inBody: true}, "reports", byAddress, map[string]any{"username": "ada"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			needBrowser(t)
			p := tc.provider(t)
			d := sit(t, p, p.attributes(tc.who, map[string]any{
				"grant_type": "device_code", "deviceUrl": p.URL + p.paths.device, "scope": tc.scope,
			}))
			s, _ := d.loginBy(tc.way)
			s.is(t, tc.want)
			asked := d.asked(tc.who.id, p.paths.device)
			if len(asked) != 1 {
				t.Fatalf("%d device codes", len(asked))
			}
			told(t, asked[0], tc.who)
			for _, e := range d.asked(tc.who.id, p.paths.token) {
				told(t, e, tc.who)
				if e.Form.Get("device_code") != asked[0].text("device_code") {
					t.Errorf("the token request has %v", e.Form)
				}
				if e.text("error") == "slow_down" {
					t.Error("the provider was asked too often")
				}
			}
			before := len(d.asked(tc.who.id, p.paths.token))
			d.send().is(t, tc.want)
			if n := len(d.asked(tc.who.id, p.paths.token)); n != before {
				t.Errorf("%d more token requests for a kept token", n-before)
			}
		})
	}
}

// What is done to a token by hand: the manager in this process, its prompter
// the browser.
func TestTokenServices(t *testing.T) {
	t.Parallel()
	password := map[string]any{"grant_type": "password_credentials", "username": "ada", "password": "correct horse 1", "scope": "reports"}
	for _, tc := range []struct {
		name     string
		provider func(*testing.T) *provider
		who      identity
		more     map[string]any
		// browser says that a person logs in, and so can be asked about.
		browser bool
	}{
		{
			"oidc-provider", oidcProvider, identity{id: "served", inBody: true}, map[string]any{
				"grant_type": "authorization_code_with_pkce", "redirect_uri": "http://127.0.0.1/callback", "scope": "openid offline_access",
				"authRequestParams": []any{param("prompt", "consent", "request_url")},
			}, true,
		},
		{"glewlwyd, Basic", glewlwyd, identity{id: "served", secret: "served-secret"}, password, false},
		{"glewlwyd, post", glewlwyd, identity{id: "served-post", secret: "served-post-secret", inBody: true}, password, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if tc.browser {
				needBrowser(t)
			}
			p := tc.provider(t)
			attributes := p.attributes(tc.who, tc.more, map[string]any{
				"introspectionUrl": p.URL + p.paths.introspect, "revocationUrl": p.URL + p.paths.revoke, "userInfoUrl": p.URL + p.paths.userinfo,
			})
			d := sit(t, p, attributes)
			if tc.browser {
				d.browser(byAddress)
			}
			c := config(attributes)
			client := oauth2.New(oauth2.Options{})
			m := tokens.New(tokens.Options{Grants: client, Prompter: walker{d}})
			token, err := m.Token(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			if tc.browser {
				client.Settle(t.Context())
				d.browsed(sent{}).cameBack(t, p.callback)
				said, err := client.UserInfo(t.Context(), token)
				if err != nil || said.Text("sub") != "ada" {
					t.Errorf("the provider says it speaks for %q (%v)", said.Text("sub"), err)
				}
			}
			fresh, err := m.RefreshNow(t.Context(), token.Key)
			if err != nil {
				t.Fatal(err)
			}
			grants := d.asked(tc.who.id, p.paths.token)
			rotated(t, p, grants[0], grants[1])
			known(t, client, fresh, "true")
			if err := m.Revoke(t.Context(), token.Key); err != nil {
				t.Fatal(err)
			}
			known(t, client, fresh, "false")
			if p.active(t, fresh.Refresh.Reveal()) {
				t.Error("the refresh token of a revoked token is still good")
			}
			if _, ok := m.Peek(t.Context(), c); ok {
				t.Error("the revoked token is kept")
			}
			for _, e := range append(grants, append(d.asked(tc.who.id, p.paths.introspect), d.asked(tc.who.id, p.paths.revoke)...)...) {
				told(t, e, tc.who)
			}
		})
	}
}

// The same by the commands, on a token that a send has left.
func TestTokenCommands(t *testing.T) {
	t.Parallel()
	p := glewlwyd(t)
	who := identity{id: "commanded", secret: "commanded-secret"}
	d := sit(t, p, p.attributes(who, map[string]any{
		"grant_type": "password_credentials", "username": "ada", "password": "correct horse 1", "scope": "reports",
		"introspectionUrl": p.URL + p.paths.introspect, "revocationUrl": p.URL + p.paths.revoke,
	}))
	d.send().is(t, map[string]any{"username": "ada"})
	first := d.grants(who.id, "password")[0]
	if s := d.postern("token", "get", "idp"); s.code != exit.OK || s.out != first.text("access_token")+"\n" || s.said != "" {
		t.Errorf("get: exit code %d, %q\n%s", s.code, s.out, s.said)
	}
	if s := d.postern("token", "refresh", "idp"); s.code != exit.OK {
		t.Fatalf("refresh: exit code %d\n%s", s.code, s.said)
	}
	second := d.grants(who.id, "password", "refresh_token")[1]
	rotated(t, p, first, second)
	if s := d.postern("token", "show", "idp", "--introspect"); s.code != exit.OK || !strings.Contains(s.out, "ada") {
		t.Errorf("show: exit code %d\n%s%s", s.code, s.out, s.said)
	}
	d.send().is(t, map[string]any{"username": "ada"})
	if s := d.postern("token", "revoke", "idp"); s.code != exit.OK {
		t.Errorf("revoke: exit code %d\n%s", s.code, s.said)
	}
	for _, name := range []string{"access_token", "refresh_token"} {
		if p.active(t, second.text(name)) {
			t.Errorf("the %s of a revoked token is still good", name)
		}
	}
	d.grants(who.id, "password", "refresh_token")
	d.send().is(t, map[string]any{"username": "ada"})
	d.grants(who.id, "password", "refresh_token", "password") // nothing was left of it
}

// known checks what the provider says of a token.
func known(t *testing.T, client *oauth2.Client, token auth.Token, want string) {
	t.Helper()
	said, err := client.Introspect(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := said.Get("active"); got != want {
		t.Errorf("the token is active: %s, want %s", got, want)
	}
}

// walker is an [auth.Prompter] with a desk's browser.
type walker struct{ *desk }

// Authorize walks to the address of q.
func (w walker) Authorize(ctx context.Context, q auth.Prompt) (string, error) {
	shared.browsers <- struct{}{}
	defer func() { <-shared.browsers }()
	if err := w.command(filepath.Join(w.dir, "browser"), q.URL).Run(); err != nil {
		return "", err
	}
	<-ctx.Done()
	return "", ctx.Err()
}
