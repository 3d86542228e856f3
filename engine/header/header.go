// Package header is what may stand in the lines of a request's head, and how it
// goes out. What headers mean is not its business.
package header

import (
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"postern/auth"
)

// IsToken reports whether s is a token of RFC 9110 section 5.6.2: a method or
// a header name.
func IsToken(s string) bool {
	const others = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~"
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && strings.IndexByte(others, c) < 0 {
			return false
		}
	}
	return s != ""
}

// Fault is what must not stand in a header line.
type Fault struct{ What, Where, Hint string }

// Check returns what is wrong with a header; ok says that nothing is.
func Check(name, value string) (f Fault, ok bool) {
	if !IsToken(name) {
		return Fault{
			fmt.Sprintf("%q is not a header name", name), "headers",
			"header names hold letters, digits and dashes, no blanks or colons",
		}, false
	}
	for i, r := range value {
		switch {
		case r < 0x20 && r != '\t', r == 0x7f:
			return Fault{
				fmt.Sprintf("the value of %s holds the control character %U at %d", name, r, i+1), "header " + name,
				"take line breaks and control characters out of the value",
			}, false
		case r > 0xff:
			return Fault{
				fmt.Sprintf("the value of %s holds %q, which cannot stand in a header", name, r), "header " + name,
				"encode the value, for example percent-encoded or as RFC 8187 says",
			}, false
		}
	}
	return Fault{}, true
}

// Latin1 is a value as it goes out: HTTP/1.1 headers are bytes, and a character
// up to U+00FF is one of them.
func Latin1(value string) string {
	if isASCII(value) || !utf8.ValidString(value) {
		return value
	}
	out := make([]byte, 0, len(value))
	for _, r := range value {
		out = append(out, byte(r))
	}
	return string(out)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Spelling is how a request spells a header it has already, else name.
func Spelling(r *auth.Request, name string) string {
	for _, h := range r.Header {
		if strings.EqualFold(h.Name, name) {
			return h.Name
		}
	}
	return name
}

// Basic is the header of RFC 7617 made of a URL's userinfo.
func Basic(user, password string) auth.Header {
	credential := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
	return auth.Header{Name: "Authorization", Value: "Basic " + credential, Secret: true, System: true}
}
