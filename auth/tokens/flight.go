package tokens

import (
	"context"
	"errors"
	"sync"
	"time"

	"postern/auth"
)

// errand is what a caller wants done.
type errand struct {
	key    string
	config auth.Config
	// refused is the access token an API refused; "" if none.
	refused auth.Secret
	// anew asks for a new token whatever is stored.
	anew bool
}

// flight is one errand under way, and those who wait for it.
type flight struct {
	errand
	// done is closed when token and err are set.
	done  chan struct{}
	token auth.Token
	err   error
	// fresh says that the token is a new one, not a refreshed one.
	fresh bool
	// after is the end of an abandoned flight that must be over first.
	after <-chan struct{}

	// The rest is guarded by Manager.mu.

	waiters int
	// login ends the login under way; nil means there is none.
	login context.CancelFunc
	// abandoned says that the login ends because nobody waits. Who comes now
	// starts another flight.
	abandoned bool

	calls calls
}

// calls collects the token calls of a flight, so that everybody who waits can
// report them to their own trace.
type calls struct {
	mu   sync.Mutex
	list []auth.TokenCall
}

func (c *calls) add(call auth.TokenCall) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, call)
}

func (c *calls) replay(ctx context.Context) {
	c.mu.Lock()
	list := c.list[:len(c.list):len(c.list)]
	c.mu.Unlock()
	for _, call := range list {
		auth.Trace(ctx, call)
	}
}

// join waits for the flight of e's key, starting one if there is none. own
// says that the outcome is that of e, and not of somebody else's errand.
func (m *Manager) join(ctx context.Context, e errand) (t auth.Token, own bool, err error) {
	if ctx.Err() != nil {
		return auth.Token{}, true, cancelled(ctx)
	}
	m.mu.Lock()
	f := m.flights[e.key]
	switch {
	case f == nil:
		f = m.start(ctx, e, nil)
	case f.abandoned:
		f = m.start(ctx, e, f.done)
	}
	f.waiters++
	m.mu.Unlock()

	own = f.refused == e.refused && f.anew == e.anew
	defer f.calls.replay(ctx)
	select {
	case <-f.done:
		return f.token, own || e.anew && f.fresh, f.err
	case <-ctx.Done():
		m.leave(f)
		return auth.Token{}, true, cancelled(ctx)
	}
}

// start begins a flight; m.mu is held. The flight keeps the values of ctx and
// not its end.
func (m *Manager) start(ctx context.Context, e errand, after <-chan struct{}) *flight {
	f := &flight{errand: e, done: make(chan struct{}), after: after}
	m.flights[e.key] = f
	ctx = auth.WithTrace(context.WithoutCancel(ctx), f.calls.add)
	go func() {
		if f.after != nil {
			<-f.after
		}
		f.token, f.err = m.fly(ctx, f)
		m.mu.Lock()
		if m.flights[f.key] == f {
			delete(m.flights, f.key)
		}
		m.mu.Unlock()
		close(f.done)
	}()
	return f
}

// leave counts a waiter out. The last one ends a login.
func (m *Manager) leave(f *flight) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f.waiters--
	if f.waiters == 0 && f.login != nil {
		f.abandoned = true
		f.login()
	}
}

