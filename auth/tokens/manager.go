// Package tokens is the token manager: it keeps OAuth 2.0 tokens alive, each
// with one refresh under way at a time, in this process and among all that
// share a store.
//
// It knows no grant, no file and no screen: tokens come from an [auth.Grants],
// rest in an [auth.TokenStore], and a person is asked through an
// [auth.Prompter]. What it decides is when.
package tokens

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"postern/auth"
)

// Options are what a [Manager] is made of.
type Options struct {
	// Store keeps the tokens; nil keeps them in memory.
	Store auth.TokenStore
	// Grants gets them.
	Grants auth.Grants
	// Prompter asks the person; nil means nobody is there.
	Prompter auth.Prompter
	// Now is the wall clock; nil means [time.Now].
	Now func() time.Time
}

// Manager keeps OAuth 2.0 tokens alive. It is safe for concurrent use and
// implements [auth.TokenSource].
//
// Each key (see [auth.Key]) has at most one piece of work under way, the flight.
// Everybody who needs the token waits for it with a context of their own, and
// gets its outcome, be it a token or an error. What a flight does:
//
//	     Token, Renew
//	          │
//	load ◀── lock ──▶ usable, not the refused one ──────────▶ done
//	  │
//	  ├─ refresh token ──▶ refresh ─┬─ ok ─────────▶ save ──▶ done
//	  │                             ├─ unreachable ─┬ still valid ▶ done (old)
//	  │                             │               └─────────────▶ error
//	  │                             ├─ session over ▶ load again ─┬ newer ▶ done
//	  │                             │                  mark, save └──┐
//	  │                             └─ anything else ─────────────▶ error
//	  │                                                              │
//	  └─ none, or needs login ◀──────────────────────────────────────┘
//	          │
//	          ├─ no person needed ─▶ obtain ─▶ save ─▶ done
//	          │
//	       unlock
//	          │
//	          ├─ somebody to ask ──▶ log in ─▶ save ─▶ done
//	          └─ nobody ────────────────────────────▶ error: needs login
//
// [Manager.Login] goes straight to obtain or log in. A server that asks to be
// left alone (Retry-After) counts as unreachable until then, without being
// asked.
//
// A refresh goes on when its waiters leave, because the server may have
// replaced the refresh token already and the answer must be saved. A login is
// cancelled when the last waiter leaves: nobody is there to finish it.
type Manager struct {
	store  auth.TokenStore
	grants auth.Grants
	now    func() time.Time

	mu       sync.Mutex
	prompter auth.Prompter
	flights  map[string]*flight
	// unsaved are tokens the store refused.
	unsaved map[string]auth.Token
	// pauses are servers that asked to be left alone for a while.
	pauses map[string]pause
}

type pause struct {
	until time.Time
	err   error
}

// New returns a manager. It starts nothing by itself.
func New(o Options) *Manager {
	m := &Manager{
		store:    o.Store,
		grants:   o.Grants,
		now:      o.Now,
		prompter: o.Prompter,
		flights:  map[string]*flight{},
		unsaved:  map[string]auth.Token{},
		pauses:   map[string]pause{},
	}
	if m.store == nil {
		m.store = NewMemoryStore()
	}
	if m.now == nil {
		m.now = time.Now
	}
	return m
}

// SetPrompter changes who is asked from the next login on; nil means nobody.
func (m *Manager) SetPrompter(p auth.Prompter) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.prompter = p
}

// Token implements [auth.TokenSource]: the stored token if it is usable, else a
// refreshed or a new one. Errors are of type [*auth.Error].
func (m *Manager) Token(ctx context.Context, c auth.Config) (auth.Token, error) {
	key := auth.Key(c)
	t, ok, err := m.load(ctx, key)
	if err != nil {
		return auth.Token{}, err
	}
	if ok && m.usable(t) {
		return t, nil
	}
	t, _, err = m.join(ctx, errand{key: key, config: c})
	return t, err
}

// Renew implements [auth.TokenSource]: after the API refused stale it returns the
// stored token if that is another one, else refreshes once. It does not ask a
// person to log in merely because an API said no; only a server that ended the
// session does that.
func (m *Manager) Renew(ctx context.Context, c auth.Config, stale auth.Token) (auth.Token, error) {
	e := errand{key: auth.Key(c), config: c, refused: stale.Access}
	for {
		t, ok, err := m.load(ctx, e.key)
		if err != nil {
			return auth.Token{}, err
		}
		if ok && m.usable(t) && t.Access != e.refused {
			return t, nil
		}
		t, own, err := m.join(ctx, e)
		// A flight that was under way for somebody else may end with the very
		// token that was refused; then this errand is still to do.
		if own || err != nil || t.Access != e.refused {
			return t, err
		}
	}
}

