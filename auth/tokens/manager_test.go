package tokens_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/tokens"
)

// idp is an authorization server of the shortest kind: it counts what it is
// asked, and answers after a second.
type idp struct {
	mu                  sync.Mutex
	obtained, refreshed int
	interactive         bool
	// lifetime of what it hands out; zero says nothing about the end.
	lifetime time.Duration
	// refresh is the refresh token of an Obtain.
	refresh auth.Secret
	// answer replaces the answer of Refresh.
	answer func(t auth.Token) (auth.Token, error)
	// fail fails Obtain.
	fail error
	// ends are how the logins ended.
	ends []error
}

func (g *idp) Interactive(auth.Config) bool { return g.interactive }

func (g *idp) Obtain(ctx context.Context, _ auth.Config, p auth.Prompter) (auth.Token, error) {
	g.mu.Lock()
	g.obtained++
	n := g.obtained
	g.mu.Unlock()
	auth.Trace(ctx, auth.TokenCall{Kind: "obtain"})
	if g.interactive {
		_, err := p.Authorize(ctx, auth.Prompt{})
		g.ends = append(g.ends, err)
		if err != nil {
			return auth.Token{}, &auth.Error{Kind: auth.KindCancelled, Err: err}
		}
	} else {
		time.Sleep(time.Second)
	}
	if g.fail != nil {
		return auth.Token{}, g.fail
	}
	return g.token(fmt.Sprintf("new%d", n), g.refresh), nil
}

func (g *idp) Refresh(ctx context.Context, t auth.Token) (auth.Token, error) {
	g.mu.Lock()
	g.refreshed++
	n := g.refreshed
	g.mu.Unlock()
	auth.Trace(ctx, auth.TokenCall{Kind: "refresh"})
	time.Sleep(time.Second)
	if err := ctx.Err(); err != nil {
		return auth.Token{}, err
	}
	if g.answer != nil {
		return g.answer(t)
	}
	return g.token(fmt.Sprintf("refreshed%d", n), ""), nil
}

func (g *idp) token(access string, refresh auth.Secret) auth.Token {
	t := auth.Token{Access: auth.Secret(access), Refresh: refresh, Obtained: time.Now()}
	if g.lifetime != 0 {
		t.Expiry = time.Now().Add(g.lifetime)
	}
	return t
}

func (g *idp) asked(t *testing.T, obtained, refreshed int) {
	t.Helper()
	if g.obtained != obtained || g.refreshed != refreshed {
		t.Errorf("%d obtained and %d refreshed, want %d and %d", g.obtained, g.refreshed, obtained, refreshed)
	}
}

// person answers prompts after a minute, or when asked to stop.
type person struct{ asked int }

