package address

import (
	"errors"
	"strings"
)

var (
	errNotWeb = errors.New("it is no http address")
	errNoHost = errors.New("it has no host")
)

// Resolve returns where a Location header leads, seen from u. Only http and
// https lead anywhere. verbatim is as in [Parse].
func (u URL) Resolve(location string, verbatim bool) (URL, error) {
	text := strings.TrimSpace(location)
	base := u.Scheme + "://" + u.Authority()
	switch {
	case hasScheme(text):
		if i := strings.Index(text, "://"); i < 0 || strings.ContainsAny(text[:i], "/?#") {
			return URL{}, errNotWeb
		}
	case strings.HasPrefix(text, "//"):
		text = u.Scheme + ":" + text
	case strings.HasPrefix(text, "/"):
		text = base + withoutDots(text)
	case strings.HasPrefix(text, "?"):
		text = base + u.Path + text
	case strings.HasPrefix(text, "#"):
		text, _, _ = strings.Cut(u.String(), "#")
		text += strings.TrimSpace(location)
	default:
		text = base + withoutDots(u.Path[:strings.LastIndexByte(u.Path, '/')+1]+text)
	}
	next := Parse(text, verbatim)
	switch {
	case next.Scheme != "http" && next.Scheme != "https":
		return next, errNotWeb
	case next.Host == "":
		return next, errNoHost
	}
	return next, nil
}

// hasScheme reports whether a reference is absolute, RFC 3986 section 3.1.
func hasScheme(ref string) bool {
	for i := range len(ref) {
		switch c := ref[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return c == ':' && i > 0
		}
	}
	return false
}

// withoutDots resolves "." and ".." in the path of a reference, RFC 3986
// section 5.2.4.
func withoutDots(ref string) string {
	end := strings.IndexAny(ref, "?#")
	if end < 0 {
		end = len(ref)
	}
	path, rest := ref[:end], ref[end:]
	if !strings.Contains(path, "/.") {
		return ref
	}
	var out []string
	parts := strings.Split(path, "/")[1:]
	for i, p := range parts {
		last := i == len(parts)-1
		switch p {
		case ".", "..":
			if p == ".." && len(out) > 0 {
				out = out[:len(out)-1]
			}
			if last {
				out = append(out, "")
			}
		default:
			out = append(out, p)
		}
	}
	return "/" + strings.Join(out, "/") + rest
}
