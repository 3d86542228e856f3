// Package jws writes signed JSON Web Tokens in their compact form, RFC 7515,
// with the members of header and payload in the order they were given. A JOSE
// library sorts them, which yields other bytes than Postman's.
//
// It signs; it does not verify or encrypt, and reads no clock. A new algorithm
// is a line in the list of this file.
package jws

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"slices"

	// The hashes the algorithms name.
	_ "crypto/sha256"
	_ "crypto/sha512"
)

// algorithm is one of RFC 7518, section 3.1, or of RFC 8037.
type algorithm struct {
	name  string
	hash  crypto.Hash
	curve elliptic.Curve
}

func algorithms() []algorithm {
	return []algorithm{
		{"HS256", crypto.SHA256, nil},
		{"HS384", crypto.SHA384, nil},
		{"HS512", crypto.SHA512, nil},
		{"RS256", crypto.SHA256, nil},
		{"RS384", crypto.SHA384, nil},
		{"RS512", crypto.SHA512, nil},
		{"PS256", crypto.SHA256, nil},
		{"PS384", crypto.SHA384, nil},
		{"PS512", crypto.SHA512, nil},
		{"ES256", crypto.SHA256, elliptic.P256()},
		{"ES384", crypto.SHA384, elliptic.P384()},
		{"ES512", crypto.SHA512, elliptic.P521()},
		{"EdDSA", 0, nil},
	}
}

// Algorithms are the names of the algorithms.
func Algorithms() []string {
	var names []string
	for _, a := range algorithms() {
		names = append(names, a.name)
	}
	return names
}

// Symmetric reports whether alg signs with a shared secret.
func Symmetric(alg string) bool {
	return slices.Contains([]string{"HS256", "HS384", "HS512"}, alg)
}

// Fitting returns the algorithm to sign with if nobody says which: the one the
// curve of key asks for, else the most common one of its kind. It is "" for a
// key that nothing here signs with.
func Fitting(key any) string {
	switch k := key.(type) {
	case []byte:
		return "HS256"
	case *rsa.PrivateKey:
		return "RS256"
	case ed25519.PrivateKey:
		return "EdDSA"
	case *ecdsa.PrivateKey:
		for _, a := range algorithms() {
			if a.curve == k.Curve {
				return a.name
			}
		}
	}
	return ""
}

// Sign returns the compact token. key is a []byte for the HS algorithms, else
// what [ParseKey] returned. The header must name alg itself.
func Sign(alg string, key any, header, payload Object) (string, error) {
	i := slices.IndexFunc(algorithms(), func(a algorithm) bool { return a.name == alg })
	if i < 0 {
		return "", fmt.Errorf("there is no signing algorithm %q", alg)
	}
	input := encode(header.JSON()) + "." + encode(payload.JSON())
	signature, err := algorithms()[i].sign(key, []byte(input))
	if err != nil {
		return "", err
	}
	return input + "." + encode(signature), nil
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (a algorithm) sign(key any, input []byte) ([]byte, error) {
	digest := func() []byte {
		h := a.hash.New()
		_, _ = h.Write(input) // a hash never fails
		return h.Sum(nil)
	}
	switch k := key.(type) {
	case []byte:
		if Symmetric(a.name) {
			mac := hmac.New(a.hash.New, k)
			_, _ = mac.Write(input) // a hash never fails
			return mac.Sum(nil), nil
		}
	case *rsa.PrivateKey:
		switch a.name[:2] {
		case "RS":
			return rsa.SignPKCS1v15(nil, k, a.hash, digest())
		case "PS":
			return rsa.SignPSS(rand.Reader, k, a.hash, digest(), &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
		}
	case *ecdsa.PrivateKey:
		if a.curve == k.Curve {
			return a.signECDSA(k, digest())
		}
	case ed25519.PrivateKey:
		if a.name == "EdDSA" {
			return ed25519.Sign(k, input), nil
		}
	}
	return nil, fmt.Errorf("the key does not fit the algorithm %s", a.name)
}

// signECDSA writes both numbers in full width, RFC 7518, section 3.4.
func (a algorithm) signECDSA(k *ecdsa.PrivateKey, digest []byte) ([]byte, error) {
	r, s, err := ecdsa.Sign(rand.Reader, k, digest)
	if err != nil {
		return nil, err
	}
	width := (a.curve.Params().BitSize + 7) / 8
	out := make([]byte, 2*width)
	r.FillBytes(out[:width])
	s.FillBytes(out[width:])
	return out, nil
}