// Settle waits until no token is being got any more, or until ctx ends. Call it
// before the program ends: with a server that replaces refresh tokens, an
// answer that nobody saves costs the person a login.
func (m *Manager) Settle(ctx context.Context) error {
	for {
		var f *flight
		m.mu.Lock()
		for _, f = range m.flights {
			break
		}
		m.mu.Unlock()
		if f == nil {
			return nil
		}
		select {
		case <-f.done:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// The deadlines of a flight: another process may hold the lock for as long as
// a call takes.
const (
	callTimeout = 30 * time.Second
	saveTimeout = 10 * time.Second
	lockTimeout = callTimeout + saveTimeout
)

// fly does the errand.
func (m *Manager) fly(ctx context.Context, f *flight) (auth.Token, error) {
	t, loginNeeded, err := m.renew(ctx, f)
	switch {
	case err != nil:
		return auth.Token{}, err
	case loginNeeded:
		return m.logIn(ctx, f, t)
	}
	return t, nil
}

// renew does all that needs no person, under the lock of the key. If only a
// login can help it says so, and returns the token as stored.
func (m *Manager) renew(ctx context.Context, f *flight) (t auth.Token, loginNeeded bool, err error) {
	unlock, err := m.lock(ctx, f.key)
	if err != nil {
		return auth.Token{}, false, err
	}
	defer unlock()
	t, ok, err := m.load(ctx, f.key)
	switch {
	case err != nil:
		return auth.Token{}, false, err
	case f.anew:
		return m.obtain(ctx, f, t)
	case ok && m.usable(t) && t.Access != f.refused:
		return t, false, nil
	}
	if err := m.paused(f.key); err != nil {
		t, err = m.fallBack(f, t, err)
		return t, false, err
	}
	if t.Refresh != "" && !t.NeedsLogin {
		fresh, over, err := m.refresh(ctx, f, t)
		if !over {
			return fresh, false, err
		}
		t = fresh
	}
	return m.obtain(ctx, f, t)
}

// obtain gets a new token in place of t, unless that takes a person.
func (m *Manager) obtain(ctx context.Context, f *flight, t auth.Token) (fresh auth.Token, loginNeeded bool, err error) {
	if m.grants.Interactive(f.config) {
		// The margin before the end is there to refresh in; with nothing to
		// refresh with, the token serves until its end.
		if m.serves(f, t) {
			return t, false, nil
		}
		return t, true, m.mayLogIn(f, t)
	}
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	fresh, err = m.grants.Obtain(call, f.config, nil)
	if err != nil {
		m.pause(f.key, err)
		t, err = m.fallBack(f, t, err)
		return t, false, err
	}
	return m.keep(ctx, f, t, fresh), false, nil
}

// serves reports whether t may still be sent: it has not ended, and nobody
// refused it or wants another.
func (m *Manager) serves(f *flight, t auth.Token) bool {
	return !f.anew && t.Access != f.refused && m.valid(t)
}

// fallBack serves a token that is inside its safety margin when the server
// cannot be asked for a better one. One that is over, or that an API refused,
// is never sent behind the person's back.
func (m *Manager) fallBack(f *flight, t auth.Token, err error) (auth.Token, error) {
	if kind := auth.KindOf(err); (kind == auth.KindUnreachable || kind == auth.KindAnswer) && m.serves(f, t) {
		return t, nil
	}
	return auth.Token{}, typed(err)
}

// refresh uses t's refresh token. over says that the session ended and that
// another way to a token must be found; the token is then the stored one.
func (m *Manager) refresh(ctx context.Context, f *flight, t auth.Token) (fresh auth.Token, over bool, err error) {
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	answer, err := m.grants.Refresh(call, t)
	if err == nil {
		return m.save(ctx, merge(t, answer, m.now())), false, nil
	}
	m.pause(f.key, err)
	if auth.KindOf(err) != auth.KindNeedsLogin {
		fresh, err = m.fallBack(f, t, err)
		return fresh, false, err
	}
	// A process that holds no lock may have used the refresh token first.
	if newer, ok, lerr := m.load(ctx, f.key); lerr == nil && ok && newer.Generation != t.Generation &&
		m.usable(newer) && newer.Access != f.refused {
		return newer, false, nil
	}
	t.NeedsLogin = true
	return m.save(ctx, t), true, nil
}

// merge makes the next generation of t. RFC 6749 lets a server leave out what
// did not change.
func merge(t, answer auth.Token, now time.Time) auth.Token {
	answer.Key, answer.Name, answer.Config = t.Key, t.Name, t.Config
	answer.Generation = t.Generation + 1
	answer.NeedsLogin = false
	if answer.Refresh == "" {
		answer.Refresh = t.Refresh
	}
	if answer.ID == "" {
		answer.ID = t.ID
	}
	if answer.Scope == "" {
		answer.Scope = t.Scope
	}
	if answer.Type == "" {
		answer.Type = t.Type
	}
	if answer.Obtained.IsZero() {
		answer.Obtained = now
	}
	return answer
}

// keep saves a new token in place of old.
func (m *Manager) keep(ctx context.Context, f *flight, old, fresh auth.Token) auth.Token {
	f.fresh = true
	fresh.Key, fresh.Config = f.key, f.config
	fresh.Generation = old.Generation + 1
	if fresh.Name == "" {
		fresh.Name = auth.Name(f.config)
	}
	if fresh.Obtained.IsZero() {
		fresh.Obtained = m.now()
	}
	return m.save(ctx, fresh)
}

// mayLogIn says why a login must not start by itself.
func (m *Manager) mayLogIn(f *flight, t auth.Token) error {
	m.mu.Lock()
	nobody := m.prompter == nil
	m.mu.Unlock()
	refused := f.refused != "" && m.valid(t)
	if !nobody && !refused {
		return nil
	}
	e := &auth.Error{Kind: auth.KindNeedsLogin, Where: auth.Name(f.config), Summary: "not logged in", Hint: "log in, then send again"}
	switch {
	case t.NeedsLogin:
		e.Summary = "the session has ended"
	case refused:
		e.Summary = "the token was refused, and there is no refresh token to replace it with"
	case t.Access != "":
		e.Summary = "the token has expired, and there is no refresh token to replace it with"
	}
	return e
}

// logIn asks the person, for as long as anybody waits.
func (m *Manager) logIn(ctx context.Context, f *flight, old auth.Token) (auth.Token, error) {
	login, cancel := context.WithCancel(ctx)
	defer cancel()
	m.mu.Lock()
	p := m.prompter
	f.abandoned = f.waiters == 0
	f.login = cancel
	if f.abandoned {
		cancel()
	}
	m.mu.Unlock()
	if login.Err() != nil {
		return auth.Token{}, cancelled(login)
	}
	fresh, err := m.grants.Obtain(login, f.config, p)
	if err != nil {
		return auth.Token{}, typed(err)
	}
	// The token is there: a lock that cannot be had must not lose it.
	if unlock, err := m.lock(ctx, f.key); err == nil {
		defer unlock()
	}
	if stored, ok, err := m.load(ctx, f.key); err == nil && ok {
		old = stored
	}
	return m.keep(ctx, f, old, fresh), nil
}

// lock keeps other processes out, if the store can.
func (m *Manager) lock(ctx context.Context, key string) (unlock func(), err error) {
	l, ok := m.store.(auth.Locker)
	if !ok {
		return func() {}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, lockTimeout)
	defer cancel()
	unlock, err = l.Lock(ctx, key)
	if err != nil {
		return nil, storeError("lock the token", err)
	}
	return unlock, nil
}

// maxPause bounds what a server may ask for.
const maxPause = 5 * time.Minute

// pause remembers that the server asked to be left alone.
func (m *Manager) pause(key string, err error) {
	var e *auth.Error
	if !errors.As(err, &e) || e.RetryAfter <= 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pauses[key] = pause{until: m.now().Add(min(e.RetryAfter, maxPause)), err: err}
}

// paused returns the error that began the pause, until it is over.
func (m *Manager) paused(key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	p, ok := m.pauses[key]
	if !ok {
		return nil
	}
	if m.now().Before(p.until) {
		return p.err
	}
	delete(m.pauses, key)
	return nil
}
