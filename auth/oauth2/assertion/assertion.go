// Package assertion signs the JSON Web Tokens of RFC 7523: those a client proves
// itself with (section 2.2) and those it trades for a token (section 2.1).
//
// [NewSigner] finds the key and the algorithm that goes with it, [Signer.Sign]
// writes one assertion. Clock and randomness are the caller's. To sign in a new
// way, teach it to [postern/auth/sign/jws].
package assertion

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"postern/auth"
	"postern/auth/sign/jws"
)

// life is how long an assertion is good: servers refuse more than five minutes,
// and their clocks may be behind ours.
const life = 4 * time.Minute

// Key says what to sign with.
type Key struct {
	// Private is a private key, PEM or JWK.
	Private string
	// Secret is shared with the server; it is used without a private key.
	Secret string
	// ID goes into the header; empty takes the one of a JWK.
	ID string
	// Algorithm is one of [jws.Algorithms]; empty takes the one that fits.
	Algorithm string
}

// Signer signs assertions.
type Signer struct {
	key     any
	id, alg string
}

// NewSigner reads k. Errors are of type [*auth.Error] and hold nothing of the
// key.
func NewSigner(k Key) (Signer, error) {
	s, err := read(k)
	if err != nil {
		return Signer{}, err
	}
	if !slices.Contains(jws.Algorithms(), s.alg) {
		return Signer{}, &auth.Error{
			Kind: auth.KindConfig, Summary: "there is no such signing algorithm", Where: "assertionAlgorithm",
			Hint: "choose one of " + strings.Join(jws.Algorithms(), ", ") + ", or leave it empty",
		}
	}
	return s, nil
}

func read(k Key) (Signer, error) {
	alg := strings.TrimSpace(k.Algorithm)
	text := strings.TrimSpace(k.Private)
	switch {
	case text == "" && k.Secret == "":
		return Signer{}, unusable("there is no key to sign with", nil)
	case text == "":
		return Signer{key: []byte(k.Secret), id: k.ID, alg: cmp.Or(alg, "HS256")}, nil
	case strings.HasPrefix(text, "{"):
		j, err := jws.ParseJWK(text, k.ID)
		if err != nil {
			return Signer{}, unusable("the private key cannot be used", err)
		}
		return Signer{key: j.Key, id: cmp.Or(k.ID, j.ID), alg: cmp.Or(alg, j.Algorithm, jws.Fitting(j.Key))}, nil
	}
	key, err := jws.ParseKey(text)
	if err != nil {
		return Signer{}, unusable("the private key cannot be used", err)
	}
	return Signer{key: key, id: k.ID, alg: cmp.Or(alg, jws.Fitting(key))}, nil
}

func unusable(summary string, err error) error {
	hint := "write the private key as PEM or JWK, or as a {{variable}} that holds it"
	switch {
	case errors.Is(err, jws.ErrEncrypted):
		hint = "take the passphrase off a copy of the key: openssl pkey -in KEY"
	case errors.Is(err, jws.ErrKeyID):
		hint = "set Key ID to the kid of one of the keys"
	}
	return &auth.Error{Kind: auth.KindConfig, Summary: summary, Where: "privateKey", Hint: hint, Err: err}
}

// Assertion is what is signed. Empty claims are left out.
type Assertion struct {
	Issuer, Subject, Audience string
	// ID is the jti; it must be new.
	ID string
	// At is now, by our clock.
	At time.Time
	// More is a JSON object with further claims. They take the place of the
	// ones above.
	More string
}

// Sign returns a as a compact JWT. Errors are of type [*auth.Error].
func (s Signer) Sign(a Assertion) (string, error) {
	var header, payload jws.Object
	header.Set("alg", s.alg)
	header.Set("typ", "JWT")
	if s.id != "" {
		header.Set("kid", s.id)
	}
	for _, c := range []struct{ name, value string }{{"iss", a.Issuer}, {"sub", a.Subject}, {"aud", a.Audience}, {"jti", a.ID}} {
		if c.value != "" {
			payload.Set(c.name, c.value)
		}
	}
	payload.Set("iat", a.At.Unix())
	payload.Set("exp", a.At.Add(life).Unix())
	more, err := jws.ParseObject(a.More)
	if err != nil {
		return "", &auth.Error{
			Kind: auth.KindConfig, Summary: "the claims are no JSON object", Where: "assertionClaims",
			Hint: `write them like {"scope": "a b"}`, Err: err,
		}
	}
	payload.Merge(more)
	token, err := jws.Sign(s.alg, s.key, header, payload)
	if err != nil {
		return "", &auth.Error{
			Kind: auth.KindConfig, Summary: "cannot sign with this key", Where: "assertionAlgorithm",
			Hint: "choose the algorithm of the key, or leave it empty", Err: err,
		}
	}
	return token, nil
}
