package conformance_test

import (
	"context"
	"maps"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"postern/auth"
	"postern/auth/tenant"
)

// loginClaims are about the way through a browser.
func loginClaims() []claim {
	return []claim{
		{"A17", "the callback gets a wrong state, host or path, a hundred right answers at once", "it waits for the right one and takes one", nil, []string{"auth/oauth2.TestCallbackServer", "auth/oauth2.TestOneOfAHundredCallbacksCounts"}},
		{"A18", "two logins are under way, and each gets the other's answer; the answer names another issuer, or none", "both refuse it and go on waiting for their own", mixedUp, nil},
		{"A19", "no browser on this machine: an address is pasted, whole, in part, or garbage", "what holds the answer is taken, `state` checked; all else is asked for again", nil, []string{"auth/oauth2.TestPaste"}},
		{"A20", "the callback gets large forms, slow clients, too many connections", "refused or cut off; the port is free afterwards", nil, []string{"auth/oauth2.TestCallbackServer", "auth/oauth2.TestSlowClientIsCutOff", "auth/oauth2.TestTooManyConnectionsAreTurnedAway", "auth/oauth2.TestPortIsFreeAfterwards"}},
		{"A21", "implicit and form_post answers, in a real browser", "the token arrives, the fragment is gone from the address", nil, []string{"auth/oauth2.TestFormPostAndImplicit", "ui/cli/idptest.TestOIDCProviderLoginWithPKCE", "ui/cli/idptest.TestGlewlwydLogin"}},
		{"A22", "a device endpoint with odd intervals; the server breaks while it is polled", "no panic, the cadence is kept, `slow_down` heeded; the login goes on until its code ends", bubble(deviceLogin), []string{"auth/oauth2.TestDevicePolling", "auth/oauth2.TestDeviceAnswers", "auth/oauth2.TestDeviceLoginEndsAtOnce"}},
		{"A23", "no opener, an odd `$BROWSER`, WSL; an address that is `file:`, `-x` or a script", "opened by argument or refused; the address is always shown", nil, []string{"ui/cli/browse.TestOpenersByPlace", "ui/cli/browse.TestOnlyWebPagesAreOpened", "ui/cli/browse.TestDetect"}},
	}
}

// swapping is two people who each paste what the other's browser shows, at
// first.
type swapping struct {
	w *world

	mu     sync.Mutex
	shown  map[string]string // where each ended, by the name of the token
	both   chan struct{}
	asked  map[string]int
	blamed map[string]bool
}

// Authorize implements [auth.Prompter].
func (s *swapping) Authorize(ctx context.Context, p auth.Prompt) (string, error) {
	s.mu.Lock()
	s.asked[p.TokenName]++
	s.mu.Unlock()
	if p.Problem != "" {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.blamed[p.TokenName] = true
		return s.shown[p.TokenName], nil
	}
	end, err := browser{s.w}.visit(ctx, p.URL)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	s.shown[p.TokenName] = end
	if len(s.shown) == 2 {
		close(s.both)
	}
	s.mu.Unlock()
	<-s.both
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, end := range s.shown {
		if name != p.TokenName {
			return end, nil
		}
	}
	return "", nil
}

func mixedUp(t *testing.T) {
	t.Run("swapped", bubble(swappedAnswers))
	t.Run("another issuer", bubble(func(t *testing.T) { foreignIssuer(t, url.Values{"iss": {"https://evil.test"}}) }))
	t.Run("no issuer", bubble(func(t *testing.T) { foreignIssuer(t, url.Values{}) }))
}

// foreignIssuer lets the answer come from another server first: with its name,
// or without the name that the right one promises to give.
func foreignIssuer(t *testing.T, named url.Values) {
	w := newWorld(tenant.Options{}, nil)
	asked := 0
	right := ""
	w.SetPrompter(prompter(func(ctx context.Context, p auth.Prompt) (string, error) {
		asked++
		if asked > 1 {
			if p.Problem == "" || w.asked(auth.AuthorizationCode) > 0 {
				t.Error("the answer was taken")
			}
			return right, nil
		}
		end, err := browser{w}.visit(ctx, p.URL)
		if err != nil {
			return "", err
		}
		right = end
		u, err := url.Parse(end)
		if err != nil {
			return "", err
		}
		q := u.Query()
		q.Del("iss")
		maps.Copy(q, named)
		u.RawQuery = q.Encode()
		return u.String(), nil
	}))
	w.get(t, person("issuer", idp))
	if asked != 2 {
		t.Errorf("asked %d times", asked)
	}
}

// prompter is a person made of a function.
type prompter func(ctx context.Context, p auth.Prompt) (string, error)

// Authorize implements [auth.Prompter].
func (f prompter) Authorize(ctx context.Context, p auth.Prompt) (string, error) { return f(ctx, p) }

// deviceGrant is what goes out for [auth.DeviceCode].
const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

// deviceLogin goes on while the server fails, from an issuer's name alone to a
// token that is refreshed.
func deviceLogin(t *testing.T) {
	w := newWorld(tenant.Options{}, nil)
	w.SetPrompter(prompter(func(ctx context.Context, p auth.Prompt) (string, error) {
		if p.Way != auth.ByDevice || p.UserCode == "" || !strings.HasPrefix(p.Page, idp) {
			t.Errorf("prompt %+v", p)
		}
		pass(12 * time.Second)
		w.strike(tenant.Fault{Grant: deviceGrant, Status: 503, Times: 2})
		w.strike(tenant.Fault{Grant: deviceGrant, Drop: true, Times: 1})
		pass(time.Minute)
		if err := w.tenant.ApproveDevice(p.UserCode, tenant.DemoUsername); err != nil {
			t.Error(err)
		}
		<-ctx.Done()
		return "", ctx.Err()
	}))
	c := config("grant_type", auth.DeviceCode, "issuer", idp, "clientId", tenant.DemoClientID, "clientSecret", tenant.DemoClientSecret, "scope", "openid offline_access")
	begun := time.Now()
	first := w.get(t, c)
	if took := time.Since(begun); took > 2*time.Minute || first.ID == "" {
		t.Errorf("after %v: %+v", took, first)
	}
	w.expire()
	w.nobody()
	if again := w.get(t, c); again.Access == first.Access || w.asked("refresh_token") != 1 {
		t.Errorf("%d refreshes", w.asked("refresh_token"))
	}
	struck := 0
	for _, e := range w.tenant.Log() {
		if e.Error == "slow_down" {
			t.Error("the server was asked too often")
		}
		if e.Fault {
			struck++
		}
	}
	if struck != 3 {
		t.Errorf("%d faults", struck)
	}
}

func swappedAnswers(t *testing.T) {
	w := newWorld(tenant.Options{}, nil)
	people := &swapping{w: w, shown: map[string]string{}, both: make(chan struct{}), asked: map[string]int{}, blamed: map[string]bool{}}
	w.SetPrompter(people)
	var wg sync.WaitGroup
	got := make([]auth.Token, 2)
	for i, name := range []string{"one", "two"} {
		wg.Go(func() {
			var err error
			if got[i], err = w.Token(t.Context(), person("tokenName", name)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
	wg.Wait()
	if got[0].Access == "" || got[0].Access == got[1].Access {
		t.Errorf("tokens %+v and %+v", got[0], got[1])
	}
	for _, name := range []string{"one", "two"} {
		if people.asked[name] != 2 || !people.blamed[name] {
			t.Errorf("%s was asked %d times", name, people.asked[name])
		}
	}
	for _, e := range w.tenant.Log() {
		if e.Error != "" {
			t.Errorf("the server saw a wrong code: %+v", e)
		}
	}
}
