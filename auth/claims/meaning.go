package claims

import (
	"slices"
	"strings"
	"time"
)

// Claim is what a name in a header or payload means.
type Claim struct {
	Name string
	// Words say it in a few words, to stand beside the name.
	Words string
	// Time says that the value is a NumericDate.
	Time bool
}

// known has RFC 7515 and 7519, RFC 9068, OpenID Connect Core and Session, and
// what Okta, Entra ID, Keycloak, Auth0 and Cognito add.
var known = []Claim{
	// Header, RFC 7515 section 4.1 and RFC 7516.
	{Name: "alg", Words: "signing algorithm"},
	{Name: "typ", Words: "kind of token"},
	{Name: "cty", Words: "kind of content"},
	{Name: "kid", Words: "id of the signing key"},
	{Name: "jku", Words: "where the signing keys are"},
	{Name: "jwk", Words: "public key"},
	{Name: "x5c", Words: "certificate chain"},
	{Name: "x5u", Words: "where the certificates are"},
	{Name: "x5t", Words: "certificate fingerprint (SHA-1)"},
	{Name: "x5t#S256", Words: "certificate fingerprint (SHA-256)"},
	{Name: "crit", Words: "extensions a reader must know"},
	{Name: "enc", Words: "encryption of the content"},
	{Name: "zip", Words: "compression of the content"},
	// RFC 7519 section 4.1.
	{Name: "iss", Words: "issuer: the server that made it"},
	{Name: "sub", Words: "subject: whom it speaks for"},
	{Name: "aud", Words: "audience: who should accept it"},
	{Name: "exp", Words: "ends", Time: true},
	{Name: "nbf", Words: "not valid before", Time: true},
	{Name: "iat", Words: "issued", Time: true},
	{Name: "jti", Words: "id of this token"},
	// RFC 9068, 8693, 7800, 9396 and 7643.
	{Name: "client_id", Words: "client it was issued to"},
	{Name: "scope", Words: "granted scopes"},
	{Name: "roles", Words: "roles"},
	{Name: "groups", Words: "groups"},
	{Name: "entitlements", Words: "entitlements"},
	{Name: "act", Words: "who acts for the subject"},
	{Name: "may_act", Words: "who may act for the subject"},
	{Name: "cnf", Words: "key the sender must prove to hold"},
	{Name: "authorization_details", Words: "what exactly was authorized"},
	// OpenID Connect Core sections 2 and 5.1, logout and sessions.
	{Name: "azp", Words: "authorized party: client it was issued to"},
	{Name: "auth_time", Words: "logged in", Time: true},
	{Name: "nonce", Words: "ties it to one login"},
	{Name: "acr", Words: "strength of the login"},
	{Name: "amr", Words: "how they logged in"},
	{Name: "at_hash", Words: "hash of the access token beside it"},
	{Name: "c_hash", Words: "hash of the code it came with"},
	{Name: "s_hash", Words: "hash of the state it came with"},
	{Name: "sid", Words: "id of the session"},
	{Name: "name", Words: "full name"},
	{Name: "given_name", Words: "first name"},
	{Name: "family_name", Words: "last name"},
	{Name: "middle_name", Words: "middle name"},
	{Name: "nickname", Words: "nickname"},
	{Name: "preferred_username", Words: "user name"},
	{Name: "profile", Words: "profile page"},
	{Name: "picture", Words: "picture"},
	{Name: "website", Words: "web site"},
	{Name: "email", Words: "e-mail address"},
	{Name: "email_verified", Words: "whether the e-mail address was checked"},
	{Name: "gender", Words: "gender"},
	{Name: "birthdate", Words: "birthday"},
	{Name: "zoneinfo", Words: "time zone"},
	{Name: "locale", Words: "language and region"},
	{Name: "phone_number", Words: "telephone number"},
	{Name: "phone_number_verified", Words: "whether the number was checked"},
	{Name: "address", Words: "postal address"},
	{Name: "updated_at", Words: "profile last changed", Time: true},
	{Name: "events", Words: "events it reports"},
	// Okta.
	{Name: "cid", Words: "client it was issued to"},
	{Name: "uid", Words: "user's id"},
	{Name: "scp", Words: "granted scopes"},
	{Name: "ver", Words: "version of the token format"},
	{Name: "idp", Words: "identity provider they came from"},
	// Entra ID.
	{Name: "appid", Words: "client it was issued to"},
	{Name: "appidacr", Words: "how the client proved itself: 0 not, 1 secret, 2 certificate"},
	{Name: "azpacr", Words: "how the client proved itself: 0 not, 1 secret, 2 certificate"},
	{Name: "app_displayname", Words: "name of the client"},
	{Name: "idtyp", Words: "app or user"},
	{Name: "tid", Words: "tenant's id"},
	{Name: "oid", Words: "id of the user or app in the tenant"},
	{Name: "upn", Words: "user name"},
	{Name: "unique_name", Words: "user name"},
	{Name: "wids", Words: "ids of the directory roles"},
	{Name: "hasgroups", Words: "has more groups than fit"},
	{Name: "ipaddr", Words: "network address they logged in from"},
	{Name: "xms_tcdt", Words: "tenant created", Time: true},
	{Name: "uti", Words: "id of this token (internal)"},
	{Name: "rh", Words: "for the server's own use"},
	{Name: "aio", Words: "for the server's own use"},
	// Keycloak.
	{Name: "realm_access", Words: "roles in the realm"},
	{Name: "resource_access", Words: "roles by client"},
	{Name: "allowed-origins", Words: "web origins that may use it"},
	{Name: "session_state", Words: "id of the session"},
	{Name: "clientHost", Words: "host the client came from"},
	{Name: "clientAddress", Words: "network address the client came from"},
	// Auth0, Cognito, IdentityServer.
	{Name: "gty", Words: "grant type it came from"},
	{Name: "permissions", Words: "permissions"},
	{Name: "org_id", Words: "organization's id"},
	{Name: "org_name", Words: "organization's name"},
	{Name: "token_use", Words: "access or id"},
	{Name: "cognito:username", Words: "user name"},
	{Name: "cognito:groups", Words: "groups"},
	{Name: "username", Words: "user name"},
	{Name: "event_id", Words: "id of the login event"},
	{Name: "role", Words: "roles"},
}

