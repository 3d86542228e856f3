package oauth2

import (
	"net/url"
	"strings"

	"postern/auth"
	"postern/auth/oauth2/endpoint"
	"postern/auth/oauth2/mask"
)

// origin is the server an address leads to, "" if it leads nowhere.
func origin(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	server := strings.ToLower(u.Scheme + "://" + u.Host)
	if u.Scheme == "https" {
		return strings.TrimSuffix(server, ":443")
	}
	return strings.TrimSuffix(server, ":80")
}

// astray refuses to send t's refresh token to an address that only its issuer
// names, unless it is of the server that gave the token or of one in also: who
// can change what an issuer publishes must not get the tokens of everybody.
// A new login brings the person's consent.
func astray(t auth.Token, attr, address string, also ...string) error {
	to := origin(address)
	if t.Refresh == "" || t.Origin == "" || to == t.Origin || strings.TrimSpace(t.Config.Get(attr)) != "" {
		return nil
	}
	for _, a := range also {
		if to == origin(a) {
			return nil
		}
	}
	return &auth.Error{
		Kind: auth.KindConfig, Where: attr,
		Summary: "the refresh token is from " + t.Origin + ", and the identity provider now wants it at " + mask.Clean(to, 100),
		Hint:    "if that is right, log in again, or write the address into " + endpoint.Label(attr),
	}
}
