// Package wire is a request as schemes see it: the text that goes out, with what
// signatures need of it. Its types are those of package auth, which names them
// anew; they live here so that the packages below auth/sign can use them.
//
// It sends nothing and knows no scheme. What two signatures need of a request
// belongs here, what one of them needs does not.
package wire

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Request is a request as it is about to go out: resolved, encoded, with its
// headers in wire order and in the user's own spelling. The engine builds it,
// a scheme signs it, the engine sends it.
type Request struct {
	Method string
	// URL is absolute and percent-encoded; its fragment is kept but not sent.
	URL    string
	Header []Header
	// Body opens the body from its start; nil means no body. It may be called
	// again for a replay.
	Body func() (io.ReadCloser, error)
	// BodySize is the body's length in bytes, -1 if unknown.
	BodySize int64
	// Verbatim says that the person wants the URL as it was typed: a scheme
	// may add to it and must not encode it anew.
	Verbatim bool
	// Secrets are texts that a scheme put into the URL or the body and that
	// must never be shown: whoever prints these masks them.
	Secrets []Secret
	// Warnings are what a scheme has to tell the person about a request that
	// goes out all the same, above all why it is not signed.
	Warnings []string
}

// Warn appends a warning.
func (r *Request) Warn(format string, args ...any) {
	r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...))
}

// Header is one header line.
type Header struct {
	Name, Value string
	// Secret says that the value must never be shown in full.
	Secret bool
	// System says that the engine added the line, not the user.
	System bool
}

// Get returns the value of the first header of that name, in any case.
func (r *Request) Get(name string) (string, bool) {
	for _, h := range r.Header {
		if SameName(h.Name, name) {
			return h.Value, true
		}
	}
	return "", false
}

// Del removes every header of that name, in any case.
func (r *Request) Del(name string) {
	r.Header = slices.DeleteFunc(r.Header, func(h Header) bool { return SameName(h.Name, name) })
}

// SameName reports whether two names are the same in any case. They are ASCII,
// so that most of those that differ do so by their length.
func SameName(a, b string) bool { return len(a) == len(b) && strings.EqualFold(a, b) }

// Add appends a header line.
func (r *Request) Add(h Header) { r.Header = append(r.Header, h) }

// Replace removes every header of that name and appends h, as Postman's
// helpers do.
func (r *Request) Replace(h Header) {
	r.Del(h.Name)
	r.Add(h)
}
