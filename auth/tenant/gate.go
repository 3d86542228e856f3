package tenant

import (
	"crypto/subtle"
	"net/http"
	"slices"
	"strings"

	"postern/auth/tenant/directory"
	"postern/auth/tenant/journal"
	"postern/auth/tenant/ledger"
	"postern/auth/tenant/protocol"
	"postern/auth/tenant/scopes"
)

// gate tells who calls an API: the holder of the API key or of an access
// token.
type gate struct {
	key, owner string // the API key and the id of whom it belongs to
	ledger     *ledger.Ledger
}

// caller is the [directory.Authorizer].
func (g gate) caller(r *http.Request) (directory.Caller, error) {
	h := r.Header.Get("Authorization")
	if h == "" {
		return directory.Caller{}, directory.ErrNoCredential
	}
	// One request of Okta's own collection (Reset Factors) spells it without
	// the blank.
	if key, ok := strings.CutPrefix(h, "SSWS"); ok {
		if subtle.ConstantTimeCompare([]byte(strings.TrimSpace(key)), []byte(g.key)) != 1 {
			return directory.Caller{}, directory.ErrBadCredential
		}
		journal.Note(r, func(e *journal.Entry) { e.ClientAuth = "SSWS" })
		return directory.Caller{User: g.owner, Key: true}, nil
	}
	a, ok := g.bearer(r)
	if !ok {
		return directory.Caller{}, directory.ErrBadCredential
	}
	return directory.Caller{User: a.User, Scopes: a.Scope}, nil
}

// bearer returns the valid access token that r carries.
func (g gate) bearer(r *http.Request) (ledger.Access, bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ledger.Access{}, false
	}
	a, ok := g.ledger.Access(strings.TrimSpace(token))
	if ok {
		journal.Note(r, func(e *journal.Entry) { e.Client, e.ClientAuth = a.Client, "Bearer" })
	}
	return a, ok
}

// userinfoEndpoint tells about the user of an access token (OpenID Connect
// Core section 5.3).
type userinfoEndpoint struct {
	gate   gate
	people *directory.Directory
}

// ServeHTTP implements [http.Handler].
func (e userinfoEndpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a, ok := e.gate.bearer(r)
	if !ok {
		protocol.WriteBearerProblem(w, r, &protocol.Problem{Status: http.StatusUnauthorized, Code: "invalid_token", Description: "The access token is invalid or has expired."})
		return
	}
	p, found := e.people.Person(a.User)
	if !found || !slices.Contains(a.Scope, "openid") {
		protocol.WriteBearerProblem(w, r, &protocol.Problem{Status: http.StatusForbidden, Code: "insufficient_scope", Description: "The access token must carry the scope openid."})
		return
	}
	claims := scopes.Claims(p, a.Scope)
	claims["sub"] = p.ID
	protocol.WriteJSON(w, http.StatusOK, claims)
}
