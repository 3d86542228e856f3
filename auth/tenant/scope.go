package tenant

import (
	"slices"
	"strings"

	"postern/auth/tenant/directory"
)

// apiScopes are the scopes of the Users API.
var apiScopes = []string{
	directory.UsersRead, directory.UsersManage, directory.GroupsRead, directory.GroupsManage, directory.AppsRead,
}

// personScopes are the scopes about a person, which a client of its own does
// not get: it is granted the rest of what it asked for.
var personScopes = []string{"openid", "profile", "email", "address", "phone", "groups", "offline_access"}

// What a request gets that names no scope.
const (
	defaultPersonScope = "openid profile email"
	defaultClientScope = directory.UsersRead + " " + directory.GroupsRead
)

// scopes are all there are.
func scopes() []string { return slices.Concat(personScopes, apiScopes) }

// askedScope reads a scope parameter; def is for a request without one. The
// scopes come back sorted.
func askedScope(text, def string) ([]string, error) {
	asked := strings.Fields(text)
	if len(asked) == 0 {
		asked = strings.Fields(def)
	}
	if !narrower(asked, scopes()) {
		return nil, oauthProblem("invalid_scope", "one of the scopes is unknown: the discovery document lists them")
	}
	slices.Sort(asked)
	return slices.Compact(asked), nil
}

// narrower reports whether every one of want is in have.
func narrower(want, have []string) bool {
	return !slices.ContainsFunc(want, func(s string) bool { return !slices.Contains(have, s) })
}

// profileClaims are the claims that scopes open up (OpenID Connect Core
// section 5.4).
func profileClaims(p directory.Person, scope []string) map[string]any {
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
