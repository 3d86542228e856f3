package conformance_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"postern/auth"
	"postern/auth/tenant"
)

// traps are the twelve that refresh tokens set, and that other tools fall into.
func traps() []claim {
	return []claim{
		{"T01", "the server leaves the refresh token out of its answer", "the old one stays, and so do scope and ID token", bubble(leavesRefreshOut), nil},
		{"T02", "the server rotates refresh tokens and ends the session when one comes twice", "each goes out once; the new one is on disk before the new access token is used, and outlives a restart", rotates, []string{"auth/tokens.TestRotationNeverReusesARefreshToken"}},
		{"T03", "the server takes the client's secret in a Basic header only", "works with the settings as they are; one way of client authentication is sent, never two", bubble(basicOnly), nil},
		{"T04", "a public client must not send an empty secret", "only `client_id` goes out, in the body, when the token is got and when it is refreshed", bubble(publicClient), nil},
		{"T05", "id and secret hold `@ : + % / = & é` and the like, under Basic", "the server decodes exactly what was configured, with either encoding", bubble(oddCredentials), []string{"auth/oauth2.TestServerSeesTheConfiguredCredentials"}},
		{"T06", "fifty requests are sent at once with an expired token", "one refresh; all fifty get its token", bubble(parallelSends), []string{"auth/tokens.TestFiftyWaitersOneRefresh"}},
		{"T07", "two processes find the same token expired", "one refresh among all of them, and the same token for all", processes, []string{"store/state.TestLock"}},
		{"T08", "`expires_in` is a text, a fraction, nonsense or missing", "the token is never lost; its end is read leniently, else from the JWT, else nothing is assumed", bubble(oddLifetimes), nil},
		{"T09", "the clocks of client and server differ", "lifetimes count from the arrival of the answer; nothing is refreshed over and over, nothing expired is sent", bubble(skewedClocks), nil},
		{"T10", "`invalid_grant` is one thing, 429 and 5xx another", "only `invalid_grant` ends the session; all else keeps the refresh token, and a later try goes on with it", bubble(onlyInvalidGrantEnds), nil},
		{"T11", "the API answers 401 to a token that looks valid", "one forced refresh and one replay, both in the timeline; a second 401 is the answer; an API that takes no token at all causes no storm", bubble(refusedByTheAPI), []string{"engine.TestRefusedTokenIsRenewedOnce"}},
		{"T12", "another environment is chosen", "a token belongs to its environment: another's is never sent", bubble(environments), nil},
	}
}

func leavesRefreshOut(t *testing.T) {
	w := newWorld(tenant.Options{Rotation: tenant.KeepRefresh}, nil)
	c := person()
	first := w.get(t, c)
	if first.Refresh == "" || first.ID == "" || first.Scope == "" {
		t.Fatalf("token %+v", first)
	}
	w.nobody()
	for range 4 {
		w.expire()
		w.get(t, c)
		if s := w.stored(t, c); s.Refresh != first.Refresh || s.ID == "" || s.Scope != first.Scope {
			t.Errorf("stored %+v", s)
		}
	}
	if n := w.asked("refresh_token"); n != 4 {
		t.Errorf("%d refreshes", n)
	}
}

func rotates(t *testing.T) {
	dir := t.TempDir()
	w := newWorld(tenant.Options{}, onDisk(t, dir).Tokens())
	c := person()
	seen := map[auth.Secret]bool{w.get(t, c).Refresh: true}
	for range 5 {
		w.expire()
		// What is not on disk is gone with the process.
		w.store = onDisk(t, dir).Tokens()
		w.restart()
		w.nobody()
		got := w.get(t, c)
		if s := w.stored(t, c); s.Access != got.Access || seen[s.Refresh] {
			t.Errorf("stored %+v", s)
		}
		seen[got.Refresh] = true
	}
	for _, e := range w.tenant.Log() {
		if e.Error != "" {
			t.Errorf("the server refused: %+v", e)
		}
	}
}

