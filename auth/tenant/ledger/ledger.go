// Package ledger remembers what a tenant gave out to clients: authorization
// codes, refresh tokens, access tokens, each with the grant behind it, and
// when each ends or was used.
//
// It decides whether a code or token is still good; it makes no JWT and reads
// no request. A new kind of thing to give out is a map here with an Add and a
// Take of its own.
package ledger

import (
	"crypto/rand"
	"maps"
	"sync"
	"time"

	"postern/auth/tenant/protocol"
	"postern/auth/tenant/scopes"
)

// sweepEvery is how many tokens are issued between two clean-ups.
const sweepEvery = 256

// codeTTL is the life of an authorization code. A code is remembered for
// codeMemory after that, to notice its second use.
const (
	codeTTL    = time.Minute
	codeMemory = time.Hour
)

// Grant is what was allowed to a client. Every token made from it belongs to
// its family: refreshing keeps the grant, revoking it ends them all.
type Grant struct {
	Client   string
	User     string // "" for a client's own
	Subject  string // the client that one without User is about; "" means Client
	Scope    []string
	Audience []string
	Issuer   string
	Nonce    string
	AuthTime time.Time
	// Actor is who acts for the user (RFC 8693 section 4.1); nil for the client.
	Actor   *Actor
	revoked bool // under the ledger's lock
}

// Actor is the act claim: who acts, and for whom that one acted before.
type Actor struct {
	Subject string `json:"sub"`
	Client  string `json:"client_id,omitempty"`
	Before  *Actor `json:"act,omitempty"`
}

// Code is an authorization code that was given out.
type Code struct {
	*Grant
	Redirect  string
	Challenge Challenge
	expires   time.Time
	used      bool
}

// Refresh is a refresh token that was given out.
type Refresh struct {
	*Grant
	Expires time.Time
	used    time.Time // zero: not yet
}

// Access is an access or ID token that was given out.
type Access struct {
	*Grant
	ID      string
	Scope   []string // may be narrower than the grant's
	Issued  time.Time
	Expires time.Time
}

// Ledger remembers everything given out to clients.
type Ledger struct {
	Options

	mu        sync.Mutex
	codes     map[string]*Code
	refreshes map[string]*Refresh
	// accesses are by the whole token: only what was given out to the byte is
	// ever found, which is better than any check of its signature.
	accesses map[string]*Access
	ids      map[string]*Access // ID tokens, to be exchanged
	issued   int
	counts   Counts
}

// Options say how a [Ledger] treats refresh tokens.
type Options struct {
	// TTL is how long one lives unused.
	TTL time.Duration
	// Grace is how long after its use one may be used again.
	Grace time.Duration
	// Rotation says whether one ends with its use.
	Rotation Rotation
	// Now is the clock.
	Now func() time.Time
}

// New returns an empty ledger.
func New(o Options) *Ledger {
	return &Ledger{
		Options: o,
		codes:   map[string]*Code{}, refreshes: map[string]*Refresh{}, accesses: map[string]*Access{}, ids: map[string]*Access{},
	}
}

// AddCode gives out a code, whose life it sets.
func (l *Ledger) AddCode(c Code) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	c.expires = l.Now().Add(codeTTL)
	id := rand.Text()
	l.codes[id] = &c
	return id
}

// TakeCode returns a code and marks it used. A second use ends the family, as
// RFC 6749 section 4.1.2 wants.
func (l *Ledger) TakeCode(id, client string) (*Code, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.codes[id]
	switch {
	case c == nil || c.Client != client:
		return nil, protocol.InvalidGrant("the authorization code is unknown or another client's")
	case c.used: // expired or not: somebody else may hold its tokens
		c.revoked = true
		return nil, protocol.InvalidGrant("the authorization code was used before; all tokens made from it are revoked")
	case !l.Now().Before(c.expires):
		return nil, protocol.InvalidGrant("the authorization code has expired")
	}
	c.used = true
	return c, nil
}

