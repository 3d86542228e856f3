package oauth2

import (
	"cmp"
	"fmt"
	"net"
	"net/url"
	"strings"

	"postern/auth"
)

// settings are the attributes of a config, read once.
type settings struct {
	// name is what the person calls the token.
	name                          string
	grant                         string
	authURL, tokenURL, refreshURL string
	clientID, clientSecret        string
	username, password            string
	scope, state, redirect        string
	// inBody sends id and secret as form fields, not as a Basic header.
	inBody bool
	// encoded form-encodes id and secret before Basic, as RFC 6749 section
	// 2.3.1 says; Postman does not.
	encoded bool
	// challenge is the PKCE method, "" for none; verifier is usually empty.
	challenge, verifier string
	audience, resource  []string

	authParams, tokenParams, refreshParams []auth.Param
}

// parse reads c. Names that only old files use stand in for absent ones.
func parse(c auth.Config) settings {
	s := settings{
		name:          auth.Name(c),
		grant:         cmp.Or(c.Get("grant_type"), c.Get("grantType"), "authorization_code"),
		authURL:       strings.TrimSpace(c.Get("authUrl")),
		tokenURL:      strings.TrimSpace(c.Get("accessTokenUrl")),
		refreshURL:    strings.TrimSpace(c.Get("refreshTokenUrl")),
		clientID:      c.Get("clientId"),
		clientSecret:  c.Get("clientSecret"),
		username:      c.Get("username"),
		password:      c.Get("password"),
		scope:         c.Get("scope"),
		state:         c.Get("state"),
		redirect:      strings.TrimSpace(cmp.Or(c.Get("redirect_uri"), c.Get("redirectUri"), c.Get("callBackUrl"))),
		inBody:        cmp.Or(c.Get("client_authentication"), c.Get("clientAuth")) == "body",
		encoded:       c.Get("basicEncoding") == "rfc6749",
		challenge:     "S256",
		verifier:      c.Get("code_verifier"),
		audience:      c.Values("audience"),
		resource:      c.Values("resource"),
		authParams:    c.Params("authRequestParams", auth.InURL),
		tokenParams:   c.Params("tokenRequestParams", auth.InBody),
		refreshParams: c.Params("refreshRequestParams", auth.InBody),
	}
	if c.Get("challengeAlgorithm") == "plain" {
		s.challenge = "plain"
	}
	if c.Get("usePkce") == "false" && s.grant != "authorization_code_with_pkce" {
		s.challenge = ""
	}
	return s
}

// check refuses what no server can know: names that nobody resolved.
func (s settings) check() error {
	for _, a := range []struct{ attr, value string }{{"clientId", s.clientID}, {"scope", s.scope}, {"redirect_uri", s.redirect}} {
		if err := unresolved(a.attr, a.value); err != nil {
			return err
		}
	}
	return nil
}

// unresolved complains about a {{name}} left in a value.
func unresolved(attr, value string) error {
	_, rest, ok := strings.Cut(value, "{{")
	if !ok {
		return nil
	}
	name, _, _ := strings.Cut(rest, "}}")
	return &auth.Error{
		Kind:    auth.KindConfig,
		Summary: attr + " still holds {{" + clean(name, 40) + "}}",
		Where:   attr,
		Hint:    "give the variable a value, or choose another environment",
	}
}

// endpoint checks the address under the attribute attr. What is refused here
// would leak a secret or fail later with a worse text.
func endpoint(attr, raw string, insecure bool) (*url.URL, error) {
	bad := func(summary, hint string) (*url.URL, error) {
		return nil, &auth.Error{Kind: auth.KindConfig, Summary: summary, Where: attr, Hint: hint}
	}
	if raw == "" {
		return bad(attr+" is empty", "set it in the Auth tab")
	}
	if err := unresolved(attr, raw); err != nil {
		return nil, err
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return bad(attr+" is no web address", "write it in full, with https://")
	}
	if u.Scheme == "http" && !insecure && !isLoopback(u.Hostname()) {
		return bad(attr+" is not https: secrets would go over the network in clear", "use https; http is for this machine only")
	}
	u.Fragment, u.RawFragment = "", ""
	u.RawQuery = sendable(u.RawQuery)
	return u, nil
}

// sendable encodes what must not stand in a request line and leaves the rest
// of a query as it was written.
func sendable(query string) string {
	var b strings.Builder
	for i := range len(query) {
		if c := query[i]; c <= ' ' || c >= 0x7f || c == '"' || c == '<' || c == '>' {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(query[i])
	}
	return b.String()
}

// isLoopback reports whether host is this machine, whatever a resolver says.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
