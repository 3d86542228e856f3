package tokens_test

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/tokens"
)

// server hands out the tokens a test lines up; interactive says who logs in.
type server struct {
	interactive bool
	next        []auth.Token
	refreshed   []auth.Token // what came to be refreshed
	revoked     []string
	refusal     error
}

func (s *server) Interactive(auth.Config) bool { return s.interactive }

func (s *server) Obtain(context.Context, auth.Config, auth.Prompter) (auth.Token, error) {
	t := s.next[0]
	s.next = s.next[1:]
	t.Obtained, t.Expiry = time.Now(), time.Now().Add(time.Hour)
	return t, nil
}

func (s *server) Refresh(_ context.Context, t auth.Token) (auth.Token, error) {
	time.Sleep(time.Second)
	s.refreshed = append(s.refreshed, t)
	return auth.Token{Access: t.Access + "'", Obtained: time.Now(), Expiry: time.Now().Add(time.Hour)}, nil
}

func (s *server) Revoke(_ context.Context, t auth.Token) error {
	s.revoked = append(s.revoked, t.Name)
	return s.refusal
}

// of returns a token of a person, "" for one that does not say whose it is.
func of(who string, access auth.Secret) auth.Token {
	t := auth.Token{Access: access, Refresh: "r-" + access}
	if who != "" {
		enc := base64.RawURLEncoding
		t.ID = auth.Secret(enc.EncodeToString([]byte(`{"alg":"none"}`)) + "." + enc.EncodeToString([]byte(`{"sub":"`+who+`"}`)) + ".")
	}
	return t
}

func TestGet(t *testing.T) {
	tests := []struct {
		name        string
		interactive bool
		next        []auth.Token
		used        auth.Secret // after all were got
		names       string      // in the list, oldest first
	}{
		{"the first is the config's", true, []auth.Token{of("ann", "a1")}, "a1", "id@idp"},
		{"another person's is one more", true, []auth.Token{of("ann", "a1"), of("bob", "b1")}, "a1", "id@idp, id@idp 2"},
		{"the same person's replaces", true, []auth.Token{of("ann", "a1"), of("ann", "a2")}, "a2", "id@idp"},
		{"the same person's replaces the second", true, []auth.Token{of("ann", "a1"), of("bob", "b1"), of("bob", "b2")}, "a1", "id@idp, id@idp 2"},
		{"nobody knows whose", true, []auth.Token{of("", "a1"), of("", "b1"), of("", "c1")}, "a1", "id@idp, id@idp 2, id@idp 3"},
		{"no person needed: replaces", false, []auth.Token{of("", "a1"), of("", "a2")}, "a2", "id@idp"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := tokens.New(tokens.Options{Grants: &server{interactive: tt.interactive, next: tt.next}, Prompter: &person{}})
				for _, want := range tt.next {
					got, err := m.Get(t.Context(), client)
					if err != nil || got.Access != want.Access || !strings.HasPrefix(got.Key, auth.Key(client)) {
						t.Fatalf("got %q under %s, %v", got.Access.Reveal(), got.Key, err)
					}
					time.Sleep(time.Second)
				}
				if got, err := m.Token(t.Context(), client); err != nil || got.Access != tt.used {
					t.Errorf("used is %q, %v", got.Access.Reveal(), err)
				}
				all, err := m.List(t.Context())
				var names []string
				for i := range all {
					names = append(names, all[len(all)-1-i].Name)
				}
				if got := strings.Join(names, ", "); err != nil || len(all) != strings.Count(tt.names, ",")+1 || !sameWords(got, tt.names) {
					t.Errorf("list %s, %v; want %s", got, err, tt.names)
				}
			})
		})
	}
}

func sameWords(a, b string) bool {
	for _, w := range strings.Split(b, ", ") {
		if !strings.Contains(", "+a+",", ", "+w+",") {
			return false
		}
	}
	return true
}

