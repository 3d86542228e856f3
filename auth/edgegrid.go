package auth

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"postern/auth/sign/edgegrid"
)

// EdgeGrid signs requests to Akamai's APIs.
type EdgeGrid struct{}

// Type implements [Scheme].
func (EdgeGrid) Type() string { return "edgegrid" }

// Label implements [Scheme].
func (EdgeGrid) Label() string { return "Akamai EdgeGrid" }

// Fields implements [Scheme].
func (EdgeGrid) Fields() []Field {
	return []Field{
		{Key: "accessToken", Label: "Access Token", Secret: true},
		{Key: "clientToken", Label: "Client Token", Secret: true},
		{Key: "clientSecret", Label: "Client Secret", Secret: true},
		{Key: "nonce", Label: "Nonce", Help: "Empty makes a new one for every send."},
		{Key: "timestamp", Label: "Timestamp", Help: "UTC, yyyyMMddTHH:mm:ss+0000; empty means now."},
		{Key: "baseURL", Label: "Base URL", Help: "Its host is signed in place of the request's."},
		{Key: "headersToSign", Label: "Headers to Sign", Help: "Names with commas between them, in the server's order."},
		{Key: "maxBodySize", Label: "Max Body Size", Default: "131072", Help: "Bytes of a POST body that are signed."},
	}
}

// maxEdgeGridBody is how many bytes of a body Akamai signs unless told.
const maxEdgeGridBody = 131072

// Apply implements [Scheme]. Without all three credentials nothing is added or
// removed.
func (EdgeGrid) Apply(_ context.Context, call Call) error {
	c, r := call.Config, call.Request
	cred := edgegrid.Credentials{
		ClientToken: c.Get("clientToken"), AccessToken: c.Get("accessToken"), ClientSecret: c.Get("clientSecret"),
	}
	if cred.ClientToken == "" || cred.AccessToken == "" || cred.ClientSecret == "" {
		r.Warn("not signed: the Access Token, the Client Token or the Client Secret is missing")
		return nil
	}
	t := r.Target()
	signed := edgegrid.Request{
		Time: c.Get("timestamp"), Nonce: c.Get("nonce"), Method: r.Method, Scheme: t.Scheme, Host: t.Authority(), URI: t.URI(),
	}
	if signed.Time == "" {
		signed.Time = edgegrid.Timestamp(call.now())
	}
	if signed.Nonce == "" {
		signed.Nonce = call.uuid()
	}
	if base := c.Get("baseURL"); base != "" {
		signed.Host = baseHost(base)
	}
	r.Del(authorization)
	for _, name := range headersToSign(c) {
		value, _ := r.Get(name)
		signed.Headers = append(signed.Headers, edgegrid.Field{Name: name, Value: value})
	}
	if r.Method == http.MethodPost && r.Body != nil {
		h := sha256.New()
		if err := r.HashBody(h, maxBody(c)); err != nil {
			return fmt.Errorf("hash the body: %w", err)
		}
		signed.Body = h.Sum(nil)
	}
	r.Add(Header{Name: authorization, Value: edgegrid.Header(cred, signed), Secret: true, System: true})
	return nil
}

// baseHost is the host of an address that may lack its scheme.
func baseHost(base string) string {
	if !strings.Contains(base, "://") {
		base = "https://" + base
	}
	return (&Request{URL: base}).Target().Authority()
}

// headersToSign is a list, or a text with commas.
func headersToSign(c Config) []string {
	v, _ := c.Value("headersToSign")
	var names []string
	add := func(name string) {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	if list, ok := v.([]any); ok {
		for _, e := range list {
			add(Text(e))
		}
		return names
	}
	for name := range strings.SplitSeq(Text(v), ",") {
		add(name)
	}
	return names
}

func maxBody(c Config) int64 {
	if n, err := strconv.ParseInt(strings.TrimSpace(c.Get("maxBodySize")), 10, 64); err == nil && n != 0 {
		return max(n, 0)
	}
	return maxEdgeGridBody
}
