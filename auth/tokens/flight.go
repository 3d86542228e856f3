package tokens

import (
	"context"
	"time"

	"postern/auth"
)

// The deadlines of a flight. Another process may hold the lock for as long as
// a refresh takes that has to be repeated.
const (
	callTimeout = 30 * time.Second
	saveTimeout = 10 * time.Second
	lockTimeout = 2*(settle+callTimeout) + saveTimeout
)

// flight is one errand under way, and those who wait for it.
type flight struct {
	errand
	m *Manager
	// done is closed when token, err and source are set.
	done   chan struct{}
	token  auth.Token
	err    error
	source source
	// after is the end of an abandoned flight that must be over first.
	after <-chan struct{}

	// interrupted is when a refresh of the token began whose answer nobody
	// got; zero means there is none. ended says that the session is over.
	interrupted time.Time
	ended       *auth.Error

	audience audience

	// The rest is guarded by Manager.mu.

	waiters int
	// login ends the login under way; nil means there is none.
	login context.CancelFunc
	// abandoned says that the login ends because nobody waits. Who comes now
	// starts another flight.
	abandoned bool
}

// do gets e done, by a flight of its own or by one under way.
func (m *Manager) do(ctx context.Context, e errand) (auth.Token, error) {
	for {
		f, err := m.join(ctx, e)
		if err != nil {
			return auth.Token{}, err
		}
		if e.settledBy(f) {
			return f.token, f.err
		}
	}
}

// join waits for the flight of e's record, starting one if there is none. The
// flight returned has ended.
func (m *Manager) join(ctx context.Context, e errand) (*flight, error) {
	if ctx.Err() != nil {
		return nil, cancelled(ctx)
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

	defer f.audience.listen(ctx)()
	select {
	case <-f.done:
		return f, nil
	case <-ctx.Done():
		f.leave()
		return nil, cancelled(ctx)
	}
}

// start begins a flight; m.mu is held. The flight keeps the values of ctx and
// not its end.
func (m *Manager) start(ctx context.Context, e errand, after <-chan struct{}) *flight {
	f := &flight{errand: e, m: m, done: make(chan struct{}), after: after}
	m.flights[e.key] = f
	ctx = auth.WithSteps(auth.WithTrace(context.WithoutCancel(ctx), f.audience.called), f.audience.stepped)
	go func() {
		if f.after != nil {
			<-f.after
		}
		f.token, f.err = f.fly(ctx)
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
func (f *flight) leave() {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	f.waiters--
	if f.waiters == 0 && f.login != nil {
		f.abandoned = true
		f.login()
	}
}

// Settler is what [auth.Grants] implements if it has something to end, too.
type Settler interface {
	// Settle waits for it, or until ctx ends.
	Settle(ctx context.Context)
}

// Settle waits until no token is being got any more, or until ctx ends. Call it
// before the program ends: with a server that replaces refresh tokens, an
// answer that nobody saves costs the person a login. What the store refused is
// offered to it once more. Meanwhile nothing waits
// for a better moment to ask, or for another process.
func (m *Manager) Settle(ctx context.Context) error {
	m.ending.count(1)
	defer m.ending.count(-1)
	for {
		var f *flight
		m.mu.Lock()
		for _, f = range m.flights {
			break
		}
		m.mu.Unlock()
		if f == nil {
			m.shelf.offer(ctx)
			if s, ok := m.grants.(Settler); ok {
				s.Settle(ctx)
			}
			return nil
		}
		select {
		case <-f.done:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
