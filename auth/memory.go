package auth

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
)

// MemoryStore is a [TokenStore] that forgets everything when the program ends.
// Make one with [NewMemoryStore].
type MemoryStore struct {
	mu     sync.Mutex
	tokens map[string]Token
}

// NewMemoryStore returns an empty store.
func NewMemoryStore() *MemoryStore { return &MemoryStore{tokens: map[string]Token{}} }

// Load implements [TokenStore].
func (s *MemoryStore) Load(_ context.Context, key string) (Token, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.tokens[key]
	return t, ok, nil
}

// Save implements [TokenStore].
func (s *MemoryStore) Save(_ context.Context, t Token) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens[t.Key] = t
	return nil
}

// Delete implements [TokenStore].
func (s *MemoryStore) Delete(_ context.Context, key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tokens, key)
	return nil
}

// List implements [TokenStore].
func (s *MemoryStore) List(context.Context) ([]Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.SortedFunc(maps.Values(s.tokens), newestFirst), nil
}

func newestFirst(a, b Token) int {
	return cmp.Or(b.Obtained.Compare(a.Obtained), cmp.Compare(a.Key, b.Key))
}
