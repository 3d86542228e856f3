package oauth2_test

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/oauth2"
	"postern/auth/tenant"
	"postern/auth/tokens"
)

// house is a tenant on a network of pipes, and a manager that uses it: all of
// the way from a send to the server and back, in a time of its own.
type house struct {
	tenant  *tenant.Tenant
	network *network // the tenant's
	back    *network // the last callback's
	manager *tokens.Manager
	store   *tokens.MemoryStore
	// logins counts how often the person was asked.
	logins int
}

// inHouse runs f in a bubble with a house in it.
func inHouse(t *testing.T, o tenant.Options, f func(t *testing.T, h *house)) {
	t.Helper()
	bubble(t, func(t *testing.T) {
		h := &house{tenant: tenant.New(o), network: newNetwork(), store: tokens.NewMemoryStore()}
		server := &http.Server{Handler: h.tenant}
		go func() { _ = server.Serve(h.network) }() // it ends below
		transport := &http.Transport{DialContext: h.network.dial}
		grants := oauth2.New(oauth2.Options{Transport: transport, Listen: h.listen})
		h.manager = tokens.New(tokens.Options{Store: h.store, Grants: grants})
		defer func() { _ = server.Close() }() // its listener is a channel
		defer transport.CloseIdleConnections()
		f(t, h)
	})
}

// listen opens a new port for each login.
func (h *house) listen(string, string) (net.Listener, error) {
	h.back = newNetwork()
	h.back.address.Port = 4712
	return h.back, nil
}

// Authorize is a person at a browser that knows them already.
func (h *house) Authorize(ctx context.Context, p auth.Prompt) (string, error) {
	h.logins++
	if p.Way == auth.ByDevice {
		if err := h.tenant.ApproveDevice(p.UserCode, tenant.DemoUsername); err != nil {
			return "", err
		}
		<-ctx.Done()
		return "", ctx.Err()
	}
	to := p.URL
	for _, n := range []*network{h.network, h.back} {
		c := &http.Client{
			Transport:     &http.Transport{DisableKeepAlives: true, DialContext: n.dial},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
		r, err := http.NewRequestWithContext(context.WithoutCancel(ctx), http.MethodGet, to, nil)
		if err != nil {
			return "", err
		}
		resp, err := c.Do(r)
		if err != nil {
			return "", err
		}
		_ = resp.Body.Close() // it was not needed
		to = resp.Header.Get("Location")
	}
	<-ctx.Done()
	return "", ctx.Err()
}

// grants counts the token requests of each kind, and those that were refused.
func (h *house) grants() map[string]int {
	out := map[string]int{}
	for _, e := range h.tenant.Log() {
		if e.Grant != "" {
			out[e.Grant]++
		}
		if e.Error != "" {
			out[e.Error]++
		}
	}
	return out
}

// resident is a config for the tenant; pairs change it.
func resident(grant string, pairs ...any) auth.Config {
	return config(append([]any{
		"grant_type", grant,
		"authUrl", "http://127.0.0.1:4711/oauth2/v1/authorize", "accessTokenUrl", "http://127.0.0.1:4711/oauth2/v1/token",
		"clientId", tenant.DemoClientID, "clientSecret", tenant.DemoClientSecret,
		"username", tenant.DemoUsername, "password", tenant.DemoPassword, "scope", "openid profile offline_access okta.users.read",
	}, pairs...)...)
}

// keyed is a config of the client that has a key in place of a secret.
func keyed(grant string, pairs ...any) auth.Config {
	return resident(grant, append([]any{
		"clientId", tenant.DemoKeyClientID, "clientSecret", "", "client_authentication", "private_key_jwt", "privateKey", tenant.DemoPrivateKey,
	}, pairs...)...)
}

func TestEveryGrantAgainstTheTenant(t *testing.T) {
	tests := []struct {
		name    string
		config  auth.Config
		asks    int
		refresh bool
	}{
		{"client credentials", resident("client_credentials", "scope", "okta.users.read"), 0, false},
		{"client credentials in the body", resident("client_credentials", "scope", "okta.users.read", "client_authentication", "body"), 0, false},
		{"password", resident("password_credentials"), 0, true},
		{"code", resident("authorization_code"), 1, true},
		{"code with PKCE", resident("authorization_code_with_pkce"), 1, true},
		{"client credentials with client_secret_jwt", resident("client_credentials", "scope", "okta.users.read", "client_authentication", "client_secret_jwt"), 0, false},
		{"client credentials with private_key_jwt", keyed("client_credentials", "scope", "okta.users.read"), 0, false},
		{"password with private_key_jwt", keyed("password_credentials"), 0, true},
		{"code with private_key_jwt", keyed("authorization_code_with_pkce"), 1, true},
		{"device code", resident("device_code", "deviceUrl", "http://127.0.0.1:4711/oauth2/v1/device/authorize"), 1, true},
		{"device code with private_key_jwt", keyed("device_code", "deviceUrl", "http://127.0.0.1:4711/oauth2/v1/device/authorize"), 1, true},
		{"device code of a public client", resident("device_code", "clientId", tenant.DemoPublicClientID, "clientSecret", "", "deviceUrl", "http://127.0.0.1:4711/oauth2/v1/device/authorize"), 1, true},
		{"JWT bearer", keyed("jwt_bearer", "assertionSubject", tenant.DemoUsername), 0, true},
		{"JWT bearer for itself", keyed("jwt_bearer", "assertionSubject", tenant.DemoKeyClientID, "scope", "okta.users.read"), 0, false},
		{"JWT bearer as the only proof", keyed("jwt_bearer", "assertionSubject", tenant.DemoUsername, "client_authentication", "header", "scope", "okta.users.read"), 0, false},
		{"code by issuer", resident("authorization_code_with_pkce", "issuer", "http://127.0.0.1:4711", "authUrl", "", "accessTokenUrl", ""), 1, true},
		{"device code by issuer", resident("device_code", "issuer", "http://127.0.0.1:4711/oauth2/default", "accessTokenUrl", ""), 1, true},
		{"client credentials by issuer", resident("client_credentials", "scope", "okta.users.read", "issuer", "http://127.0.0.1:4711", "accessTokenUrl", ""), 0, false},
		{"public client", resident("authorization_code_with_pkce", "clientId", tenant.DemoPublicClientID, "clientSecret", ""), 1, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inHouse(t, tenant.Options{AutoLogin: true, TokenTTL: time.Minute}, func(t *testing.T, h *house) {
				h.manager.SetPrompter(h)
				first, err := h.manager.Token(t.Context(), tt.config)
				if err != nil {
					t.Fatal(err)
				}
				if first.Refresh != "" != tt.refresh || h.logins != tt.asks || first.Expiry.Sub(first.Obtained) != time.Minute {
					t.Errorf("token %+v after %d logins", first, h.logins)
				}
				time.Sleep(time.Minute)
				second, err := h.manager.Token(t.Context(), tt.config)
				if err != nil || second.Access == first.Access || h.logins != tt.asks {
					t.Errorf("after a minute %+v, %d logins, %v", second, h.logins, err)
				}
				if second.ID == "" && first.ID != "" {
					t.Error("the id token is lost")
				}
			})
		})
	}
}

