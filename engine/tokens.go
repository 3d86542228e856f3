package engine

import (
	"context"
	"time"

	"postern/auth"
)

// patience is how long getting a token may take before the watcher is told: a
// stored token is there at once, and a word that flashes by tells nobody
// anything.
const patience = 50 * time.Millisecond

// tokens is the engine's token source, observed; nil if it has none.
func (s *send) tokens() auth.TokenSource {
	if s.e.tokens == nil {
		return nil
	}
	return observedTokens{s}
}

// traced is the send's context, with the token calls reported to it.
func (s *send) traced() context.Context {
	if s.e.tokens == nil {
		return s.ctx
	}
	return auth.WithTrace(s.ctx, func(c auth.TokenCall) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.calls = append(s.calls, c)
	})
}

// observedTokens tells the watcher when a token takes long, and notes which
// one was used and how long it took.
type observedTokens struct{ s *send }

// Token implements [auth.TokenSource].
func (o observedTokens) Token(ctx context.Context, c auth.Config) (auth.Token, error) {
	defer o.s.await(c).end()
	t, err := o.s.e.tokens.Token(ctx, c)
	o.s.got(t, err)
	return t, err
}

// Renew implements [auth.TokenSource].
func (o observedTokens) Renew(ctx context.Context, c auth.Config, stale auth.Token) (auth.Token, error) {
	defer o.s.await(c).end()
	t, err := o.s.e.tokens.Renew(ctx, c, stale)
	o.s.got(t, err)
	return t, err
}

// wait is the wait for a token.
type wait struct {
	s      *send
	config auth.Config
	start  time.Time
	timer  *time.Timer
	// over is guarded by send.mu.
	over bool
}

// await starts the wait for a token.
func (s *send) await(c auth.Config) *wait {
	w := &wait{s: s, config: c, start: s.e.now()}
	if s.watch.heard() {
		w.timer = time.AfterFunc(patience, w.announce)
	}
	return w
}

func (w *wait) announce() {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	if w.over {
		return
	}
	w.s.watch.emit(Event{Phase: PhaseAuthorizing, Token: w.config.Get("tokenName"), URL: auth.Server(w.config)})
}

func (w *wait) end() {
	if w.timer != nil {
		w.timer.Stop()
	}
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	w.over = true
	w.s.inAuth += w.s.e.now().Sub(w.start)
}

func (s *send) got(t auth.Token, err error) {
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = &t
}

// peeker is what [postern/auth/tokens.Manager] offers beside tokens.
type peeker interface {
	Peek(ctx context.Context, c auth.Config) (auth.Token, bool)
}

// PendingToken stands in a preview for a token that will be got when the
// request is sent.
const PendingToken = "<token, got when sent>"

// storedTokens is a token source that never touches the network.
type storedTokens struct {
	stored peeker
	now    func() time.Time
	// pending is set when a stand-in was handed out.
	pending *bool
}

// Token implements [auth.TokenSource].
func (p storedTokens) Token(ctx context.Context, c auth.Config) (auth.Token, error) {
	if p.stored != nil {
		if t, ok := p.stored.Peek(ctx, c); ok && (!t.NeedsLogin && t.Usable(p.now()) || !auth.AutoRefresh(c)) {
			return t, nil
		}
	}
	*p.pending = true
	return auth.Token{Access: PendingToken}, nil
}

// Renew implements [auth.TokenSource].
func (p storedTokens) Renew(ctx context.Context, c auth.Config, _ auth.Token) (auth.Token, error) {
	return p.Token(ctx, c)
}
