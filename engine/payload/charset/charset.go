// Package charset knows in which charset a text is, and the encodings. It knows
// names and the first bytes of a text, not bodies.
package charset

import (
	"bytes"
	"mime"
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// UTF8 is the charset that needs no decoding.
const UTF8 = "utf-8"

// headLen is how much of a text's beginning is looked at.
const headLen = 1024

// Encoding is the encoding that servers mean by a name; nil is UTF-8. It is the
// browsers' list but for ASCII, which is UTF-8 more often than Windows-1252,
// and for UTF-16, of which a byte order mark knows best.
func Encoding(name string) (enc encoding.Encoding, ok bool) {
	switch name = strings.ToLower(name); name {
	case UTF8, "us-ascii", "ascii":
		return nil, true
	case "utf-16", "utf-16be":
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM), true
	case "utf-16le":
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), true
	}
	enc, err := htmlindex.Get(name)
	switch {
	case err != nil, enc == encoding.Replacement:
		return nil, false
	case enc == unicode.UTF8:
		return nil, true
	}
	return enc, true
}

// Of is the name of the encoding of a body, in lower case: what a byte
// order mark says, else the Content-Type, else the text itself, else "utf-8".
func Of(contentType string, head []byte) string {
	head = head[:min(len(head), headLen)]
	if label := mark(head); label != "" {
		return label
	}
	if _, params, err := mime.ParseMediaType(contentType); err == nil && params["charset"] != "" {
		return strings.ToLower(strings.Trim(params["charset"], `"' `))
	}
	if label := Wide(head); label != "" {
		return label
	}
	if bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("<")) {
		return markup(head)
	}
	return UTF8
}

// Settled says that no more of a text can change what [Of] says of its
// beginning.
func Settled(contentType string, head []byte) bool {
	if len(head) >= headLen {
		return true
	}
	if _, params, err := mime.ParseMediaType(contentType); err == nil && params["charset"] != "" {
		return len(head) > 2 // a byte order mark still wins
	}
	text := bytes.TrimLeft(head, " \t\r\n")
	if bytes.HasPrefix(text, []byte("<")) {
		_, ok := declared(text)
		return ok
	}
	return len(head) > 3 && len(text) > 0
}

// Named says that a Content-Type vouches for text by naming a charset
// other than UTF-8, in which case odd bytes are no sign of binary data.
func Named(contentType string) bool {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	enc, ok := Encoding(params["charset"])
	return ok && enc != nil
}

func mark(p []byte) string {
	switch {
	case bytes.HasPrefix(p, []byte("\xef\xbb\xbf")):
		return UTF8
	case bytes.HasPrefix(p, []byte("\xff\xfe")):
		return "utf-16le"
	case bytes.HasPrefix(p, []byte("\xfe\xff")):
		return "utf-16be"
	}
	return ""
}

// Wide recognises UTF-16 by its mark, and without one by the zeros
// beside the first two characters, which are ASCII in every JSON and XML text
// (RFC 4627 section 3).
func Wide(p []byte) string {
	if l := mark(p); l != "" {
		return strings.TrimPrefix(l, UTF8)
	}
	if len(p) < 4 {
		return ""
	}
	switch zero := [4]bool{p[0] == 0, p[1] == 0, p[2] == 0, p[3] == 0}; zero {
	case [4]bool{true, false, true, false}:
		return "utf-16be"
	case [4]bool{false, true, false, true}:
		return "utf-16le"
	}
	return ""
}

// Narrow is the beginning of a UTF-16 text as UTF-8.
func Narrow(p []byte, label string) []byte {
	if enc, ok := Encoding(label); ok && enc != nil {
		if out, err := enc.NewDecoder().Bytes(p[:len(p)&^1]); err == nil {
			return out
		}
	}
	return p
}

// markup is the encoding that an XML declaration or an HTML meta tag names.
func markup(p []byte) string {
	p, _ = declared(p)
	re := regexp.MustCompile(`(?i)<(?:\?xml|meta)[^>]*?(?:encoding|charset)\s*=\s*["']?([-\w]+)`)
	if m := re.FindSubmatch(p); m != nil {
		return strings.ToLower(string(m[1]))
	}
	return UTF8
}

// declared is the part of a markup text that says what it is; ok is false as
// long as more of it may come.
func declared(p []byte) (head []byte, ok bool) {
	low := bytes.ToLower(p)
	for _, end := range []string{"?>", "</head", "<body"} {
		if i := bytes.Index(low, []byte(end)); i >= 0 {
			return p[:i], true
		}
	}
	return p, false
}
