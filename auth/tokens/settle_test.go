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
