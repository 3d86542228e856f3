package auth

import (
	"hash"
	"io"
	"strings"
)

// target is a request's address in the parts that signatures are made over, as
// they go out.
type target struct {
	scheme string
	// host is without the port; an IPv6 address keeps its brackets.
	host, port string
	// path begins with a slash; query is without its question mark.
	path, query string
	hasQuery    bool
}

// target takes the URL apart as text: what cannot be parsed is sent too, and
// must be signed as it is.
func (r *Request) target() target {
	base, query, hasQuery, _ := splitURL(r.URL)
	scheme, rest, _ := strings.Cut(base, "://")
	authority, path, _ := strings.Cut(rest, "/")
	authority = authority[strings.LastIndexByte(authority, '@')+1:]
	t := target{scheme: strings.ToLower(scheme), host: authority, path: "/" + path, query: query, hasQuery: hasQuery}
	if i := strings.LastIndexByte(authority, ':'); i > strings.LastIndexByte(authority, ']') {
		t.host, t.port = authority[:i], authority[i+1:]
	}
	t.host = strings.ToLower(t.host)
	if t.port == "" {
		t.port = t.defaultPort()
	}
	return t
}

func (t target) defaultPort() string {
	if t.scheme == "https" {
		return "443"
	}
	return "80"
}

// authority is host and port, without the port everybody expects.
func (t target) authority() string {
	if t.port == t.defaultPort() {
		return t.host
	}
	return t.host + ":" + t.port
}

// uri is what stands in the request line.
func (t target) uri() string {
	if t.hasQuery {
		return t.path + "?" + t.query
	}
	return t.path
}

// hostHeader is the Host header: the user's own, or that of the address.
func (r *Request) hostHeader() string {
	if h, ok := r.Get("Host"); ok && h != "" {
		return h
	}
	return r.target().authority()
}

// chosenType is the Content-Type that a signature covers: the user's, or the
// one that follows from the body. Like in Postman the plain text that stands in
// when nobody chose anything does not count.
func (r *Request) chosenType() string {
	for _, h := range r.Header {
		if sameName(h.Name, "Content-Type") && !(h.System && h.Value == "text/plain") {
			return h.Value
		}
	}
	return ""
}

// isForm reports whether the body is a form in the encoding of URLs.
func (r *Request) isForm() bool {
	t, _ := r.Get("Content-Type")
	return r.Body != nil && mediaType(t) == "application/x-www-form-urlencoded"
}

// isMultipart reports whether the body is a form of parts.
func (r *Request) isMultipart() bool {
	t, _ := r.Get("Content-Type")
	return r.Body != nil && strings.HasPrefix(mediaType(t), "multipart/")
}

func mediaType(contentType string) string {
	t, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(t))
}

// hashBody runs the body, or its first max bytes if max is not negative,
// through h. The body is never held as a whole.
func (r *Request) hashBody(h hash.Hash, max int64) error {
	if r.Body == nil {
		return nil
	}
	rc, err := r.Body()
	if err != nil {
		return err
	}
	defer func() { _ = rc.Close() }() // it was only read
	var body io.Reader = rc
	if max >= 0 {
		body = io.LimitReader(rc, max)
	}
	_, err = io.Copy(h, body)
	return err
}
