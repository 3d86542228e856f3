package engine

import (
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"postern/auth"
)

// isToken reports whether s is a token of RFC 9110 section 5.6.2: a method or
// a header name.
func isToken(s string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~"
	return s != "" && strings.Trim(s, letters) == ""
}

// checkHeader refuses what must not stand in a header line.
func checkHeader(name, value string) *Error {
	if !isToken(name) {
		return fail(StageEncode, fmt.Sprintf("%q is not a header name", name), "headers",
			"header names hold letters, digits and dashes, no blanks or colons", nil)
	}
	for i, r := range value {
		switch {
		case r < 0x20 && r != '\t', r == 0x7f:
			return fail(StageEncode, fmt.Sprintf("the value of %s holds the control character %U at %d", name, r, i+1), "header "+name,
				"take line breaks and control characters out of the value", nil)
		case r > 0xff:
			return fail(StageEncode, fmt.Sprintf("the value of %s holds %q, which cannot stand in a header", name, r), "header "+name,
				"encode the value, for example percent-encoded or as RFC 8187 says", nil)
		}
	}
	return nil
}

// latin1 is the value as it goes out: HTTP/1.1 headers are bytes, and a
// character up to U+00FF is one of them.
func latin1(value string) string {
	ascii := strings.IndexFunc(value, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
	if ascii || !utf8.ValidString(value) {
		return value
	}
	out := make([]byte, 0, len(value))
	for _, r := range value {
		out = append(out, byte(r))
	}
	return string(out)
}

// spelling is how the request spells a header it has already, else name.
func spelling(r *auth.Request, name string) string {
	for _, h := range r.Header {
		if strings.EqualFold(h.Name, name) {
			return h.Name
		}
	}
	return name
}

// basic is the header of RFC 7617 made of a URL's userinfo.
func basic(user, password string) auth.Header {
	credential := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
	return auth.Header{Name: "Authorization", Value: "Basic " + credential, Secret: true, System: true}
}
