package auth

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"net/url"
	"strconv"
)

// Key identifies the token a resolved config stands for: who asks, whom, for
// what, and in which environment. What only changes how the token is sent or
// refreshed is left out. The client secret takes part, so that a corrected
// secret is not answered with an old token; a hash keeps it out of sight.
func Key(c Config) string {
	h := sha256.New()
	write(h, "realm", c.Realm)
	write(h, "grant_type", grantType(c))
	for _, k := range []string{"authUrl", "accessTokenUrl", "clientId", "clientSecret", "scope", "username", "tokenName"} {
		write(h, k, c.Get(k))
	}
	for _, k := range []string{"audience", "resource"} {
		write(h, k, c.Values(k)...)
	}
	writeParams(h, "auth", c.Params("authRequestParams", InURL))
	writeParams(h, "token", c.Params("tokenRequestParams", InBody))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func writeParams(h hash.Hash, name string, params []Param) {
	for _, p := range params {
		write(h, name, string(p.In), p.Key, p.Value)
	}
}

// write feeds a name and its values with their lengths, so that no two lists
// of values look alike.
func write(h hash.Hash, name string, values ...string) {
	_, _ = io.WriteString(h, name+"\x00"+strconv.Itoa(len(values))+"\x00") // a hash never fails
	for _, v := range values {
		_, _ = io.WriteString(h, strconv.Itoa(len(v))+"\x00"+v)
	}
}

// Name is what the user calls the token, else a name that tells whose it
// is: "client@host".
func Name(c Config) string {
	if name := c.Get("tokenName"); name != "" {
		return name
	}
	host := ""
	if u, err := url.Parse(cmp.Or(c.Get("accessTokenUrl"), c.Get("authUrl"))); err == nil {
		host = u.Host
	}
	who := cmp.Or(c.Get("username"), c.Get("clientId"))
	if who == "" || host == "" {
		return cmp.Or(who, host, "token")
	}
	return who + "@" + host
}
