package sigv4

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"time"

	"postern/auth/wire"
)

// The headers and parameters of a signature.
const (
	authorization = "Authorization"
	amzDate       = "X-Amz-Date"
	amzToken      = "X-Amz-Security-Token"
	amzBodyHash   = "X-Amz-Content-Sha256"
	amzSignature  = "X-Amz-Signature"
)

// Apply signs a request, in its headers or in its query. Older signatures are
// removed first.
func Apply(r *wire.Request, c Credentials, now time.Time, inQuery bool) error {
	for _, name := range []string{authorization, amzDate, amzToken, amzBodyHash} {
		r.Del(name)
	}
	for _, name := range []string{amzToken, amzDate, "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-SignedHeaders", amzSignature} {
		r.URL = wire.RemoveQuery(r.URL, name)
	}
	if inQuery {
		return presign(r, c, now)
	}
	sum, err := bodyHash(r)
	if err != nil {
		return err
	}
	if r.Body != nil || c.Service == "s3" {
		r.Add(wire.Header{Name: amzBodyHash, Value: sum, System: true})
	}
	if c.SessionToken != "" {
		r.Add(wire.Header{Name: amzToken, Value: c.SessionToken, Secret: true, System: true})
	}
	r.Add(wire.Header{Name: amzDate, Value: formatTime(now), System: true})
	value, err := header(c, toSign(r, now, sum))
	if err != nil {
		return err
	}
	r.Add(wire.Header{Name: authorization, Value: value, Secret: true, System: true})
	return nil
}

func presign(r *wire.Request, c Credentials, now time.Time) (err error) {
	sum := unsigned
	if c.Service != "s3" {
		if sum, err = bodyHash(r); err != nil {
			return err
		}
	}
	signed, err := query(c, toSign(r, now, sum))
	if err != nil {
		return err
	}
	r.URL = wire.AppendQuery(r.URL, signed)
	for _, name := range []string{amzSignature, amzToken} {
		if v, ok := wire.QueryValue(r.URL, name); ok {
			r.Secrets = append(r.Secrets, wire.Secret(v), wire.Secret(escape(v)))
		}
	}
	return nil
}

// bodyHash is the SHA-256 of the body, of nothing if there is none.
func bodyHash(r *wire.Request) (string, error) {
	h := sha256.New()
	if err := r.HashBody(h, -1); err != nil {
		return "", fmt.Errorf("hash the body: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// toSign is what is signed: all that the user set, and the Content-Type that
// follows from the body's language. Types of forms are not, as in Postman.
func toSign(r *wire.Request, now time.Time, sum string) Request {
	t := r.Target()
	out := Request{
		Time: now, Method: r.Method, Scheme: t.Scheme, Host: r.HostHeader(), Path: t.Path, Query: t.Query,
		Header: make(http.Header), BodyHash: sum,
	}
	form := r.IsForm() || r.IsMultipart()
	for _, h := range r.Header {
		unchosen := h.System && wire.SameName(h.Name, "Content-Type") && (form || r.ChosenType() == "")
		if signs(h.Name) && !unchosen {
			out.Header.Add(h.Name, h.Value)
		}
	}
	return out
}
