// Package digest answers Digest challenges, RFC 7616 and its elders RFC 2617
// and RFC 2069, with every algorithm those name, with and without "-sess".
//
// It knows requests only by their parts and keeps no state: a nonce is used
// once. Libraries for it write the fields in another order than Postman, or do
// not know the session algorithms or several challenges in one line.
package digest

import (
	"crypto/md5"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"
)

// MD5 is the algorithm where nobody names one.
const MD5 = "MD5"

// Algorithms are the names of the algorithms.
func Algorithms() []string {
	return []string{MD5, "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"}
}

// newHash is the hash of an algorithm; "" is MD5.
func newHash(algorithm string) (func() hash.Hash, bool) {
	name := strings.ToUpper(algorithm)
	switch strings.TrimSuffix(name, sess) {
	case "", MD5:
		return md5.New, true
	case "SHA-256":
		return sha256.New, true
	case "SHA-512-256":
		return sha512.New512_256, true
	}
	return nil, false
}

const sess = "-SESS"

// Credentials are an answer to a challenge but for its last field, the response.
type Credentials struct {
	Username, Password string
	Realm, Nonce       string
	Opaque             string
	// Algorithm is spelled as it is sent; "" is sent as MD5.
	Algorithm string
	// QOP is "auth" or "auth-int"; anything else means the formula of RFC 2069,
	// which has none.
	QOP string
	// Count is nc, eight digits; Client is the cnonce.
	Count, Client string
	// HashUser sends the name as a hash.
	HashUser bool
	// URI is the path with the query, as it goes out.
	Method, URI string
	// HashBody runs the body through a hash, for "auth-int"; nil means that
	// there is none.
	HashBody func(hash.Hash) error
}

// Answer are the credentials for a challenge.
func (c Challenge) Answer(username, password string) Credentials {
	return Credentials{
		Username: username, Password: password, Realm: c.Realm, Nonce: c.Nonce, Opaque: c.Opaque,
		Algorithm: c.Algorithm, QOP: c.quality(), HashUser: c.HashUser,
	}
}

// Header is the value of the Authorization header.
func (c Credentials) Header() (string, error) {
	if c.Algorithm == "" {
		c.Algorithm = MD5
	}
	h, ok := newHash(c.Algorithm)
	if !ok {
		return "", fmt.Errorf("there is no digest algorithm %q", c.Algorithm)
	}
	response, err := c.response(h)
	if err != nil {
		return "", err
	}
	user := c.Username
	if c.HashUser {
		user = hexOf(h, c.Username, c.Realm)
	}
	fields := []string{quoted("username", user), quoted("realm", c.Realm), quoted("nonce", c.Nonce), quoted("uri", c.URI), quoted("algorithm", c.Algorithm)}
	if c.protects() {
		fields = append(fields, "qop="+c.QOP)
	}
	if c.protects() || c.session() {
		fields = append(fields, "nc="+c.Count, quoted("cnonce", c.Client))
	}
	fields = append(fields, quoted("response", response))
	if c.Opaque != "" {
		fields = append(fields, quoted("opaque", c.Opaque))
	}
	if c.HashUser {
		fields = append(fields, "userhash=true")
	}
	return "Digest " + strings.Join(fields, ", "), nil
}

func (c Credentials) protects() bool { return c.QOP == "auth" || c.QOP == "auth-int" }

func (c Credentials) session() bool { return strings.HasSuffix(strings.ToUpper(c.Algorithm), sess) }

// response is the proof: RFC 7616, section 3.4.1.
func (c Credentials) response(h func() hash.Hash) (string, error) {
	secret := hexOf(h, c.Username, c.Realm, c.Password)
	if c.session() {
		secret = hexOf(h, secret, c.Nonce, c.Client)
	}
	request := hexOf(h, c.Method, c.URI)
	if c.QOP == "auth-int" {
		body := h()
		if c.HashBody != nil {
			if err := c.HashBody(body); err != nil {
				return "", fmt.Errorf("hash the body: %w", err)
			}
		}
		request = hexOf(h, c.Method, c.URI, hex.EncodeToString(body.Sum(nil)))
	}
	if !c.protects() {
		return hexOf(h, secret, c.Nonce, request), nil
	}
	return hexOf(h, secret, c.Nonce, c.Count, c.Client, c.QOP, request), nil
}

// hexOf hashes the parts with colons between them.
func hexOf(h func() hash.Hash, parts ...string) string {
	sum := h()
	_, _ = sum.Write([]byte(strings.Join(parts, ":"))) // a hash never fails
	return hex.EncodeToString(sum.Sum(nil))
}

func quoted(name, value string) string {
	return name + `="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}
