package tenant

import (
	"crypto/rand"
	"maps"
	"sync"
	"time"
)

// sweepEvery is how many tokens are issued between two clean-ups.
const sweepEvery = 256

// codeTTL is the life of an authorization code. A code is remembered for
// codeMemory after that, to notice its second use.
const (
	codeTTL    = time.Minute
	codeMemory = time.Hour
)

// grant is what was allowed to a client. Every token made from it belongs to
// its family: refreshing keeps the grant, revoking it ends them all.
type grant struct {
	client   string
	user     string // "" for a client's own
	scope    []string
	audience []string
	issuer   string
	nonce    string
	authTime time.Time
	revoked  bool // under the ledger's lock
}

// code is an authorization code that was given out.
type code struct {
	*grant
	redirect  string
	challenge challenge
	expires   time.Time
	used      bool
}

// refresh is a refresh token that was given out.
type refresh struct {
	*grant
	expires time.Time
	used    time.Time // zero: not yet
}

// access is an access token that was given out.
type access struct {
	*grant
	jti     string
	scope   []string // may be narrower than the grant's
	issued  time.Time
	expires time.Time
}

// ledger remembers everything given out to clients.
type ledger struct {
	now    func() time.Time
	ttl    time.Duration // of a refresh token
	grace  time.Duration // see [Options.RefreshGrace]
	rotate bool

	mu        sync.Mutex
	codes     map[string]*code
	refreshes map[string]*refresh
	// accesses are by the whole token: only what was given out to the byte is
	// ever found, which is better than any check of its signature.
	accesses map[string]*access
	issued   int
}

func newLedger(o Options) *ledger {
	return &ledger{
		now: o.Now, ttl: o.RefreshTTL, grace: o.RefreshGrace, rotate: !o.KeepRefresh,
		codes: map[string]*code{}, refreshes: map[string]*refresh{}, accesses: map[string]*access{},
	}
}

// addCode gives out a code, whose life it sets.
func (l *ledger) addCode(c code) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	c.expires = l.now().Add(codeTTL)
	id := rand.Text()
	l.codes[id] = &c
	return id
}

// takeCode returns a code and marks it used. A second use ends the family, as
// RFC 6749 section 4.1.2 wants.
func (l *ledger) takeCode(id, client string) (*code, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.codes[id]
	switch {
	case c == nil || c.client != client:
		return nil, invalidGrant("the authorization code is unknown or another client's")
	case c.used: // expired or not: somebody else may hold its tokens
		c.revoked = true
		return nil, invalidGrant("the authorization code was used before; all tokens made from it are revoked")
	case !l.now().Before(c.expires):
		return nil, invalidGrant("the authorization code has expired")
	}
	c.used = true
	return c, nil
}

func (l *ledger) addRefresh(g *grant) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	id := rand.Text()
	l.refreshes[id] = &refresh{grant: g, expires: l.now().Add(l.ttl)}
	return id
}

// takeRefresh returns a refresh token's grant. If tokens rotate, this one is
// used up by it, and using it again after the grace ends the family: one of
// the two who had it must be a thief (RFC 9700 section 4.14). A refusal for
// the scope does not use it up.
func (l *ledger) takeRefresh(id, client string, scope []string) (*grant, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.refreshes[id]
	now := l.now()
	switch {
	case r == nil || r.client != client:
		return nil, invalidGrant("the refresh token is unknown or another client's")
	case r.revoked:
		return nil, invalidGrant("the refresh token was revoked")
	case !now.Before(r.expires):
		return nil, invalidGrant("the refresh token has expired")
	case !r.used.IsZero() && now.Sub(r.used) >= l.grace:
		r.revoked = true
		return nil, invalidGrant("the refresh token was used before; all tokens of its family are revoked")
	case !narrower(scope, r.scope):
		return nil, oauthProblem("invalid_scope", "a refresh may not widen the scope")
	}
	if l.rotate && r.used.IsZero() {
		r.used = now
	}
	return r.grant, nil
}

// refresh returns a copy of a refresh token if it could be used now.
func (l *ledger) refresh(id string) (refresh, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.refreshes[id]
	if r == nil || r.revoked || !r.used.IsZero() || !l.now().Before(r.expires) {
		return refresh{}, false
	}
	return *r, true
}

func (l *ledger) addAccess(token string, a access) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.accesses[token] = &a
	if l.issued++; l.issued%sweepEvery == 0 {
		l.sweep()
	}
}

// access returns a copy of an access token if it is valid now.
func (l *ledger) access(token string) (access, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.accesses[token]
	if a == nil || a.revoked || !l.now().Before(a.expires) {
		return access{}, false
	}
	return *a, true
}

// sweep forgets what has ended, so that a tenant that runs for days stays
// small.
func (l *ledger) sweep() {
	now := l.now()
	maps.DeleteFunc(l.accesses, func(_ string, a *access) bool { return !now.Before(a.expires) })
	maps.DeleteFunc(l.refreshes, func(_ string, r *refresh) bool { return !now.Before(r.expires) })
	maps.DeleteFunc(l.codes, func(_ string, c *code) bool { return now.Sub(c.expires) > codeMemory })
}

// revoke ends an access token, or a refresh token with its whole family. It
// reports false if the token is another client's; an unknown one is fine.
func (l *ledger) revoke(token, client string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r := l.refreshes[token]; r != nil {
		if r.client != client {
			return false
		}
		r.revoked = true
	}
	if a := l.accesses[token]; a != nil {
		if a.client != client {
			return false
		}
		delete(l.accesses, token)
	}
	return true
}

func (l *ledger) revokeAccess() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.accesses)
}

// revokeAll ends the refresh tokens too. They stay known, so that their next
// use is told why it is refused.
func (l *ledger) revokeAll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.accesses)
	for _, r := range l.refreshes {
		r.revoked = true
	}
}
