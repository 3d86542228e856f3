// Package outgoing is the last step of a request before it is sent: what net/http
// gets of it, and what depends on the moment, its length and its cookies.
//
// It sends nothing and decides nothing about the request itself. What may stand
// in a header is in engine/header, what carries the request in engine/wire.
package outgoing

import (
	"context"
	"net/http"
	"strings"

	"postern/auth"
	"postern/auth/wire"
	"postern/engine/address"
	"postern/engine/cookies"
	"postern/engine/header"
)

// Request is the request for net/http. Header names go into the map as they
// are spelled, except those net/http writes by itself.
func Request(ctx context.Context, r *auth.Request, a address.URL) (*http.Request, error) {
	out := new(http.Request).WithContext(ctx)
	out.Method, out.URL = r.Method, a.Go()
	out.Proto, out.ProtoMajor, out.ProtoMinor = "HTTP/1.1", 1, 1
	out.Header = make(http.Header, len(r.Header)+1)
	// One array for all the values: most headers have one.
	values := make([]string, 0, len(r.Header))
	for _, h := range r.Header {
		key, value := h.Name, header.Latin1(h.Value)
		switch {
		case wire.SameName(key, "Host"):
			out.Host = value
			continue
		case written(key):
			continue
		}
		if have, ok := out.Header[key]; ok {
			out.Header[key] = append(have, value)
			continue
		}
		values = append(values, value)
		out.Header[key] = values[len(values)-1 : len(values) : len(values)]
	}
	if out.Host == "" {
		out.Host = a.HostHeader()
	}
	if _, ok := out.Header["User-Agent"]; !ok {
		out.Header["User-Agent"] = nil // else net/http names itself
	}
	if err := setBody(out, r); err != nil {
		return nil, err
	}
	return out, nil
}

// written are the headers that net/http writes itself, from the request's fields.
func written(name string) bool {
	return wire.SameName(name, "Content-Length") || wire.SameName(name, "Transfer-Encoding") || wire.SameName(name, "Trailer")
}

func setBody(out *http.Request, r *auth.Request) error {
	if r.Body == nil {
		if emptyLength(r.Method) {
			// Together they make net/http write "Content-Length: 0".
			out.Body, out.TransferEncoding = http.NoBody, []string{"identity"}
		}
		return nil
	}
	rc, err := r.Body()
	if err != nil {
		return err
	}
	out.Body, out.GetBody, out.ContentLength = rc, r.Body, r.BodySize
	if chunked(r) {
		out.ContentLength = -1
	}
	if r.BodySize == 0 {
		// Zero means unknown to net/http when there is a body.
		_ = rc.Close()
		out.Body, out.GetBody = http.NoBody, nil
		out.TransferEncoding = []string{"identity"}
	}
	return nil
}

// AddCookies puts the jar's cookies behind those the user typed.
func AddCookies(r *auth.Request, kept []*http.Cookie) {
	if len(kept) == 0 {
		return
	}
	h := auth.Header{Name: "Cookie", Secret: true, System: true}
	var pairs []string
	if typed, ok := r.Get("Cookie"); ok && typed != "" {
		pairs, h.System, h.Name = append(pairs, typed), false, header.Spelling(r, h.Name)
	}
	for _, c := range kept {
		pairs = append(pairs, cookies.Pair(c))
	}
	h.Value = strings.Join(pairs, "; ")
	r.Replace(h)
}
