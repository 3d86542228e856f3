// Package edgegrid makes the Authorization header of Akamai's EdgeGrid scheme,
// EG1-HMAC-SHA256.
//
// It knows requests only by their parts and reads no clock; package auth brings
// both.
package edgegrid

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"
)

// timeLayout is how a time is written, always in UTC.
const timeLayout = "20060102T15:04:05+0000"

// Timestamp writes t as the scheme wants it.
func Timestamp(t time.Time) string { return t.UTC().Format(timeLayout) }

// Credentials are who signs.
type Credentials struct{ ClientToken, AccessToken, ClientSecret string }

// Request is what is signed.
type Request struct {
	// Time is a [Timestamp].
	Time, Nonce string
	// URI is the path with the query, as it goes out.
	Method, Scheme, Host, URI string
	// Headers are the chosen ones, in the chosen order.
	Headers []Field
	// Body is the SHA-256 of the body or its first part; nil leaves it out.
	Body []byte
}

// Field is a header line.
type Field struct{ Name, Value string }

// Header is the value of the Authorization header.
func Header(c Credentials, r Request) string {
	head := "EG1-HMAC-SHA256 client_token=" + c.ClientToken + ";access_token=" + c.AccessToken +
		";timestamp=" + r.Time + ";nonce=" + r.Nonce + ";"
	body := ""
	if r.Body != nil {
		body = base64.StdEncoding.EncodeToString(r.Body)
	}
	data := strings.Join([]string{r.Method, r.Scheme, r.Host, r.URI, canonical(r.Headers), body, head}, "\t")
	return head + "signature=" + mac(mac(c.ClientSecret, r.Time), data)
}

// canonical writes the headers with single blanks; those without a value do
// not count.
func canonical(fields []Field) string {
	var lines []string
	for _, f := range fields {
		if f.Value != "" {
			lines = append(lines, strings.ToLower(f.Name)+":"+strings.Join(strings.Fields(f.Value), " "))
		}
	}
	return strings.Join(lines, "\t")
}

func mac(key, data string) string {
	h := hmac.New(sha256.New, []byte(key))
	_, _ = h.Write([]byte(data)) // a hash never fails
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}
