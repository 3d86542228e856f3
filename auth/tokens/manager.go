package tokens

import (
	"cmp"
	"context"
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
	// Settle is how long a request may still be on its way to the server after
	// nobody waits for its answer any more; zero means five seconds. Less is
	// for servers that are known to be near.
	Settle time.Duration
}

// Manager keeps OAuth 2.0 tokens alive. It is safe for concurrent use and
// implements [auth.TokenSource].
//
// Each record has at most one piece of work under way, the flight. Everybody
// who needs its token waits for it with a context of their own, and gets its
// outcome, be it a token or an error. What a flight does:
//
//	     Token, Renew, RefreshNow
//	          │
//	load ◀── lock ──▶ fits the errand ───────────────────────▶ done
//	  │
//	  ├─ asked to be left alone ─┬ still valid ───────────────▶ done (old)
//	  │                          └────────────────────────────▶ error
//	  ├─ refresh token ─▶ intent of a refresh that was interrupted? settle
//	  │                     │
//	  │       ┌─────────▶ intent ─▶ refresh ─┬─ ok ───▶ save ──▶ done
//	  │       ├ back-off, 3 times ───────────┤ unsent ─┐
//	  │       └ settle, once ────────────────┤ lost ───┤
//	  │                                      ├ answered, no token
//	  │                                      │         ├ still valid ▶ done (old)
//	  │                                      │         └────────────▶ error
//	  │                                      └─ session over ▶ load again ─┬ newer ▶ done
//	  │                                                        mark, save ─┘─┐
//	  └─ none, or needs login ◀──────────────────────────────────────────────┘
//	          │
//	          ├─ no person needed ─▶ obtain ─▶ save ──────────▶ done
//	          │
//	       unlock
//	          │
//	          ├─ somebody to ask ──▶ log in ─▶ lock ─▶ save ──▶ done
//	          └─ nobody ──────────────────────────────────────▶ error: needs login
//
// A save ends the intent, and so does an answer; one that was lost leaves it.
// What fails for good goes on as answered, and nothing is tried again while the
// old token is still valid.
// What fits: a token that is usable or, with auto-refresh off, any; for
// [Manager.Renew], not the refused one; for RefreshNow none. [Manager.Login] and
// LoginAgain go straight from load to obtain or log in, [Manager.Get] does so
// without a lock and looks for a record afterwards.
//
// A refresh goes on when its waiters leave, because the server may have
// replaced the refresh token already and the answer must be saved. A login is
// cancelled when the last waiter leaves: nobody is there to finish it.
type Manager struct {
	shelf  *shelf
	grants auth.Grants
	now    func() time.Time
	settle time.Duration
	births births
	pauses pauses
	ending ending

	mu       sync.Mutex
	prompter auth.Prompter
	flights  map[string]*flight
}

// New returns a manager. It starts nothing by itself.
func New(o Options) *Manager {
	m := &Manager{
		shelf:    newShelf(o.Store),
		grants:   o.Grants,
		now:      o.Now,
		settle:   cmp.Or(o.Settle, settle),
		births:   births{byKey: map[string]birth{}},
		pauses:   pauses{byKey: map[string]pause{}},
		prompter: o.Prompter,
		flights:  map[string]*flight{},
		ending:   ending{hurry: make(chan struct{})},
	}
	if o.Store == nil {
		m.shelf.store = NewMemoryStore()
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
// refreshed or a new one. With auto-refresh off, a stored token is returned as
// it is. A token that was read a second ago is not read again. Errors are of
// type [*auth.Error].
func (m *Manager) Token(ctx context.Context, c auth.Config) (auth.Token, error) {
	config := auth.Key(c)
	e := errand{want: sendable, key: config, config: c, sender: c}
	t, ok := auth.Token{}, false
	if c.Record == "" {
		t, ok = m.shelf.glance(config)
	}
	if !ok {
		var err error
		if t, ok, err = m.asked(ctx, config, c); err != nil {
			return auth.Token{}, err
		}
	}
	if ok {
		if m.fits(e, t) {
			return t, nil
		}
		e = e.on(t)
	}
	return m.do(ctx, e)
}

// Renew implements [auth.TokenSource]: after the API refused stale it returns the
// stored token if that is another one, else refreshes once. It does not ask a
// person to log in merely because an API said no; only a server that ended the
// session does that. With auto-refresh off, and when an API goes on to refuse
// what refreshes bring, the refused token is returned again.
func (m *Manager) Renew(ctx context.Context, c auth.Config, stale auth.Token) (auth.Token, error) {
	config := auth.Key(c)
	e := errand{want: another, key: config, config: c, sender: c, refused: stale.Sent(c)}
	t, ok, err := m.asked(ctx, config, c)
	if err != nil {
		return auth.Token{}, err
	}
	if ok {
		if m.fits(e, t) {
			return t, nil
		}
		e = e.on(t)
	}
	return m.do(ctx, e)
}

// asked returns the token of c, whose key is config: the very record it names,
// which must be there, else the one in use.
func (m *Manager) asked(ctx context.Context, config string, c auth.Config) (auth.Token, bool, error) {
	if c.Record == "" {
		return m.shelf.find(ctx, config, c.Realm)
	}
	t, ok, err := m.shelf.load(ctx, c.Record)
	if err != nil || !ok {
		return auth.Token{}, false, missing(c.Record, err)
	}
	return t, true, nil
}

// Login gets a new token whatever is stored, which it replaces.
func (m *Manager) Login(ctx context.Context, c auth.Config) (auth.Token, error) {
	e := errand{want: anew, key: auth.Key(c), config: c, sender: c}
	if t, ok, err := m.shelf.find(ctx, e.key, c.Realm); err == nil && ok && family(t.Key) == e.key {
		e.key = t.Key
	}
	return m.do(ctx, e)
}

// Get gets a new token whatever is stored, and keeps it as one more token of c
// that is not used until [Manager.Use] says so. It replaces a token of c where
// it is the same in all but time: when the grant needs no person, and when both
// are known to speak for the same one. The first token of a config is its token.
func (m *Manager) Get(ctx context.Context, c auth.Config) (auth.Token, error) {
	// A key that no record has: a send may refresh while the person logs in.
	return m.do(ctx, errand{want: beside, key: "+" + auth.Key(c), config: c, sender: c})
}

// Peek returns the stored token for c, usable or not, without any network.
func (m *Manager) Peek(ctx context.Context, c auth.Config) (auth.Token, bool) {
	t, ok, err := m.asked(ctx, auth.Key(c), c)
	return t, ok && err == nil
}
