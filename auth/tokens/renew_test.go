package tokens_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/tokens"
)

// TS15, the manager's part.
func TestRenew(t *testing.T) {
	tests := []struct {
		name                string
		stale               auth.Secret
		refresh             auth.Secret
		idp                 idp
		want                auth.Secret
		kind                auth.Kind
		obtained, refreshed int
	}{
		{name: "refused token", stale: "old", refresh: "r", want: "refreshed1", refreshed: 1},
		{name: "already replaced", stale: "older", refresh: "r", want: "old"},
		{name: "no refresh token", stale: "old", want: "new1", obtained: 1},
		{name: "unreachable", stale: "old", refresh: "r", idp: idp{answer: fail(auth.KindUnreachable)}, kind: auth.KindUnreachable, refreshed: 1},
		{name: "person, no refresh token", stale: "old", idp: idp{interactive: true}, kind: auth.KindNeedsLogin},
		{name: "person, session over", stale: "old", refresh: "r", idp: idp{interactive: true, answer: fail(auth.KindNeedsLogin)}, want: "new1", obtained: 1, refreshed: 1},
	}
	for i := range tests {
		tt := &tests[i] // an idp must not be copied
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := tokens.New(tokens.Options{Store: stored(30*time.Minute, tt.refresh), Grants: &tt.idp, Prompter: &person{}})
				got, err := m.Renew(t.Context(), client, auth.Token{Access: tt.stale})
				if got.Access != tt.want || auth.KindOf(err) != tt.kind {
					t.Errorf("got %q, %v; want %q, kind %q", got.Access.Reveal(), err, tt.want.Reveal(), tt.kind)
				}
				tt.idp.asked(t, tt.obtained, tt.refreshed)
			})
		})
	}
}

// TS16.
func TestFiftyRefusedSendsRenewOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &idp{}
		m := tokens.New(tokens.Options{Store: stored(time.Hour, "r"), Grants: g})
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if got, err := m.Renew(t.Context(), client, auth.Token{Access: "old"}); err != nil || got.Access != "refreshed1" {
					t.Errorf("got %q, %v", got.Access.Reveal(), err)
				}
			})
		}
		wg.Wait()
		g.asked(t, 0, 1)
	})
}

func TestRenewIsNotAnsweredWithTheRefusedToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// A refresh inside the margin fails and serves the old token; whoever
		// saw that one refused has to ask again.
		g := &idp{answer: fail(auth.KindUnreachable)}
		m := tokens.New(tokens.Options{Store: stored(20*time.Second, "r"), Grants: g})
		first := make(chan auth.Token)
		go func() {
			got, _ := m.Token(t.Context(), client)
			first <- got
		}()
		synctest.Wait()
		_, err := m.Renew(t.Context(), client, auth.Token{Access: "old"})
		if auth.KindOf(err) != auth.KindUnreachable {
			t.Errorf("error %v", err)
		}
		if got := <-first; got.Access != "old" {
			t.Errorf("the first got %q", got.Access.Reveal())
		}
		g.asked(t, 0, 2)
	})
}

// TS18.
func TestSessionEndedElsewhereUsesTheNewerToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := stored(-time.Second, "r")
		g := &idp{}
		g.answer = func(tok auth.Token) (auth.Token, error) {
			// Another process has used the refresh token first.
			tok.Access, tok.Generation, tok.Obtained, tok.Expiry = "theirs", 8, time.Now(), time.Now().Add(time.Hour)
			_ = store.Save(context.Background(), tok) // a MemoryStore never fails
			return fail(auth.KindNeedsLogin)(tok)
		}
		got, err := tokens.New(tokens.Options{Store: store, Grants: g}).Token(t.Context(), client)
		if err != nil || got.Access != "theirs" || got.NeedsLogin {
			t.Errorf("got %q, %v", got.Access.Reveal(), err)
		}
		g.asked(t, 0, 1)
	})
}

// TS17, the manager's part.
func TestEndedSessionIsNotAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := stored(-time.Second, "r")
		g := &idp{interactive: true, answer: fail(auth.KindNeedsLogin)}
		m := tokens.New(tokens.Options{Store: store, Grants: g})
		for range 3 {
			if _, err := m.Token(t.Context(), client); auth.KindOf(err) != auth.KindNeedsLogin {
				t.Errorf("error %v", err)
			}
		}
		g.asked(t, 0, 1)
		if got, ok := m.Peek(t.Context(), client); !ok || !got.NeedsLogin || got.Refresh != "r" {
			t.Errorf("stored %+v, want it marked and its refresh token kept", got)
		}
		m.SetPrompter(&person{})
		if got, err := m.Token(t.Context(), client); err != nil || got.Access != "new1" || got.NeedsLogin || got.Generation != 8 {
			t.Errorf("after the login: %q, needs login %t, generation %d, %v", got.Access.Reveal(), got.NeedsLogin, got.Generation, err)
		}
	})
}

func TestServerAskingToWaitIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &idp{answer: func(auth.Token) (auth.Token, error) {
			return auth.Token{}, &auth.Error{Kind: auth.KindUnreachable, RetryAfter: 2 * time.Minute}
		}}
		m := tokens.New(tokens.Options{Store: stored(-time.Second, "r"), Grants: g})
		for range 3 {
			if _, err := m.Token(t.Context(), client); auth.KindOf(err) != auth.KindUnreachable {
				t.Errorf("error %v", err)
			}
			time.Sleep(30 * time.Second)
		}
		g.asked(t, 0, 1)
		g.answer = nil
		time.Sleep(time.Minute)
		if got, err := m.Token(t.Context(), client); err != nil || got.Access != "refreshed2" {
			t.Errorf("after the wait: %q, %v", got.Access.Reveal(), err)
		}
	})
}

// broken is a store whose Save fails on demand, and that records the locks.
type broken struct {
	*tokens.MemoryStore
	mu     sync.Mutex
	full   bool
	held   int
	locked int
}

func (b *broken) Save(ctx context.Context, t auth.Token) error {
	if b.held == 0 {
		return errors.New("saved without the lock")
	}
	if b.full {
		return errors.New("disk full")
	}
	return b.MemoryStore.Save(ctx, t)
}

func (b *broken) Lock(context.Context, string) (func(), error) {
	b.mu.Lock()
	b.held++
	b.locked++
	return func() { b.held--; b.mu.Unlock() }, nil
}

func TestTokenSurvivesAStoreThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &broken{MemoryStore: stored(-time.Second, "r"), full: true}
		g := &idp{lifetime: time.Minute}
		g.answer = func(auth.Token) (auth.Token, error) { return g.token("a", "r2"), nil }
		m := tokens.New(tokens.Options{Store: store, Grants: g})
		for range 2 {
			got, err := m.Token(t.Context(), client)
			if err != nil || got.Access != "a" || !got.Unsaved {
				t.Fatalf("got %q, unsaved %t, %v", got.Access.Reveal(), got.Unsaved, err)
			}
		}
		g.asked(t, 0, 1)
		if list, err := m.List(t.Context()); err != nil || len(list) != 1 || list[0].Access != "a" {
			t.Errorf("list %v, %v", list, err)
		}
		store.full = false
		time.Sleep(time.Minute)
		got, err := m.Token(t.Context(), client)
		if err != nil || got.Unsaved || got.Generation != 9 {
			t.Errorf("later: unsaved %t, generation %d, %v", got.Unsaved, got.Generation, err)
		}
		if store.locked != 2 || store.held != 0 {
			t.Errorf("locked %d times, %d held", store.locked, store.held)
		}
	})
}

func TestLoginReplacesAndDeleteForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &idp{interactive: true}
		m := tokens.New(tokens.Options{Store: stored(time.Hour, "r"), Grants: g, Prompter: &person{}})
		got, err := m.Login(t.Context(), client)
		if err != nil || got.Access != "new1" || got.Name != "mine" {
			t.Errorf("login: %q named %q, %v", got.Access.Reveal(), got.Name, err)
		}
		if err := m.Delete(t.Context(), got.Key); err != nil {
			t.Fatal(err)
		}
		if _, ok := m.Peek(t.Context(), client); ok {
			t.Error("the token is still there")
		}
	})
}

func TestDeleteDuringARefreshWins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := tokens.New(tokens.Options{Store: stored(-time.Second, "r"), Grants: &idp{}})
		go func() { _, _ = m.Token(t.Context(), client) }() // its outcome does not matter here
		synctest.Wait()
		if err := m.Delete(t.Context(), auth.Key(client)); err != nil {
			t.Fatal(err)
		}
		if _, ok := m.Peek(t.Context(), client); ok {
			t.Error("the refresh brought the token back")
		}
	})
}

func TestFrozenServerEndsAfterHalfAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := frozen{}
		start := time.Now()
		_, err := tokens.New(tokens.Options{Store: stored(-time.Second, "r"), Grants: g}).Token(t.Context(), client)
		if auth.KindOf(err) != auth.KindUnreachable || time.Since(start) != 30*time.Second {
			t.Errorf("error %v after %s", err, time.Since(start))
		}
	})
}

type frozen struct{}

func (frozen) Interactive(auth.Config) bool { return false }

func (frozen) Obtain(ctx context.Context, _ auth.Config, _ auth.Prompter) (auth.Token, error) {
	<-ctx.Done()
	return auth.Token{}, ctx.Err()
}

func (g frozen) Refresh(ctx context.Context, t auth.Token) (auth.Token, error) {
	return g.Obtain(ctx, t.Config, nil)
}
