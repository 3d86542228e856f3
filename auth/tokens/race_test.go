package tokens_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/tokens"
)

// slowOnce is a store whose first reading takes its time, and brings what was
// there when it began.
type slowOnce struct {
	*tokens.MemoryStore
	read bool
}

func (s *slowOnce) Load(ctx context.Context, key string) (auth.Token, bool, error) {
	t, ok, err := s.MemoryStore.Load(ctx, key)
	if !s.read {
		s.read = true
		time.Sleep(3 * time.Second)
	}
	return t, ok, err
}

func TestReadingOvertakenByARefreshIsNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := tokens.New(tokens.Options{Store: &slowOnce{MemoryStore: stored(time.Hour, "r")}, Grants: &idp{lifetime: time.Hour}})
		overtaken := make(chan auth.Token)
		go func() {
			got, _ := m.Token(t.Context(), client)
			overtaken <- got
		}()
		synctest.Wait()
		if _, err := m.RefreshNow(t.Context(), auth.Key(client)); err != nil {
			t.Fatal(err)
		}
		if got := <-overtaken; got.Access != "old" {
			t.Errorf("the slow reading brought %q", got.Access.Reveal())
		}
		if got, err := m.Token(t.Context(), client); err != nil || got.Access != "refreshed1" {
			t.Errorf("the next send got %q, %v", got.Access.Reveal(), err)
		}
	})
}

func TestDeleteExpiredSparesATokenThatCameMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &shared{MemoryStore: stored(-time.Second, "")}
		release, err := store.Lock(t.Context(), auth.Key(client))
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Second, func() {
			// Another process has logged in.
			_ = store.Save(context.Background(), auth.Token{Key: auth.Key(client), Access: "theirs", Generation: 8}) // memory does not fail
			release()
		})
		m := tokens.New(tokens.Options{Store: store})
		n, err := m.DeleteExpired(t.Context())
		if got, ok := m.Peek(t.Context(), client); n != 0 || err != nil || !ok || got.Access != "theirs" {
			t.Errorf("%d deleted, %v; left %q", n, err, got.Access.Reveal())
		}
	})
}

// A choice never leads to the token of another environment, whoever wrote it.
func TestChoiceOfAForeignTokenIsNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := stored(time.Hour, "r")
		if err := store.Save(t.Context(), auth.Token{Key: "elsewhere", Access: "foreign", Config: auth.Config{Realm: "another"}}); err != nil {
			t.Fatal(err)
		}
		if err := store.Choose(t.Context(), auth.Key(client), "elsewhere"); err != nil {
			t.Fatal(err)
		}
		if got, err := tokens.New(tokens.Options{Store: store}).Token(t.Context(), client); err != nil || got.Access != "old" {
			t.Errorf("got %q, %v", got.Access.Reveal(), err)
		}
	})
}
