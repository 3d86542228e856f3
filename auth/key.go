package auth

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
)

// Key identifies the token a resolved config stands for: who asks, whom, for
// what, and in which environment. What only changes how the token is sent or
// refreshed is left out. The client secret takes part, so that a corrected
// secret is not answered with an old token; a hash keeps it out of sight.
func Key(c Config) string {
	b := make([]byte, 0, 512) // enough for most, on the stack: every send makes a key
	b = appendField(b, "realm", c.Realm)
	grant := GrantType(c)
	b = appendField(b, "grant_type", grant)
	for _, k := range [...]string{"authUrl", "accessTokenUrl", "clientId", "clientSecret", "scope", "username", "tokenName"} {
		b = appendField(b, k, c.Get(k))
	}
	for _, k := range [...]string{"audience", "resource"} {
		b = appendField(b, k, c.Values(k)...)
	}
	for _, k := range more(grant) {
		b = appendField(b, k, c.Get(k))
	}
	// Left out where absent, as in the keys of tokens that are older.
	for _, k := range [...]string{"issuer", "privateKey"} {
		if v := c.Get(k); v != "" {
			b = appendField(b, k, v)
		}
	}
	b = appendParams(b, "auth", c.Params("authRequestParams", InURL))
	b = appendParams(b, "token", c.Params("tokenRequestParams", InBody))
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// more are the attributes that say for whom a token is got, by grant.
func more(grant string) []string {
	switch grant {
	case RefreshToken:
		return []string{"refreshToken"}
	case TokenExchange:
		return []string{"subjectToken", "actorToken", "requestedTokenType"}
	case JWTBearer:
		return []string{"assertion", "assertionIssuer", "assertionSubject", "assertionClaims"}
	}
	return nil
}

func appendParams(b []byte, name string, params []Param) []byte {
	for _, p := range params {
		b = appendField(b, name, string(p.In), p.Key, p.Value)
	}
	return b
}

// appendField adds a name and its values with their lengths, so that no two
// lists of values look alike.
func appendField(b []byte, name string, values ...string) []byte {
	b = append(append(b, name...), 0)
	b = append(strconv.AppendInt(b, int64(len(values)), 10), 0)
	for _, v := range values {
		b = append(strconv.AppendInt(b, int64(len(v)), 10), 0)
		b = append(b, v...)
	}
	return b
}

// Server is the address of who gives out c's tokens, for people to see: without
// what its query or a user name in front of the host could give away.
func Server(c Config) string {
	address := cmp.Or(c.Get("accessTokenUrl"), c.Get("authUrl"), c.Get("issuer"))
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		address = address[:i]
	}
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return address
	}
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + rest[strings.LastIndexByte(host, '@')+1:]
}

// Name is what the user calls the token, else a name that tells whose it
// is: "client@host".
func Name(c Config) string {
	if name := c.Get("tokenName"); name != "" {
		return name
	}
	host := ""
	if u, err := url.Parse(cmp.Or(c.Get("accessTokenUrl"), c.Get("authUrl"), c.Get("issuer"))); err == nil {
		host = u.Host
	}
	who := cmp.Or(c.Get("username"), c.Get("assertionSubject"), c.Get("clientId"))
	if who == "" || host == "" {
		return cmp.Or(who, host, "token")
	}
	return who + "@" + host
}
