package tenant

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// client is a registered OAuth client. One without a secret is public.
type client struct {
	id, secret string
}

func (c client) public() bool { return c.secret == "" }

// The methods of client authentication, named as in RFC 8414.
const (
	authBasic = "client_secret_basic"
	authPost  = "client_secret_post"
	authNone  = "none"
)

// registry knows the clients, and where they may be redirected to.
type registry struct {
	clients   []client
	redirects []string
}

func newRegistry(o Options) registry {
	return registry{
		clients:   []client{{id: o.ClientID, secret: o.ClientSecret}, {id: o.PublicClientID}},
		redirects: o.Redirects,
	}
}

func (g registry) find(id string) (client, bool) {
	i := slices.IndexFunc(g.clients, func(c client) bool { return c.id == id })
	if i < 0 {
		return client{}, false
	}
	return g.clients[i], true
}

// authenticate tells which client sends r, by the one method it uses.
func (g registry) authenticate(r *http.Request, form url.Values) (client, error) {
	id, secret := form.Get("client_id"), form.Get("client_secret")
	hasHeader := r.Header.Get("Authorization") != ""
	var c client
	var ok bool
	method := authNone
	switch {
	case hasHeader && secret != "":
		return client{}, badRequest("more than one method of client authentication was used")
	case hasHeader:
		user, password, isBasic := r.BasicAuth()
		if !isBasic {
			return client{}, noClient("the Authorization header does not hold Basic credentials")
		}
		method = authBasic
		c, ok = g.byBasic(user, password)
		if ok && id != "" && id != c.id {
			return client{}, badRequest("client_id does not match the authenticated client")
		}
	case id == "":
		return client{}, noClient("client authentication is missing")
	default:
		if secret != "" {
			method = authPost
		}
		c, ok = g.bySecret(id, secret)
	}
	note(r, func(e *Entry) { e.Client, e.ClientAuth = c.id, method })
	if !ok {
		return client{}, noClient("the client is unknown or its secret is wrong")
	}
	return c, nil
}

// tokenOf reads what revocation and introspection have in common: who asks,
// and about which token.
func (g registry) tokenOf(w http.ResponseWriter, r *http.Request) (client, string, error) {
	form, err := readForm(w, r)
	if err != nil {
		return client{}, "", err
	}
	c, err := g.authenticate(r, form)
	if err != nil {
		return client{}, "", err
	}
	if form.Get("token") == "" {
		return client{}, "", badRequest("token is missing")
	}
	return c, form.Get("token"), nil
}

// byBasic takes Basic credentials both as they are, as Postman and many
// servers have it, and form-decoded, as RFC 6749 section 2.3.1 wants.
func (g registry) byBasic(user, password string) (client, bool) {
	if c, ok := g.bySecret(user, password); ok {
		return c, true
	}
	id, err := url.QueryUnescape(user)
	if err != nil {
		return client{}, false
	}
	secret, err := url.QueryUnescape(password)
	if err != nil {
		return client{}, false
	}
	return g.bySecret(id, secret)
}

func (g registry) bySecret(id, secret string) (client, bool) {
	c, ok := g.find(id)
	if !ok || subtle.ConstantTimeCompare([]byte(c.secret), []byte(secret)) != 1 {
		return client{}, false
	}
	return c, true
}

// mayRedirect follows RFC 8252 section 7.3 for loopback addresses (any port)
// and compares all others to the character.
func (g registry) mayRedirect(uri string) bool {
	if slices.Contains(g.redirects, uri) {
		return true
	}
	u, err := url.Parse(uri)
	return err == nil && u.Scheme == "http" && u.User == nil && !strings.Contains(uri, "#") && isLocal(u.Hostname())
}
