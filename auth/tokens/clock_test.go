package tokens_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/tokens"
)

// clock is a wall clock that can be set.
type clock struct{ ahead time.Duration }

func (c *clock) now() time.Time { return time.Now().Add(c.ahead).Round(0) }

// issuer hands out tokens by the wall clock of its own.
type issuer struct {
	clock     *clock
	lifetime  time.Duration
	refreshed int
}

func (s *issuer) Interactive(auth.Config) bool { return true }

func (s *issuer) Obtain(context.Context, auth.Config, auth.Prompter) (auth.Token, error) {
	return auth.Token{}, &auth.Error{Kind: auth.KindNeedsLogin}
}

func (s *issuer) Refresh(context.Context, auth.Token) (auth.Token, error) {
	s.refreshed++
	now := s.clock.now()
	return auth.Token{Access: "fresh", Obtained: now, Expiry: now.Add(s.lifetime)}, nil
}

// TS13: whatever the clocks do, there is no storm of refreshes, and no token is
// used past its end.
func TestTS13Clocks(t *testing.T) {
	tests := []struct {
		name     string
		lifetime time.Duration
		jumps    []time.Duration // where the clock stands, second after second
		most     int             // refreshes in a minute of sends
	}{
		{"right", time.Hour, nil, 0},
		{"an hour ahead", time.Hour, []time.Duration{time.Hour}, 1},
		{"an hour back", time.Hour, []time.Duration{-time.Hour}, 1},
		{"back to 1970", time.Hour, []time.Duration{-56 * 365 * 24 * time.Hour}, 1},
		{"eight hours of sleep", time.Hour, []time.Duration{8 * time.Hour}, 1},
		{"to and fro, second by second", time.Hour, []time.Duration{0, -time.Hour}, 12},
		{"over on arrival", -time.Minute, []time.Duration{2 * time.Hour}, 6},
		{"lives for five seconds", 5 * time.Second, []time.Duration{2 * time.Hour}, 14},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := &clock{}
				s := &issuer{clock: c, lifetime: tt.lifetime}
				m := tokens.New(tokens.Options{Store: stored(50*time.Minute, "r"), Grants: s, Now: c.now})
				for second := range 60 {
					if len(tt.jumps) > 0 {
						c.ahead = tt.jumps[second%len(tt.jumps)]
					}
					for range 20 {
						got, err := m.Token(t.Context(), client)
						if err != nil {
							t.Fatal(err)
						}
						if tt.lifetime > 0 && !got.Expiry.After(c.now()) {
							t.Fatalf("second %d: used %s after its end", second, c.now().Sub(got.Expiry))
						}
						time.Sleep(50 * time.Millisecond)
					}
				}
				if s.refreshed > tt.most {
					t.Errorf("%d refreshes, want %d at the most", s.refreshed, tt.most)
				}
			})
		})
	}
}

// An API that refuses whatever it gets costs a few refreshes in ten seconds. Two
// in a row are honest: a token may be withdrawn while it is young.
func TestAPIThatRefusesEverythingCausesNoStorm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &idp{lifetime: time.Hour}
		m := tokens.New(tokens.Options{Store: stored(time.Hour, "r"), Grants: g})
		for range 100 {
			sent, err := m.Token(t.Context(), client)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := m.Renew(t.Context(), client, sent); err != nil {
				t.Fatal(err)
			}
			time.Sleep(10 * time.Millisecond)
		}
		g.asked(t, 0, 3)
	})
}

// TS20: a server that asks to wait is left alone by all processes, and for
// five minutes at the most.
func TestTS20PauseIsShared(t *testing.T) {
	tests := []struct {
		name       string
		retryAfter time.Duration
		waits      time.Duration
	}{
		{"two minutes", 2 * time.Minute, 2 * time.Minute},
		{"ages", 1e9 * time.Second, 5 * time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store, g := stored(-time.Second, "r"), &idp{}
				g.answer = func(auth.Token) (auth.Token, error) {
					return auth.Token{}, &auth.Error{Kind: auth.KindUnreachable, RetryAfter: tt.retryAfter}
				}
				if _, err := tokens.New(tokens.Options{Store: store, Grants: g}).Token(t.Context(), client); err == nil {
					t.Fatal("no error")
				}
				g.answer = nil
				other := tokens.New(tokens.Options{Store: store, Grants: g})
				time.Sleep(tt.waits - time.Second)
				_, err := other.Token(t.Context(), client)
				if e, ok := err.(*auth.Error); !ok || e.Kind != auth.KindUnreachable || e.RetryAfter != time.Second { //nolint:errorlint // the outermost is the point
					t.Errorf("a second too early: %v", err)
				}
				g.asked(t, 0, 1)
				time.Sleep(time.Second)
				if got, err := other.Token(t.Context(), client); err != nil || got.Access != "refreshed2" || !got.RetryAt.IsZero() {
					t.Errorf("after the wait: %q, %v", got.Access.Reveal(), err)
				}
			})
		})
	}
}

func TestPauseOfAnotherClockIsNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := stored(-time.Second, "r")
		x, _, _ := store.Load(t.Context(), auth.Key(client))
		x.RetryAt = time.Now().Add(24 * time.Hour)
		if err := store.Save(t.Context(), x); err != nil {
			t.Fatal(err)
		}
		if got, err := tokens.New(tokens.Options{Store: store, Grants: &idp{}}).Token(t.Context(), client); err != nil || got.Access != "refreshed1" {
			t.Errorf("got %q, %v", got.Access.Reveal(), err)
		}
	})
}

// counting counts how often a record is read.
type counting struct {
	*tokens.MemoryStore
	loads int
}

func (s *counting) Load(ctx context.Context, key string) (auth.Token, bool, error) {
	s.loads++
	return s.MemoryStore.Load(ctx, key)
}

func TestAValidTokenIsReadOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &counting{MemoryStore: stored(time.Hour, "r")}
		m := tokens.New(tokens.Options{Store: store, Grants: &idp{}})
		for range 1000 {
			if _, err := m.Token(t.Context(), client); err != nil {
				t.Fatal(err)
			}
		}
		if store.loads != 1 {
			t.Errorf("read %d times", store.loads)
		}
		// Another process puts another token there.
		other := auth.Token{Key: auth.Key(client), Access: "theirs", Obtained: time.Now(), Expiry: time.Now().Add(time.Hour), Generation: 8}
		if err := store.Save(t.Context(), other); err != nil {
			t.Fatal(err)
		}
		if got, _ := m.Peek(t.Context(), client); got.Access != "theirs" {
			t.Errorf("peeked %q", got.Access.Reveal())
		}
		if err := store.Save(t.Context(), auth.Token{Key: other.Key, Access: "last", Generation: 9}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if got, err := m.Token(t.Context(), client); err != nil || got.Access != "last" {
			t.Errorf("a second later: %q, %v", got.Access.Reveal(), err)
		}
		// What this process changes is seen at once.
		if err := m.Delete(t.Context(), other.Key); err != nil {
			t.Fatal(err)
		}
		if got, err := m.Token(t.Context(), client); err != nil || got.Access != "new1" {
			t.Errorf("after the deletion: %q, %v", got.Access.Reveal(), err)
		}
	})
}
