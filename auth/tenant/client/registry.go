// Package client is the registry of the tenant's OAuth clients: who they are,
// how they prove it, and where a browser may be sent back to.
//
// It knows no grants and no tokens. A new method of client authentication is a
// case in [Registry.Authenticate] and a name in the list above it.
package client

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"postern/auth/tenant/journal"
	"postern/auth/tenant/loopback"
	"postern/auth/tenant/protocol"
)

// Client is a registered OAuth client. One without a secret is public.
type Client struct {
	ID, Secret string
}

// Public reports whether c has nothing to prove itself with.
func (c Client) Public() bool { return c.Secret == "" }

// The methods of client authentication, named as in RFC 8414.
const (
	Basic = "client_secret_basic"
	Post  = "client_secret_post"
	None  = "none"
)

// Registry knows the clients, and where they may be redirected to.
type Registry struct {
	clients   []Client
	redirects []string
}

// NewRegistry returns the registry of these clients, which may all be
// redirected to the same addresses.
func NewRegistry(clients []Client, redirects []string) Registry {
	return Registry{clients: clients, redirects: redirects}
}

// Find returns the client of that id.
func (g Registry) Find(id string) (Client, bool) {
	i := slices.IndexFunc(g.clients, func(c Client) bool { return c.ID == id })
	if i < 0 {
		return Client{}, false
	}
	return g.clients[i], true
}

// Authenticate tells which client sends r, by the one method it uses.
func (g Registry) Authenticate(r *http.Request, form url.Values) (Client, error) {
	id, secret := form.Get("client_id"), form.Get("client_secret")
	hasHeader := r.Header.Get("Authorization") != ""
	var c Client
	var ok bool
	method := None
	switch {
	case hasHeader && secret != "":
		return Client{}, protocol.BadRequest("more than one method of client authentication was used")
	case hasHeader:
		user, password, isBasic := r.BasicAuth()
		if !isBasic {
			return Client{}, protocol.NoClient("the Authorization header does not hold Basic credentials")
		}
		method = Basic
		c, ok = g.byBasic(user, password)
		if ok && id != "" && id != c.ID {
			return Client{}, protocol.BadRequest("client_id does not match the authenticated client")
		}
	case id == "":
		return Client{}, protocol.NoClient("client authentication is missing")
	default:
		if secret != "" {
			method = Post
		}
		c, ok = g.bySecret(id, secret)
	}
	journal.Note(r, func(e *journal.Entry) { e.Client, e.ClientAuth = c.ID, method })
	if !ok {
		return Client{}, protocol.NoClient("the client is unknown or its secret is wrong")
	}
	return c, nil
}

// TokenOf reads what revocation and introspection have in common: who asks,
// and about which token.
func (g Registry) TokenOf(w http.ResponseWriter, r *http.Request) (Client, string, error) {
	form, err := protocol.ReadForm(w, r)
	if err != nil {
		return Client{}, "", err
	}
	c, err := g.Authenticate(r, form)
	if err != nil {
		return Client{}, "", err
	}
	if form.Get("token") == "" {
		return Client{}, "", protocol.BadRequest("token is missing")
	}
	return c, form.Get("token"), nil
}

// byBasic takes Basic credentials both as they are, as Postman and many
// servers have it, and form-decoded, as RFC 6749 section 2.3.1 wants.
func (g Registry) byBasic(user, password string) (Client, bool) {
	if c, ok := g.bySecret(user, password); ok {
		return c, true
	}
	id, err := url.QueryUnescape(user)
	if err != nil {
		return Client{}, false
	}
	secret, err := url.QueryUnescape(password)
	if err != nil {
		return Client{}, false
	}
	return g.bySecret(id, secret)
}

func (g Registry) bySecret(id, secret string) (Client, bool) {
	c, ok := g.Find(id)
	if !ok || subtle.ConstantTimeCompare([]byte(c.Secret), []byte(secret)) != 1 {
		return Client{}, false
	}
	return c, true
}

// MayRedirect follows RFC 8252 section 7.3 for loopback addresses (any port)
// and compares all others to the character.
func (g Registry) MayRedirect(uri string) bool {
	if slices.Contains(g.redirects, uri) {
		return true
	}
	u, err := url.Parse(uri)
	return err == nil && u.Scheme == "http" && u.User == nil && !strings.Contains(uri, "#") && loopback.Is(u.Hostname())
}
