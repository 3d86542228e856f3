// Package jsontext reads JSON as it is typed into a body: with {{names}} in the
// place of values, keys or whole members, and with comments, which are not sent.
//
// [Check] says where such a text is wrong, in words for people; [Pretty] gives
// it its usual form. Nothing of the text is changed but the blanks between its
// tokens, so that big numbers, escapes and duplicate keys stay as they are.
package jsontext

import (
	"strings"
	"unicode/utf8"

	"postern/engine/vars"
)

// Problem is where a text is no JSON.
type Problem struct {
	// Line and Column count from 1, columns in characters.
	Line, Column int
	// What says what is wrong there.
	What string
}

// kind is what a token is.
type kind byte

const (
	end kind = iota
	punct
	str
	// word is a number, true, false or null, or something that is none.
	word
	// loose is a word with a {{name}} in it: it may stand for anything.
	loose
	comment
)

// token is a piece of the text.
type token struct {
	kind     kind
	from, to int
	// fresh says that a line break stands between it and the token before.
	fresh bool
	// bad is what is wrong with it, and at which byte, or "".
	bad   string
	badAt int
}

// scanner cuts a text into tokens.
type scanner struct {
	text string
	at   int
	refs []vars.Ref
}

func newScanner(text string) *scanner { return &scanner{text: text, refs: vars.Scan(text)} }

// ref returns where the {{name}} at the cursor ends.
func (s *scanner) ref(at int) (end int, ok bool) {
	for len(s.refs) > 0 && s.refs[0].Start < at {
		s.refs = s.refs[1:]
	}
	if len(s.refs) > 0 && s.refs[0].Start == at {
		return s.refs[0].End, true
	}
	return 0, false
}

func (s *scanner) next() token {
	t := token{}
	for s.at < len(s.text) && strings.IndexByte(" \t\r\n", s.text[s.at]) >= 0 {
		t.fresh = t.fresh || s.text[s.at] == '\n'
		s.at++
	}
	t.from, t.to = s.at, s.at
	if s.at == len(s.text) {
		return t
	}
	_, named := s.ref(s.at)
	rest := s.text[s.at:]
	switch c := rest[0]; {
	case named:
		s.word(&t)
	case c == '"':
		s.str(&t)
	case strings.HasPrefix(rest, "//"), strings.HasPrefix(rest, "/*"):
		s.comment(&t)
	case strings.IndexByte("{}[],:", c) >= 0:
		t.kind = punct
		s.at++
	default:
		s.word(&t)
	}
	t.to = s.at
	return t
}

func (s *scanner) comment(t *token) {
	t.kind = comment
	if s.text[s.at+1] == '/' {
		if n := strings.IndexByte(s.text[s.at:], '\n'); n >= 0 {
			s.at += n
		} else {
			s.at = len(s.text)
		}
		return
	}
	if n := strings.Index(s.text[s.at+2:], "*/"); n >= 0 {
		s.at += n + 4
		return
	}
	t.bad, t.badAt = "the comment is not closed", s.at
	s.at = len(s.text)
}

func (s *scanner) str(t *token) {
	t.kind = str
	wrong := func(what string, at int) {
		if t.bad == "" {
			t.bad, t.badAt = what, at
		}
	}
	for i := s.at + 1; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '"':
			s.at = i + 1
			return
		case c == '\n' || c == '\r':
			wrong("the text is not closed on its line: a quote is missing", t.from)
			s.at = i
			return
		case c < 0x20:
			wrong("a control character must be escaped", i)
		case c == '\\':
			if n := escape(s.text[i:]); n > 0 {
				i += n - 1
			} else {
				wrong("no such escape", i)
				i++
			}
		}
	}
	wrong("the text is not closed: a quote is missing", t.from)
	s.at = len(s.text)
}

// escape returns the length of an escape, or 0 for none.
func escape(s string) int {
	if len(s) < 2 || strings.IndexByte(`"\/bfnrtu`, s[1]) < 0 {
		return 0
	}
	if s[1] != 'u' {
		return 2
	}
	if len(s) < 6 || strings.Trim(s[2:6], "0123456789abcdefABCDEF") != "" {
		return 0
	}
	return 6
}

func (s *scanner) word(t *token) {
	t.kind = word
	for s.at < len(s.text) {
		if end, ok := s.ref(s.at); ok {
			s.at, t.kind = end, loose
			continue
		}
		rest := s.text[s.at:]
		if strings.IndexByte(" \t\r\n{}[],:\"", rest[0]) >= 0 || strings.HasPrefix(rest, "//") || strings.HasPrefix(rest, "/*") {
			break
		}
		s.at++
	}
	w := s.text[t.from:s.at]
	if t.kind == word && w != "true" && w != "false" && w != "null" && !isNumber(w) {
		t.bad, t.badAt = shorten(w)+" is no value: texts stand in quotes", t.from
	}
}

// isNumber reports whether w is a number of RFC 8259.
func isNumber(w string) bool {
	digits := func() bool {
		n := len(w)
		w = strings.TrimLeft(w, "0123456789")
		return len(w) < n
	}
	w = strings.TrimPrefix(w, "-")
	if zero, ok := strings.CutPrefix(w, "0"); ok {
		w = zero
	} else if !digits() {
		return false
	}
	if frac, ok := strings.CutPrefix(w, "."); ok {
		if w = frac; !digits() {
			return false
		}
	}
	if w != "" && (w[0] == 'e' || w[0] == 'E') {
		if w = w[1:]; w != "" && (w[0] == '+' || w[0] == '-') {
			w = w[1:]
		}
		if !digits() {
			return false
		}
	}
	return w == ""
}

// shorten cuts what is told of a text.
func shorten(w string) string {
	const most = 20
	if utf8.RuneCountInString(w) <= most {
		return w
	}
	return string([]rune(w)[:most]) + "…"
}

// place turns a byte offset into a line and a column.
func place(text string, at int, what string) *Problem {
	before := text[:at]
	line := strings.LastIndexByte(before, '\n') + 1
	return &Problem{Line: strings.Count(before, "\n") + 1, Column: utf8.RuneCountInString(before[line:]) + 1, What: what}
}
