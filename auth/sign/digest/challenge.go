package digest

import (
	"cmp"
	"slices"
	"strings"
)

// Challenge is what a server asks for in one Digest challenge.
type Challenge struct {
	Realm, Nonce, Opaque string
	// Algorithm is "" if the server named none, which means MD5.
	Algorithm string
	// QOP are the qualities of protection it accepts; none means the formula
	// of RFC 2069.
	QOP []string
	// Stale says that the nonce was too old and the password not the problem.
	Stale bool
	// HashUser asks for the name as a hash.
	HashUser bool
}

// Parse returns the Digest challenges of WWW-Authenticate lines, each of which
// may hold several challenges of several schemes, RFC 9110, section 11.6.1.
func Parse(lines []string) []Challenge {
	var out []Challenge
	for _, line := range lines {
		var c *Challenge
		for _, item := range items(line) {
			scheme, rest, begins := challengeStart(item)
			if begins {
				c = nil
				if strings.EqualFold(scheme, "Digest") {
					out = append(out, Challenge{})
					c = &out[len(out)-1]
				}
				item = rest
			}
			if c != nil {
				c.set(item)
			}
		}
	}
	return out
}

// Choose picks the challenge to answer: one of the preferred algorithm if there
// is any, else the first whose algorithm and quality are known.
func Choose(all []Challenge, prefer string) (Challenge, bool) {
	usable := slices.DeleteFunc(slices.Clone(all), func(c Challenge) bool {
		_, ok := newHash(c.Algorithm)
		return !ok || len(c.QOP) > 0 && c.quality() == ""
	})
	for _, c := range usable {
		if prefer != "" && strings.EqualFold(cmp.Or(c.Algorithm, MD5), prefer) {
			return c, true
		}
	}
	if len(usable) == 0 {
		return Challenge{}, false
	}
	return usable[0], true
}

// quality is the best that both sides know, "" if there is none.
func (c Challenge) quality() string {
	for _, q := range []string{"auth", "auth-int"} {
		if slices.ContainsFunc(c.QOP, func(s string) bool { return strings.EqualFold(s, q) }) {
			return q
		}
	}
	return ""
}

// items cuts a line at the commas outside quotes.
func items(line string) []string {
	var out []string
	quoted, escaped, start := false, false, 0
	for i := range len(line) {
		switch c := line[i]; {
		case escaped:
			escaped = false
		case quoted && c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		case c == ',' && !quoted:
			out = append(out, strings.TrimSpace(line[start:i]))
			start = i + 1
		}
	}
	return append(out, strings.TrimSpace(line[start:]))
}

// challengeStart tells "Digest realm=x", which begins a challenge, from
// "realm=x", which goes on with one.
func challengeStart(item string) (scheme, rest string, begins bool) {
	scheme, rest, _ = strings.Cut(item, " ")
	if scheme == "" || strings.ContainsAny(scheme, `="`) || strings.HasPrefix(strings.TrimSpace(rest), "=") {
		return "", item, false
	}
	return scheme, strings.TrimSpace(rest), true
}

func (c *Challenge) set(item string) {
	name, value, _ := strings.Cut(item, "=")
	value = unquote(strings.TrimSpace(value))
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "realm":
		c.Realm = value
	case "nonce":
		c.Nonce = value
	case "opaque":
		c.Opaque = value
	case "algorithm":
		c.Algorithm = value
	case "stale":
		c.Stale = strings.EqualFold(value, "true")
	case "userhash":
		c.HashUser = strings.EqualFold(value, "true")
	case "qop":
		for q := range strings.SplitSeq(value, ",") {
			if q = strings.TrimSpace(q); q != "" {
				c.QOP = append(c.QOP, q)
			}
		}
	}
}

func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	var b strings.Builder
	for i, in := 0, s[1:len(s)-1]; i < len(in); i++ {
		if in[i] == '\\' && i+1 < len(in) {
			i++
		}
		b.WriteByte(in[i])
	}
	return b.String()
}
