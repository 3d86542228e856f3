package tokens_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/tokens"
)

func TestRefreshNow(t *testing.T) {
	tests := []struct {
		name                string
		left                time.Duration
		refresh             auth.Secret
		idp                 idp
		want                auth.Secret
		kind                auth.Kind
		obtained, refreshed int
	}{
		{name: "good for long", left: time.Hour, refresh: "r", want: "refreshed1", refreshed: 1},
		{name: "expired", left: -time.Hour, refresh: "r", want: "refreshed1", refreshed: 1},
		{name: "no refresh token, no person", left: time.Hour, want: "new1", obtained: 1},
		{name: "no refresh token, a person", left: time.Hour, idp: idp{interactive: true}, kind: auth.KindNeedsLogin},
		{name: "session over", left: time.Hour, refresh: "r", idp: idp{interactive: true, answer: fail(auth.KindNeedsLogin)}, kind: auth.KindNeedsLogin, refreshed: 1},
		{name: "unreachable", left: time.Hour, refresh: "r", idp: idp{answer: fail(auth.KindUnreachable)}, kind: auth.KindUnreachable, refreshed: 1},
	}
	for i := range tests {
		tt := &tests[i] // an idp must not be copied
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &person{}
				m := tokens.New(tokens.Options{Store: stored(tt.left, tt.refresh), Grants: &tt.idp, Prompter: p})
				got, err := m.RefreshNow(t.Context(), auth.Key(client))
				if got.Access != tt.want || auth.KindOf(err) != tt.kind || p.asked != 0 {
					t.Errorf("got %q, %v after %d prompts; want %q, kind %q", got.Access.Reveal(), err, p.asked, tt.want.Reveal(), tt.kind)
				}
				tt.idp.asked(t, tt.obtained, tt.refreshed)
			})
		})
	}
}

func TestRefreshNowUsesTheConfigOfThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, s, _, bob := two(t)
		if _, err := m.RefreshNow(t.Context(), bob.Key); err != nil {
			t.Fatal(err)
		}
		if len(s.refreshed) != 1 || s.refreshed[0].Refresh != "r-b1" || s.refreshed[0].Config.Realm != client.Realm {
			t.Errorf("refreshed %+v", s.refreshed)
		}
		uses(t, m, "a1")
	})
}

func TestRefreshNowSharesARefreshUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &idp{}
		m := tokens.New(tokens.Options{Store: stored(-time.Second, "r"), Grants: g})
		go func() { _, _ = m.Token(t.Context(), client) }() // the same outcome
		synctest.Wait()
		if got, err := m.RefreshNow(t.Context(), auth.Key(client)); err != nil || got.Access != "refreshed1" {
			t.Errorf("got %q, %v", got.Access.Reveal(), err)
		}
		g.asked(t, 0, 1)
	})
}

func TestLoginAgainKeepsTheRow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, s, _, bob := two(t)
		if err := m.Rename(t.Context(), bob.Key, "bob at work"); err != nil {
			t.Fatal(err)
		}
		s.next = []auth.Token{of("bob", "b2")}
		got, err := m.LoginAgain(t.Context(), bob.Key)
		if err != nil || got.Access != "b2" || got.Key != bob.Key || got.Name != "bob at work" || got.Generation != 2 {
			t.Errorf("got %q named %q, generation %d, %v", got.Access.Reveal(), got.Name, got.Generation, err)
		}
		uses(t, m, "a1")
	})
}

func TestRename(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _, ann, bob := two(t)
		for _, tt := range []struct{ key, name, want string }{
			{ann.Key, " prod ", "prod"},
			{ann.Key, "prod", "prod"},
			{bob.Key, "prod", "prod 2"},
			{bob.Key, "id@idp", "id@idp"},
		} {
			if err := m.Rename(t.Context(), tt.key, tt.name); err != nil {
				t.Fatal(err)
			}
			if got, err := m.Find(t.Context(), tt.want); err != nil || got.Key != tt.key {
				t.Errorf("%q became %q, %v", tt.name, got.Name, err)
			}
		}
		for key, name := range map[string]string{ann.Key: " ", "nobody": "x"} {
			if err := m.Rename(t.Context(), key, name); auth.KindOf(err) != auth.KindConfig {
				t.Errorf("%q: %v", name, err)
			}
		}
	})
}

