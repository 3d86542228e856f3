package wire

import (
	"hash"
	"io"
	"strings"
)

// Target is a request's address in the parts that signatures are made over, as
// they go out.
type Target struct {
	Scheme string
	// Host is without the port; an IPv6 address keeps its brackets.
	Host, Port string
	// Path begins with a slash; Query is without its question mark.
	Path, Query string
	// HasQuery says that there is a question mark.
	HasQuery bool
}

// Target takes the URL apart as text: what cannot be parsed is sent too, and
// must be signed as it is.
func (r *Request) Target() Target {
	base, query, hasQuery, _ := SplitURL(r.URL)
	scheme, rest, _ := strings.Cut(base, "://")
	authority, path, _ := strings.Cut(rest, "/")
	authority = authority[strings.LastIndexByte(authority, '@')+1:]
	t := Target{Scheme: strings.ToLower(scheme), Host: authority, Path: "/" + path, Query: query, HasQuery: hasQuery}
	if i := strings.LastIndexByte(authority, ':'); i > strings.LastIndexByte(authority, ']') {
		t.Host, t.Port = authority[:i], authority[i+1:]
	}
	t.Host = strings.ToLower(t.Host)
	if t.Port == "" {
		t.Port = t.defaultPort()
	}
	return t
}

func (t Target) defaultPort() string {
	if t.Scheme == "https" {
		return "443"
	}
	return "80"
}

// Authority is host and port, without the port everybody expects.
func (t Target) Authority() string {
	if t.Port == t.defaultPort() {
		return t.Host
	}
	return t.Host + ":" + t.Port
}

// URI is what stands in the request line.
func (t Target) URI() string {
	if t.HasQuery {
		return t.Path + "?" + t.Query
	}
	return t.Path
}

// HostHeader is the Host header: the user's own, or that of the address.
func (r *Request) HostHeader() string {
	if h, ok := r.Get("Host"); ok && h != "" {
		return h
	}
	return r.Target().Authority()
}

// ChosenType is the Content-Type that a signature covers: the user's, or the
// one that follows from the body. Like in Postman the plain text that stands in
// when nobody chose anything does not count.
func (r *Request) ChosenType() string {
	for _, h := range r.Header {
		if SameName(h.Name, "Content-Type") && !(h.System && h.Value == "text/plain") {
			return h.Value
		}
	}
	return ""
}

// IsForm reports whether the body is a form in the encoding of URLs.
func (r *Request) IsForm() bool {
	t, _ := r.Get("Content-Type")
	return r.Body != nil && mediaType(t) == "application/x-www-form-urlencoded"
}

// IsMultipart reports whether the body is a form of parts.
func (r *Request) IsMultipart() bool {
	t, _ := r.Get("Content-Type")
	return r.Body != nil && strings.HasPrefix(mediaType(t), "multipart/")
}

func mediaType(contentType string) string {
	t, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(t))
}

// HashBody runs the body, or its first max bytes if max is not negative,
// through h. The body is never held as a whole.
func (r *Request) HashBody(h hash.Hash, max int64) error {
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
