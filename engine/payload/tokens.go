package payload

import (
	"bytes"

	"postern/engine/payload/lex"
)

// Class is what a piece of a row is, for colouring.
type Class uint8

// The classes of token.
const (
	// ClassText is everything without a class of its own, white space too.
	ClassText Class = iota
	ClassKey
	ClassString
	// ClassEscape is an escape in a string, or an entity in markup.
	ClassEscape
	ClassNumber
	ClassBool
	ClassNull
	ClassPunct
	// ClassTag is the name and the brackets of a markup tag.
	ClassTag
	ClassAttr
	ClassComment
)

// Token is the bytes from Start to End of a row. The tokens of a row follow
// one another without gaps and cover all of it.
type Token struct {
	Class      Class
	Start, End int
}

// State is what a lexer has to remember from one row to the next. The zero
// State is right at the start of a text, and at the start of every line of
// pretty JSON.
type State uint8

// The states of the JSON lexer.
const (
	jsonOutside State = iota
	jsonString
	// jsonEscape is a string whose row ended right behind a backslash.
	jsonEscape
)

// Lexer colours one row and says in what state the next begins.
type Lexer func(row []byte, st State) ([]Token, State)

// LexerFor is the lexer for a kind of body, or nil if there is none here.
func LexerFor(k Kind) Lexer {
	switch k {
	case JSON:
		return Tokens
	case XML, HTML:
		return MarkupTokens
	}
	return nil
}

// Tokens colours one row of JSON, pretty or as it was sent. It never fails:
// what is no JSON is text. For a row that continues a line (its Part is not
// 0) take the state from the row before, or from [Resume] when that row is
// not at hand.
func Tokens(row []byte, st State) ([]Token, State) {
	var toks []Token
	i := 0
	if st != jsonOutside {
		toks, i, st = stringTokens(toks, row, 0, st)
	}
	for i < len(row) {
		c := row[i]
		if c == '"' {
			toks, i, st = stringTokens(toks, row, i, jsonOutside)
			continue
		}
		class, end := plainToken(row, i)
		toks = add(toks, class, i, end)
		i = end
	}
	return toks, st
}

// Resume guesses in which state a row begins that continues a line: it reads
// the row both ways, as the inside of a string and not, and takes the reading
// that leaves less text unexplained. Reading the line from its start would be
// certain, but a line can be the whole body.
func Resume(row []byte) State {
	outside, _ := Tokens(row, jsonOutside)
	inside, _ := Tokens(row, jsonString)
	if unexplained(row, inside) < unexplained(row, outside) {
		return jsonString
	}
	return jsonOutside
}

// unexplained counts the bytes that no rule of JSON accounts for. Half a word
// at the very start or end was cut off and counts little enough.
func unexplained(row []byte, toks []Token) int {
	n := 0
	for _, t := range toks {
		if t.Class == ClassText {
			n += len(bytes.TrimSpace(row[t.Start:t.End]))
		}
	}
	return n
}

// plainToken is the token at i, which is not in a string.
func plainToken(row []byte, i int) (Class, int) {
	switch c := row[i]; {
	case bytes.IndexByte([]byte("{}[],:"), c) >= 0:
		return ClassPunct, i + 1
	case c == '-' || c >= '0' && c <= '9':
		return ClassNumber, span(row, i, func(c byte) bool {
			return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E'
		})
	case isLetter(c):
		end := span(row, i, isLetter)
		switch string(row[i:end]) {
		case "true", "false":
			return ClassBool, end
		case "null":
			return ClassNull, end
		}
		return ClassText, end
	}
	return ClassText, i + 1
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func span(row []byte, i int, in func(byte) bool) int {
	for i < len(row) && in(row[i]) {
		i++
	}
	return i
}

// stringTokens colours a string that begins at its quote at i, or goes on at
// i when st says so.
func stringTokens(toks []Token, row []byte, i int, st State) ([]Token, int, State) {
	from := i
	if st == jsonOutside {
		i++
	}
	class, first := ClassString, len(toks)
	for st == jsonEscape || i < len(row) {
		if st == jsonEscape {
			end := min(i+escapeLen(row[i:]), len(row))
			toks = add(toks, ClassEscape, from, end)
			i, from, st = end, end, jsonString
			continue
		}
		i += lex.Plain(row[i:])
		if i == len(row) {
			break
		}
		switch row[i] {
		case '"':
			i++
			if rest := bytes.TrimLeft(row[i:], " \t"); len(rest) > 0 && rest[0] == ':' {
				class = ClassKey
			}
			toks = add(toks, ClassString, from, i)
			for k := first; class == ClassKey && k < len(toks); k++ {
				if toks[k].Class == ClassString {
					toks[k].Class = ClassKey
				}
			}
			return toks, i, jsonOutside
		case '\\':
			toks = add(toks, ClassString, from, i)
			from, st = i, jsonEscape
			if i++; i == len(row) {
				return add(toks, ClassEscape, from, i), i, jsonEscape
			}
		default: // a control character; not JSON, but no reason to stop
			i++
		}
	}
	return add(toks, ClassString, from, i), i, jsonString
}

// escapeLen is how long an escape is behind its backslash.
func escapeLen(p []byte) int {
	if len(p) > 0 && p[0] == 'u' {
		return 5
	}
	return 1
}

// add appends a token, or makes the last one longer if it is the same.
func add(toks []Token, class Class, start, end int) []Token {
	if start == end {
		return toks
	}
	if n := len(toks); n > 0 && class == ClassText && toks[n-1].Class == ClassText {
		toks[n-1].End = end
		return toks
	}
	return append(toks, Token{class, start, end})
}
