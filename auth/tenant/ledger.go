package tenant

import (
	"crypto/rand"
	"slices"
	"sync"
	"time"
)

// sweepEvery is how many tokens are issued between two clean-ups.
const sweepEvery = 256

// codeTTL and sessionTTL are the lives of an authorization code and of a
// login.
const (
	codeTTL    = time.Minute
	sessionTTL = time.Hour
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
	// kind is the grant_type it began with.
	kind    string
	revoked bool
}

// code is an authorization code that was given out.
type code struct {
	*grant
	redirect          string
	challenge, method string
	expires           time.Time
	used              bool
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
	scope   []string // may be narrower than the grant's
	issued  time.Time
	expires time.Time
	revoked bool
}

type session struct {
	user    string
	began   time.Time
	expires time.Time
}

// ledger remembers everything given out. Its zero value with a clock is ready
// for use.
type ledger struct {
	now func() time.Time

	mu        sync.Mutex
	codes     map[string]*code
	refreshes map[string]*refresh
	accesses  map[string]*access // by jti
	sessions  map[string]*session
	issued    int
}

func (l *ledger) addCode(c *code) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.codes == nil {
		l.codes = map[string]*code{}
	}
	id := rand.Text()
	l.codes[id] = c
	return id
}

// takeCode returns a code and marks it used. A second use ends the family, as
// RFC 6749 section 4.1.2 wants.
func (l *ledger) takeCode(id, client string) (*code, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.codes[id]
	if c == nil || c.client != client || !l.now().Before(c.expires) {
		return nil, oauthProblem("invalid_grant", "the authorization code is unknown, expired, or another client's")
	}
	if c.used {
		c.revoked = true
		return nil, oauthProblem("invalid_grant", "the authorization code was used before; all tokens made from it are revoked")
	}
	c.used = true
	return c, nil
}

func (l *ledger) addRefresh(g *grant, ttl time.Duration) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refreshes == nil {
		l.refreshes = map[string]*refresh{}
	}
	id := rand.Text()
	l.refreshes[id] = &refresh{grant: g, expires: l.now().Add(ttl)}
	return id
}

// refreshRules is how refresh tokens are treated; see [Options].
type refreshRules struct {
	rotate bool
	grace  time.Duration
}

// takeRefresh returns a refresh token's grant. If tokens rotate, this one is
// used up by it, and using it again after the grace ends the family: one of
// the two who had it must be a thief (RFC 9700 section 4.14). A refusal for
// the scope does not use it up.
func (l *ledger) takeRefresh(id, client string, scope []string, rules refreshRules) (*grant, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.refreshes[id]
	now := l.now()
	switch {
	case r == nil || r.client != client:
		return nil, oauthProblem("invalid_grant", "the refresh token is unknown or another client's")
	case r.revoked:
		return nil, oauthProblem("invalid_grant", "the refresh token was revoked")
	case !now.Before(r.expires):
		return nil, oauthProblem("invalid_grant", "the refresh token has expired")
	case !r.used.IsZero() && now.Sub(r.used) >= rules.grace:
		r.revoked = true
		return nil, oauthProblem("invalid_grant", "the refresh token was used before; all tokens of its family are revoked")
	case !narrower(scope, r.scope):
		return nil, oauthProblem("invalid_scope", "a refresh may not widen the scope")
	}
	if rules.rotate && r.used.IsZero() {
		r.used = now
	}
	return r.grant, nil
}

func (l *ledger) addAccess(jti string, a *access) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.accesses == nil {
		l.accesses = map[string]*access{}
	}
	l.accesses[jti] = a
	if l.issued++; l.issued%sweepEvery == 0 {
		l.sweep()
	}
}

// sweep forgets what has ended, so that a tenant that runs for days stays
// small. A code is kept as long as a session, to notice its second use.
func (l *ledger) sweep() {
	now := l.now()
	for id, a := range l.accesses {
		if !now.Before(a.expires) {
			delete(l.accesses, id)
		}
	}
	for id, c := range l.codes {
		if now.Sub(c.expires) > sessionTTL {
			delete(l.codes, id)
		}
	}
	for id, r := range l.refreshes {
		if !now.Before(r.expires) {
			delete(l.refreshes, id)
		}
	}
	for id, s := range l.sessions {
		if !now.Before(s.expires) {
			delete(l.sessions, id)
		}
	}
}

// access returns a copy of the access token with that jti if it is valid now.
func (l *ledger) access(jti string) (access, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.accesses[jti]
	if a == nil || a.revoked || a.grant.revoked || !l.now().Before(a.expires) {
		return access{}, false
	}
	return *a, true
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

// revoke ends an access token, or a refresh token with its whole family. It
// reports false if the token is another client's; an unknown one is fine.
func (l *ledger) revoke(jti, token, client string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r := l.refreshes[token]; r != nil {
		if r.client != client {
			return false
		}
		r.revoked = true
	}
	if a := l.accesses[jti]; a != nil {
		if a.client != client {
			return false
		}
		a.revoked = true
	}
	return true
}

func (l *ledger) addSession(user string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sessions == nil {
		l.sessions = map[string]*session{}
	}
	id := rand.Text()
	l.sessions[id] = &session{user: user, began: l.now(), expires: l.now().Add(sessionTTL)}
	return id
}

func (l *ledger) session(id string) (session, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.sessions[id]
	if s == nil || !l.now().Before(s.expires) {
		return session{}, false
	}
	return *s, true
}

// RevokeAccess ends every access token that is out, and no refresh token: the
// next call with one gets a 401.
func (t *Tenant) RevokeAccess() {
	t.ledger.mu.Lock()
	defer t.ledger.mu.Unlock()
	clear(t.ledger.accesses)
}

// RevokeAll ends every token and every login that is out.
func (t *Tenant) RevokeAll() {
	t.RevokeAccess()
	t.ledger.mu.Lock()
	defer t.ledger.mu.Unlock()
	for _, r := range t.ledger.refreshes {
		r.revoked = true
	}
	clear(t.ledger.sessions)
}

// narrower reports whether every one of want is in have.
func narrower(want, have []string) bool {
	return !slices.ContainsFunc(want, func(s string) bool { return !slices.Contains(have, s) })
}
