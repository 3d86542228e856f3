package tokens_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/tokens"
)

// interrupt leaves the intent of a refresh in s as a process that died would.
func interrupt(t *testing.T, s *tokens.MemoryStore, refresh string, pid int, begun time.Time) {
	t.Helper()
	sum := sha256.Sum256([]byte(refresh))
	in := auth.Intent{Refresh: hex.EncodeToString(sum[:]), Generation: 7, Begun: begun, PID: pid}
	if err := s.Begin(t.Context(), auth.Key(client), in); err != nil {
		t.Fatal(err)
	}
}

func pending(t *testing.T, s *tokens.MemoryStore) bool {
	t.Helper()
	_, ok, err := s.Pending(t.Context(), auth.Key(client))
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

// TS22: whoever left the intent and whenever, the next refresh waits a moment,
// says so, and goes on.
func TestTS22InterruptedRefreshSettles(t *testing.T) {
	tests := []struct {
		name    string
		refresh string
		pid     int
		age     time.Duration
		wait    time.Duration
		left    time.Duration // of the token
		access  auth.Secret
	}{
		{"dead process", "r", 1 << 30, time.Second, 4 * time.Second, -time.Minute, "refreshed1"},
		{"live unrelated process", "r", 1, 2 * time.Second, 3 * time.Second, -time.Minute, "refreshed1"},
		{"long ago", "r", 1, time.Hour, 0, -time.Minute, "refreshed1"},
		{"future time", "r", 1, -time.Hour, 5 * time.Second, -time.Minute, "refreshed1"},
		{"of a refresh token that is no more", "older", 1, time.Second, 0, -time.Minute, "refreshed1"},
		{"the token serves meanwhile", "r", 1, time.Second, 0, 20 * time.Second, "old"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store, g := stored(tt.left, "r"), &idp{}
				interrupt(t, store, tt.refresh, tt.pid, time.Now().Add(-tt.age))
				var steps []string
				ctx := auth.WithSteps(t.Context(), func(s string) { steps = append(steps, s) })
				start := time.Now()
				got, err := tokens.New(tokens.Options{Store: store, Grants: g}).Token(ctx, client)
				took := time.Since(start)
				if tt.access != "old" {
					took -= time.Second // the server's
				}
				if err != nil || got.Access != tt.access || took != tt.wait {
					t.Errorf("got %q, %v, after a wait of %s, want %s", got.Access.Reveal(), err, took, tt.wait)
				}
				if said := strings.Contains(strings.Join(steps, "\n"), "interrupted"); said != (tt.wait > 0) {
					t.Errorf("told %q", steps)
				}
				if pending(t, store) != (tt.access == "old") {
					t.Error("the intent must end with the refresh, and not before")
				}
			})
		})
	}
}

func TestSessionLostToAnInterruptedRefreshSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := stored(-time.Minute, "r")
		begun := time.Now().Add(-time.Hour)
		interrupt(t, store, "r", 1, begun)
		g := &idp{interactive: true, answer: fail(auth.KindNeedsLogin)}
		_, err := tokens.New(tokens.Options{Store: store, Grants: g}).Token(t.Context(), client)
		want := "the session ended: a refresh was interrupted at " + begun.Local().Format("15:04") + ", log in again"
		if auth.KindOf(err) != auth.KindNeedsLogin || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
		if pending(t, store) {
			t.Error("the intent outlived the session")
		}
	})
}

// An interrupted refresh stays on record until a token or the end of the
// session came, whatever the server answers in between.
func TestInterruptionIsRememberedOverABusyServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := stored(-time.Minute, "r")
		interrupt(t, store, "r", 1, time.Now().Add(-time.Hour))
		g := &idp{interactive: true, answer: fail(auth.KindUnreachable)}
		m := tokens.New(tokens.Options{Store: store, Grants: g})
		if _, err := m.Token(t.Context(), client); auth.KindOf(err) != auth.KindUnreachable || !pending(t, store) {
			t.Errorf("error %v, pending %t", err, pending(t, store))
		}
		g.answer = fail(auth.KindNeedsLogin)
		if _, err := m.Token(t.Context(), client); !strings.Contains(err.Error(), "interrupted at") {
			t.Errorf("error %v", err)
		}
	})
}

func TestRepeatedAndLeftIntents(t *testing.T) {
	fate := func(f auth.Fate, kind auth.Kind) func(auth.Token) (auth.Token, error) {
		return func(auth.Token) (auth.Token, error) {
			return auth.Token{}, &auth.Error{Kind: kind, Fate: f, Summary: "no"}
		}
	}
	tests := []struct {
		name    string
		answer  func(auth.Token) (auth.Token, error)
		asked   int
		waits   time.Duration // least
		pending bool
	}{
		{"lost answer: once more, after settle", fate("", auth.KindUnreachable), 2, 5 * time.Second, true},
		{"2xx unparsable: once more, after settle", fate("", auth.KindAnswer), 2, 5 * time.Second, true},
		{"nothing written: three times more", fate(auth.FateUnsent, auth.KindUnreachable), 4, 2600 * time.Millisecond, false},
		{"503: left to the next send", fate(auth.FateAnswered, auth.KindUnreachable), 1, 0, false},
		{"odd answer: never", fate(auth.FateAnswered, auth.KindAnswer), 1, 0, false},
		{"invalid_client: never", fate("", auth.KindConfig), 1, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store, g := stored(-time.Minute, "r"), &idp{answer: tt.answer}
				start := time.Now()
				_, err := tokens.New(tokens.Options{Store: store, Grants: g}).Token(t.Context(), client)
				waits := time.Since(start) - time.Duration(tt.asked)*time.Second
				if err == nil || waits < tt.waits || waits > 2*tt.waits {
					t.Errorf("%v after waits of %s, want %s", err, waits, tt.waits)
				}
				g.asked(t, 0, tt.asked)
				if pending(t, store) != tt.pending {
					t.Errorf("intent left: %t", !tt.pending)
				}
				if got, _, _ := store.Load(t.Context(), auth.Key(client)); got.Refresh != "r" || got.NeedsLogin {
					t.Error("the refresh token is lost")
				}
			})
		})
	}
}

