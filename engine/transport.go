package engine

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"

	"postern/auth"
	"postern/engine/address"
	"postern/engine/header"
	"postern/engine/profile"
	"postern/engine/wire"
)

// need is what a request asks of its connection. Like Postman's runtime the
// default speaks HTTP/1.1.
func need(b *profile.Behavior, a address.URL) wire.Need {
	return wire.Need{
		Host: a.Host, Port: cmp.Or(a.Port, address.DefaultPort(a.Scheme)), Path: a.Path, Insecure: b.Insecure,
		HTTP2:  b.Protocol == "http2" || b.Protocol == "auto",
		TLSOff: b.TLSOff, Ciphers: b.Ciphers,
	}
}

// connecting warns of what the person's settings mean for a connection.
func (d *draft) connecting(p *wire.Pool, a address.URL) {
	for _, w := range p.Warnings(need(&d.Behavior, a), a.Scheme == "https") {
		d.warn("%s", w)
	}
}

// problems warns of what is wrong with the settings themselves.
func (d *draft) problems(p *wire.Pool) {
	for _, w := range p.Problems() {
		d.warn("%s", w)
	}
}

// outgoing is the request for net/http. Header names go into the map as they
// are spelled, except those net/http writes by itself.
func outgoing(ctx context.Context, r *auth.Request, a address.URL) (*http.Request, error) {
	out := new(http.Request).WithContext(ctx)
	out.Method, out.URL = r.Method, a.Go()
	out.Proto, out.ProtoMajor, out.ProtoMinor = "HTTP/1.1", 1, 1
	out.Header = make(http.Header, len(r.Header)+1)
	// One array for all the values: most headers have one.
	values := make([]string, 0, len(r.Header))
	for _, h := range r.Header {
		key, value := h.Name, header.Latin1(h.Value)
		switch {
		case strings.EqualFold(key, "Host"):
			out.Host = value
			continue
		case own(key):
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
	if err := outgoingBody(out, r); err != nil {
		return nil, err
	}
	return out, nil
}

// own are the headers that net/http writes itself, from the request's fields.
func own(name string) bool {
	return strings.EqualFold(name, "Content-Length") || strings.EqualFold(name, "Transfer-Encoding") ||
		strings.EqualFold(name, "Trailer")
}

func outgoingBody(out *http.Request, r *auth.Request) error {
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

// sentLength warns of a length that the user typed and that is not true: it
// would make the server read the next request as part of this one.
func sentLength(r *auth.Request) (warning string) {
	typed, ok := r.Get("Content-Length")
	if !ok || r.Body == nil {
		return ""
	}
	if n, err := strconv.ParseInt(strings.TrimSpace(typed), 10, 64); err == nil && n == r.BodySize {
		return ""
	}
	return "the Content-Length you typed is replaced by the body's " + strconv.FormatInt(r.BodySize, 10) + " bytes"
}
