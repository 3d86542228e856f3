package metadata

import (
	"slices"

	"postern/auth"
)

// Change is one attribute that the metadata would set.
type Change struct {
	// Key and Label are those of the field.
	Key, Label string
	// Old is what the config has, New what the server tells.
	Old, New string
	// Why says what speaks for it. It is set for a suggestion, which changes
	// how a token is asked for; without it, New is where the server can be
	// asked.
	Why string
}

// Suggested reports whether the change is a matter of taste: a form offers it
// and does not make it by itself.
func (ch Change) Suggested() bool { return ch.Why != "" }

// Changes says what would make c agree with m, in the order of the form. What c
// agrees with already, or has no use for, is left out. RFC 8414 says nothing of
// changing a config that works: show the list, and set what the person takes.
func Changes(c auth.Config, m Metadata) []Change {
	var list []Change
	for _, f := range (auth.OAuth2{}).Fields() {
		ch, ok := m.tells(c, f.Key)
		if !ok || f.When != nil && !f.When(c) || ch.New == ch.Old {
			continue
		}
		ch.Key, ch.Label = f.Key, f.Label
		list = append(list, ch)
	}
	return list
}

// Fill returns c with what it leaves open and m tells: the endpoints, and that
// id and secret go into the body where the server takes them nowhere else. It
// replaces nothing, and asks for no key that nobody gave.
func Fill(c auth.Config, m Metadata) auth.Config {
	open := c.Get("client_authentication") == "" && c.Get("clientAuth") == ""
	for _, ch := range Changes(c, m) {
		switch {
		case ch.Suggested():
			if ch.Key == "client_authentication" && open && ch.New == auth.InRequestBody {
				c = c.Set(ch.Key, ch.New)
			}
		case ch.Old == "":
			c = c.Set(ch.Key, ch.New)
		}
	}
	return c
}

// tells returns what m says about the attribute of that name, Old and New set.
func (m Metadata) tells(c auth.Config, key string) (Change, bool) {
	ch := Change{Old: c.Get(key)}
	switch key {
	case "authUrl":
		ch.New = m.Authorization
	case "accessTokenUrl":
		ch.New = m.Token
	case "deviceUrl":
		ch.New = m.Device
	case "revocationUrl":
		ch.New = m.Revocation
	case "introspectionUrl":
		ch.New = m.Introspection
	case "userInfoUrl":
		ch.New = m.UserInfo
	case "client_authentication":
		ch.Old = auth.ClientAuthentication(c)
		ch.New, ch.Why = m.onlyAuthentication(), "the server takes no other way"
	case "grant_type":
		ch.Old = auth.GrantType(c)
		if ch.Old == auth.AuthorizationCode && slices.Contains(m.ChallengeMethods, "S256") {
			ch.New, ch.Why = auth.AuthorizationCodePKCE, "the server supports PKCE, which protects the code on its way back"
		}
	}
	return ch, ch.New != ""
}

// onlyAuthentication returns the one way of client authentication that the
// server takes and a config can name, "" if it takes several or does not say.
func (m Metadata) onlyAuthentication() string {
	var ways []string
	for _, method := range m.TokenAuth {
		switch method {
		case "client_secret_basic":
			ways = append(ways, auth.InBasicHeader)
		case "client_secret_post":
			ways = append(ways, auth.InRequestBody)
		case auth.PrivateKeyJWT, auth.ClientSecretJWT:
			ways = append(ways, method)
		}
		// "none" is for clients without a secret; the rest no config can name.
	}
	if len(ways) != 1 {
		return ""
	}
	return ways[0]
}
