package payload

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"

	"postern/engine/payload/charset"
)

// Kind is what a body is, as far as showing it goes.
type Kind uint8

// The kinds of body.
const (
	// Empty has no bytes.
	Empty Kind = iota
	JSON
	XML
	HTML
	// Text is readable without being one of the above.
	Text
	// Image is a picture a browser could show.
	Image
	// Binary is shown by [Hex].
	Binary
	// JavaScript is what a script is, and GraphQL a query; no body is told to be
	// one.
	JavaScript
	GraphQL
)

// String is the kind as a word for people.
func (k Kind) String() string {
	names := [...]string{"empty", "JSON", "XML", "HTML", "text", "image", "binary", "JavaScript", "GraphQL"}
	if int(k) >= len(names) {
		return "unknown"
	}
	return names[k]
}

// SniffLen is how much of a body's beginning [Sniff] looks at.
const SniffLen = 1024

// Sniff says what a body is, by its first bytes and by its Content-Type. The
// bytes win where the two cannot both be right: servers label JSON as
// text/plain, and send HTML error pages and pictures labelled as JSON.
//
// Text that is not in UTF-8 is to be decoded first; UTF-16 that was not is
// recognised as text by its byte order mark, or else by its zeros.
func Sniff(contentType string, head []byte) Kind {
	if len(head) == 0 {
		return Empty
	}
	head = head[:min(len(head), SniffLen)]
	if isImage(head) {
		return Image
	}
	if label := charset.Wide(head); label != "" {
		head = charset.Narrow(head, label)
	}
	declared := declaredKind(contentType)
	if declared == Image && !looksText(head) {
		return Image
	}
	if !looksText(head) && !charset.Named(contentType) {
		return Binary
	}
	return textKind(declared, head)
}

// textKind chooses among the kinds of text.
func textKind(declared Kind, head []byte) Kind {
	head = bytes.TrimPrefix(head, []byte("\ufeff"))
	body := bytes.TrimLeft(head, " \t\r\n")
	markup := markupKind(body)
	switch {
	case declared == JSON && markup != Empty:
		return markup
	case declared == XML && markup == Empty && looksJSON(body):
		return JSON
	case declared == JSON || declared == XML || declared == HTML:
		return declared
	case looksJSON(body):
		return JSON
	case markup != Empty:
		return markup
	}
	return Text
}

// declaredKind is what a Content-Type promises: Empty if nothing.
func declaredKind(contentType string) Kind {
	t := mediaType(contentType)
	switch {
	case t == "application/json", t == "text/json", strings.HasSuffix(t, "+json"),
		t == "application/x-ndjson", t == "application/jsonl", t == "application/json-seq":
		return JSON
	case t == "text/html", t == "application/xhtml+xml":
		return HTML
	case t == "application/xml", t == "text/xml", strings.HasSuffix(t, "+xml"):
		return XML
	case strings.HasPrefix(t, "image/"):
		return Image
	}
	return Empty
}

// mediaType is the type without parameters. A header that does not parse is
// read up to the first semicolon.
func mediaType(contentType string) string {
	if t, _, err := mime.ParseMediaType(contentType); err == nil {
		return t
	}
	t, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(t))
}

// looksText says that no byte speaks against text. Bytes above 0x7f do not,
// whether they are UTF-8 or Latin-1, unless there are mostly those.
func looksText(head []byte) bool {
	odd := 0
	for _, c := range head {
		switch {
		case c == 0:
			return false
		case c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b:
			odd++
		}
	}
	if odd*10 > len(head) {
		return false
	}
	return utf8Share(head)*10 >= len(head)*7
}

// utf8Share is how many bytes belong to valid characters.
func utf8Share(p []byte) int {
	n := 0
	for len(p) > 0 {
		r, size := utf8.DecodeRune(p)
		if r != utf8.RuneError || size > 1 {
			n += size
		}
		p = p[size:]
	}
	return n
}

// looksJSON says that p begins like an object or an array. A bare number,
// string or word is text to most people, so it takes a Content-Type to make
// that JSON.
func looksJSON(p []byte) bool {
	if len(p) == 0 || p[0] != '{' && p[0] != '[' {
		return false
	}
	rest := bytes.TrimLeft(p[1:], " \t\r\n")
	if len(rest) == 0 {
		return true
	}
	if p[0] == '{' {
		return rest[0] == '"' || rest[0] == '}'
	}
	for _, word := range []string{"true", "false", "null"} {
		if bytes.HasPrefix(rest, []byte(word)) {
			return true
		}
	}
	return strings.IndexByte(`{["]-0123456789`, rest[0]) >= 0
}

// markupKind tells XML from HTML by how p begins: Empty if it is neither.
func markupKind(p []byte) Kind {
	if len(p) < 2 || p[0] != '<' {
		return Empty
	}
	low := bytes.ToLower(p)
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<script", "<title", "<div", "<p>", "<h1", "<table"} {
		if bytes.HasPrefix(low, []byte(tag)) {
			return HTML
		}
	}
	if c := low[1]; c == '?' || c == '!' || c >= 'a' && c <= 'z' || c == '_' || c >= utf8.RuneSelf {
		return XML
	}
	return Empty
}

// isImage knows the pictures that come up in APIs by their first bytes.
func isImage(p []byte) bool {
	for _, magic := range []string{"\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "GIF87a", "GIF89a", "\x00\x00\x01\x00", "II*\x00", "MM\x00*"} {
		if bytes.HasPrefix(p, []byte(magic)) {
			return true
		}
	}
	if len(p) < 12 {
		return false
	}
	return string(p[:4]) == "RIFF" && string(p[8:12]) == "WEBP" ||
		string(p[4:12]) == "ftypavif" || string(p[:2]) == "BM" && string(p[6:10]) == "\x00\x00\x00\x00"
}