// TestSessionLivesForHours is the promise of the manager against a server that
// ends the session of who uses a refresh token twice.
func TestSessionLivesForHours(t *testing.T) {
	inHouse(t, tenant.Options{AutoLogin: true, TokenTTL: time.Minute}, func(t *testing.T, h *house) {
		const expiries, waiters = 60, 50
		h.manager.SetPrompter(h)
		for range expiries + 1 {
			var wg sync.WaitGroup
			for range waiters {
				wg.Go(func() {
					got, err := h.manager.Token(t.Context(), resident("authorization_code_with_pkce"))
					if err != nil || !got.Usable(time.Now()) {
						t.Errorf("got %+v, %v", got, err)
					}
				})
			}
			wg.Wait()
			time.Sleep(time.Minute)
		}
		if got := h.grants(); h.logins != 1 || got["authorization_code"] != 1 || got["refresh_token"] != expiries || got["invalid_grant"] != 0 {
			t.Errorf("%d logins, requests %v", h.logins, got)
		}
	})
}

func TestFaultsCostNoSession(t *testing.T) {
	const path = "/oauth2/v1/token"
	faults := []struct {
		name  string
		fault tenant.Fault
		kind  auth.Kind
	}{
		{"500", tenant.Fault{Status: 500}, auth.KindUnreachable},
		{"503 with Retry-After", tenant.Fault{Status: 503, Header: http.Header{"Retry-After": {"5"}}}, auth.KindUnreachable},
		{"408", tenant.Fault{Status: 408}, auth.KindUnreachable},
		{"429", tenant.Fault{Status: 429}, auth.KindUnreachable},
		{"dropped, and asked again", tenant.Fault{Drop: true}, ""},
		{"hangs", tenant.Fault{Delay: time.Minute}, auth.KindUnreachable},
		{"web page, and asked again", tenant.Fault{Status: 200, Body: "<html>maintenance"}, ""},
		{"redirect", tenant.Fault{Status: 307, Header: http.Header{"Location": {"/elsewhere"}}}, auth.KindAnswer},
		{"not found", tenant.Fault{Status: 404}, auth.KindAnswer},
		{"invalid client", tenant.Fault{Status: 401, Body: `{"error":"invalid_client"}`}, auth.KindConfig},
	}
	for _, tt := range faults {
		t.Run(tt.name, func(t *testing.T) {
			inHouse(t, tenant.Options{AutoLogin: true, TokenTTL: time.Minute}, func(t *testing.T, h *house) {
				h.manager.SetPrompter(h)
				c := resident("authorization_code_with_pkce")
				if _, err := h.manager.Token(t.Context(), c); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Minute)
				tt.fault.Path, tt.fault.Times = path, 1
				h.tenant.Fault(tt.fault)
				if _, err := h.manager.Token(t.Context(), c); auth.KindOf(err) != tt.kind {
					t.Errorf("error %v of kind %q, want %q", err, auth.KindOf(err), tt.kind)
				}
				time.Sleep(10 * time.Second)
				if _, err := h.manager.Token(t.Context(), c); err != nil || h.logins != 1 {
					t.Errorf("after the fault: %v, %d logins", err, h.logins)
				}
			})
		})
	}
}

