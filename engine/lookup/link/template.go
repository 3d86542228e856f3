package link

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Vars are the variables of a URI template (RFC 6570), each once, in order.
func Vars(template string) []string {
	var names []string
	for _, e := range expressions(template) {
		for _, v := range e.vars {
			if !slices.Contains(names, v.name) {
				names = append(names, v.name)
			}
		}
	}
	return names
}

// Expand fills in a URI template, levels 1 to 3 and the prefixes of level 4
// (RFC 6570 section 3.2). A variable without a value is left out, as the RFC
// wants; values are texts. What is no expression stays as it is.
func Expand(template string, values map[string]string) string {
	var b strings.Builder
	at := 0
	for _, e := range expressions(template) {
		b.WriteString(template[at:e.start])
		e.expand(&b, values)
		at = e.end
	}
	b.WriteString(template[at:])
	return b.String()
}

// Expand returns a template link with its values filled in, judged anew as
// seen from the response's address. Other links it returns as they are.
func (l Link) Expand(from string, values map[string]string) Link {
	if l.Template == "" {
		return l
	}
	l.Text = ""
	newBase(from).address(&l, Expand(l.Template, values))
	return l
}

// expression is one {…} of a template.
type expression struct {
	start, end int
	op         byte
	vars       []variable
}

type variable struct {
	name   string
	prefix int // 0 for all of it
}

// maxExpressions is far more than any template has.
const maxExpressions = 100

func expressions(t string) []expression {
	var out []expression
	for at := 0; len(out) < maxExpressions; {
		i := strings.IndexByte(t[at:], '{')
		if i < 0 {
			return out
		}
		i += at
		n := strings.IndexAny(t[i+1:], "{}")
		if n < 0 {
			return out
		}
		end := i + 1 + n
		if t[end] == '{' {
			at = end
			continue
		}
		at = end + 1
		if e, ok := parseExpression(t[i+1 : end]); ok {
			e.start, e.end = i, end+1
			out = append(out, e)
		}
	}
	return out
}

func parseExpression(s string) (expression, bool) {
	var e expression
	if s != "" && strings.IndexByte("+#./;?&", s[0]) >= 0 {
		e.op, s = s[0], s[1:]
	}
	for name := range strings.SplitSeq(s, ",") {
		v := variable{name: strings.TrimSuffix(name, "*")}
		if n, digits, ok := strings.Cut(v.name, ":"); ok {
			v.name = n
			for _, d := range digits {
				if d < '0' || d > '9' || v.prefix > 999 {
					return e, false
				}
				v.prefix = v.prefix*10 + int(d-'0')
			}
		}
		if !isVarname(v.name) {
			return e, false
		}
		e.vars = append(e.vars, v)
	}
	return e, true
}

func isVarname(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', c == '%':
		case (c == '.' || c == '-') && i > 0: // the dash is no RFC's, but it is used
		default:
			return false
		}
	}
	return s != ""
}

// expand is the table of RFC 6570 appendix A.
func (e expression) expand(b *strings.Builder, values map[string]string) {
	first, sep, named, reserved := "", ",", false, false
	switch e.op {
	case '+':
		reserved = true
	case '#':
		first, reserved = "#", true
	case '.', '/':
		first, sep = string(e.op), string(e.op)
	case ';':
		first, sep, named = ";", ";", true
	case '?':
		first, sep, named = "?", "&", true
	case '&':
		first, sep, named = "&", "&", true
	}
	begun := false
	for _, v := range e.vars {
		value, ok := values[v.name]
		if !ok {
			continue
		}
		if begun {
			b.WriteString(sep)
		} else {
			b.WriteString(first)
		}
		begun = true
		if named {
			b.WriteString(v.name)
			if value != "" || e.op != ';' {
				b.WriteByte('=')
			}
		}
		if rs := []rune(value); v.prefix > 0 && v.prefix < len(rs) {
			value = string(rs[:v.prefix])
		}
		writeEncoded(b, value, reserved)
	}
}

// writeEncoded percent-encodes a value. With reserved set, what has a meaning
// in an address keeps it, and so does what is encoded already.
func writeEncoded(b *strings.Builder, s string, reserved bool) {
	const hex = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~", c) >= 0:
			b.WriteByte(c)
		case reserved && c < utf8.RuneSelf && strings.IndexByte(":/?#[]@!$&'()*+,;=", c) >= 0:
			b.WriteByte(c)
		case reserved && c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

// optional reports whether a template leads somewhere without any values.
func optional(template string) bool {
	for _, e := range expressions(template) {
		if e.op != '?' && e.op != '&' && e.op != '#' {
			return false
		}
	}
	return true
}
