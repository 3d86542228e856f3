package wire

import (
	"net/url"
	"strings"
)

// The functions of this file edit the query of a URL as text. Parsing and
// printing it would change what the user wrote in the parts that are not ours.

// SplitURL cuts raw into what stands before the query, the query without its
// question mark, and the fragment with its hash sign.
func SplitURL(raw string) (base, query string, hasQuery bool, fragment string) {
	if i := strings.IndexByte(raw, '#'); i >= 0 {
		raw, fragment = raw[:i], raw[i:]
	}
	base, query, hasQuery = strings.Cut(raw, "?")
	return base, query, hasQuery, fragment
}

// RemoveQuery drops every parameter of that name from the query of a URL.
func RemoveQuery(raw, name string) string {
	if _, ok := QueryValue(raw, name); !ok {
		return raw
	}
	base, query, _, fragment := SplitURL(raw)
	var kept []string
	for pair := range strings.SplitSeq(query, "&") {
		if key, _, _ := strings.Cut(pair, "="); !sameKey(key, name) {
			kept = append(kept, pair)
		}
	}
	if len(kept) == 0 {
		return base + fragment
	}
	return base + "?" + strings.Join(kept, "&") + fragment
}

// AppendQuery adds an encoded pair at the end of the query of a URL.
func AppendQuery(raw, pair string) string {
	base, query, _, fragment := SplitURL(raw)
	if query != "" {
		query += "&"
	}
	return base + "?" + query + pair + fragment
}

// QueryValue returns the decoded value of the first parameter of that name.
func QueryValue(raw, name string) (string, bool) {
	_, query, _, _ := SplitURL(raw)
	for pair := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(pair, "=")
		if !sameKey(key, name) {
			continue
		}
		if v, err := url.QueryUnescape(value); err == nil {
			return v, true
		}
		return value, true
	}
	return "", false
}

// sameKey reports whether an encoded key is name.
func sameKey(encoded, name string) bool {
	if encoded == name {
		return true
	}
	key, err := url.QueryUnescape(encoded)
	return err == nil && key == name
}

// EscapeTyped encodes text a person typed as Postman does for query rows: what
// must not stand in a query, and the characters of also. A plus and a percent
// sign stay, because they may have typed an encoded value.
func EscapeTyped(s, also string) string { return escape(s, "\"#'<> "+also) }

// EscapeExact encodes a value so that one decoding gives it back.
func EscapeExact(s string) string { return escape(s, "\"#'<> &=+%") }

func escape(s, set string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c < 0x20 || c >= 0x7f || strings.IndexByte(set, c) >= 0 {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