func (p *person) Authorize(ctx context.Context, _ auth.Prompt) (string, error) {
	p.asked++
	select {
	case <-time.After(time.Minute):
		return "", nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// list literals of this test
var client = auth.Config{Type: "oauth2", Realm: "dev", Attrs: []auth.Attr{{Key: "accessTokenUrl", Value: "https://idp/t"}, {Key: "clientId", Value: "id"}}}

// stored returns a store with a token that has left to live, of an hour.
func stored(left time.Duration, refresh auth.Secret) *tokens.MemoryStore {
	s := tokens.NewMemoryStore()
	now := time.Now()
	_ = s.Save(context.Background(), auth.Token{ // a MemoryStore never fails
		Key: auth.Key(client), Access: "old", Refresh: refresh, ID: "id", Scope: "a b", Type: "Bearer", Name: "mine",
		Obtained: now.Add(left - time.Hour), Expiry: now.Add(left), Config: client, Generation: 7,
	})
	return s
}

// fail is a server that turns a refresh down.
func fail(kind auth.Kind) func(auth.Token) (auth.Token, error) {
	return func(auth.Token) (auth.Token, error) {
		return auth.Token{}, &auth.Error{Kind: kind, Summary: string(kind), Fate: auth.FateAnswered}
	}
}

// unsent is a server that cannot be connected to.
func unsent(auth.Token) (auth.Token, error) {
	return auth.Token{}, &auth.Error{Kind: auth.KindUnreachable, Fate: auth.FateUnsent}
}

func TestToken(t *testing.T) {
	const over, soon, fine = -time.Minute, 20 * time.Second, 10 * time.Minute
	tests := []struct {
		name                string
		left                time.Duration // of the stored token; 0 for none
		refresh             auth.Secret
		idp                 idp
		nobody              bool
		want                auth.Secret
		kind                auth.Kind
		obtained, refreshed int
	}{
		{name: "nothing stored", idp: idp{lifetime: time.Hour}, want: "new1", obtained: 1},
		{name: "usable", left: fine, refresh: "r", want: "old"},
		{name: "expired, with a refresh token", left: over, refresh: "r", want: "refreshed1", refreshed: 1},
		{name: "about to expire", left: soon, refresh: "r", want: "refreshed1", refreshed: 1},
		{name: "expired, without one", left: over, want: "new1", obtained: 1},
		{name: "about to expire, without one", left: soon, want: "new1", obtained: 1},
		{name: "session over", left: over, refresh: "r", idp: idp{answer: fail(auth.KindNeedsLogin)}, want: "new1", obtained: 1, refreshed: 1},
		{name: "unreachable, expired", left: over, refresh: "r", idp: idp{answer: fail(auth.KindUnreachable)}, kind: auth.KindUnreachable, refreshed: 1},
		{name: "unreachable, still valid", left: soon, refresh: "r", idp: idp{answer: fail(auth.KindUnreachable)}, want: "old", refreshed: 1},
		{name: "no connection, still valid", left: soon, refresh: "r", idp: idp{answer: unsent}, want: "old", refreshed: 1},
		{name: "odd answer, still valid", left: soon, refresh: "r", idp: idp{answer: fail(auth.KindAnswer)}, want: "old", refreshed: 1},
		{name: "config wrong, still valid", left: soon, refresh: "r", idp: idp{answer: fail(auth.KindConfig)}, kind: auth.KindConfig, refreshed: 1},
		{name: "new token unreachable, still valid", left: soon, idp: idp{fail: &auth.Error{Kind: auth.KindUnreachable, Fate: auth.FateAnswered}}, want: "old", obtained: 1},
		{name: "person, nothing stored", idp: idp{interactive: true}, want: "new1", obtained: 1},
		{name: "person, nobody there", idp: idp{interactive: true}, nobody: true, kind: auth.KindNeedsLogin},
		{name: "person, expired, refreshed", left: over, refresh: "r", idp: idp{interactive: true}, nobody: true, want: "refreshed1", refreshed: 1},
		{name: "person, expired, no refresh token", left: over, idp: idp{interactive: true}, nobody: true, kind: auth.KindNeedsLogin},
		{name: "person, no refresh token, still valid", left: soon, idp: idp{interactive: true}, want: "old"},
		{name: "person, session over", left: over, refresh: "r", idp: idp{interactive: true, answer: fail(auth.KindNeedsLogin)}, want: "new1", obtained: 1, refreshed: 1},
		{name: "person, session over, nobody there", left: over, refresh: "r", idp: idp{interactive: true, answer: fail(auth.KindNeedsLogin)}, nobody: true, kind: auth.KindNeedsLogin, refreshed: 1},
		{name: "clock set back", left: 3 * time.Hour, refresh: "r", want: "refreshed1", refreshed: 1},
	}
	for i := range tests {
		tt := &tests[i] // an idp must not be copied
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := tokens.NewMemoryStore()
				if tt.left != 0 {
					store = stored(tt.left, tt.refresh)
				}
				o := tokens.Options{Store: store, Grants: &tt.idp}
				if !tt.nobody {
					o.Prompter = &person{}
				}
				got, err := tokens.New(o).Token(t.Context(), client)
				if got.Access != tt.want || auth.KindOf(err) != tt.kind {
					t.Errorf("got %q, error %v of kind %q; want %q, kind %q", got.Access.Reveal(), err, auth.KindOf(err), tt.want.Reveal(), tt.kind)
				}
				tt.idp.asked(t, tt.obtained, tt.refreshed)
				saved, ok, _ := store.Load(t.Context(), auth.Key(client))
				if tt.want != "" && (!ok || saved.Access != tt.want) {
					t.Errorf("saved %q, want what was handed out", saved.Access.Reveal())
				}
				if tt.left != 0 && tt.obtained == 0 && saved.Refresh != tt.refresh {
					t.Errorf("the refresh token is lost")
				}
			})
		})
	}
}

func TestFiftyWaitersOneRefresh(t *testing.T) {
	tests := []struct {
		name   string
		answer func(auth.Token) (auth.Token, error)
	}{
		{"success", nil},
		{"failure", fail(auth.KindUnreachable)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := &idp{answer: tt.answer}
				m := tokens.New(tokens.Options{Store: stored(-time.Second, "r"), Grants: g})
				errs := make(chan error, 50)
				traced := make(chan string, 100)
				for range 50 {
					go func() {
						ctx := auth.WithTrace(t.Context(), func(c auth.TokenCall) { traced <- c.Kind })
						_, err := m.Token(ctx, client)
						errs <- err
					}()
				}
				var first error
				for i := range 50 {
					err := <-errs
					if i == 0 {
						first = err
					}
					if err != first { //nolint:errorlint // the very same error is the point
						t.Errorf("waiter got %v, another %v", err, first)
					}
				}
				if (first != nil) != (tt.answer != nil) {
					t.Errorf("error %v", first)
				}
				if len(traced) != 50 {
					t.Errorf("%d waiters saw the call in their trace, want all", len(traced))
				}
				g.asked(t, 0, 1)
			})
		})
	}
}

