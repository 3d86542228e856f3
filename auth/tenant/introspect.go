package tenant

import (
	"net/http"
	"strings"

	"postern/auth/tenant/directory"
)

// revokeEndpoint is RFC 7009: an unknown token is a success.
type revokeEndpoint struct {
	registry registry
	ledger   *ledger
}

// ServeHTTP implements [http.Handler].
func (e revokeEndpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, token, err := e.registry.tokenOf(w, r)
	if err == nil && !e.ledger.revoke(token, c.id) {
		err = oauthProblem("unauthorized_client", "the token belongs to another client")
	}
	if err != nil {
		writeProblem(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusOK)
}

// introspection is the answer of RFC 7662.
type introspection struct {
	Active   bool   `json:"active"`
	Scope    string `json:"scope,omitempty"`
	Client   string `json:"client_id,omitempty"`
	Username string `json:"username,omitempty"`
	Type     string `json:"token_type,omitempty"`
	Expires  int64  `json:"exp,omitempty"`
	Issued   int64  `json:"iat,omitempty"`
	Subject  string `json:"sub,omitempty"`
	User     string `json:"uid,omitempty"`
	Issuer   string `json:"iss,omitempty"`
	Audience any    `json:"aud,omitempty"`
	ID       string `json:"jti,omitempty"`
}

// introspectEndpoint is RFC 7662. It is for confidential clients only: whoever
// may ask can try tokens.
type introspectEndpoint struct {
	registry registry
	ledger   *ledger
	people   *directory.Directory
}

// ServeHTTP implements [http.Handler].
func (e introspectEndpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, token, err := e.registry.tokenOf(w, r)
	if err == nil && c.public() {
		err = noClient("introspection needs a client with a secret")
	}
	if err != nil {
		writeProblem(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, e.inspect(token))
}

func (e introspectEndpoint) inspect(token string) introspection {
	if a, ok := e.ledger.access(token); ok {
		i := e.inspectGrant(a.grant, a.scope)
		i.Type, i.ID = "Bearer", a.jti
		i.Issued, i.Expires = a.issued.Unix(), a.expires.Unix()
		i.Audience = audienceClaim(a.audience)
		return i
	}
	if f, ok := e.ledger.refresh(token); ok {
		i := e.inspectGrant(f.grant, f.scope)
		i.Expires = f.expires.Unix()
		return i
	}
	return introspection{}
}

func (e introspectEndpoint) inspectGrant(g *grant, scope []string) introspection {
	i := introspection{
		Active: true, Scope: strings.Join(scope, " "), Client: g.client,
		Issuer: g.issuer, User: g.user, Subject: g.client,
	}
	if p, ok := e.people.Person(g.user); ok {
		i.Username, i.Subject = p.Login, p.Login
	}
	return i
}