// two returns a manager with tokens of ann, in use, and of bob.
func two(t *testing.T) (m *tokens.Manager, s *server, ann, bob auth.Token) {
	t.Helper()
	s = &server{interactive: true, next: []auth.Token{of("ann", "a1"), of("bob", "b1")}}
	m = tokens.New(tokens.Options{Grants: s, Prompter: &person{}})
	var err error
	if ann, err = m.Get(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	if bob, err = m.Get(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	return m, s, ann, bob
}

func uses(t *testing.T, m *tokens.Manager, want auth.Secret) {
	t.Helper()
	got, err := m.Token(t.Context(), client)
	peeked, ok := m.Peek(t.Context(), client)
	if err != nil || !ok || got.Access != want || peeked.Access != want {
		t.Errorf("used %q, peeked %q, %v; want %q", got.Access.Reveal(), peeked.Access.Reveal(), err, want.Reveal())
	}
}

func TestUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, s, ann, bob := two(t)
		uses(t, m, "a1")
		if err := m.Use(t.Context(), client, bob.Key); err != nil {
			t.Fatal(err)
		}
		uses(t, m, "b1")

		time.Sleep(time.Hour) // both end; only the chosen one is refreshed
		uses(t, m, "b1'")
		if len(s.refreshed) != 1 || s.refreshed[0].Key != bob.Key {
			t.Errorf("refreshed %d", len(s.refreshed))
		}
		if got, err := m.Renew(t.Context(), client, auth.Token{Access: "b1'", ID: bob.ID}); err != nil || got.Access != "b1''" || got.Key != bob.Key {
			t.Errorf("renewed %q, %v", got.Access.Reveal(), err)
		}

		if err := m.Use(t.Context(), client, ann.Key); err != nil {
			t.Fatal(err)
		}
		uses(t, m, "a1'")
		if err := m.Use(t.Context(), client, bob.Key); err != nil {
			t.Fatal(err)
		}
		if err := m.Delete(t.Context(), bob.Key); err != nil {
			t.Fatal(err)
		}
		uses(t, m, "a1'") // a choice whose token is gone falls back
	})
}

func TestUseRefusesTokensOfOtherPlaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _, _, bob := two(t)
		elsewhere := client
		elsewhere.Realm = "prod"
		for name, err := range map[string]error{
			"another environment": m.Use(t.Context(), elsewhere, bob.Key),
			"gone":                m.Use(t.Context(), client, auth.Key(client)+"+x"),
		} {
			if auth.KindOf(err) != auth.KindConfig {
				t.Errorf("%s: %v", name, err)
			}
		}
		uses(t, m, "a1")
	})
}

func TestGetDoesNotHoldUpASend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &idp{interactive: true, lifetime: time.Hour}
		m := tokens.New(tokens.Options{Store: stored(-time.Second, "r"), Grants: g, Prompter: &person{}})
		done := make(chan auth.Token)
		go func() {
			got, _ := m.Get(t.Context(), client)
			done <- got
		}()
		synctest.Wait()
		start := time.Now()
		if got, err := m.Token(t.Context(), client); err != nil || got.Access != "refreshed1" || time.Since(start) != time.Second {
			t.Errorf("sent %q, %v after %s", got.Access.Reveal(), err, time.Since(start))
		}
		if got := <-done; got.Access != "new1" || got.Key == auth.Key(client) {
			t.Errorf("got %q under %s", got.Access.Reveal(), got.Key)
		}
	})
}

// A login that replaces a record while that is refreshed comes after it.
func TestGetBesideARefreshOfTheSameRecord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, s, _, bob := two(t)
		s.next = []auth.Token{of("bob", "b2")}
		done := make(chan error)
		go func() {
			_, err := m.RefreshNow(t.Context(), bob.Key)
			done <- err
		}()
		synctest.Wait()
		got, err := m.Get(t.Context(), client)
		if err != nil || got.Key != bob.Key || got.Generation != 3 {
			t.Errorf("generation %d, %v", got.Generation, err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
		if last, err := m.Find(t.Context(), bob.Key); err != nil || last.Access != "b2" {
			t.Errorf("stored %q, %v", last.Access.Reveal(), err)
		}
	})
}

func TestAutoRefreshOff(t *testing.T) {
	off := client.Set("autoRefresh", "false")
	synctest.Test(t, func(t *testing.T) {
		g := &idp{}
		m := tokens.New(tokens.Options{Store: stored(-time.Hour, "r"), Grants: g})
		for range 2 {
			got, err := m.Token(t.Context(), off)
			again, rerr := m.Renew(t.Context(), off, got)
			if err != nil || rerr != nil || got.Access != "old" || again.Access != "old" {
				t.Errorf("token %q, %v; renewed %q, %v", got.Access.Reveal(), err, again.Access.Reveal(), rerr)
			}
		}
		g.asked(t, 0, 0)
		if got, err := m.RefreshNow(t.Context(), auth.Key(off)); err != nil || got.Access != "refreshed1" {
			t.Errorf("refreshed by hand: %q, %v", got.Access.Reveal(), err)
		}
		if got, err := tokens.New(tokens.Options{Grants: g}).Token(t.Context(), off); err != nil || got.Access != "new1" {
			t.Errorf("nothing stored: %q, %v", got.Access.Reveal(), err)
		}
	})
}

