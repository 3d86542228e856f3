package outgoing

import (
	"io"
	"strconv"
	"strings"

	"postern/auth"
)

// Length says how the end of the body will be told.
func Length(r *auth.Request) (auth.Header, bool) {
	h := auth.Header{Name: "Content-Length", System: true}
	switch {
	case r.Body != nil && (r.BodySize < 0 || chunked(r)):
		return auth.Header{Name: "Transfer-Encoding", Value: "chunked", System: true}, true
	case r.Body != nil:
		h.Value = strconv.FormatInt(r.BodySize, 10)
	case emptyLength(r.Method):
		h.Value = "0"
	default:
		return h, false
	}
	return h, true
}

// chunked reports whether the user asked for the chunked encoding.
func chunked(r *auth.Request) bool {
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
