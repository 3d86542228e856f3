package syntax

import (
	"bytes"
	"slices"
	"strings"

	"postern/engine/payload"
)

// scriptWords are the reserved words of JavaScript that are no values.
func scriptWords() []string {
	return strings.Fields(`async await break case catch class const continue debugger default delete do else export extends
		finally for from function get if import in instanceof let new of return set static super switch this throw try typeof
		var void while with yield`)
}

// JavaScript colours one row of JavaScript. It knows of no other row: what
// began in one before, a comment or a template over several lines, is read as
// if it began here, but for a row that begins like one of a comment.
func JavaScript(row []byte, _ payload.State) ([]payload.Token, payload.State) {
	s := scripter{row: row, words: scriptWords(), comment: "//"}
	if in := bytes.TrimLeft(row, " \t"); bytes.HasPrefix(in, []byte("* ")) || bytes.HasPrefix(in, []byte("*/")) || string(in) == "*" {
		s.add(payload.ClassComment, len(row))
		return s.toks, 0
	}
	for s.at < len(row) {
		s.next()
	}
	return s.toks, 0
}

// GraphQL colours one row of a GraphQL query, of which the same is true.
func GraphQL(row []byte, _ payload.State) ([]payload.Token, payload.State) {
	s := scripter{row: row, words: queryWords(), comment: "#"}
	for s.at < len(row) {
		s.value = true // nothing is a regular expression
		s.next()
	}
	return s.toks, 0
}

// queryWords are the words of GraphQL that are hardly ever names.
func queryWords() []string {
	return []string{"query", "mutation", "subscription", "fragment", "on"}
}

// scripter reads one row.
type scripter struct {
	row []byte
	at  int
	// words are reserved, comment begins one up to the row's end.
	words   []string
	comment string
	toks    []payload.Token
	// value says that what came last is one, so that a slash divides it.
	value bool
}

// add makes a token up to an offset.
func (s *scripter) add(c payload.Class, end int) {
	end = min(end, len(s.row))
	if n := len(s.toks); n > 0 && s.toks[n-1].Class == c && (c == payload.ClassText || c == payload.ClassPunct) {
		s.toks[n-1].End = end
	} else if end > s.at {
		s.toks = append(s.toks, payload.Token{Class: c, Start: s.at, End: end})
	}
	s.at = end
}

func (s *scripter) next() {
	c := s.row[s.at]
	rest := s.row[s.at:]
	switch {
	case c == ' ' || c == '\t' || c == '\r':
		s.add(payload.ClassText, s.at+1)
		return
	case bytes.HasPrefix(rest, []byte(s.comment)):
		s.add(payload.ClassComment, len(s.row))
	case s.comment == "//" && bytes.HasPrefix(rest, []byte("/*")):
		end := len(s.row)
		if i := bytes.Index(rest[2:], []byte("*/")); i >= 0 {
			end = s.at + 2 + i + 2
		}
		s.add(payload.ClassComment, end)
		return
	case c == '"' || c == '\'' || c == '`', c == '/' && !s.value:
		s.quoted(c)
		s.value = true
	case c >= '0' && c <= '9':
		s.add(payload.ClassNumber, s.at+wordLen(rest, ".+-"))
		s.value = true
	case wordByte(c):
		s.word(rest[:wordLen(rest, "")])
	default:
		s.add(payload.ClassPunct, s.at+1)
		s.value = c == ')' || c == ']' || c == '}'
	}
}

// quoted reads a text in quotes, a template or a regular expression, up to its
// end or that of the row.
func (s *scripter) quoted(quote byte) {
	for i := s.at + 1; i < len(s.row); i++ {
		switch s.row[i] {
		case quote:
			s.add(payload.ClassString, i+1)
			return
		case '\\':
			s.add(payload.ClassString, i)
			s.add(payload.ClassEscape, i+2)
			i = s.at - 1
		}
	}
	s.add(payload.ClassString, len(s.row))
}

func (s *scripter) word(w []byte) {
	class, word := payload.ClassText, string(w)
	s.value = true
	switch {
	case word == "true" || word == "false":
		class = payload.ClassBool
	case word == "null" || word == "undefined" || word == "NaN":
		class = payload.ClassNull
	case slices.Contains(s.words, word):
		class, s.value = payload.ClassKey, word == "this" || word == "super"
	}
	s.add(class, s.at+len(w))
}

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// wordLen is how many bytes belong to a word or a number; more may stand in it
// besides, signs behind an exponent only.
func wordLen(p []byte, more string) int {
	for i, c := range p {
		sign := c == '+' || c == '-'
		if wordByte(c) || strings.IndexByte(more, c) >= 0 && (!sign || i > 0 && (p[i-1] == 'e' || p[i-1] == 'E')) {
			continue
		}
		return i
	}
	return len(p)
}
