package link

import (
	"cmp"
	"net/url"
	"strings"

	"postern/engine/lookup"
)

// Refusal is why a link cannot be followed.
type Refusal uint8

// The refusals. NotRefused is none.
const (
	NotRefused Refusal = iota
	// BadScheme: it is no http or https address.
	BadScheme
	// HasUser: a user name before the host, which hides where it leads.
	HasUser
	// Odd: control characters, blanks or backslashes, which programs read in
	// different ways.
	Odd
	// TooLong: it is longer than an address can be.
	TooLong
	// NoAddress: it is no address, or has no host.
	NoAddress
)

// String says it as a phrase, or "".
func (r Refusal) String() string {
	return [...]string{
		"", "it is no http or https address", "it has a user name before its host",
		"it has characters that no address has", "it is too long", "it is no address",
	}[min(r, NoAddress)]
}

// The longest texts that are kept: of an address in bytes, of others in
// characters.
const (
	maxURL   = 8 << 10
	maxText  = 200
	maxTitle = 80
)

// base is the address of a response, which its links are seen from.
type base struct {
	url    *url.URL
	origin string
	root   string // its origin as an address without a path: "https://h"
}

func newBase(text string) base {
	u, err := url.Parse(lookup.Clean(text, maxURL))
	if err != nil || u.Host == "" {
		return base{url: &url.URL{}}
	}
	u.User = nil
	b := base{url: u, origin: origin(u)}
	if root, why := b.resolve("/"); why == NotRefused {
		b.root = strings.TrimSuffix(root.String(), "/")
	}
	return b
}

// origin is what credentials belong to.
func origin(u *url.URL) string {
	return strings.ToLower(u.Scheme+"://"+u.Hostname()) + ":" + cmp.Or(u.Port(), defaultPort(u.Scheme))
}

func defaultPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}

// address judges a reference and fills in where it leads.
func (b base) address(l *Link, ref string) {
	if l.Text == "" {
		l.Text = lookup.Clean(ref, maxText)
	}
	if here, ok := b.plain(ref); ok {
		l.URL, l.Same, l.Downgrade, l.Refused = here, true, false, NotRefused
		return
	}
	u, why := b.resolve(ref)
	if l.Refused = why; why != NotRefused {
		l.URL, l.Same, l.Downgrade = "", false, false
		return
	}
	l.URL = u.String()
	l.Same = b.origin != "" && origin(u) == b.origin
	l.Downgrade = b.url.Scheme == "https" && u.Scheme == "http"
}

// plain is the short way for what most links of a list are: a path at the
// origin of the response, already written as resolve would write it.
func (b base) plain(ref string) (string, bool) {
	path, absolute := strings.CutPrefix(ref, b.root)
	if b.root == "" || len(ref) > maxURL || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") {
		return "", false
	}
	for i := range len(path) {
		switch c := path[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '/', c == '-', c == '_':
		case c == '.' && path[i-1] != '/' && path[i-1] != '.': // dots may be steps
		default:
			return "", false
		}
	}
	if absolute {
		return ref, true
	}
	return b.root + path, true
}

// resolve makes a reference absolute, in the one way that every program reads
// alike.
func (b base) resolve(ref string) (*url.URL, Refusal) {
	if len(ref) > maxURL {
		return nil, TooLong
	}
	for _, r := range ref {
		if r <= ' ' || r == 0x7f || r == '\\' || r == '\ufffd' || r >= 0x80 && r < 0xa0 {
			return nil, Odd
		}
	}
	u, err := url.Parse(ref)
	if err != nil {
		if scheme, _, ok := strings.Cut(ref, ":"); ok && badScheme(scheme) {
			return nil, BadScheme
		}
		return nil, NoAddress
	}
	if u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return nil, BadScheme
	}
	if u.Opaque != "" { // http:path
		return nil, NoAddress
	}
	u = b.url.ResolveReference(u)
	switch {
	case u.User != nil:
		return nil, HasUser
	case u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https":
		return nil, NoAddress
	case !cleanHost(u.Host):
		return nil, Odd
	}
	u.Host = strings.TrimSuffix(strings.ToLower(u.Host), ":"+defaultPort(u.Scheme))
	u.Host = strings.TrimSuffix(u.Host, ":")
	u.RawPath = encoded(u.EscapedPath())
	if p, err := url.PathUnescape(u.RawPath); err == nil {
		u.Path = p
	}
	u.RawQuery = encoded(u.RawQuery)
	if u.Fragment != "" {
		u.RawFragment = encoded(u.EscapedFragment())
		if p, err := url.PathUnescape(u.RawFragment); err == nil {
			u.Fragment = p
		}
	}
	return u, NotRefused
}

func badScheme(s string) bool {
	s = strings.ToLower(s)
	return s != "http" && s != "https" && s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789+-.") == ""
}

// cleanHost allows ASCII names, which is what servers write, and the brackets
// of IPv6. A name in another script has to come in its ASCII form: nobody can
// tell the letters apart.
func cleanHost(host string) bool {
	for i := range len(host) {
		switch c := host[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case strings.IndexByte(".-_:[]", c) >= 0:
		default:
			return false
		}
	}
	return true
}

// encoded percent-encodes what may not stand in an address, and the braces
// and quotes that mean something where an address may end up.
func encoded(s string) string {
	const hex = "0123456789ABCDEF"
	if strings.IndexFunc(s, mustEncode) < 0 {
		return s
	}
	b := make([]byte, 0, len(s)+16)
	for i := range len(s) {
		c := s[i]
		if mustEncode(rune(c)) {
			b = append(b, '%', hex[c>>4], hex[c&15])
			continue
		}
		b = append(b, c)
	}
	return string(b)
}

func mustEncode(r rune) bool {
	return r <= ' ' || r >= 0x7f || strings.ContainsRune("\"<>{}`|^\\", r)
}

// sameAddress compares two addresses without their fragments.
func sameAddress(a, b string) bool {
	a, _, _ = strings.Cut(a, "#")
	b, _, _ = strings.Cut(b, "#")
	return a == b
}
