package events

import (
	"bytes"

	"postern/engine/payload"
)

// Tokens colours a row of a layout: a [payload.Lexer].
func Tokens(row []byte, st payload.State) ([]payload.Token, payload.State) {
	if len(row) > 0 && row[0] == '#' {
		return heading(row), 0
	}
	data := bytes.TrimLeft(row, " ")
	if len(data) == 0 || len(row)-len(data) == len(indent) && bytes.IndexByte([]byte(`{}[]"`), data[0]) < 0 {
		return []payload.Token{{Class: payload.ClassText, End: len(row)}}, 0
	}
	return payload.Tokens(row, st)
}

// heading colours the row that an event begins with: its number, its name, and
// what else is known.
func heading(row []byte) []payload.Token {
	name := bytes.IndexByte(row, ' ') + 1
	if name == 0 || name == len(row) || row[name] == ' ' {
		return []payload.Token{{Class: payload.ClassComment, End: len(row)}}
	}
	rest := len(row)
	if i := bytes.Index(row[name:], []byte(" · ")); i >= 0 {
		rest = name + i
	}
	out := []payload.Token{{Class: payload.ClassComment, End: name}, {Class: payload.ClassKey, Start: name, End: rest}}
	if rest < len(row) {
		out = append(out, payload.Token{Class: payload.ClassComment, Start: rest, End: len(row)})
	}
	return out
}