// Whatever is done with a token while it is refreshed, here or by another
// process, the refresh token that came with it stays.
func TestRenameDuringARefreshKeepsBoth(t *testing.T) {
	for _, where := range []string{"in this process", "in another"} {
		t.Run(where, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := &idp{}
				g.answer = func(auth.Token) (auth.Token, error) { return g.token("a", "r2"), nil }
				store := &shared{MemoryStore: stored(-time.Second, "r")}
				m := tokens.New(tokens.Options{Store: store, Grants: g})
				other := m
				if where == "in another" {
					other = tokens.New(tokens.Options{Store: store, Grants: g})
				}
				go func() { _, _ = m.Token(t.Context(), client) }() // looked at below
				synctest.Wait()
				if err := other.Rename(t.Context(), auth.Key(client), "new name"); err != nil {
					t.Fatal(err)
				}
				if got, _ := other.Peek(t.Context(), client); got.Name != "new name" || got.Refresh != "r2" {
					t.Errorf("%q with refresh token %q", got.Name, got.Refresh.Reveal())
				}
				g.asked(t, 0, 1)
			})
		})
	}
}

// shared is a store that several managers take turns on.
type shared struct {
	*tokens.MemoryStore
	turn chan struct{}
	made bool
}

func (s *shared) Lock(ctx context.Context, _ string) (func(), error) {
	if !s.made {
		s.turn, s.made = make(chan struct{}, 1), true
	}
	select {
	case s.turn <- struct{}{}:
		return func() { <-s.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func TestRenameKeepsAnInterruptedRefreshOnRecord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := stored(time.Hour, "r")
		interrupt(t, store, "r", 1, time.Now())
		if err := tokens.New(tokens.Options{Store: store}).Rename(t.Context(), auth.Key(client), "x"); err != nil || !pending(t, store) {
			t.Errorf("%v, pending %t", err, pending(t, store))
		}
	})
}

func TestDeleteExpired(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, now := tokens.NewMemoryStore(), time.Now()
		for _, x := range []auth.Token{
			{Key: "expired", Expiry: now.Add(-time.Hour)},
			{Key: "expired, session over", Expiry: now.Add(-time.Hour), Refresh: "r", NeedsLogin: true},
			{Key: "expired, refreshable", Expiry: now.Add(-time.Hour), Refresh: "r"},
			{Key: "valid", Expiry: now.Add(time.Hour)},
			{Key: "without end"},
		} {
			x.Access = "a"
			if err := store.Save(t.Context(), x); err != nil {
				t.Fatal(err)
			}
		}
		m := tokens.New(tokens.Options{Store: store})
		n, err := m.DeleteExpired(t.Context())
		all, _ := m.List(t.Context())
		if n != 2 || err != nil || len(all) != 3 {
			t.Errorf("%d deleted, %v, %d left", n, err, len(all))
		}
		for _, x := range all {
			if strings.HasPrefix(x.Key, "expired") && x.Key != "expired, refreshable" {
				t.Errorf("%s is left", x.Key)
			}
		}
	})
}

func TestRevoke(t *testing.T) {
	for name, refusal := range map[string]error{"revoked": nil, "refused": &auth.Error{Kind: auth.KindUnreachable, Summary: "no route"}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, s, _, bob := two(t)
				s.refusal = refusal
				err := m.Revoke(t.Context(), bob.Key)
				if !errors.Is(err, refusal) || err != nil && !strings.Contains(err.Error(), "deleted") {
					t.Errorf("error %v", err)
				}
				if len(s.revoked) != 1 || s.revoked[0] != bob.Name {
					t.Errorf("revoked %v", s.revoked)
				}
				if all, _ := m.List(t.Context()); len(all) != 1 {
					t.Errorf("%d are left", len(all))
				}
			})
		})
	}
	t.Run("no way to", func(t *testing.T) {
		m := tokens.New(tokens.Options{Store: stored(time.Hour, "r"), Grants: &idp{}})
		if err := m.Revoke(t.Context(), auth.Key(client)); auth.KindOf(err) != auth.KindConfig {
			t.Errorf("error %v", err)
		}
		if _, ok := m.Peek(t.Context(), client); ok {
			t.Error("the copy is still there")
		}
	})
}

func TestFind(t *testing.T) {
	store := tokens.NewMemoryStore()
	for _, x := range []auth.Token{
		{Key: "aa11", Name: "okta"},
		{Key: "aa22", Name: "okta admin"},
		{Key: "bb33", Name: "entra"},
		{Key: "cc44", Name: "same"},
		{Key: "cc55", Name: "same"},
		{Key: "entra", Name: "odd"},
	} {
		if err := store.Save(t.Context(), x); err != nil {
			t.Fatal(err)
		}
	}
	m := tokens.New(tokens.Options{Store: store})
	tests := []struct{ name, key, err string }{
		{"okta", "aa11", ""},
		{"okta a", "aa22", ""},
		{"e", "", "could be"},
		{"entra", "bb33", ""},
		{"bb", "bb33", ""},
		{"aa2", "aa22", ""},
		{"aa", "", `"aa" could be "okta" (aa11), "okta admin" (aa22)`},
		{"same", "", "cc44"},
		{"nothing", "", "no such token"},
		{"", "", "no such token"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := m.Find(t.Context(), tt.name)
			if got.Key != tt.key || (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("found %q, %v", got.Key, err)
			}
		})
	}
}
