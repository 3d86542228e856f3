// Package bulk is a list of parameters as text: a line each, "key: value",
// with "//" or "#" in front of those that are off.
//
// What the text does not show, such as descriptions and where in its file a row
// came from, is carried over from the rows that the text was made of: a line
// that is as it was is the row that it was, byte for byte. A key without a
// colon is one without a value. Line breaks in keys and values, which a line
// cannot hold, are shown as "␊" and stay what they are as long as the line does.
package bulk

import (
	"strings"

	"postern/engine/collection"
)

// off stands in front of rows that are switched off. It is the first of marks.
const off = "//"

// marks switch a line off.
func marks() []string { return []string{off, "#"} }

// Text returns the rows as text, without a line break at its end.
func Text(ps []collection.Param) string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = line(p)
	}
	return strings.Join(lines, "\n")
}

func line(p collection.Param) string {
	s := p.Key
	if !p.NoValue || p.Value != "" {
		s += ": " + p.Value
	}
	if p.Disabled {
		s = off + " " + s
	}
	return unbroken(s)
}

func unbroken(s string) string {
	return strings.NewReplacer("\r\n", "␊", "\n", "␊", "\r", "␊").Replace(s)
}

// Params returns the rows of a text that was made of the rows was. Lines of
// nothing but blanks are left out.
func Params(text string, was []collection.Param) []collection.Param {
	m := match(text, was)
	out := make([]collection.Param, len(m.lines))
	for i, l := range m.lines {
		if from := m.from[i]; from >= 0 {
			out[i] = was[from]
		}
		if m.from[i] < 0 || line(out[i]) != l {
			parse(&out[i], l)
		}
	}
	return out
}

// parse makes a row what its line says.
func parse(p *collection.Param, l string) {
	body, disabled := strip(l)
	p.Disabled = disabled
	rest := ""
	if begins(body, p.Key) { // which may have a colon in it
		rest = body[len(p.Key):]
	} else {
		key := body
		if c := strings.IndexByte(body, ':'); c >= 0 {
			key, rest = body[:c], body[c:]
		}
		p.Key, p.NoKey = strings.TrimSpace(key), false
	}
	value, ok := strings.CutPrefix(strings.TrimSpace(rest), ":")
	value = strings.TrimSpace(value)
	if ok && value != "" && value == strings.TrimSpace(unbroken(p.Value)) {
		return // it may have more to it than a line can show
	}
	p.Value, p.NoValue, p.Source = value, !ok, ""
}

// strip takes the mark off a line, and reports whether there was one.
func strip(l string) (body string, disabled bool) {
	l = strings.TrimSpace(l)
	for _, m := range marks() {
		if rest, ok := strings.CutPrefix(l, m); ok {
			return strings.TrimSpace(rest), true
		}
	}
	return l, false
}

// begins reports whether a line without its mark begins with a key.
func begins(body, key string) bool {
	rest, ok := strings.CutPrefix(body, key)
	rest = strings.TrimLeft(rest, " \t")
	return ok && key != "" && (rest == "" || rest[0] == ':')
}
