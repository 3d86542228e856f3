package client

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"postern/auth/tenant/journal"
	"postern/auth/tenant/loopback"
	"postern/auth/tenant/protocol"
)

// The methods of client authentication, named as in RFC 8414.
const (
	Basic      = "client_secret_basic"
	Post       = "client_secret_post"
	SecretJWT  = "client_secret_jwt"
	PrivateJWT = "private_key_jwt"
	None       = "none"
)

// Methods are all of them; the last is a public client's.
func Methods() []string { return []string{Basic, Post, SecretJWT, PrivateJWT, None} }

// Registry knows the clients, and where they may be redirected to.
type Registry struct {
	clients   []Client
	redirects []string
	now       func() time.Time

	mu   sync.Mutex
	seen map[string]time.Time // assertions by issuer and jti → when they expire
}

// NewRegistry returns the registry of these clients, which may all be
// redirected to the same addresses. Of two clients of one id the first counts.
func NewRegistry(clients []Client, redirects []string, now func() time.Time) *Registry {
	return &Registry{clients: clients, redirects: redirects, now: now, seen: map[string]time.Time{}}
}

// Find returns the client of that id.
func (g *Registry) Find(id string) (Client, bool) {
	i := slices.IndexFunc(g.clients, func(c Client) bool { return c.ID == id })
	if i < 0 {
		return Client{}, false
	}
	return g.clients[i], true
}

// Proves reports whether r tries to prove who its client is. A client_id alone
// is no proof.
func Proves(r *http.Request, form url.Values) bool {
	return r.Header.Get("Authorization") != "" || form.Get("client_secret") != "" ||
		form.Get("client_assertion") != "" || form.Get("client_assertion_type") != ""
}

// Authenticate tells which client sends r, by the one method it uses. The aud
// of an assertion must be one of audiences.
func (g *Registry) Authenticate(r *http.Request, form url.Values, audiences ...string) (Client, error) {
	id, secret := form.Get("client_id"), form.Get("client_secret")
	hasHeader := r.Header.Get("Authorization") != ""
	hasAssertion := form.Get("client_assertion") != "" || form.Get("client_assertion_type") != ""
	var c Client
	var err error
	method := None
	switch {
	case hasHeader && (secret != "" || hasAssertion), secret != "" && hasAssertion:
		return Client{}, protocol.BadRequest("more than one method of client authentication was used")
	case hasHeader:
		user, password, isBasic := r.BasicAuth()
		if !isBasic {
			return Client{}, protocol.NoClient("the Authorization header does not hold Basic credentials")
		}
		method = Basic
		c, err = g.byBasic(user, password)
	case hasAssertion:
		c, method, err = g.byAssertion(form, audiences)
	case id == "":
		return Client{}, protocol.NoClient("client authentication is missing")
	default:
		if secret != "" {
			method = Post
		}
		c, err = g.bySecret(id, secret)
	}
	journal.Note(r, func(e *journal.Entry) { e.Client, e.ClientAuth = c.ID, method })
	if err == nil && id != "" && id != c.ID {
		err = protocol.BadRequest("client_id does not match the authenticated client")
	}
	if err != nil {
		return Client{}, err
	}
	return c, nil
}

// TokenOf reads what revocation and introspection have in common: who asks,
// and about which token.
func (g *Registry) TokenOf(w http.ResponseWriter, r *http.Request, audiences ...string) (Client, string, error) {
	form, err := protocol.ReadForm(w, r)
	if err != nil {
		return Client{}, "", err
	}
	c, err := g.Authenticate(r, form, audiences...)
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
func (g *Registry) byBasic(user, password string) (Client, error) {
	c, err := g.bySecret(user, password)
	if err == nil {
		return c, nil
	}
	id, badID := url.QueryUnescape(user)
	secret, badSecret := url.QueryUnescape(password)
	if badID != nil || badSecret != nil {
		return Client{}, err
	}
	return g.bySecret(id, secret)
}

// bySecret knows a client by its secret, which a public one does without. A
// client that has only a key is known by nothing else.
func (g *Registry) bySecret(id, secret string) (Client, error) {
	c, ok := g.Find(id)
	if !ok || c.Secret == "" && !c.Public() || subtle.ConstantTimeCompare([]byte(c.Secret), []byte(secret)) != 1 {
		return Client{}, protocol.NoClient("the client is unknown or its secret is wrong")
	}
	return c, nil
}

// MayRedirect follows RFC 8252 section 7.3 for loopback addresses (any port)
// and compares all others to the character.
func (g *Registry) MayRedirect(uri string) bool {
	if slices.Contains(g.redirects, uri) {
		return true
	}
	u, err := url.Parse(uri)
	return err == nil && u.Scheme == "http" && u.User == nil && !strings.Contains(uri, "#") && loopback.Is(u.Hostname())
}