// guarded gets a token, and another one when it has ended. A request reaches the
// tenant only if check finds nothing wrong.
func (w *world) guarded(t *testing.T, c auth.Config, check func(h http.Header, form url.Values) string) {
	t.Helper()
	var found []string
	next := w.wire.hosts[idpHost]
	w.wire.hosts[idpHost] = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			body := w.wire.to(idpHost)
			form, err := url.ParseQuery(body[len(body)-1].body)
			if err != nil {
				found = append(found, err.Error())
			}
			if why := check(r.Header, form); why != "" {
				found = append(found, why)
				http.Error(rw, `{"error":"invalid_client"}`, http.StatusUnauthorized)
				return
			}
		}
		next.ServeHTTP(rw, r)
	})
	w.get(t, c)
	w.expire()
	w.nobody()
	w.get(t, c)
	if len(found) > 0 {
		t.Error(found)
	}
}

func basicOnly(t *testing.T) {
	c := person() // says nothing of client authentication
	newWorld(tenant.Options{}, nil).guarded(t, c, func(h http.Header, form url.Values) string {
		if form.Has("client_secret") || !strings.HasPrefix(h.Get("Authorization"), "Basic ") {
			return "the secret is not in the header, or also elsewhere"
		}
		return ""
	})
}

func publicClient(t *testing.T) {
	for _, how := range []string{"", "header", "body"} {
		c := person("clientId", tenant.DemoPublicClientID, "clientSecret", "", "client_authentication", how)
		newWorld(tenant.Options{}, nil).guarded(t, c, func(h http.Header, form url.Values) string {
			if form.Has("client_secret") || h.Get("Authorization") != "" || form.Get("client_id") != tenant.DemoPublicClientID {
				return fmt.Sprintf("%s: sent %v with %v", how, form, h)
			}
			return ""
		})
	}
}

func oddCredentials(t *testing.T) {
	for _, id := range []string{"a@b.test", "a+b", "a%40b", "a/b=c&d", "é!*'()~", "with space", "a:b"} {
		for _, secret := range []string{"p@ss:word", "50%&+/=", "ü ü", "%2B"} {
			for _, encoding := range []string{"raw", "rfc6749"} {
				if encoding == "raw" && strings.Contains(id, ":") {
					continue // Basic ends the name at its first colon
				}
				w := newWorld(tenant.Options{}, nil)
				w.wire.hosts[idpHost] = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
					user, password, _ := r.BasicAuth()
					if encoding == "rfc6749" { // a server that takes the RFC at its word
						user, _ = url.QueryUnescape(user)
						password, _ = url.QueryUnescape(password)
					}
					if user != id || password != secret {
						t.Errorf("%s: the server reads %q and %q, configured are %q and %q", encoding, user, password, id, secret)
					}
					_, _ = rw.Write([]byte(`{"access_token":"at","expires_in":3600}`)) // a recorder takes it all
				})
				w.get(t, machine("clientId", id, "clientSecret", secret, "basicEncoding", encoding))
				if n := len(w.wire.to(idpHost)); n != 1 {
					t.Errorf("%d requests", n)
				}
			}
		}
	}
}

func parallelSends(t *testing.T) {
	w := newWorld(tenant.Options{}, nil)
	c := person()
	w.get(t, c)
	w.expire()
	w.nobody()
	w.strike(tenant.Fault{Grant: "refresh_token", Delay: time.Second, Times: 1}) // long enough for all to come
	var wg sync.WaitGroup
	var mu sync.Mutex
	got := map[auth.Secret]int{}
	for range 50 {
		wg.Go(func() {
			tok, err := w.Token(t.Context(), c)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			got[tok.Access]++
		})
	}
	wg.Wait()
	if n := w.asked("refresh_token"); n != 1 || len(got) != 1 {
		t.Errorf("%d refreshes, %d tokens", n, len(got))
	}
}

