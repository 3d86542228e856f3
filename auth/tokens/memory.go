package tokens

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"postern/auth"
)

// MemoryStore is a [auth.TokenStore] that forgets everything when the program ends.
// Make one with [NewMemoryStore].
type MemoryStore struct {
	mu     sync.Mutex
	tokens map[string]auth.Token
}

// NewMemoryStore returns an empty store.
func NewMemoryStore() *MemoryStore { return &MemoryStore{tokens: map[string]auth.Token{}} }

// Load implements [auth.TokenStore].
func (s *MemoryStore) Load(_ context.Context, key string) (auth.Token, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.tokens[key]
	return t, ok, nil
}

// Save implements [auth.TokenStore].
func (s *MemoryStore) Save(_ context.Context, t auth.Token) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens[t.Key] = t
	return nil
}

// Delete implements [auth.TokenStore].
func (s *MemoryStore) Delete(_ context.Context, key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tokens, key)
	return nil
}

// List implements [auth.TokenStore].
func (s *MemoryStore) List(context.Context) ([]auth.Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.SortedFunc(maps.Values(s.tokens), newestFirst), nil
}

func newestFirst(a, b auth.Token) int {
	return cmp.Or(b.Obtained.Compare(a.Obtained), cmp.Compare(a.Key, b.Key))
}
