// Package oauth1 signs requests as RFC 5849 says, in seven methods, and puts the
// signature into header, form or query.
//
// The steps before, which get the tokens, are not its own: they are requests
// that somebody sends. It reads no clock; package auth brings time and nonce. A
// new method is a line in [Methods] and a case in [Sign].
package oauth1

import (
	"crypto"
	"crypto/hmac"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	// The hashes the methods name.
	_ "crypto/sha1"
	_ "crypto/sha256"
	_ "crypto/sha512"
)

// Methods are the names of the signature methods.
func Methods() []string {
	return []string{"HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "RSA-SHA1", "RSA-SHA256", "RSA-SHA512", "PLAINTEXT"}
}

// Hash is the hash of a method, also that of oauth_body_hash; ok is false for
// PLAINTEXT and for what is no method.
func Hash(method string) (h crypto.Hash, ok bool) {
	switch _, name, _ := strings.Cut(method, "-"); name {
	case "SHA1":
		return crypto.SHA1, true
	case "SHA256":
		return crypto.SHA256, true
	case "SHA512":
		return crypto.SHA512, true
	}
	return 0, false
}

// usesKey reports whether the method signs with a private key.
func usesKey(method string) bool { return strings.HasPrefix(method, "RSA-") }

// Param is a parameter, decoded.
type Param struct {
	Name, Value string
	// Bare says that the parameter came without an equals sign.
	Bare bool
}

// ParseForm reads the parameters of a query or of a form. What is not well
// encoded stands for itself.
func ParseForm(s string) []Param {
	var out []Param
	for pair := range strings.SplitSeq(s, "&") {
		if pair == "" {
			continue
		}
		name, value, hasValue := strings.Cut(pair, "=")
		out = append(out, Param{Name: unescape(name), Value: unescape(value), Bare: !hasValue})
	}
	return out
}

func unescape(s string) string {
	if out, err := url.QueryUnescape(s); err == nil {
		return out
	}
	return strings.ReplaceAll(s, "+", " ")
}

// formatForm writes parameters for a query or a form.
func formatForm(params []Param) string {
	var pairs []string
	for _, p := range params {
		pair := escape(p.Name)
		if !p.Bare {
			pair += "=" + escape(p.Value)
		}
		pairs = append(pairs, pair)
	}
	return strings.Join(pairs, "&")
}

// escape encodes a text, RFC 5849, section 3.6.
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}

// Base is the signature base string, section 3.4.1. address is the URL without
// its query and without a default port.
func Base(method, address string, params []Param) string {
	type pair struct{ name, value string }
	pairs := make([]pair, len(params))
	for i, p := range params {
		pairs[i] = pair{escape(p.Name), escape(p.Value)}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		if c := strings.Compare(a.name, b.name); c != 0 {
			return c
		}
		return strings.Compare(a.value, b.value)
	})
	lines := make([]string, len(pairs))
	for i, p := range pairs {
		lines[i] = p.name + "=" + p.value
	}
	return escape(strings.ToUpper(method)) + "&" + escape(address) + "&" + escape(strings.Join(lines, "&"))
}

// Secrets are what a signature is made with: two shared secrets, or a private
// key for the RSA methods.
type Secrets struct {
	Consumer, Token string
	Key             crypto.PrivateKey
}

var errKey = errors.New("the private key is not an RSA key")

// Sign is the signature of a base string.
func Sign(method, base string, s Secrets) (string, error) {
	shared := escape(s.Consumer) + "&" + escape(s.Token)
	h, ok := Hash(method)
	switch {
	case method == "PLAINTEXT":
		return shared, nil
	case !ok || !slices.Contains(Methods(), method):
		return "", fmt.Errorf("there is no signature method %q", method)
	case usesKey(method):
		key, ok := s.Key.(*rsa.PrivateKey)
		if !ok {
			return "", errKey
		}
		sum := h.New()
		_, _ = sum.Write([]byte(base)) // a hash never fails
		signature, err := rsa.SignPKCS1v15(nil, key, h, sum.Sum(nil))
		return base64.StdEncoding.EncodeToString(signature), err
	}
	mac := hmac.New(h.New, []byte(shared))
	_, _ = mac.Write([]byte(base)) // a hash never fails
	return base64.StdEncoding.EncodeToString(mac.Sum(nil)), nil
}

// header is the value of the Authorization header. Parameters without a value
// are left out. With raw the values are not encoded, which some servers want
// and the RFC does not.
func header(realm string, params []Param, raw bool) string {
	written := escape
	if raw {
		written = func(s string) string { return s }
	}
	var list []string
	add := func(name, value string) {
		if value = strings.TrimSpace(value); value != "" {
			list = append(list, written(name)+`="`+written(value)+`"`)
		}
	}
	add("realm", realm)
	for _, p := range params {
		add(p.Name, p.Value)
	}
	return "OAuth " + strings.Join(list, ",")
}