// AddRefresh gives out a refresh token.
func (l *Ledger) AddRefresh(g *Grant) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	id := rand.Text()
	l.refreshes[id] = &Refresh{Grant: g, Expires: l.Now().Add(l.TTL)}
	return id
}

// TakeRefresh returns a refresh token's grant. If tokens rotate, this one is
// used up by it, and using it again after the grace ends the family: one of
// the two who had it must be a thief (RFC 9700 section 4.14). A refusal for
// the scope does not use it up.
func (l *Ledger) TakeRefresh(id, client string, scope []string) (*Grant, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.refreshes[id]
	now := l.Now()
	switch {
	case r == nil || r.Client != client:
		return nil, protocol.InvalidGrant("the refresh token is unknown or another client's")
	case r.revoked:
		return nil, protocol.InvalidGrant("the refresh token was revoked")
	case !now.Before(r.Expires):
		return nil, protocol.InvalidGrant("the refresh token has expired")
	case !r.used.IsZero() && now.Sub(r.used) >= l.Grace:
		l.counts.Reuses++
		r.revoked = true
		return nil, protocol.InvalidGrant("the refresh token was used before; all tokens of its family are revoked")
	case !scopes.Within(scope, r.Scope):
		return nil, protocol.Refuse("invalid_scope", "a refresh may not widen the scope")
	}
	l.counts.Refreshes++
	if !r.used.IsZero() {
		l.counts.Graced++
	}
	if l.Rotation == Rotate && r.used.IsZero() {
		r.used = now
	}
	return r.Grant, nil
}

// Refresh returns a copy of a refresh token if it could be used now.
func (l *Ledger) Refresh(id string) (Refresh, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.refreshes[id]
	if r == nil || r.revoked || !r.used.IsZero() || !l.Now().Before(r.Expires) {
		return Refresh{}, false
	}
	return *r, true
}

// AddAccess enters an access token.
func (l *Ledger) AddAccess(token string, a Access) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.accesses[token] = &a
	if l.issued++; l.issued%sweepEvery == 0 {
		l.sweep()
	}
}

// Access returns a copy of an access token if it is valid now.
func (l *Ledger) Access(token string) (Access, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.valid(l.accesses[token])
}

// AddID enters an ID token.
func (l *Ledger) AddID(token string, a Access) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ids[token] = &a
}

// ID returns a copy of an ID token if it is valid now.
func (l *Ledger) ID(token string) (Access, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.valid(l.ids[token])
}

// valid returns a copy of a if there is one and it is not over.
func (l *Ledger) valid(a *Access) (Access, bool) {
	if a == nil || a.revoked || !l.Now().Before(a.Expires) {
		return Access{}, false
	}
	return *a, true
}

// sweep forgets what has ended, so that a tenant that runs for days stays
// small.
func (l *Ledger) sweep() {
	now := l.Now()
	over := func(_ string, a *Access) bool { return !now.Before(a.Expires) }
	maps.DeleteFunc(l.accesses, over)
	maps.DeleteFunc(l.ids, over)
	maps.DeleteFunc(l.refreshes, func(_ string, r *Refresh) bool { return !now.Before(r.Expires) })
	maps.DeleteFunc(l.codes, func(_ string, c *Code) bool { return now.Sub(c.expires) > codeMemory })
}

// Revoke ends an access token, or a refresh token with its whole family. It
// reports false if the token is another client's; an unknown one is fine.
func (l *Ledger) Revoke(token, client string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r := l.refreshes[token]; r != nil {
		if r.Client != client {
			return false
		}
		r.revoked = true
	}
	if a := l.accesses[token]; a != nil {
		if a.Client != client {
			return false
		}
		delete(l.accesses, token)
	}
	return true
}

// RevokeAccess ends every access token.
func (l *Ledger) RevokeAccess() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.accesses)
}

// RevokeAll ends every access and refresh token. Refresh tokens stay known, so that their next
// use is told why it is refused.
func (l *Ledger) RevokeAll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.accesses)
	clear(l.ids)
	for _, r := range l.refreshes {
		r.revoked = true
	}
}
