package conformance_test

import (
	"context"
	"sync"
	"testing"

	"postern/auth"
	"postern/auth/tenant"
)

// loginClaims are about the way through a browser.
func loginClaims() []claim {
	return []claim{
		{"A17", "the callback gets a wrong state, host or path, a hundred right answers at once", "it waits for the right one and takes one", nil, []string{"auth/oauth2.TestCallbackServer", "auth/oauth2.TestOneOfAHundredCallbacksCounts"}},
		{"A18", "two logins are under way, and each gets the other's answer", "both refuse it and go on waiting for their own", bubble(swappedAnswers), nil},
		{"A19", "no browser on this machine: an address is pasted, whole, in part, or garbage", "what holds the answer is taken, `state` checked; all else is asked for again", nil, []string{"auth/oauth2.TestPaste"}},
		{"A20", "the callback gets large forms, slow clients, too many connections", "refused or cut off; the port is free afterwards", nil, []string{"auth/oauth2.TestCallbackServer", "auth/oauth2.TestSlowClientIsCutOff", "auth/oauth2.TestTooManyConnectionsAreTurnedAway", "auth/oauth2.TestPortIsFreeAfterwards"}},
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