// jwt makes an access token that tells its own end.
func jwt(exp time.Time) string {
	payload := fmt.Sprintf(`{"exp":%d}`, exp.Unix())
	return "eyJhbGciOiJub25lIn0." + base64.RawURLEncoding.EncodeToString([]byte(payload)) + ".c2ln"
}

func oddLifetimes(t *testing.T) {
	const unknown = -1
	for _, tt := range []struct {
		expires string
		want    time.Duration
	}{
		{`3600`, time.Hour},
		{`"3600"`, time.Hour},
		{`"3600 "`, time.Hour},
		{`3600.0`, time.Hour},
		{`3600.5`, time.Hour + 500*time.Millisecond},
		{`1e3`, 1000 * time.Second},
		{`""`, unknown},
		{`"soon"`, unknown},
		{`null`, unknown},
		{`true`, unknown},
		{`[3600]`, unknown},
		{`{}`, unknown},
		{`0`, unknown},
		{`99999999999999999999999999`, 10 * 365 * 24 * time.Hour},
	} {
		for _, access := range []string{"opaque", "jwt"} {
			w := newWorld(tenant.Options{}, nil)
			token, want := "at", tt.want
			if access == "jwt" {
				token = jwt(w.clock.now().Add(10 * time.Minute))
				if want == unknown {
					want = 10 * time.Minute
				}
			}
			w.strike(tenant.Fault{Status: 200, Body: `{"access_token":"` + token + `","expires_in":` + tt.expires + `}`})
			got := w.get(t, machine())
			left, known := got.Left(w.clock.now())
			if want == unknown && known || want != unknown && (left-want).Abs() > 2*time.Second {
				t.Errorf("expires_in %s, %s token: %v left (%v), want %v", tt.expires, access, left, known, want)
			}
		}
	}
}

func skewedClocks(t *testing.T) {
	for _, skew := range []time.Duration{-time.Hour, -10 * time.Minute, 10 * time.Minute, time.Hour} {
		for _, tells := range []string{`,"expires_in":3600`, ``} { // the second leaves it to the JWT
			w := newWorld(tenant.Options{Now: time.Now}, nil) // the server's clock is right
			w.clock.advance(skew)
			w.strike(tenant.Fault{Status: 200, Body: `{"access_token":"` + jwt(time.Now().Add(time.Hour)) + `"` + tells + `}`})
			for range 1000 {
				got := w.get(t, machine())
				if left, ok := got.Left(w.clock.now()); !ok || left < 59*time.Minute || left > time.Hour {
					t.Fatalf("skew %v: %v left", skew, left)
				}
			}
			if n := w.asked("client_credentials"); n != 1 {
				t.Errorf("skew %v: %d token requests for a thousand sends", skew, n)
			}
			w.clock.advance(2 * time.Hour)
			pass(2 * time.Hour) // the server lives on as well
			w.get(t, machine())
			if n := w.asked("client_credentials"); n != 2 {
				t.Errorf("skew %v: an expired token was used", skew)
			}
		}
	}
}

