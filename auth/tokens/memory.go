package tokens

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"postern/auth"
)

// MemoryStore is a [auth.TokenStore] that forgets everything when the program
// ends; until then it remembers intents and choices, too. Make one with
// [NewMemoryStore].
type MemoryStore struct {
	mu      sync.Mutex
	tokens  map[string]auth.Token
	intents map[string]auth.Intent
	choices map[string]string
}

// NewMemoryStore returns an empty store.
func NewMemoryStore() *MemoryStore {
	return &MemoryStore{tokens: map[string]auth.Token{}, intents: map[string]auth.Intent{}, choices: map[string]string{}}
}

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
	delete(s.intents, t.Key)
	return nil
}

// Delete implements [auth.TokenStore].
func (s *MemoryStore) Delete(_ context.Context, key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tokens, key)
	delete(s.intents, key)
	maps.DeleteFunc(s.choices, func(_, chosen string) bool { return chosen == key })
	return nil
}

// List implements [auth.TokenStore].
func (s *MemoryStore) List(context.Context) ([]auth.Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.SortedFunc(maps.Values(s.tokens), newestFirst), nil
}

// Begin implements [auth.IntentStore].
func (s *MemoryStore) Begin(_ context.Context, key string, in auth.Intent) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.intents[key] = in
	return nil
}

// Pending implements [auth.IntentStore].
func (s *MemoryStore) Pending(_ context.Context, key string) (auth.Intent, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	in, ok := s.intents[key]
	return in, ok, nil
}

// End implements [auth.IntentStore].
func (s *MemoryStore) End(_ context.Context, key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.intents, key)
	return nil
}

// Choose implements [auth.ChoiceStore].
func (s *MemoryStore) Choose(_ context.Context, config, key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.choices[config] = key
	if key == "" {
		delete(s.choices, config)
	}
	return nil
}

// Chosen implements [auth.ChoiceStore].
func (s *MemoryStore) Chosen(_ context.Context, config string) (string, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, ok := s.choices[config]
	return key, ok, nil
}

func newestFirst(a, b auth.Token) int {
	return cmp.Or(b.Obtained.Compare(a.Obtained), cmp.Compare(a.Key, b.Key))
}