func TestRenewComparesTheTokenThatWasSent(t *testing.T) {
	withID := client.Set("useTokenType", "id_token")
	synctest.Test(t, func(t *testing.T) {
		g := &idp{}
		g.answer = func(auth.Token) (auth.Token, error) { return auth.Token{Access: "a", ID: "id2"}, nil }
		m := tokens.New(tokens.Options{Store: stored(time.Hour, "r"), Grants: g})
		if got, err := m.Renew(t.Context(), withID, auth.Token{ID: "id0"}); err != nil || got.ID != "id" {
			t.Errorf("another was refused: %q, %v", got.ID.Reveal(), err)
		}
		if got, err := m.Renew(t.Context(), withID, auth.Token{ID: "id"}); err != nil || got.ID != "id2" {
			t.Errorf("this was refused: %q, %v", got.ID.Reveal(), err)
		}
		g.asked(t, 0, 1)
	})
}

// A token of another config of the same environment can be chosen, and is
// renewed in the way it was got; one of another environment cannot.
func TestATokenOfAnotherConfig(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := client.Set("clientId", "other")
		s := &server{interactive: true, next: []auth.Token{of("ann", "a1"), of("bob", "b1")}}
		m := tokens.New(tokens.Options{Grants: s, Prompter: &person{}})
		if _, err := m.Get(t.Context(), client); err != nil {
			t.Fatal(err)
		}
		bob, err := m.Get(t.Context(), other)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Use(t.Context(), client, bob.Key); err != nil {
			t.Fatal(err)
		}
		uses(t, m, "b1")
		time.Sleep(2 * time.Hour)
		uses(t, m, "b1'")
		if len(s.refreshed) != 1 || s.refreshed[0].Config.Get("clientId") != "other" {
			t.Errorf("refreshed with %+v", s.refreshed)
		}
		if got, err := m.Token(t.Context(), other); err != nil || got.Access != "b1'" {
			t.Errorf("the other config's own is %q, %v", got.Access.Reveal(), err)
		}
		if err := m.Delete(t.Context(), bob.Key); err != nil {
			t.Fatal(err)
		}
		s.refreshed = nil
		uses(t, m, "a1'") // back to its own

		prod := client
		prod.Realm = "prod"
		if err := m.Use(t.Context(), prod, auth.Key(client)); auth.KindOf(err) != auth.KindConfig || !strings.Contains(err.Error(), "another environment") {
			t.Errorf("a token of another environment: %v", err)
		}
	})
}

// A config that names a record gets that one, whichever is in use, and no
// other in its place.
func TestARecordByItsName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{interactive: true, next: []auth.Token{of("ann", "a1"), of("bob", "b1")}}
		store := tokens.NewMemoryStore()
		m := tokens.New(tokens.Options{Grants: s, Prompter: &person{}, Store: store})
		var bob auth.Config
		for range 2 {
			got, err := m.Get(t.Context(), client)
			if err != nil {
				t.Fatal(err)
			}
			bob = got.Config
			bob.Record = got.Key
			time.Sleep(time.Second)
		}
		m.SetPrompter(nil)
		is := func(c auth.Config, want auth.Secret) {
			t.Helper()
			if got, err := m.Token(t.Context(), c); err != nil || got.Access != want || got.Config.Record != "" {
				t.Errorf("the token is %q (%v), want %q", got.Access.Reveal(), err, want.Reveal())
			}
		}
		is(client, "a1")
		is(bob, "b1")
		if got, ok := m.Peek(t.Context(), bob); !ok || got.Access != "b1" {
			t.Errorf("a look at it shows %q", got.Access.Reveal())
		}
		time.Sleep(2 * time.Hour)
		is(bob, "b1'") // refreshed by itself, and the other one left alone
		if len(s.refreshed) != 1 {
			t.Errorf("%d tokens were refreshed", len(s.refreshed))
		}
		if got, err := m.Renew(t.Context(), bob, auth.Token{Access: "b1'"}); err != nil || got.Access != "b1''" {
			t.Errorf("renewed it is %q (%v)", got.Access.Reveal(), err)
		}
		if err := store.Delete(t.Context(), bob.Record); err != nil {
			t.Fatal(err)
		}
		if got, err := m.Token(t.Context(), bob); auth.KindOf(err) != auth.KindConfig {
			t.Errorf("deleted it is %q (%v)", got.Access.Reveal(), err)
		}
	})
}
