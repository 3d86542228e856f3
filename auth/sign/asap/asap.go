// Package asap makes the tokens of the Atlassian Service to Service
// Authentication Protocol: a JSON Web Token with a fixed set of claims and the
// id of the key that signed it.
//
// It reads no clock and knows no request; package auth brings the time and sends
// the token.
package asap

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"postern/auth/sign/jws"
)

// Algorithms leaves out those with a shared secret: the specification wants a
// pair of keys.
func Algorithms() []string {
	return slices.DeleteFunc(jws.Algorithms(), jws.Symmetric)
}

// Settings are what a token is made of.
type Settings struct {
	Algorithm string
	// Subject is the issuer when empty.
	Issuer, Subject string
	// Audience is a text or a list.
	Audience any
	KeyID    string
	// PrivateKey is a PEM text, or a data URI with the key id in it.
	PrivateKey string
	// Lifetime is in seconds, [Hour] when it is no number.
	Lifetime string
	// Claims is a JSON object or "". What it holds goes before the others.
	Claims string
	Time   time.Time
	// ID makes the token unique.
	ID string
}

// hour is how long a token lives unless told.
const hour = 3600

var errMissing = errors.New("the issuer, the audience, the key id or the private key is missing")

// Token makes the token.
func Token(s Settings) (string, error) {
	claims, err := jws.ParseObject(s.Claims)
	if err != nil {
		return "", fmt.Errorf("the additional claims cannot be used: %w", err)
	}
	claim := func(name string, otherwise any) any {
		if v, ok := claims.Value(name); ok {
			return v
		}
		return otherwise
	}
	kid, issuer, audience := text(claim("kid", s.KeyID)), claim("iss", s.Issuer), claim("aud", s.Audience)
	if kid == "" || text(issuer) == "" || text(audience) == "" || s.PrivateKey == "" {
		return "", errMissing
	}
	if !slices.Contains(Algorithms(), s.Algorithm) {
		return "", fmt.Errorf("the algorithm is %q; choose one, such as RS256", s.Algorithm)
	}
	key, err := jws.ParseKeyURI(kid, s.PrivateKey)
	if err != nil {
		return "", fmt.Errorf("the private key cannot be used: %w", err)
	}
	now := s.Time.Unix()
	claims.Set("iat", claim("iat", now))
	claims.Set("iss", issuer)
	claims.Set("sub", claim("sub", cmp.Or(s.Subject, text(issuer))))
	claims.Set("jti", claim("jti", s.ID))
	claims.Set("aud", audience)
	claims.Set("exp", claim("exp", now+seconds(s.Lifetime)))
	var header jws.Object
	header.Set("alg", s.Algorithm)
	header.Set("kid", kid)
	return jws.Sign(s.Algorithm, key, header, claims)
}

// text is a value as text, "" if there is none; a list is its JSON.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.RawMessage:
		var s string
		if json.Unmarshal(v, &s) == nil {
			return s
		}
		return string(v)
	}
	return fmt.Sprint(v)
}

func seconds(s string) int64 {
	if n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64); err == nil && n != 0 {
		return n
	}
	return hour
}
