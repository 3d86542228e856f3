package report

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// className is a name as newman makes classes of it: its words without marks
// on their letters, each with a capital, and nothing but the letters, digits and
// underscores of ASCII.
func className(name string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
			return -1
		}
		return r
	}, norm.NFD.String(name))
	for letter, two := range map[string]string{"ß": "ss", "Æ": "Ae", "æ": "ae", "Ø": "O", "ø": "o", "Œ": "Oe", "œ": "oe", "Þ": "Th", "þ": "th", "Đ": "D", "đ": "d", "Ł": "L", "ł": "l"} {
		plain = strings.ReplaceAll(plain, letter, two)
	}
	var b strings.Builder
	for _, w := range wordsOf(plain) {
		r := []rune(strings.ToLower(w))
		b.WriteString(string(unicode.ToUpper(r[0])) + string(r[1:]))
	}
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, b.String())
}

// wordsOf splits a name where a person would: at everything that is neither
// letter nor digit, before a capital behind a small letter, before the last of
// several capitals that begins a word, and between letters and digits.
func wordsOf(s string) []string {
	var out []string
	for _, run := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		rs, from := []rune(run), 0
		for i := 1; i < len(rs); i++ {
			before, here := rs[i-1], rs[i]
			small := i+1 < len(rs) && unicode.IsLower(rs[i+1])
			switch {
			case unicode.IsDigit(before) && ordinal(before, string(rs[i:])):
			case unicode.IsDigit(before) != unicode.IsDigit(here),
				unicode.IsLower(before) && unicode.IsUpper(here),
				unicode.IsUpper(before) && unicode.IsUpper(here) && small:
				out, from = append(out, string(rs[from:i])), i
			}
		}
		out = append(out, string(rs[from:]))
	}
	return out
}

// ordinal reports whether a digit and what is behind it are 1st, 2nd, 3rd, 4th.
func ordinal(digit rune, rest string) bool {
	end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLower(r) })
	if end >= 0 && !unicode.IsUpper(rune(rest[end])) {
		return false
	}
	if end >= 0 {
		rest = rest[:end]
	}
	switch digit {
	case '1':
		return rest == "st"
	case '2':
		return rest == "nd"
	case '3':
		return rest == "rd"
	}
	return rest == "th"
}
