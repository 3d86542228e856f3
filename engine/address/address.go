package address

import (
	"cmp"
	"net/url"
	"strings"

	"postern/engine/collection"
)

// URL is where a request goes: absolute and percent-encoded. It is not a
// net/url.URL, because that refuses or rewrites much of what people type and
// servers accept.
type URL struct {
	// Scheme is in lower case; "http" when the text had none.
	Scheme string
	// User and Password are as typed; HasUser tells absent from empty.
	User, Password string
	HasUser        bool
	// Host is lower case and ASCII; Port is "" for none.
	Host, Port string
	// Path begins with a slash.
	Path     string
	Query    string
	HasQuery bool
	// Fragment is kept for the Referer and never sent.
	Fragment    string
	HasFragment bool
}

// Parse reads a text in which the {{names}} are resolved. It refuses nothing:
// the caller looks at the parts. With verbatim set only the host is encoded.
func Parse(text string, verbatim bool) URL {
	parts := collection.SplitURL(text)
	enc := escape
	if verbatim {
		enc = func(s string, _ charset) string { return s }
	}
	u := URL{
		Scheme: strings.ToLower(parts.Protocol),
		User:   parts.User, Password: parts.Password, HasUser: parts.HasUser || parts.HasPassword,
		Host: asciiHost(parts.Host), Port: parts.Port,
		Path:  enc(cmp.Or(parts.Path, "/"), pathSet),
		Query: enc(parts.Query, querySet), HasQuery: parts.HasQuery,
		Fragment: enc(parts.Hash, fragmentSet), HasFragment: parts.HasHash,
	}
	if u.Scheme == "" {
		u.Scheme = "http"
	}
	return u
}

// String returns the address without its userinfo, which goes into a header.
func (u URL) String() string {
	var b strings.Builder
	b.Grow(len(u.Scheme) + len(u.Host) + len(u.Port) + len(u.Path) + len(u.Query) + len(u.Fragment) + 6)
	b.WriteString(u.Scheme)
	b.WriteString("://")
	b.WriteString(u.Host)
	if u.Port != "" {
		b.WriteByte(':')
		b.WriteString(u.Port)
	}
	b.WriteString(u.Path)
	if u.HasQuery {
		b.WriteByte('?')
		b.WriteString(u.Query)
	}
	if u.HasFragment {
		b.WriteByte('#')
		b.WriteString(u.Fragment)
	}
	return b.String()
}

// Authority is the host with its port.
func (u URL) Authority() string {
	if u.Port == "" {
		return u.Host
	}
	return u.Host + ":" + u.Port
}

// HostHeader is the authority without a port that goes without saying.
func (u URL) HostHeader() string {
	if u.Port == DefaultPort(u.Scheme) {
		return u.Host
	}
	return u.Authority()
}

// Origin is what credentials belong to: scheme, host and port.
func (u URL) Origin() string {
	port := u.Port
	if port == "" {
		port = DefaultPort(u.Scheme)
	}
	return u.Scheme + "://" + u.Host + ":" + port
}

// DefaultPort is the port that goes without saying.
func DefaultPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}

// Split takes what [URL.String] made apart again, after an auth scheme may have
// added a parameter. It changes no character.
func Split(raw string) URL {
	var u URL
	raw, u.Fragment, u.HasFragment = strings.Cut(raw, "#")
	raw, u.Query, u.HasQuery = strings.Cut(raw, "?")
	u.Scheme, raw, _ = strings.Cut(raw, "://")
	u.Path = "/"
	if i := strings.IndexByte(raw, '/'); i >= 0 {
		raw, u.Path = raw[:i], raw[i:]
	}
	u.Host = raw
	if i := strings.LastIndexByte(raw, ':'); i >= 0 && !strings.Contains(raw[i:], "]") {
		u.Host, u.Port = raw[:i], raw[i+1:]
	}
	return u
}

// Go is the address for net/http, made so that it writes these very characters
// on the request line.
func (u URL) Go() *url.URL {
	out := &url.URL{Scheme: u.Scheme, Host: u.Authority(), RawQuery: u.Query, ForceQuery: u.HasQuery && u.Query == ""}
	if !strings.HasPrefix(u.Path, "//") {
		out.Opaque = u.Path
		return out
	}
	// Of an Opaque that begins with two slashes net/http makes the absolute
	// form. A clean path can go the ordinary way; for the others the absolute
	// form is the only one left.
	if p, err := url.PathUnescape(u.Path); err == nil {
		out.Path, out.RawPath = p, u.Path
		if out.EscapedPath() == u.Path {
			return out
		}
	}
	out.Path, out.RawPath, out.Opaque = "", "", "//"+u.Authority()+u.Path
	return out
}

// Absolute is [URL.Go] for a proxy: the request line holds the whole address.
func (u URL) Absolute() *url.URL {
	out := u.Go()
	if out.Opaque == u.Path {
		// Of this net/http makes the absolute form.
		out.Opaque = "//" + u.Authority() + u.Path
	}
	return out
}

// charset are the printable ASCII characters that are encoded in a part of a
// URL; everything outside of printable ASCII always is.
type charset string

const (
	pathSet     charset = " \"#<>?`{}"
	querySet    charset = " \"#'<>"
	fragmentSet charset = " \"<>`"
)

// escape percent-encodes s. What is encoded already stays, and so does a stray
// percent sign: nobody can tell "50%" from a half-typed escape.
func escape(s string, set charset) string {
	n := 0
	for i := range len(s) {
		if set.has(s[i]) {
			n++
		}
	}
	if n == 0 {
		return s
	}
	const hex = "0123456789ABCDEF"
	out := make([]byte, 0, len(s)+2*n)
	for i := range len(s) {
		c := s[i]
		if set.has(c) {
			out = append(out, '%', hex[c>>4], hex[c&15])
			continue
		}
		out = append(out, c)
	}
	return string(out)
}

func (set charset) has(c byte) bool {
	if 'a' <= c && c <= 'z' { // as most are
		return false
	}
	return c < 0x20 || c >= 0x7f || strings.IndexByte(string(set), c) >= 0
}
