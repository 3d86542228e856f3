package jws

import (
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// The ways a key can be unusable.
var (
	ErrNoKey     = errors.New("it is not a private key in PEM")
	ErrNoJWK     = errors.New("it is not a private or shared JSON Web Key")
	ErrEncrypted = errors.New("the key is protected by a passphrase")
	ErrKeyID     = errors.New("the key is for another key id")
)

// ParseKey reads a private key in PEM: PKCS #8, PKCS #1 or SEC 1. Keys that went
// through an environment variable are read too: in quotes, with \n for a line
// break, or with none at all.
func ParseKey(text string) (crypto.PrivateKey, error) {
	text = strings.Trim(strings.TrimSpace(text), `"`)
	text = strings.NewReplacer(`\n`, "\n", `\r`, "").Replace(text)
	const head, tail = "-----BEGIN ", "-----END "
	_, rest, ok := strings.Cut(text, head)
	if !ok {
		return nil, ErrNoKey
	}
	label, rest, _ := strings.Cut(rest, "-----")
	body, _, ok := strings.Cut(rest, tail)
	switch {
	case !ok || !strings.HasSuffix(label, "PRIVATE KEY"):
		return nil, ErrNoKey
	case strings.HasPrefix(label, "ENCRYPTED"), strings.Contains(body, "ENCRYPTED"):
		return nil, ErrEncrypted
	}
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(body), ""))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoKey, err)
	}
	return parseDER(der)
}

func parseDER(der []byte) (crypto.PrivateKey, error) {
	if key, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParseECPrivateKey(der); err == nil {
		return key, nil
	}
	return nil, ErrNoKey
}

// ParseSecret reads a shared secret, which may be in Base64: of either alphabet,
// with or without padding.
func ParseSecret(text string, encoded bool) ([]byte, error) {
	if !encoded {
		return []byte(text), nil
	}
	text = strings.NewReplacer("-", "+", "_", "/", "=", "", "\n", "", " ", "").Replace(text)
	secret, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("the secret is not Base64: %w", err)
	}
	return secret, nil
}

// ParseKeyURI reads a key that is a PEM text or, as ASAP has them, a data URI
// with the key id in it: data:application/pkcs8;kid=…;base64,…
func ParseKeyURI(id, text string) (crypto.PrivateKey, error) {
	text = strings.Trim(strings.TrimSpace(text), `"`)
	if !strings.HasPrefix(text, "data:") {
		return ParseKey(text)
	}
	if decoded, err := url.PathUnescape(text); err == nil {
		text = decoded
	}
	m := regexp.MustCompile(`^data:application/pkcs8;kid=([\w.\-+/]+);base64,([a-zA-Z0-9+/=]+)$`).FindStringSubmatch(text)
	switch {
	case m == nil:
		return nil, fmt.Errorf("%w, nor a data URI with one", ErrNoKey)
	case m[1] != id:
		return nil, ErrKeyID
	}
	der, err := base64.StdEncoding.DecodeString(m[2])
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoKey, err)
	}
	return parseDER(der)
}