// Login gets a new token whatever is stored, which it replaces: the person
// asked for it.
func (m *Manager) Login(ctx context.Context, c auth.Config) (auth.Token, error) {
	e := errand{key: auth.Key(c), config: c, anew: true}
	for {
		if t, own, err := m.join(ctx, e); own || ctx.Err() != nil {
			return t, err
		}
	}
}

// Peek returns the stored token for c, usable or not, without any network.
func (m *Manager) Peek(ctx context.Context, c auth.Config) (auth.Token, bool) {
	t, ok, err := m.load(ctx, auth.Key(c))
	return t, ok && err == nil
}

// List returns all stored tokens, newest first.
func (m *Manager) List(ctx context.Context) ([]auth.Token, error) {
	tokens, err := m.store.List(ctx)
	if err != nil {
		return nil, storeError("list tokens", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, u := range m.unsaved {
		tokens = slices.DeleteFunc(tokens, func(t auth.Token) bool { return t.Key == u.Key && t.Generation <= u.Generation })
		if !slices.ContainsFunc(tokens, func(t auth.Token) bool { return t.Key == u.Key }) {
			tokens = append(tokens, u)
		}
	}
	slices.SortFunc(tokens, newestFirst)
	return tokens, nil
}

// Delete forgets the token under key. A refresh under way is awaited first:
// it would bring the token back.
func (m *Manager) Delete(ctx context.Context, key string) error {
	m.mu.Lock()
	f := m.flights[key]
	wait := f != nil && f.login == nil
	m.mu.Unlock()
	if wait {
		select {
		case <-f.done:
		case <-ctx.Done():
			return cancelled(ctx)
		}
	}
	m.mu.Lock()
	delete(m.unsaved, key)
	delete(m.pauses, key)
	m.mu.Unlock()
	if err := m.store.Delete(ctx, key); err != nil {
		return storeError("delete the token", err)
	}
	return nil
}

// backwards is how far the clock may stand before a token's birth; more means
// that it was set back and the expiry tells nothing.
const backwards = 2 * time.Minute

func (m *Manager) usable(t auth.Token) bool {
	now := m.now()
	return !t.NeedsLogin && t.Usable(now) && !now.Before(t.Obtained.Add(-backwards))
}

// valid is usable without the safety margin.
func (m *Manager) valid(t auth.Token) bool {
	return !t.NeedsLogin && t.Access != "" && (t.Expiry.IsZero() || m.now().Before(t.Expiry))
}

// load returns the token under key, be it saved or not.
func (m *Manager) load(ctx context.Context, key string) (auth.Token, bool, error) {
	u, unsaved := m.kept(key)
	t, ok, err := m.store.Load(ctx, key)
	switch {
	case unsaved && (err != nil || !ok || t.Generation <= u.Generation):
		return u, true, nil
	case err != nil && ctx.Err() != nil:
		return auth.Token{}, false, cancelled(ctx)
	case err != nil:
		return auth.Token{}, false, storeError("read the token", err)
	}
	return t, ok, nil
}

func (m *Manager) kept(key string) (auth.Token, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t, ok := m.unsaved[key]
	return t, ok
}

// save stores t before anybody uses it. A server that replaces refresh tokens
// has already forgotten the old one, so a store that fails must not lose the
// new one: it stays in memory, marked.
func (m *Manager) save(ctx context.Context, t auth.Token) auth.Token {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTimeout)
	defer cancel()
	t.Unsaved = false
	err := m.store.Save(ctx, t)
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.unsaved, t.Key)
	if err != nil {
		t.Unsaved = true
		m.unsaved[t.Key] = t
	}
	return t
}

// typed makes an [auth.Error] of whatever went wrong.
func typed(err error) error {
	var e *auth.Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	return &auth.Error{Kind: auth.KindOf(err), Summary: "cannot get a token", Err: err}
}

// storeError passes on what a store says in words for a person, such as that it
// is locked.
func storeError(doing string, err error) error {
	var e *auth.Error
	if errors.As(err, &e) {
		return err
	}
	return &auth.Error{
		Kind:    auth.KindStore,
		Summary: "cannot " + doing,
		Hint:    "check the state directory and the keyring",
		Err:     err,
	}
}

func cancelled(ctx context.Context) error {
	return &auth.Error{Kind: auth.KindCancelled, Summary: "stopped waiting for the token", Err: context.Cause(ctx)}
}
