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
	defer o.s.announce(c)()
	t, err := o.s.e.tokens.Token(ctx, c)
	o.s.got(t, err)
	return t, err
}

// Renew implements [auth.TokenSource].
func (o observedTokens) Renew(ctx context.Context, c auth.Config, stale auth.Token) (auth.Token, error) {
	defer o.s.announce(c)()
	t, err := o.s.e.tokens.Renew(ctx, c, stale)
	o.s.got(t, err)
	return t, err
}

// announce starts the wait for a token; what it returns ends it.
func (s *send) announce(c auth.Config) (done func()) {
	start := s.e.now()
	over := false // guarded by s.mu
	timer := time.AfterFunc(patience, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if over {
			return
		}
		url := c.Get("accessTokenUrl")
		if url == "" {
			url = c.Get("authUrl")
		}
		s.watch.emit(Event{Phase: PhaseAuthorizing, Token: c.Get("tokenName"), URL: url})
	})
	return func() {
		timer.Stop()
		s.mu.Lock()
		defer s.mu.Unlock()
		over = true
		s.inAuth += s.e.now().Sub(start)
	}
}

func (s *send) got(t auth.Token, err error) {
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = &t
}

// peeker is what [auth.Manager] offers beside tokens.
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
		if t, ok := p.stored.Peek(ctx, c); ok && !t.NeedsLogin && t.Usable(p.now()) {
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
