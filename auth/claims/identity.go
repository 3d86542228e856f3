package claims

import (
	"slices"
	"strings"

	"postern/auth"
	"postern/auth/wire"
)

// Identity names whom a token speaks for, to tell tokens apart in a list: the
// person of the ID token, else of the access token, else the config's user, and
// for a client that acts for itself the client. It is "" when nothing tells.
func Identity(t auth.Token) string {
	if id, err := Decode(t.ID.Reveal()); err == nil {
		if who := person(id); who != "" {
			return who
		}
	}
	if access, err := Decode(t.Access.Reveal()); err == nil {
		if client := access.Client(); client != "" && ofClient(access, client) {
			return client
		}
		if who := person(access); who != "" {
			return who
		}
	}
	// A user name of another grant stays in the file when the grant changes.
	if auth.GrantType(t.Config) == auth.PasswordCredentials {
		if user := t.Config.Get("username"); user != "" {
			return user
		}
	}
	return t.Config.Get("clientId")
}

// person returns the claim that people know a user by, else the subject.
func person(t Token) string {
	for _, name := range [...]string{"preferred_username", "upn", "email", "unique_name", "username", "cognito:username"} {
		if who := t.Payload.Text(name); who != "" {
			return who
		}
	}
	return t.Subject()
}

// ofClient reports whether a token stands for the client itself. RFC 9068 says
// that its subject is the client then; vendors each do it their own way.
func ofClient(t Token, client string) bool {
	p := t.Payload
	sub := t.Subject()
	switch {
	case sub == "" || sub == client:
		return person(t) == sub
	case sub == client+"@clients", p.Text("gty") == "client-credentials": // Auth0
		return true
	case p.Text("idtyp") == "app", sub == p.Text("oid") && len(t.Scopes()) == 0: // Entra ID
		return true
	}
	return strings.HasPrefix(p.Text("preferred_username"), "service-account-") // Keycloak
}

// Audience returns who should accept t: what the token says, else what its
// config asked for.
func Audience(t auth.Token) []string {
	if jwt, err := Decode(t.Sent(t.Config).Reveal()); err == nil {
		if aud := jwt.Audience(); len(aud) > 0 {
			return aud
		}
	}
	return asked(t.Config)
}

// asked returns the audiences and resources that c asks its server for:
// attributes, extra parameters, and parameters typed into an address, as many
// an Auth0 collection does. Duplicates are left out.
func asked(c auth.Config) []string {
	var out []string
	add := func(values ...string) {
		for _, v := range values {
			if v != "" && !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	}
	add(c.Values("audience")...)
	add(c.Values("resource")...)
	for _, list := range [...]string{"authRequestParams", "tokenRequestParams", "refreshRequestParams"} {
		for _, p := range c.Params(list, auth.InBody) {
			if strings.EqualFold(p.Key, "audience") || strings.EqualFold(p.Key, "resource") {
				add(p.Value)
			}
		}
	}
	for _, attr := range [...]string{"authUrl", "accessTokenUrl"} {
		for _, name := range [...]string{"audience", "resource"} {
			v, _ := wire.QueryValue(c.Get(attr), name)
			add(v)
		}
	}
	return out
}
