package tokens_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/tokens"
)

// hearing collects the steps of one wait.
type hearing struct {
	mu    sync.Mutex
	steps []string
}

func (h *hearing) of(ctx context.Context) context.Context {
	return auth.WithSteps(ctx, func(step string) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.steps = append(h.steps, step)
	})
}

func (h *hearing) heard() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.steps)
}

// talking is a server that says what it does.
type talking struct{ *idp }

func (g talking) Refresh(ctx context.Context, t auth.Token) (auth.Token, error) {
	auth.Step(ctx, "asking")
	time.Sleep(time.Second)
	auth.Step(ctx, "reading")
	return g.idp.Refresh(ctx, t)
}

func TestEverybodyHearsTheSteps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := tokens.New(tokens.Options{Store: stored(-time.Second, "r"), Grants: talking{&idp{}}})
		var first, second, gone hearing
		var wg sync.WaitGroup
		ctx, cancel := context.WithTimeout(t.Context(), time.Second/2)
		defer cancel()
		for _, ctx := range []context.Context{first.of(t.Context()), gone.of(ctx)} {
			wg.Go(func() { _, _ = m.Token(ctx, client) }) // what it says is looked at
			synctest.Wait()
		}
		time.Sleep(time.Second / 4)
		wg.Go(func() { _, _ = m.Token(second.of(t.Context()), client) })
		wg.Wait()
		for name, x := range map[string]struct {
			h    *hearing
			want []string
		}{
			"who came first": {&first, []string{"asking", "reading"}},
			"who came late":  {&second, []string{"asking", "reading"}},
			"who left":       {&gone, []string{"asking"}},
		} {
			if !slices.Equal(x.h.heard(), x.want) {
				t.Errorf("%s heard %q, want %q", name, x.h.heard(), x.want)
			}
		}
	})
}

func TestWaitForAnotherProcessIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &shared{MemoryStore: stored(-time.Second, "r")}
		release, err := store.Lock(t.Context(), auth.Key(client))
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(3*time.Second, release)
		var h hearing
		m := tokens.New(tokens.Options{Store: store, Grants: &idp{}})
		if got, err := m.Token(h.of(t.Context()), client); err != nil || got.Access != "refreshed1" {
			t.Errorf("got %q, %v", got.Access.Reveal(), err)
		}
		if !slices.Contains(h.heard(), "waiting for another postern that is at work on this token") {
			t.Errorf("told %q", h.heard())
		}
	})
}

// A lock that is never let go ends the wait, and nothing is sent.
func TestLockThatIsNeverLetGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &shared{MemoryStore: stored(-time.Second, "r")}
		if _, err := store.Lock(t.Context(), auth.Key(client)); err != nil {
			t.Fatal(err)
		}
		g, start := &idp{}, time.Now()
		m := tokens.New(tokens.Options{Store: store, Grants: g})
		if _, err := m.Token(t.Context(), client); auth.KindOf(err) != auth.KindStore || time.Since(start) > 2*time.Minute {
			t.Errorf("%v after %s", err, time.Since(start))
		}
		g.asked(t, 0, 0)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := m.Delete(ctx, auth.Key(client)); auth.KindOf(err) != auth.KindCancelled {
			t.Errorf("delete: %v", err)
		}
	})
}

// bare is a store that can only do what it must.
type bare struct{ auth.TokenStore }

func TestBareStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, second := stored(-time.Second, "r"), auth.Token{Key: auth.Key(client) + "+x", Access: "second", Config: client}
		if err := store.Save(t.Context(), second); err != nil {
			t.Fatal(err)
		}
		m := tokens.New(tokens.Options{Store: bare{store}, Grants: &idp{}})
		if got, err := m.Token(t.Context(), client); err != nil || got.Access != "refreshed1" {
			t.Errorf("got %q, %v", got.Access.Reveal(), err)
		}
		if err := m.Rename(t.Context(), auth.Key(client), "x"); err != nil {
			t.Error(err)
		}
		if err := m.Use(t.Context(), client, auth.Key(client)); err != nil {
			t.Errorf("use its own: %v", err)
		}
		if err := m.Use(t.Context(), client, second.Key); auth.KindOf(err) != auth.KindStore {
			t.Errorf("use another: %v", err)
		}
	})
}

func TestSendMayLogInWhereARefreshByHandMayNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &idp{interactive: true}
		g.answer = fail(auth.KindNeedsLogin)
		m := tokens.New(tokens.Options{Store: stored(-time.Second, "r"), Grants: g, Prompter: &person{}})
		byHand := make(chan error)
		go func() {
			_, err := m.RefreshNow(t.Context(), auth.Key(client))
			byHand <- err
		}()
		synctest.Wait()
		sent := make(chan auth.Token)
		go func() {
			got, _ := m.Token(t.Context(), client)
			sent <- got
		}()
		if err := <-byHand; auth.KindOf(err) != auth.KindNeedsLogin {
			t.Errorf("by hand: %v", err)
		}
		if got := <-sent; got.Access != "new1" {
			t.Errorf("the send got %q", got.Access.Reveal())
		}
		g.asked(t, 1, 1)
	})
}

// locked is a store that says in words for a person why it cannot be read.
type locked struct{ *tokens.MemoryStore }

var errLocked = &auth.Error{Kind: auth.KindStore, Summary: "the vault is locked", Hint: "unlock it"}

func (locked) Load(context.Context, string) (auth.Token, bool, error) {
	return auth.Token{}, false, errLocked
}

func TestWhatTheStoreSaysIsPassedOn(t *testing.T) {
	g := &idp{}
	m := tokens.New(tokens.Options{Store: locked{tokens.NewMemoryStore()}, Grants: g})
	if _, err := m.Token(t.Context(), client); err != error(errLocked) { //nolint:errorlint // the very same error is the point
		t.Errorf("error %v", err)
	}
	g.asked(t, 0, 0)
}