// TS07: who leaves costs nobody the token, not even all of them.
func TestRefreshGoesOnWithoutWaiters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, store := &idp{}, stored(-time.Second, "r")
		m := tokens.New(tokens.Options{Store: store, Grants: g})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second/2)
		defer cancel()
		_, err := m.Token(ctx, client)
		if auth.KindOf(err) != auth.KindCancelled || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if got, _, _ := store.Load(t.Context(), auth.Key(client)); got.Access != "refreshed1" {
			t.Errorf("saved %q, want the refreshed token", got.Access.Reveal())
		}
	})
}

func TestOneWaiterLeavesTheOthersStay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &idp{interactive: true}
		m := tokens.New(tokens.Options{Grants: g, Prompter: &person{}})
		stayed := make(chan error)
		go func() {
			_, err := m.Token(t.Context(), client)
			stayed <- err
		}()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := m.Token(ctx, client); auth.KindOf(err) != auth.KindCancelled {
			t.Errorf("who left got %v", err)
		}
		if err := <-stayed; err != nil {
			t.Errorf("who stayed got %v", err)
		}
		g.asked(t, 1, 0)
	})
}

func TestLoginEndsWithItsLastWaiter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &idp{interactive: true}
		m := tokens.New(tokens.Options{Grants: g, Prompter: &person{}})
		ctx, cancel := context.WithCancel(t.Context())
		left := make(chan error)
		go func() {
			_, err := m.Token(ctx, client)
			left <- err
		}()
		synctest.Wait()
		cancel()
		<-left
		// Who comes gets a login of their own, not the end of that one.
		got, err := m.Token(t.Context(), client)
		if err != nil || got.Access != "new2" {
			t.Errorf("got %q, %v", got.Access.Reveal(), err)
		}
		if len(g.ends) != 2 || !errors.Is(g.ends[0], context.Canceled) || g.ends[1] != nil {
			t.Errorf("the logins ended with %v, want the first cancelled", g.ends)
		}
	})
}

// TS11, TS12.
func TestRefreshKeepsWhatTheAnswerOmits(t *testing.T) {
	tests := []struct {
		name        string
		answer      auth.Token
		refresh, id auth.Secret
		scope       string
	}{
		{"omits all", auth.Token{Access: "a"}, "r", "id", "a b"},
		{"same refresh token", auth.Token{Access: "a", Refresh: "r"}, "r", "id", "a b"},
		{"new refresh token", auth.Token{Access: "a", Refresh: "r2"}, "r2", "id", "a b"},
		{"new id token and scope", auth.Token{Access: "a", ID: "id2", Scope: "a"}, "r", "id2", "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := stored(-time.Second, "r")
				g := &idp{answer: func(auth.Token) (auth.Token, error) { return tt.answer, nil }}
				got, err := tokens.New(tokens.Options{Store: store, Grants: g}).Token(t.Context(), client)
				if err != nil || got.Refresh != tt.refresh || got.ID != tt.id || got.Scope != tt.scope || got.Type != "Bearer" || got.Name != "mine" {
					t.Errorf("got %q %q %q %q %q, %v", got.Refresh.Reveal(), got.ID.Reveal(), got.Scope, got.Type, got.Name, err)
				}
				if got.Generation != 8 || got.Key != auth.Key(client) || got.Obtained.IsZero() {
					t.Errorf("generation %d, key %s, obtained %v", got.Generation, got.Key, got.Obtained)
				}
			})
		})
	}
}

func TestRotationNeverReusesARefreshToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		current := auth.Secret("r0")
		g := &idp{lifetime: time.Minute}
		n := 0
		g.answer = func(tok auth.Token) (auth.Token, error) {
			if tok.Refresh != current {
				t.Errorf("refresh token %q used again", tok.Refresh.Reveal())
			}
			n++
			current = auth.Secret(fmt.Sprintf("r%d", n))
			return g.token(fmt.Sprintf("a%d", n), current), nil
		}
		m := tokens.New(tokens.Options{Store: stored(-time.Second, "r0"), Grants: g})
		for range 20 {
			var wg sync.WaitGroup
			for range 10 {
				wg.Go(func() {
					if _, err := m.Token(t.Context(), client); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			time.Sleep(time.Minute)
		}
		g.asked(t, 0, 20)
	})
}

func TestShortLivedTokenIsUsedForMostOfItsLife(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &idp{lifetime: 8 * time.Second}
		m := tokens.New(tokens.Options{Grants: g})
		for range 7 { // at 1 s to 7 s: inside eight less a tenth
			if _, err := m.Token(t.Context(), client); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
		}
		g.asked(t, 1, 0)
	})
}
