package outgoing

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"postern/auth"
)

// Frame puts the header that tells where the body ends behind the others. It
// stands for all that was typed about that, as net/http writes it itself.
func Frame(r *auth.Request) {
	var name, value string
	switch {
	case chunked(r):
		name, value = "Transfer-Encoding", "chunked"
	case r.BodySize == 0 && (r.Method == "GET" || r.Method == "HEAD"): // of which net/http says nothing
	case r.Body != nil:
		name, value = "Content-Length", strconv.FormatInt(r.BodySize, 10)
	case emptyLength(r.Method):
		name, value = "Content-Length", "0"
	}
	r.Header = slices.DeleteFunc(r.Header, func(h auth.Header) bool { return written(h.Name) })
	if name != "" {
		r.Add(auth.Header{Name: name, Value: value, System: true})
	}
}

// chunked reports whether the body goes out in chunks: because nobody knows how
// long it is, or because the user wants that.
func chunked(r *auth.Request) bool {
	if r.Body == nil || r.BodySize <= 0 {
		return r.Body != nil && r.BodySize < 0
	}
	te, _ := r.Get("Transfer-Encoding")
	return strings.EqualFold(te, "chunked")
}

// emptyLength are the methods that announce that they have no body.
func emptyLength(method string) bool {
	switch method {
	case "GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT":
		return false
	}
	return true
}

// WrongLength warns of a length that the user typed and that is not true: it
// would make the server read the next request as part of this one.
func WrongLength(r *auth.Request) (warning string) {
	typed, ok := r.Get("Content-Length")
	if !ok || r.Body == nil {
		return ""
	}
	if chunked(r) {
		return "the Content-Length you typed is left out: the body is sent in chunks"
	}
	if n, err := strconv.ParseInt(strings.TrimSpace(typed), 10, 64); err == nil && n == r.BodySize {
		return ""
	}
	return "the Content-Length you typed is replaced by the body's " + strconv.FormatInt(r.BodySize, 10) + " bytes"
}

// Beginning reads the first bytes of a body that is sent.
func Beginning(r *auth.Request, limit int64) (p []byte, cut bool) {
	rc, err := r.Body()
	if err != nil {
		return nil, true // the send will say why
	}
	defer func() { _ = rc.Close() }() // it was only read
	if r.BodySize >= 0 && r.BodySize <= limit {
		p = make([]byte, r.BodySize)
		n, _ := io.ReadFull(rc, p)
		return p[:n], false
	}
	p, _ = io.ReadAll(io.LimitReader(rc, limit))
	return p, r.BodySize > int64(len(p)) || r.BodySize < 0
}
