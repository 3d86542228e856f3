package tokens_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"postern/auth"
	"postern/auth/tokens"
)

// benchConfig is one of usual size.
func benchConfig() auth.Config {
	return auth.Config{Type: "oauth2", Realm: "dev-1234", Attrs: []auth.Attr{
		{Key: "grant_type", Value: "client_credentials"},
		{Key: "accessTokenUrl", Value: "https://dev-1234.okta.test/oauth2/default/v1/token"},
		{Key: "clientId", Value: "0oa1b2c3d4e5f6g7h8i9"},
		{Key: "clientSecret", Value: "cs3cret-cs3cret-cs3cret-cs3cret-cs3cret"},
		{Key: "scope", Value: "okta.users.read okta.groups.read"},
		{Key: "client_authentication", Value: "header"},
		{Key: "tokenName", Value: "admin"},
		{Key: "addTokenTo", Value: "header"},
	}}
}

// instant answers at once.
type instant struct {
	lifetime  time.Duration
	refreshed atomic.Int64
}

func (*instant) Interactive(auth.Config) bool { return false }

func (s *instant) Obtain(ctx context.Context, c auth.Config, _ auth.Prompter) (auth.Token, error) {
	return s.Refresh(ctx, auth.Token{Config: c})
}

func (s *instant) Refresh(context.Context, auth.Token) (auth.Token, error) {
	s.refreshed.Add(1)
	now := time.Now()
	return auth.Token{Access: "a", Refresh: "r", Obtained: now, Expiry: now.Add(s.lifetime)}, nil
}

// Token implements oauth2.TokenSource.
func (s *instant) Token() (*oauth2.Token, error) {
	s.refreshed.Add(1)
	return &oauth2.Token{AccessToken: "a", Expiry: time.Now().Add(s.lifetime)}, nil
}

// BenchmarkValidToken is what the manager costs a send whose token is valid,
// beside the least that could do: a map, and the library's source of a token,
// which is handed out for one config and needs no key.
func BenchmarkValidToken(b *testing.B) {
	c := benchConfig()
	b.Run("manager", func(b *testing.B) {
		m := tokens.New(tokens.Options{Grants: &instant{lifetime: time.Hour}})
		b.ReportAllocs()
		for b.Loop() {
			if _, err := m.Token(b.Context(), c); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("the key alone", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if auth.Key(c) == "" {
				b.Fatal("no key")
			}
		}
	})
	b.Run("map and mutex", func(b *testing.B) {
		var mu sync.Mutex
		all, key := map[string]auth.Token{auth.Key(c): {Access: "a"}}, auth.Key(c)
		b.ReportAllocs()
		for b.Loop() {
			mu.Lock()
			t := all[key]
			mu.Unlock()
			if t.Access == "" {
				b.Fatal("no token")
			}
		}
	})
	b.Run("ReuseTokenSource", func(b *testing.B) {
		s := oauth2.ReuseTokenSource(nil, &instant{lifetime: time.Hour})
		b.ReportAllocs()
		for b.Loop() {
			if _, err := s.Token(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkManySendsOverAnExpiry is what 10,000 sends at once cost whose token
// has just ended: one refresh, and the waits for it.
func BenchmarkManySendsOverAnExpiry(b *testing.B) {
	const sends = 10_000
	crowd := func(b *testing.B, send func() error) {
		var wg sync.WaitGroup
		for range sends {
			wg.Go(func() {
				if err := send(); err != nil {
					b.Error(err)
				}
			})
		}
		wg.Wait()
	}
	b.Run("manager", func(b *testing.B) {
		c := benchConfig()
		g := &instant{lifetime: time.Hour}
		for b.Loop() {
			store := tokens.NewMemoryStore()
			err := store.Save(b.Context(), auth.Token{
				Key: auth.Key(c), Config: c, Access: "old", Refresh: "r", Name: "admin",
				Obtained: time.Now().Add(-time.Hour), Expiry: time.Now().Add(-time.Second),
			})
			if err != nil {
				b.Fatal(err)
			}
			m := tokens.New(tokens.Options{Store: store, Grants: g})
			crowd(b, func() error {
				_, err := m.Token(b.Context(), c)
				return err
			})
		}
		b.ReportMetric(float64(g.refreshed.Load())/float64(b.N), "refreshes/op")
	})
	b.Run("ReuseTokenSource", func(b *testing.B) {
		g := &instant{lifetime: time.Hour}
		for b.Loop() {
			s := oauth2.ReuseTokenSource(&oauth2.Token{AccessToken: "old", Expiry: time.Now().Add(-time.Second)}, g)
			crowd(b, func() error {
				_, err := s.Token()
				return err
			})
		}
		b.ReportMetric(float64(g.refreshed.Load())/float64(b.N), "refreshes/op")
	})
}
