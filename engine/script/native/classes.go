package native

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Classes writes out the classes of letters that regular expressions name, as
// in /\p{L}/u, which the interpreter takes for the letter p.
type Classes struct {
	// sources are patterns as they were, by what they became.
	sources map[string]string
}

// maxSources is how many patterns are remembered as they were.
const maxSources = 256

// Named reports whether a text may name a class.
func Named(text string) bool { return strings.Contains(text, `\p{`) || strings.Contains(text, `\P{`) }

// Source is a pattern as it was before Expand.
func (c *Classes) Source(pattern string) string {
	if was, ok := c.sources[pattern]; ok {
		return was
	}
	return pattern
}

// Expand is a pattern, of an expression with the flag u, without names.
func (c *Classes) Expand(pattern string) (string, error) {
	if !Named(pattern) {
		return pattern, nil
	}
	var out strings.Builder
	inside := false
	for i := 0; i < len(pattern); i++ {
		switch b := pattern[i]; {
		case b == '\\' && i+1 < len(pattern):
			name, _, ok := strings.Cut(pattern[i+2:], "}")
			if p := pattern[i+1]; p != 'p' && p != 'P' || !ok || !strings.HasPrefix(name, "{") {
				out.WriteString(pattern[i : i+2])
				i++
				continue
			}
			list, err := class(name[1:])
			if err != nil {
				return "", err
			}
			if pattern[i+1] == 'P' {
				list = others(list)
			}
			write(&out, list, inside)
			i += len(`\p`) + len(name)
			continue
		case b == '[':
			inside = true
		case b == ']':
			inside = false
		}
		out.WriteByte(pattern[i])
	}
	if c.sources == nil || len(c.sources) >= maxSources {
		c.sources = map[string]string{}
	}
	c.sources[out.String()] = pattern
	return out.String(), nil
}

// span are letters from one to another, both included.
type span struct{ from, to rune }

// errClass is the error of a name that is none, or that is not known here.
var errClass = errors.New("postern's regular expressions do not know this class: write the letters, as in [A-Za-zÀ-ÿ]")

// class are the letters of a class by its name, in order.
func class(name string) ([]span, error) {
	key, value, pair := strings.Cut(name, "=")
	var tables []*unicode.RangeTable
	switch {
	case pair && slices.Contains([]string{"Script", "sc", "Script_Extensions", "scx"}, key):
		tables = append(tables, unicode.Scripts[script(value)])
	case pair && slices.Contains([]string{"General_Category", "gc"}, key):
		tables = append(tables, category(value))
	case pair:
	case name == "Any":
		return []span{{0, unicode.MaxRune}}, nil
	case name == "ASCII":
		return []span{{0, unicode.MaxASCII}}, nil
	case name == "Alphabetic" || name == "Alpha":
		tables = append(tables, unicode.L, unicode.Nl, unicode.Other_Alphabetic)
	case name == "Uppercase" || name == "Upper":
		tables = append(tables, unicode.Lu, unicode.Other_Uppercase)
	case name == "Lowercase" || name == "Lower":
		tables = append(tables, unicode.Ll, unicode.Other_Lowercase)
	case category(name) != nil:
		tables = append(tables, category(name))
	case name == "space":
		tables = append(tables, unicode.White_Space)
	case !strings.HasPrefix(name, "Other_"):
		tables = append(tables, unicode.Properties[name])
	}
	var out []span
	for _, t := range tables {
		if t != nil {
			out = append(out, spans(t)...)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf(`\p{%s}: %w`, name, errClass)
	}
	return joined(out), nil
}

func category(name string) *unicode.RangeTable {
	if short, ok := unicode.CategoryAliases[name]; ok {
		name = short
	}
	return unicode.Categories[name]
}

// script is the long name of a script.
func script(name string) string {
	long := map[string]string{
		"Arab": "Arabic", "Cyrl": "Cyrillic", "Deva": "Devanagari", "Grek": "Greek", "Hang": "Hangul", "Hani": "Han", "Hebr": "Hebrew",
		"Hira": "Hiragana", "Kana": "Katakana", "Latn": "Latin", "Zinh": "Inherited", "Zyyy": "Common",
	}[name]
	if long == "" {
		return name
	}
	return long
}

func spans(t *unicode.RangeTable) (out []span) {
	add := func(from, to, stride rune) {
		if stride == 1 {
			out = append(out, span{from, to})
			return
		}
		for r := from; r <= to; r += stride {
			out = append(out, span{r, r})
		}
	}
	for _, r := range t.R16 {
		add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	for _, r := range t.R32 {
		add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	return out
}

// joined puts spans in order, and those together that touch.
func joined(list []span) (out []span) {
	slices.SortFunc(list, func(a, b span) int { return int(a.from - b.from) })
	for _, s := range list {
		if n := len(out); n > 0 && s.from <= out[n-1].to+1 {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}

// others are all letters that are in none of the spans.
func others(list []span) (out []span) {
	next := rune(0)
	for _, s := range list {
		if s.from > next {
			out = append(out, span{next, s.from - 1})
		}
		next = s.to + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, span{next, unicode.MaxRune})
	}
	return out
}

// write writes spans as a class, or as a part of the one they stand inside of.
func write(out *strings.Builder, list []span, inside bool) {
	if len(list) == 0 && !inside { // nothing fits
		out.WriteString("[]")
		return
	}
	if !inside {
		out.WriteByte('[')
	}
	for _, s := range list {
		for _, part := range letters(s) {
			spell(out, part.from)
			if part.to > part.from {
				out.WriteByte('-')
				spell(out, part.to)
			}
		}
	}
	if !inside {
		out.WriteByte(']')
	}
}

// letters are the letters of a span: halves of a pair are none.
func letters(s span) (out []span) {
	const first, last = 0xd800, 0xdfff
	if s.from < first {
		out = append(out, span{s.from, min(s.to, first-1)})
	}
	if s.to > last {
		out = append(out, span{max(s.from, last+1), s.to})
	}
	return out
}

func spell(out *strings.Builder, r rune) {
	if r < unicode.MaxLatin1 && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		fmt.Fprintf(out, `\x%02x`, r)
		return
	}
	out.WriteRune(r)
}