// About returns what name means, if it is known.
func About(name string) (c Claim, ok bool) {
	if i := slices.IndexFunc(known, func(c Claim) bool { return c.Name == name }); i >= 0 {
		return known[i], true
	}
	return Claim{}, false
}

// Readable puts a value that people cannot read as it is into words: times as
// exact UTC, the ways of logging in by name. It is "" for all others.
func (m Member) Readable() string {
	if m.Name == "amr" {
		return methods(Object{m}.Texts("amr"))
	}
	if c, ok := About(m.Name); !ok || !c.Time {
		return ""
	}
	at := numericDate(m.JSON)
	if at.IsZero() {
		return ""
	}
	if at.Nanosecond() != 0 {
		return at.Format("2006-01-02 15:04:05.000 MST")
	}
	return at.Format(time.DateTime + " MST")
}

// methods puts the values of amr into words, RFC 8176 section 2; it is "" when
// it knows none of them.
func methods(values []string) string {
	table := []struct{ value, words string }{
		{"face", "face"},
		{"fpt", "fingerprint"},
		{"geo", "place"},
		{"hwk", "hardware key"},
		{"iris", "iris"},
		{"kba", "questions"},
		{"mca", "several channels"},
		{"mfa", "several factors"},
		{"otp", "one-time code"},
		{"pin", "PIN"},
		{"pop", "proof of a key"},
		{"pwd", "password"},
		{"rba", "judged by risk"},
		{"retina", "retina"},
		{"sc", "smart card"},
		{"sms", "text message"},
		{"swk", "software key"},
		{"tel", "telephone"},
		{"user", "presence"},
		{"vbm", "voice"},
		{"wia", "Windows login"},
	}
	words, found := make([]string, len(values)), false
	for i, v := range values {
		words[i] = v
		for _, k := range table {
			if k.value == v {
				words[i], found = k.words, true
			}
		}
	}
	if !found {
		return ""
	}
	return strings.Join(words, ", ")
}