func onlyInvalidGrantEnds(t *testing.T) {
	for _, tt := range []struct {
		fault tenant.Fault
		ends  bool
	}{
		{tenant.Fault{Status: 400, Body: `{"error":"invalid_grant"}`}, true},
		{tenant.Fault{Status: 400, Body: `{"error":"invalid_request"}`}, false},
		{tenant.Fault{Status: 401, Body: `{"error":"invalid_client"}`}, false},
		{tenant.Fault{Status: 400, Body: `{"error":"unauthorized_client"}`}, false},
		{tenant.Fault{Status: 400, Body: `{"error":"temporarily_unavailable"}`}, false},
		{tenant.Fault{Status: 403, Body: `<html>blocked by the firewall</html>`}, false},
		{tenant.Fault{Status: 404, Body: `not found`}, false},
		{tenant.Fault{Status: 408}, false},
		{tenant.Fault{Status: 429, Header: http.Header{"Retry-After": {"60"}}}, false},
		{tenant.Fault{Status: 500, Body: `{"error":"server_error"}`}, false},
		{tenant.Fault{Status: 502, Body: `<html>`}, false},
		{tenant.Fault{Status: 503}, false},
		{tenant.Fault{Status: 200, Body: `<html>sign in</html>`}, false},
	} {
		w := newWorld(tenant.Options{}, nil)
		c := person()
		before := w.get(t, c)
		w.expire()
		w.nobody()
		tt.fault.Grant = "refresh_token"
		w.strike(tt.fault)
		if _, err := w.Token(t.Context(), c); err == nil {
			t.Errorf("%d %s: no error", tt.fault.Status, tt.fault.Body)
		} else if ended := auth.KindOf(err) == auth.KindNeedsLogin; ended != tt.ends {
			t.Errorf("%d %s: error %v", tt.fault.Status, tt.fault.Body, err)
		}
		if s := w.stored(t, c); s.NeedsLogin != tt.ends || !tt.ends && s.Refresh != before.Refresh {
			t.Errorf("%d %s: stored %+v", tt.fault.Status, tt.fault.Body, s)
		}
		w.tenant.ClearFaults()
		w.clock.advance(10 * time.Minute) // any pause is over
		pass(10 * time.Minute)
		if _, err := w.Token(t.Context(), c); (err != nil) != tt.ends {
			t.Errorf("%d %s: afterwards: %v", tt.fault.Status, tt.fault.Body, err)
		}
	}
}

func refusedByTheAPI(t *testing.T) {
	w, e := newAPI(t, time.Hour)
	c := machine("scope", "okta.users.read")
	if x, err := send(t, e, api, c); err != nil || x.Response.Status != 200 {
		t.Fatalf("%+v, %v", x, err)
	}
	pass(time.Minute)
	w.tenant.RevokeAccess()
	x, err := send(t, e, api, c)
	if err != nil || x.Response.Status != 200 || len(x.Hops) != 1 || x.Hops[0].Status != 401 || len(x.Tokens) != 1 || x.Tokens[0].Kind != "refresh_token" {
		t.Errorf("%+v, %v", x, err)
	}
	pass(time.Minute)
	w.tenant.Fault(tenant.Fault{Path: "/api/", Status: 401})
	for range 20 { // an API that takes no token at all
		x, err = send(t, e, api, c)
		if err != nil || x.Response.Status != 401 || len(x.Hops) > 1 {
			t.Errorf("%+v, %v", x, err)
		}
	}
	// A token can be withdrawn as soon as it comes, so more than one try is
	// honest; one for each send is a storm.
	if n := w.asked("refresh_token"); n < 2 || n > 4 {
		t.Errorf("%d refreshes for one withdrawn token and an API that takes none", n)
	}
}

func environments(t *testing.T) {
	w := newWorld(tenant.Options{}, nil)
	c := person()
	tokens := map[string]auth.Secret{}
	for _, realm := range []string{"dev", "test", "prod"} {
		c.Realm = realm
		tokens[realm] = w.get(t, c).Access
	}
	if tokens["dev"] == tokens["prod"] || tokens["dev"] == tokens["test"] {
		t.Error("two environments share a token")
	}
	w.nobody()
	for range 20 {
		for realm, want := range tokens {
			c.Realm = realm
			if got := w.get(t, c).Access; got != want {
				t.Errorf("%s got another's token", realm)
			}
		}
	}
	// Where nobody is logged in, nobody else's token steps in.
	c.Realm = "staging"
	var e *auth.Error
	if got, err := w.Token(t.Context(), c); !errors.As(err, &e) || e.Kind != auth.KindNeedsLogin || got.Access != "" {
		t.Errorf("%+v, %v", got, err)
	}
}
