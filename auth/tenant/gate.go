package tenant

import (
	"crypto/subtle"
	"net/http"
	"slices"
	"strings"

	"postern/auth/tenant/directory"
)

// gate tells who calls an API: the holder of the API key or of an access
// token.
type gate struct {
	key, owner string // the API key and the id of whom it belongs to
	ledger     *ledger
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
		note(r, func(e *Entry) { e.ClientAuth = "SSWS" })
		return directory.Caller{User: g.owner, Key: true}, nil
	}
	a, ok := g.bearer(r)
	if !ok {
		return directory.Caller{}, directory.ErrBadCredential
	}
	return directory.Caller{User: a.user, Scopes: a.scope}, nil
}

// bearer returns the valid access token that r carries.
func (g gate) bearer(r *http.Request) (access, bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return access{}, false
	}
	a, ok := g.ledger.access(strings.TrimSpace(token))
	if ok {
		note(r, func(e *Entry) { e.Client, e.ClientAuth = a.client, "Bearer" })
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
		writeBearerProblem(w, r, &problem{http.StatusUnauthorized, "invalid_token", "The access token is invalid or has expired."})
		return
	}
	p, found := e.people.Person(a.user)
	if !found || !slices.Contains(a.scope, "openid") {
		writeBearerProblem(w, r, &problem{http.StatusForbidden, "insufficient_scope", "The access token must carry the scope openid."})
		return
	}
	claims := profileClaims(p, a.scope)
	claims["sub"] = p.ID
	writeJSON(w, http.StatusOK, claims)
}
