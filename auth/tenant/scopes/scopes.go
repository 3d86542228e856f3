// Package scopes is the list of scopes a tenant knows, what a request without
// one gets, and which claims each opens up.
//
// A new scope is a line in a list here; a claim is a line in [Claims].
package scopes

import (
	"slices"
	"strings"

	"postern/auth/tenant/directory"
	"postern/auth/tenant/protocol"
)

// apiScopes are the scopes of the Users API.
var apiScopes = []string{
	directory.UsersRead, directory.UsersManage, directory.GroupsRead, directory.GroupsManage, directory.AppsRead,
}

// Person are the scopes about a person, which a client of its own does
// not get: it is granted the rest of what it asked for.
var Person = []string{"openid", "profile", "email", "address", "phone", "groups", "offline_access"}

// What a request gets that names no scope.
const (
	DefaultPerson = "openid profile email"
	DefaultClient = directory.UsersRead + " " + directory.GroupsRead
)

// All are all there are.
func All() []string { return slices.Concat(Person, apiScopes) }

// Asked reads a scope parameter; def is for a request without one. The
// scopes come back sorted.
func Asked(text, def string) ([]string, error) {
	asked := strings.Fields(text)
	if len(asked) == 0 {
		asked = strings.Fields(def)
	}
	if !Within(asked, All()) {
		return nil, protocol.Refuse("invalid_scope", "one of the scopes is unknown: the discovery document lists them")
	}
	slices.Sort(asked)
	return slices.Compact(asked), nil
}

// Within reports whether every one of want is in have.
func Within(want, have []string) bool {
	return !slices.ContainsFunc(want, func(s string) bool { return !slices.Contains(have, s) })
}

// Claims are the claims that scopes open up (OpenID Connect Core
// section 5.4).
func Claims(p directory.Person, scope []string) map[string]any {
	claims := map[string]any{}
	for _, s := range scope {
		switch s {
		case "profile":
			claims["name"], claims["preferred_username"] = p.Name(), p.Login
			claims["given_name"], claims["family_name"] = p.FirstName, p.LastName
			claims["locale"], claims["zoneinfo"] = p.Locale, p.Zone
			claims["updated_at"] = p.Updated.Unix()
		case "email":
			claims["email"], claims["email_verified"] = p.Email, true
		case "phone":
			claims["phone_number"] = p.Phone
		case "groups":
			claims["groups"] = p.Groups
		}
	}
	return claims
}
