// Package sigv4 signs requests for Amazon Web Services with Signature Version 4.
// The signature itself is made by Amazon's own library; this package gives it
// what Postman would sign, and nothing more, and leaves the rest of the request
// alone.
//
// It reads no clock; package auth brings the time.
package sigv4

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// unsigned stands for the hash of a body that S3 need not check.
const unsigned = "UNSIGNED-PAYLOAD"

// Credentials are who signs, and for what.
type Credentials struct {
	AccessKey, SecretKey, SessionToken string
	Region, Service                    string
}

// Request is what is signed.
type Request struct {
	Time   time.Time
	Method string
	// Scheme and Host begin the URL; Path and Query are as they go out.
	Scheme, Host, Path, Query string
	// Header are the lines to sign, without the host.
	Header http.Header
	// BodyHash is the SHA-256 of the body in hex, or [Unsigned].
	BodyHash string
}

// formatTime writes t as X-Amz-Date wants it.
func formatTime(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// signs reports whether a header of that name takes part in signatures: proxies
// and clients change the others on the way.
func signs(name string) bool {
	switch strings.ToLower(name) {
	case "authorization", "connection", "x-amzn-trace-id", "user-agent", "expect", "range", "presigned-expires",
		"host", "content-length", "transfer-encoding":
		return false
	}
	return true
}

// header is the value of the Authorization header. The request must carry an
// X-Amz-Date with its time, and an X-Amz-Security-Token if there is one.
func header(c Credentials, r Request) (string, error) {
	out := r.outgoing(c)
	err := v4.NewSigner().SignHTTP(context.Background(), c.aws(), out, r.BodyHash, c.Service, c.Region, r.Time, options(c))
	if err != nil {
		return "", fmt.Errorf("sign for AWS: %w", err)
	}
	return out.Header.Get("Authorization"), nil
}

// query is the list of parameters that make a presigned URL: what has to be
// appended to the query as it is, encoded.
func query(c Credentials, r Request) (string, error) {
	out := r.outgoing(c)
	var lifetime []string
	if c.Service == "s3" && !out.URL.Query().Has(expires) {
		lifetime = []string{expires}
		out.URL.RawQuery = strings.TrimPrefix(out.URL.RawQuery+"&"+expires+"="+day, "&")
	}
	signed, _, err := v4.NewSigner().PresignHTTP(context.Background(), c.aws(), out, r.BodyHash, c.Service, c.Region, r.Time, options(c))
	if err != nil {
		return "", fmt.Errorf("sign for AWS: %w", err)
	}
	_, query, _ := strings.Cut(signed, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return "", fmt.Errorf("sign for AWS: %w", err)
	}
	names := append(lifetime, "X-Amz-Date", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-SignedHeaders", "X-Amz-Signature")
	if c.SessionToken != "" {
		names = append([]string{"X-Amz-Security-Token"}, names...)
	}
	pairs := make([]string, len(names))
	for i, name := range names {
		pairs[i] = name + "=" + escape(values.Get(name))
	}
	return strings.Join(pairs, "&"), nil
}

// How long a presigned URL of S3 lives unless the query says so.
const (
	expires = "X-Amz-Expires"
	day     = "86400"
)

func (c Credentials) aws() aws.Credentials {
	return aws.Credentials{AccessKeyID: c.AccessKey, SecretAccessKey: c.SecretKey, SessionToken: c.SessionToken}
}

// options: S3 takes the path as it is, every other service encodes it once
// more; and no header moves into the query by itself.
func options(c Credentials) func(*v4.SignerOptions) {
	return func(o *v4.SignerOptions) {
		o.DisableURIPathEscaping = c.Service == "s3"
		o.DisableHeaderHoisting = true
	}
}

// outgoing is the request for the library, which changes it.
func (r Request) outgoing(c Credentials) *http.Request {
	path, query := cleanPath(r.Path), r.Query
	if c.Service == "s3" {
		path, query = s3Path(r.Path), firstOnly(query)
	}
	return &http.Request{
		Method: r.Method, Host: r.Host, Header: r.Header.Clone(),
		// Opaque is the path as it shall be signed.
		URL: &url.URL{Scheme: r.Scheme, Host: r.Host, Opaque: "//" + r.Host + path, RawQuery: query},
	}
}

// cleanPath takes empty, . and .. segments out of a path, as every service but
// S3 does before it checks the signature. What is sent keeps them.
func cleanPath(path string) string {
	out := []string{""}
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		last := i == len(segments)-1
		switch {
		case segment == "." || segment == "" && !last:
		case segment == "..":
			out = out[:max(len(out)-1, 1)]
		default:
			out = append(out, segment)
		}
	}
	if len(out) == 1 {
		return "/"
	}
	return strings.Join(out, "/")
}

// s3Path encodes a path the one way S3 accepts in a signature.
func s3Path(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if plain, err := url.PathUnescape(part); err == nil {
			parts[i] = escape(plain)
		}
	}
	return strings.Join(parts, "/")
}

// firstOnly drops what repeats a name: S3 looks at the first value.
func firstOnly(query string) string {
	seen := make(map[string]bool)
	var kept []string
	for pair := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		if !seen[name] {
			kept = append(kept, pair)
		}
		seen[name] = true
	}
	return strings.Join(kept, "&")
}

// escape encodes all but the unreserved characters.
func escape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
