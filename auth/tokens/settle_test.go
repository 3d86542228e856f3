package tokens_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/tokens"
)

// slowGrants takes its time over a refresh.
type slowGrants struct{ takes time.Duration }

func (g slowGrants) Obtain(context.Context, auth.Config, auth.Prompter) (auth.Token, error) {
	time.Sleep(g.takes)
	return auth.Token{Access: "A"}, nil
}

func (g slowGrants) Refresh(ctx context.Context, t auth.Token) (auth.Token, error) {
	return g.Obtain(ctx, t.Config, nil)
}

func (slowGrants) Interactive(auth.Config) bool { return false }

func TestSettleWaitsForTheAnswerToBeSaved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := tokens.NewMemoryStore()
		m := tokens.New(tokens.Options{Store: store, Grants: slowGrants{takes: 3 * time.Second}})
		c := auth.Config{Type: "oauth2", Attrs: []auth.Attr{{Key: "grant_type", Value: "client_credentials"}, {Key: "accessTokenUrl", Value: "http://127.0.0.1/t"}}}
		ctx, cancel := context.WithCancel(t.Context())
		go func() { _, _ = m.Token(ctx, c) }() // gives up below
		synctest.Wait()
		cancel()

		short, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if err := m.Settle(short); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after a second: %v", err)
		}
		if err := m.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, ok, _ := store.Load(t.Context(), auth.Key(c)); !ok {
			t.Error("settled, and the token is not in the store")
		}
	})
}

// What the store refused is offered to it once more before the program ends: the
// keyring may be open by then, the disk no longer full.
func TestSettleSavesWhatTheStoreRefused(t *testing.T) {
	for _, tt := range []struct {
		name string
		// meanwhile is what happens to the store before the end.
		meanwhile func(*broken)
		want      auth.Secret
	}{
		{"it takes it now", func(b *broken) { b.full = false }, "r2"},
		{"it does not", func(*broken) {}, "r"},
		{"another process was further", func(b *broken) {
			b.full = false
			late := auth.Token{Key: auth.Key(client), Config: client, Access: "later", Refresh: "r9", Generation: 99}
			_ = b.MemoryStore.Save(context.Background(), late) // memory takes everything
		}, "r9"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := &broken{MemoryStore: stored(-time.Second, "r"), full: true}
				g := &idp{lifetime: time.Minute}
				g.answer = func(auth.Token) (auth.Token, error) { return g.token("a", "r2"), nil }
				m := tokens.New(tokens.Options{Store: store, Grants: g})
				if got, err := m.Token(t.Context(), client); err != nil || !got.Unsaved {
					t.Fatalf("unsaved %t, %v", got.Unsaved, err)
				}
				tt.meanwhile(store)
				if err := m.Settle(t.Context()); err != nil {
					t.Error(err)
				}
				got, ok, err := store.Load(t.Context(), auth.Key(client))
				if err != nil || !ok || got.Refresh != tt.want || got.Unsaved {
					t.Errorf("kept %q, unsaved %t, %v", got.Refresh.Reveal(), got.Unsaved, err)
				}
				if store.held != 0 {
					t.Error("a lock is held")
				}
			})
		})
	}
}