func TestLostAnswerIsMadeGoodWithinTheGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, g := stored(-time.Minute, "r"), &idp{}
		n := 0
		g.answer = func(auth.Token) (auth.Token, error) {
			if n++; n == 1 {
				return auth.Token{}, &auth.Error{Kind: auth.KindUnreachable}
			}
			return g.token("saved", "r2"), nil
		}
		got, err := tokens.New(tokens.Options{Store: store, Grants: g}).Token(t.Context(), client)
		if err != nil || got.Access != "saved" || pending(t, store) {
			t.Errorf("got %q, %v", got.Access.Reveal(), err)
		}
	})
}

// A05, TS05: many waiters, one request, one outcome, also when it fails.
func TestA05FourHundredWaitersOneRequest(t *testing.T) {
	for name, answer := range map[string]func(auth.Token) (auth.Token, error){
		"success": nil, "500": fail(auth.KindUnreachable), "invalid_grant": fail(auth.KindNeedsLogin), "invalid_client": fail(auth.KindConfig),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := &idp{interactive: true, answer: answer}
				m := tokens.New(tokens.Options{Store: stored(-time.Second, "r"), Grants: g})
				var mu sync.Mutex
				outcomes := map[error]int{}
				var wg sync.WaitGroup
				for range 400 {
					wg.Go(func() {
						_, err := m.Token(t.Context(), client)
						mu.Lock()
						defer mu.Unlock()
						outcomes[err]++
					})
				}
				wg.Wait()
				if len(outcomes) != 1 {
					t.Errorf("%d outcomes: %v", len(outcomes), outcomes)
				}
				for err := range outcomes {
					if (err == nil) != (answer == nil) {
						t.Errorf("all got %v", err)
					}
				}
				g.asked(t, 0, 1)
			})
		})
	}
}

// TS06: a refresh slower than any lease is still one.
func TestTS06SlowRefreshIsOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &idp{}
		g.answer = func(auth.Token) (auth.Token, error) { time.Sleep(19 * time.Second); return g.token("slow", ""), nil }
		m := tokens.New(tokens.Options{Store: stored(-time.Second, "r"), Grants: g})
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				time.Sleep(time.Duration(i) * time.Second)
				if got, err := m.Token(t.Context(), client); err != nil || got.Access != "slow" {
					t.Errorf("got %q, %v", got.Access.Reveal(), err)
				}
			})
		}
		wg.Wait()
		g.asked(t, 0, 1)
	})
}

// TS19: no trouble on the way costs the refresh token, however often.
func TestTS19TransientTroubleKeepsTheRefreshToken(t *testing.T) {
	for _, fate := range []auth.Fate{auth.FateUnknown, auth.FateUnsent, auth.FateAnswered} {
		for _, kind := range []auth.Kind{auth.KindUnreachable, auth.KindAnswer} {
			t.Run(string(fate+" "+auth.Fate(kind)), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					store, g := stored(-time.Second, "r"), &idp{}
					g.answer = func(auth.Token) (auth.Token, error) { return auth.Token{}, &auth.Error{Kind: kind, Fate: fate} }
					m := tokens.New(tokens.Options{Store: store, Grants: g})
					for range 20 {
						if _, err := m.Token(t.Context(), client); auth.KindOf(err) != kind {
							t.Fatalf("error %v", err)
						}
					}
					g.answer = nil
					if got, err := m.Token(t.Context(), client); err != nil || got.Refresh != "r" {
						t.Errorf("at last: refresh token %q, %v", got.Refresh.Reveal(), err)
					}
				})
			})
		}
	}
}

func TestSettleEndsTheWaitForAnotherProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, g := &shared{MemoryStore: stored(-time.Second, "r")}, &idp{}
		release, err := store.Lock(t.Context(), auth.Key(client))
		if err != nil {
			t.Fatal(err)
		}
		defer release()
		m := tokens.New(tokens.Options{Store: store, Grants: g})
		sent := make(chan error, 1)
		go func() {
			_, err := m.Token(t.Context(), client)
			sent <- err
		}()
		synctest.Wait()
		start := time.Now()
		if err := m.Settle(t.Context()); err != nil || time.Since(start) != 0 {
			t.Errorf("%v after %s", err, time.Since(start))
		}
		if err := <-sent; auth.KindOf(err) != auth.KindCancelled {
			t.Errorf("the send got %v", err)
		}
		g.asked(t, 0, 0)
	})
}

func TestSettleEndsTheWaitBeforeAnotherTry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, g := stored(-time.Second, "r"), &idp{answer: func(auth.Token) (auth.Token, error) {
			return auth.Token{}, &auth.Error{Kind: auth.KindUnreachable}
		}}
		m := tokens.New(tokens.Options{Store: store, Grants: g})
		go func() { _, _ = m.Token(t.Context(), client) }() // fails
		synctest.Wait()
		start := time.Now()
		if err := m.Settle(t.Context()); err != nil || time.Since(start) != time.Second {
			t.Errorf("%v after %s, want the answer awaited and no more", err, time.Since(start))
		}
		g.asked(t, 0, 1)
		if !pending(t, store) {
			t.Error("the next process does not learn of the lost answer")
		}
	})
}
