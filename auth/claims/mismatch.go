package claims

import (
	"strings"

	"postern/auth"
)

// Mismatch says in one sentence why t looks wrong for a request to target, or
// returns "". It never looks anything up; it costs a few microseconds, so that
// it can run before every send. The token's own config counts, for what was
// asked and for which token goes out: who lets a later config choose the ID
// token sets that there.
//
// A warning that is often wrong is soon overlooked. So it keeps quiet about
// tokens it cannot read, audiences that are names and not web addresses,
// audiences the config itself asked for, and hosts that plainly belong
// together. What remains is a token for another server, of another tenant, from
// another issuer than its config's, or of the wrong kind.
func Mismatch(t auth.Token, target string) string {
	to, ok := web(target)
	if !ok {
		return ""
	}
	jwt, err := Decode(t.Sent(t.Config).Reveal())
	if err != nil {
		return ""
	}
	aud := jwt.Audience()
	for _, a := range aud {
		if s, ok := web(a); ok && near(s, to) {
			return "" // made for this very server
		}
	}
	if s := wrongAudience(t.Config, jwt, aud, to, target); s != "" {
		return s
	}
	if s := wrongKind(t.Config, jwt, aud); s != "" {
		return s
	}
	return wrongIssuer(t, jwt, to)
}

// wrongAudience judges the audience when all of it are web addresses.
func wrongAudience(c auth.Config, jwt Token, aud []string, to site, target string) string {
	if len(aud) == 0 || fromIssuer(jwt, to, target) {
		return ""
	}
	first := ""
	for _, a := range aud {
		s, ok := web(a)
		if !ok || isResources(jwt, a) || wanted(c, a) {
			return ""
		}
		if first == "" {
			first = s.String()
		}
	}
	return "the token is meant for " + first + ", and this request goes to " + to.String()
}

// fromIssuer reports whether the request asks the token's own issuer who its
// user is, which every access token may (OpenID Connect Core, section 5.3).
func fromIssuer(jwt Token, to site, target string) bool {
	if path, _, _ := strings.Cut(target, "?"); !strings.HasSuffix(path, "/userinfo") {
		return false
	}
	iss, ok := web(jwt.Issuer())
	return ok && near(iss, to)
}

// isResources reports whether aud is what IdentityServer writes for any API:
// the issuer with "/resources" behind it.
func isResources(jwt Token, aud string) bool {
	iss, ok := strings.CutSuffix(aud, "/resources")
	return ok && iss == strings.TrimSuffix(jwt.Issuer(), "/")
}

// wanted reports whether the config asked for an audience, by name or, as with
// Entra, by a scope that begins with it.
func wanted(c auth.Config, aud string) bool {
	aud = plain(aud)
	for _, a := range asked(c) {
		if plain(a) == aud {
			return true
		}
	}
	for scope := range strings.FieldsSeq(c.Get("scope")) {
		if rest, ok := strings.CutPrefix(plain(scope), aud); ok && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	return plain(c.Get("clientId")) == aud
}

// plain leaves out what people do not mean by two different names.
func plain(s string) string { return strings.ToLower(strings.TrimRight(s, "/")) }

// wrongKind notices an ID token that nobody chose to send. That it is made out
// to the client is not enough: an app that is its own API gets such access
// tokens, too.
func wrongKind(c auth.Config, jwt Token, aud []string) string {
	if auth.UsesID(c) || !isID(jwt) {
		return ""
	}
	client := c.Get("clientId")
	for _, a := range aud {
		if client == "" || a == client {
			return "this is an ID token: it tells the client who logged in, and APIs expect the access token"
		}
	}
	return ""
}

// isID reports whether only an ID token has such claims.
func isID(jwt Token) bool {
	if iss, ok := web(jwt.Issuer()); ok && (iss.host == "accounts.google.com" || iss.cognito()) {
		return false // their gateways take ID tokens
	}
	if jwt.Payload.Text("typ") == "ID" { // Keycloak
		return true
	}
	if strings.EqualFold(jwt.Type(), "at+jwt") || len(jwt.Scopes()) > 0 {
		return false
	}
	for _, name := range [...]string{"nonce", "at_hash", "c_hash"} {
		if _, ok := jwt.Payload.Get(name); ok {
			return true
		}
	}
	return false
}

// wrongIssuer notices a token of another tenant than the one the request goes
// to, and one of another server than its config names.
func wrongIssuer(t auth.Token, jwt Token, to site) string {
	iss, ok := web(jwt.Issuer())
	if !ok {
		return ""
	}
	if from, at := iss.tenant(), to.tenant(); from != "" && at != "" && from != at {
		return "the token is from " + iss.String() + ", and this request goes to " + to.String()
	}
	attrs := []string{"issuer", "authUrl", "accessTokenUrl", "refreshTokenUrl"}
	if !pasted(t) {
		// The endpoints issued it: what they call themselves is their affair.
		// Only who named an issuer expects just that one.
		attrs = attrs[:1]
	}
	expected := ""
	for _, attr := range attrs {
		s, ok := web(t.Config.Get(attr))
		if !ok {
			continue
		}
		if near(iss, s) || ownDomain(iss, s) {
			return ""
		}
		if expected == "" {
			expected = s.String()
		}
	}
	if expected == "" {
		return ""
	}
	return "the token was issued by " + iss.String() + ", and its config names " + expected
}

// pasted reports whether a person brought the token, not the token manager.
func pasted(t auth.Token) bool {
	return t.Obtained.IsZero() || t.Access != "" && t.Config.Get("accessToken") == t.Access.Reveal()
}

// ownDomain reports whether s may be a customer's own domain for the identity
// provider that calls itself iss.
func ownDomain(iss, s site) bool {
	return iss.hosted() && s.public() && !s.hosted() && s.vendor() == ""
}
