package tenant

import (
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/netip"
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

func (t *Tenant) clientByID(id string) (client, bool) {
	i := slices.IndexFunc(t.clients, func(c client) bool { return c.id == id })
	if i < 0 {
		return client{}, false
	}
	return t.clients[i], true
}

// authenticate tells which client sends r, by the one method it uses.
func (t *Tenant) authenticate(r *http.Request, form url.Values) (client, error) {
	scheme, basic, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	hasHeader := scheme != ""
	if hasHeader && !strings.EqualFold(scheme, "Basic") {
		return client{}, noClient("the Authorization header does not hold Basic credentials")
	}
	inBody := form.Get("client_secret") != ""
	method := authNone
	switch {
	case hasHeader && inBody:
		return client{}, badRequest("more than one method of client authentication was used")
	case hasHeader:
		method = authBasic
	case inBody:
		method = authPost
	}
	var c client
	var ok bool
	switch method {
	case authBasic:
		c, ok = t.basicClient(basic)
		if id := form.Get("client_id"); ok && id != "" && id != c.id {
			return client{}, badRequest("client_id does not match the authenticated client")
		}
	default:
		if form.Get("client_id") == "" {
			return client{}, noClient("client authentication is missing")
		}
		c, ok = t.secretMatches(form.Get("client_id"), form.Get("client_secret"))
	}
	note(r, func(e *Entry) { e.Client, e.ClientAuth = c.id, method })
	if !ok {
		return client{}, noClient("the client is unknown or its secret is wrong")
	}
	return c, nil
}

// basicClient reads Basic credentials both as they are, as Postman and many
// servers have it, and form-decoded, as RFC 6749 section 2.3.1 wants.
func (t *Tenant) basicClient(text string) (client, bool) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return client{}, false
	}
	id, secret, ok := strings.Cut(string(raw), ":")
	if !ok {
		return client{}, false
	}
	if c, ok := t.secretMatches(id, secret); ok {
		return c, true
	}
	id, err = url.QueryUnescape(id)
	if err != nil {
		return client{}, false
	}
	if secret, err = url.QueryUnescape(secret); err != nil {
		return client{}, false
	}
	return t.secretMatches(id, secret)
}

func (t *Tenant) secretMatches(id, secret string) (client, bool) {
	c, ok := t.clientByID(id)
	if !ok || subtle.ConstantTimeCompare([]byte(c.secret), []byte(secret)) != 1 {
		return client{}, false
	}
	return c, true
}

// redirectAllowed follows RFC 8252 section 7.3 for loopback addresses (any
// port) and compares all others to the character.
func (t *Tenant) redirectAllowed(uri string) bool {
	if slices.Contains(t.opts.Redirects, uri) {
		return true
	}
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "http" || u.User != nil || strings.Contains(uri, "#") {
		return false
	}
	if u.Hostname() == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return err == nil && ip.IsLoopback()
}
