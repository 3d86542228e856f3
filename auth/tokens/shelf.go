package tokens

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"postern/auth"
)

// glimpse is how long a record is good for in memory. Within it a change by
// another process goes unseen, and a send touches no disk.
const glimpse = time.Second

// shelf is the store as the manager uses it: with what the store refused, with
// what was read a moment ago, and with turns.
type shelf struct {
	store auth.TokenStore

	mu sync.Mutex
	// unsaved are tokens the store refused.
	unsaved map[string]auth.Token
	// seen are the tokens of configs as read a moment ago.
	seen map[string]sight
	// changes counts what makes a reading under way worthless.
	changes int
	// turns are held by who is at work on a record, by key.
	turns map[string]chan struct{}
}

type sight struct {
	token auth.Token
	at    time.Time
}

func newShelf(store auth.TokenStore) *shelf {
	return &shelf{store: store, unsaved: map[string]auth.Token{}, seen: map[string]sight{}, turns: map[string]chan struct{}{}}
}

// family is the key of the config a record belongs to.
func family(key string) string {
	config, _, _ := strings.Cut(key, "+")
	return config
}

// glance returns the token of a config if it was read a moment ago.
func (s *shelf) glance(config string) (auth.Token, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x, ok := s.seen[config]
	if !ok || time.Since(x.at) >= glimpse {
		return auth.Token{}, false
	}
	return x.token, true
}

// find returns the token of a config: the one chosen for it if that is still
// there, else its own. realm is the config's environment; a token of another is
// never its, whoever wrote the choice.
func (s *shelf) find(ctx context.Context, config, realm string) (auth.Token, bool, error) {
	s.mu.Lock()
	before := s.changes
	s.mu.Unlock()
	t, ok, err := s.chosen(ctx, config)
	if err == nil && (!ok || t.Config.Realm != realm) {
		t, ok, err = s.load(ctx, config)
	}
	if err != nil || !ok {
		return auth.Token{}, false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changes == before {
		s.seen[config] = sight{t, time.Now()}
	}
	return t, true, nil
}

func (s *shelf) chosen(ctx context.Context, config string) (auth.Token, bool, error) {
	choices, ok := s.store.(auth.ChoiceStore)
	if !ok {
		return auth.Token{}, false, nil
	}
	key, ok, err := choices.Chosen(ctx, config)
	switch {
	case err != nil && ctx.Err() != nil:
		return auth.Token{}, false, cancelled(ctx)
	case err != nil:
		return auth.Token{}, false, storeError("read which token was chosen", err)
	case !ok:
		return auth.Token{}, false, nil
	}
	return s.load(ctx, key)
}

// choose makes the record under key the one of a config.
func (s *shelf) choose(ctx context.Context, config, key string) error {
	choices, ok := s.store.(auth.ChoiceStore)
	switch {
	case !ok && key == config:
		return nil // nothing else can be in use
	case !ok:
		return &auth.Error{Kind: auth.KindStore, Summary: "this store of tokens remembers no choice", Hint: "keep the state in a directory"}
	}
	if key == config {
		key = ""
	}
	err := choices.Choose(ctx, config, key)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes++
	delete(s.seen, config)
	if err != nil {
		return storeError("remember which token was chosen", err)
	}
	return nil
}

// load reads the record under key, be it saved or not.
func (s *shelf) load(ctx context.Context, key string) (auth.Token, bool, error) {
	u, unsaved := s.kept(key)
	t, ok, err := s.store.Load(ctx, key)
	switch {
	case unsaved && (err != nil || !ok || t.Generation <= u.Generation):
		return u, true, nil
	case err != nil && ctx.Err() != nil:
		return auth.Token{}, false, cancelled(ctx)
	case err != nil:
		return auth.Token{}, false, storeError("read the token", err)
	}
	t.Key = key
	return t, ok, nil
}

func (s *shelf) kept(key string) (auth.Token, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.unsaved[key]
	return t, ok
}

// save stores t before anybody uses it. A server that replaces refresh tokens
// has already forgotten the old one, so a store that fails must not lose the
// new one: it stays in memory, marked, and the error says so.
func (s *shelf) save(ctx context.Context, t auth.Token) (auth.Token, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTimeout)
	defer cancel()
	t.Unsaved = false
	err := s.store.Save(ctx, t)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.unsaved, t.Key)
	if err != nil {
		t.Unsaved = true
		s.unsaved[t.Key] = t
		err = storeError("save the token", err)
	}
	s.changes++
	now := time.Now()
	for config, x := range s.seen {
		if x.token.Key == t.Key {
			s.seen[config] = sight{t, now}
		}
	}
	return t, err
}

// offer gives the store once more what it refused. A record that is newer by
// now is another process's, and stays. The end of the program waits for it only
// so long.
func (s *shelf) offer(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, saveTimeout)
	defer cancel()
	s.mu.Lock()
	keys := slices.Collect(maps.Keys(s.unsaved))
	s.mu.Unlock()
	for _, key := range keys {
		unlock, err := s.lock(ctx, key)
		if err != nil {
			continue
		}
		if t, ok, err := s.load(ctx, key); err == nil && ok && t.Unsaved {
			_, _ = s.save(ctx, t) // the token says so itself if it is still unsaved
		}
		unlock()
	}
}

func (s *shelf) remove(ctx context.Context, key string) error {
	err := s.store.Delete(ctx, key)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.unsaved, key)
	// What was read of it is good no more, whatever config it serves.
	maps.DeleteFunc(s.seen, func(_ string, x sight) bool { return x.token.Key == key })
	s.changes++
	if err != nil {
		return storeError("delete the token", err)
	}
	return nil
}

// list returns all records, newest first. If some cannot be read it returns
// the others, and why.
func (s *shelf) list(ctx context.Context) ([]auth.Token, error) {
	all, err := s.store.List(ctx)
	if err != nil {
		err = storeError("list tokens", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.unsaved {
		all = slices.DeleteFunc(all, func(t auth.Token) bool { return t.Key == u.Key && t.Generation <= u.Generation })
		if !slices.ContainsFunc(all, func(t auth.Token) bool { return t.Key == u.Key }) {
			all = append(all, u)
		}
	}
	slices.SortFunc(all, newestFirst)
	return all, err
}

// lock waits for its turn on a record, in this process and among others.
func (s *shelf) lock(ctx context.Context, key string) (unlock func(), err error) {
	s.mu.Lock()
	turn := s.turns[key]
	if turn == nil {
		turn = make(chan struct{}, 1)
		s.turns[key] = turn
	}
	s.mu.Unlock()
	wait, cancel := context.WithTimeout(ctx, lockTimeout)
	defer cancel()
	select {
	case turn <- struct{}{}:
	case <-wait.Done():
		return nil, unlocked(ctx, wait.Err())
	}
	others, ok := s.store.(auth.Locker)
	if !ok {
		return func() { <-turn }, nil
	}
	release, err := others.Lock(wait, key)
	if err != nil {
		<-turn
		return nil, unlocked(ctx, err)
	}
	return func() {
		release()
		<-turn
	}, nil
}

// unlocked explains a lock that could not be had.
func unlocked(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return cancelled(ctx)
	}
	return storeError("lock the token", err)
}
