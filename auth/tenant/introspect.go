package tenant

import (
	"net/http"
	"strings"

	"postern/auth/tenant/client"
	"postern/auth/tenant/directory"
	"postern/auth/tenant/ledger"
	"postern/auth/tenant/mint"
	"postern/auth/tenant/protocol"
)

// revokeEndpoint is RFC 7009: an unknown token is a success.
type revokeEndpoint struct {
	issuer
	registry *client.Registry
	ledger   *ledger.Ledger
}

// ServeHTTP implements [http.Handler].
func (e revokeEndpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, token, err := e.registry.TokenOf(w, r, e.audiences(r)...)
	if err == nil && !e.ledger.Revoke(token, c.ID) {
		err = protocol.Refuse("unauthorized_client", "the token belongs to another client")
	}
	if err != nil {
		protocol.WriteProblem(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusOK)
}

// introspection is the answer of RFC 7662.
type introspection struct {
	Active   bool          `json:"active"`
	Scope    string        `json:"scope,omitempty"`
	Client   string        `json:"client_id,omitempty"`
	Username string        `json:"username,omitempty"`
	Type     string        `json:"token_type,omitempty"`
	Expires  int64         `json:"exp,omitempty"`
	Issued   int64         `json:"iat,omitempty"`
	Subject  string        `json:"sub,omitempty"`
	User     string        `json:"uid,omitempty"`
	Issuer   string        `json:"iss,omitempty"`
	Audience any           `json:"aud,omitempty"`
	ID       string        `json:"jti,omitempty"`
	Actor    *ledger.Actor `json:"act,omitempty"`
}

// introspectEndpoint is RFC 7662. It is for confidential clients only: whoever
// may ask can try tokens.
type introspectEndpoint struct {
	issuer
	registry *client.Registry
	ledger   *ledger.Ledger
	people   *directory.Directory
	mint     *mint.Mint
}

// ServeHTTP implements [http.Handler].
func (e introspectEndpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, token, err := e.registry.TokenOf(w, r, e.audiences(r)...)
	if err == nil && c.Public() {
		err = protocol.NoClient("introspection needs a client with a secret")
	}
	if err != nil {
		protocol.WriteProblem(w, r, err)
		return
	}
	protocol.WriteJSON(w, http.StatusOK, e.inspect(token))
}

func (e introspectEndpoint) inspect(token string) introspection {
	if a, ok := e.ledger.Access(token); ok {
		i := e.inspectGrant(a.Grant, a.Scope)
		i.Type, i.ID = "Bearer", a.ID
		i.Issued, i.Expires = a.Issued.Unix(), a.Expires.Unix()
		i.Audience = mint.Audience(a.Audience)
		return i
	}
	if f, ok := e.ledger.Refresh(token); ok {
		i := e.inspectGrant(f.Grant, f.Scope)
		i.Expires = f.Expires.Unix()
		return i
	}
	return introspection{}
}

func (e introspectEndpoint) inspectGrant(g *ledger.Grant, scope []string) introspection {
	i := introspection{
		Active: true, Scope: strings.Join(scope, " "), Client: g.Client,
		Issuer: g.Issuer, User: g.User, Subject: e.mint.Subject(g), Actor: g.Actor,
	}
	if p, ok := e.people.Person(g.User); ok {
		i.Username = p.Login
	}
	return i
}
