package oauth2_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/oauth2"
	"postern/auth/tenant"
)

// door is a client of oauth2 on the tenant's network, without a manager.
func (h *house) door(o oauth2.Options) *oauth2.Client {
	o.Transport = &http.Transport{DialContext: h.network.dial, DisableKeepAlives: true}
	o.Listen = h.listen
	return oauth2.New(o)
}

// TestTradesAgainstTheTenant are the grants that begin with a token.
func TestTradesAgainstTheTenant(t *testing.T) {
	const org = "urn:ietf:params:oauth:token-type:"
	tests := []struct {
		name  string
		c     func(first auth.Token) auth.Config
		check func(t *testing.T, first, got auth.Token)
	}{
		{"refresh token", func(first auth.Token) auth.Config {
			return resident("refresh_token", "refreshToken", first.Refresh.Reveal(), "scope", "")
		}, func(t *testing.T, first, got auth.Token) {
			if got.Refresh == first.Refresh || got.Refresh == "" {
				t.Error("the new refresh token is lost")
			}
		}},
		{"access token for another audience", func(first auth.Token) auth.Config {
			return resident("token_exchange", "subjectToken", first.Access.Reveal(), "audience", "https://other.example", "scope", "okta.users.read")
		}, func(t *testing.T, _, got auth.Token) {
			if got.Issued != org+"access_token" || got.Scope != "okta.users.read" {
				t.Errorf("token %+v", got)
			}
		}},
		{"ID token", func(first auth.Token) auth.Config {
			return resident("token_exchange", "subjectToken", first.ID.Reveal(), "subjectTokenType", "id_token", "scope", "")
		}, func(t *testing.T, _, got auth.Token) {
			if got.Issued != org+"access_token" {
				t.Errorf("token %+v", got)
			}
		}},
		{"with an actor", func(first auth.Token) auth.Config {
			return resident("token_exchange", "subjectToken", first.Access.Reveal(), "actorToken", first.Access.Reveal(), "actorTokenType", "access_token", "scope", "")
		}, func(*testing.T, auth.Token, auth.Token) {}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inHouse(t, tenant.Options{}, func(t *testing.T, h *house) {
				cl := h.door(oauth2.Options{})
				first, err := cl.Obtain(t.Context(), resident("password_credentials"), nil)
				if err != nil {
					t.Fatal(err)
				}
				got, err := cl.Obtain(t.Context(), tt.c(first), nil)
				if err != nil || got.Access == first.Access || got.Access == "" {
					t.Fatalf("token %+v, %v", got, err)
				}
				tt.check(t, first, got)
			})
		})
	}
}

// A machine without a browser, and a server that has both ways.
func TestRemoteLoginAgainstTheTenant(t *testing.T) {
	inHouse(t, tenant.Options{AutoLogin: true}, func(t *testing.T, h *house) {
		ctx, steps := watched(t.Context())
		cl := h.door(oauth2.Options{Remote: func() bool { return true }})
		c := resident("authorization_code_with_pkce", "issuer", "http://127.0.0.1:4711")
		got, err := cl.Obtain(ctx, c, h)
		if err != nil || got.Refresh == "" || h.logins != 1 || h.back != nil {
			t.Errorf("token %+v after %d logins, %v", got, h.logins, err)
		}
		if all := strings.Join(steps(), "\n"); !strings.Contains(all, "waiting for you to enter the code at 127.0.0.1:4711") {
			t.Errorf("steps %s", all)
		}
	})
}

func TestDeniedDevice(t *testing.T) {
	inHouse(t, tenant.Options{}, func(t *testing.T, h *house) {
		start := time.Now()
		_, err := h.door(oauth2.Options{}).Obtain(t.Context(), resident("device_code", "deviceUrl", "http://127.0.0.1:4711/oauth2/v1/device/authorize"), patient(func(p auth.Prompt) {
			time.Sleep(7 * time.Second)
			if err := h.tenant.DenyDevice(p.UserCode); err != nil {
				t.Error(err)
			}
		}))
		if e := asError(t, err); e.Code != "access_denied" || e.Kind != auth.KindNeedsLogin || time.Since(start) != 10*time.Second {
			t.Errorf("error %v after %s", e, time.Since(start))
		}
		if n := h.grants()["slow_down"]; n != 0 {
			t.Errorf("asked too early %d times", n)
		}
	})
}

// TestImplicitAgainstTheTenant brings the fragment back as the page does.
func TestImplicitAgainstTheTenant(t *testing.T) {
	inHouse(t, tenant.Options{AutoLogin: true}, func(t *testing.T, h *house) {
		got, err := h.door(oauth2.Options{}).Obtain(t.Context(), resident("implicit", "scope", "openid email", "issuer", "http://127.0.0.1:4711"), prompter(func(ctx context.Context, p auth.Prompt) (string, error) {
			to := newBrowser(t, h.network).get(p.URL).Header.Get("Location")
			front, fragment, _ := strings.Cut(to, "#")
			b := newBrowser(t, h.back)
			page, err := io.ReadAll(b.get(front).Body)
			if err != nil {
				return "", err
			}
			_, rest, _ := strings.Cut(string(page), "relay_nonce=")
			nonce, _, _ := strings.Cut(rest, `"`)
			origin := strings.TrimSuffix(p.Redirect, "/callback")
			resp := b.do("POST", origin+"/relay", fragment+"&relay_nonce="+url.QueryEscape(nonce), func(r *http.Request) { r.Header.Set("Origin", origin) })
			if resp.StatusCode != http.StatusSeeOther {
				t.Errorf("relay: status %d", resp.StatusCode)
			}
			<-ctx.Done()
			return "", ctx.Err()
		}))
		synctest.Wait()
		if err != nil || got.Access == "" || got.ID == "" || got.Refresh != "" || got.Expiry.IsZero() {
			t.Errorf("token %+v, %v", got, err)
		}
	})
}
