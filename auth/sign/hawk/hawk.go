// Package hawk makes the Authorization header of the Hawk scheme, version 1, as
// its reference implementation defines it: a MAC over the request line, the
// host, a time, a nonce and, if wanted, a hash of the body.
//
// It knows requests only by their parts and reads no clock; package auth brings
// both. It does not check answers (Server-Authorization).
package hawk

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"hash"
	"strings"
)

// Credentials are who signs.
type Credentials struct {
	ID, Key string
	// Algorithm is "sha256" or "sha1".
	Algorithm string
}

// Artifacts are what is signed.
type Artifacts struct {
	// Time is in Unix seconds.
	Time, Nonce string
	// Resource is the path with the query, as it goes out.
	Method, Resource string
	// Host is without the port.
	Host, Port string
	// Payload is what [Payload.Value] returned, "" leaves the body out.
	Payload string
	// Ext is application data, App and Delegation name an Oz application and
	// who it acts for. Without an App there is no Delegation.
	Ext, App, Delegation string
}

// Known reports whether there is such an algorithm.
func Known(algorithm string) bool { return newHash(algorithm) != nil }

func newHash(algorithm string) func() hash.Hash {
	switch algorithm {
	case "sha256":
		return sha256.New
	case "sha1":
		return sha1.New
	}
	return nil
}

// Payload hashes a body that is written to it.
type Payload struct{ hash.Hash }

// NewPayload begins a hash for a body of that Content-Type, whose parameters do
// not count.
func NewPayload(algorithm, contentType string) (Payload, error) {
	h := newHash(algorithm)
	if h == nil {
		return Payload{}, fmt.Errorf("there is no Hawk algorithm %q", algorithm)
	}
	p := Payload{h()}
	media, _, _ := strings.Cut(contentType, ";")
	_, _ = fmt.Fprintf(p, "hawk.1.payload\n%s\n", strings.ToLower(strings.TrimSpace(media))) // a hash never fails
	return p, nil
}

// Value is the hash as the header carries it. Nothing may be written after it.
func (p Payload) Value() string {
	_, _ = p.Write([]byte("\n")) // a hash never fails
	return base64.StdEncoding.EncodeToString(p.Sum(nil))
}

// Header is the value of the Authorization header.
func Header(c Credentials, a Artifacts) (string, error) {
	h := newHash(c.Algorithm)
	if h == nil {
		return "", fmt.Errorf("there is no Hawk algorithm %q", c.Algorithm)
	}
	mac := hmac.New(h, []byte(c.Key))
	_, _ = mac.Write([]byte(a.normalized())) // a hash never fails
	var b strings.Builder
	b.WriteString("Hawk ")
	attribute := func(name, value string) {
		if b.Len() > len("Hawk ") {
			b.WriteString(", ")
		}
		b.WriteString(name + `="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`)
	}
	optional := func(name, value string) {
		if value != "" {
			attribute(name, value)
		}
	}
	attribute("id", c.ID)
	attribute("ts", a.Time)
	attribute("nonce", a.Nonce)
	optional("hash", a.Payload)
	optional("ext", a.Ext)
	attribute("mac", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	if a.App != "" {
		attribute("app", a.App)
		optional("dlg", a.Delegation)
	}
	return b.String(), nil
}

// normalized is the text that is signed: one line for each part.
func (a Artifacts) normalized() string {
	lines := []string{
		"hawk.1.header", a.Time, a.Nonce, strings.ToUpper(a.Method), a.Resource, strings.ToLower(a.Host), a.Port, a.Payload,
		strings.NewReplacer(`\`, `\\`, "\n", `\n`).Replace(a.Ext),
	}
	if a.App != "" {
		lines = append(lines, a.App, a.Delegation)
	}
	return strings.Join(lines, "\n") + "\n"
}