func TestLostAnswer(t *testing.T) {
	for _, grace := range []time.Duration{0, 30 * time.Second} {
		t.Run(grace.String(), func(t *testing.T) {
			inHouse(t, tenant.Options{AutoLogin: true, TokenTTL: time.Minute, RefreshGrace: grace}, func(t *testing.T, h *house) {
				h.manager.SetPrompter(h)
				c := resident("authorization_code_with_pkce")
				if _, err := h.manager.Token(t.Context(), c); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Minute)
				h.tenant.Fault(tenant.Fault{Path: "/oauth2/v1/token", Times: 1, After: true})
				// It is asked again. With grace the server takes the old
				// refresh token once more; without, only the person can help.
				want := 1
				if grace == 0 {
					want = 2
				}
				if _, err := h.manager.Token(t.Context(), c); err != nil || h.logins != want {
					t.Errorf("%v after %d logins, want %d", err, h.logins, want)
				}
			})
		})
	}
}

func TestCancelledSendStillSavesItsRefresh(t *testing.T) {
	inHouse(t, tenant.Options{AutoLogin: true, TokenTTL: time.Minute}, func(t *testing.T, h *house) {
		h.manager.SetPrompter(h)
		c := resident("authorization_code_with_pkce")
		if _, err := h.manager.Token(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		h.tenant.Fault(tenant.Fault{Path: "/oauth2/v1/token", Times: 1, Delay: 5 * time.Second})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := h.manager.Token(ctx, c); auth.KindOf(err) != auth.KindCancelled {
			t.Errorf("error %v", err)
		}
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if _, err := h.manager.Token(t.Context(), c); err != nil || h.logins != 1 || h.grants()["refresh_token"] != 1 {
			t.Errorf("%v after %d logins, requests %v", err, h.logins, h.grants())
		}
	})
}

func TestRevokedTokenIsRenewedOnce(t *testing.T) {
	inHouse(t, tenant.Options{}, func(t *testing.T, h *house) {
		c := resident("password_credentials")
		scheme := auth.OAuth2{}
		var statuses []int
		send := func() {
			r := &auth.Request{Method: "GET", URL: "http://127.0.0.1:4711/oauth2/v1/userinfo"}
			call := auth.Call{Config: c, Request: r, Tokens: h.manager, Now: time.Now}
			if err := scheme.Apply(t.Context(), call); err != nil {
				t.Fatal(err)
			}
			resp := h.api(t, r)
			statuses = append(statuses, resp.StatusCode)
			again, err := scheme.Challenge(t.Context(), call, resp.StatusCode, resp.Header)
			if err != nil {
				t.Error(err)
			}
			if again {
				statuses = append(statuses, h.api(t, r).StatusCode)
			}
		}
		send()
		stored, _ := h.manager.Peek(t.Context(), c)
		h.revoke(t, stored.Access.Reveal())
		send()
		if want := []int{200, 401, 200}; !slices.Equal(statuses, want) || h.grants()["refresh_token"] != 1 {
			t.Errorf("statuses %v, requests %v", statuses, h.grants())
		}
	})
}

// api sends a signed request.
func (h *house) api(t *testing.T, r *auth.Request) *http.Response {
	t.Helper()
	value, _ := r.Get("Authorization")
	return h.call(t, r.Method, r.URL, value, nil)
}

func (h *house) revoke(t *testing.T, token string) {
	t.Helper()
	form := url.Values{"token": {token}, "client_id": {tenant.DemoClientID}, "client_secret": {tenant.DemoClientSecret}}
	if resp := h.call(t, http.MethodPost, "http://127.0.0.1:4711/oauth2/v1/revoke", "", form); resp.StatusCode != 200 {
		t.Fatalf("revoke: status %d", resp.StatusCode)
	}
}

func (h *house) call(t *testing.T, method, address, authorization string, form url.Values) *http.Response {
	t.Helper()
	b := newBrowser(t, h.network)
	return b.do(method, address, form.Encode(), func(r *http.Request) {
		if authorization != "" {
			r.Header.Set("Authorization", authorization)
		}
	})
}
