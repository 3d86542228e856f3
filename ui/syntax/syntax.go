// Package syntax gives the tokens of a text their looks, the same in a body
// that is edited and in one that came. A class of token is a row in [Role], a
// kind of text a lexer in package payload or, if no answer is of it, here.
package syntax

import (
	"postern/engine/payload"
	"postern/ui/theme"
	"postern/ui/widget/cells"
)

// Role is the look of a class of token.
func Role(c payload.Class) theme.Role {
	switch c {
	case payload.ClassKey, payload.ClassTag:
		return theme.JSONKey
	case payload.ClassString:
		return theme.JSONString
	case payload.ClassEscape, payload.ClassAttr:
		return theme.Accent
	case payload.ClassNumber:
		return theme.JSONNumber
	case payload.ClassBool:
		return theme.JSONBool
	case payload.ClassNull, payload.ClassComment:
		return theme.JSONNull
	case payload.ClassPunct:
		return theme.JSONPunct
	}
	return theme.Plain
}

// LexerFor is the lexer of a kind of text, or nil if there is none.
func LexerFor(k payload.Kind) payload.Lexer {
	switch k {
	case payload.JavaScript:
		return JavaScript
	case payload.GraphQL:
		return GraphQL
	}
	return payload.LexerFor(k)
}

// Spans colours one row; a nil lexer knows nothing of it. st is the state the
// row begins in, see [payload.Tokens].
func Spans(lex payload.Lexer, row []byte, st payload.State) []cells.Span {
	if lex == nil {
		return nil
	}
	tokens, _ := lex(row, st)
	spans := make([]cells.Span, 0, len(tokens))
	for _, t := range tokens {
		if r := Role(t.Class); r != theme.Plain {
			spans = append(spans, cells.Span{From: t.Start, To: t.End, Role: r})
		}
	}
	return spans
}
