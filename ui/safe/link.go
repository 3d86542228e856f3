package safe

import "strings"

// Link is an address that a terminal may make clickable: http or https, with a
// host, and nothing in it that ends or begins an escape sequence. The zero Link
// is none. Only addresses that the person is asked to open become one; those in
// a body or a file stay text.
type Link struct{ s string }

// Address makes a link of an address, or none of one that is not fit to be.
func Address(raw string) Link {
	if strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return Link{}
	}
	rest, ok := strings.CutPrefix(raw, "https://")
	if !ok {
		if rest, ok = strings.CutPrefix(raw, "http://"); !ok {
			return Link{}
		}
	}
	host := rest
	if i := strings.IndexAny(rest, `/\?#`); i >= 0 {
		host = rest[:i]
	}
	if host == "" || strings.Contains(host, "@") {
		return Link{}
	}
	return Link{raw}
}

// Wrap returns painted text that leads to the link (OSC 8).
func (l Link) Wrap(painted string) string {
	if l.s == "" || painted == "" {
		return painted
	}
	return "\x1b]8;;" + l.s + "\x1b\\" + painted + "\x1b]8;;\x1b\\"
}
