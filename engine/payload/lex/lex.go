// Package lex has the two inner loops of reading JSON that more than one
// reader needs: skipping the plain part of a string, and stepping through a
// number. It keeps nothing, so bytes may come in pieces cut anywhere.
//
// The structure of a document is not known here: that is the business of
// whoever reads it.
package lex

import (
	"encoding/binary"
	"math/bits"
)

// Plain is how many bytes lie before the first quote, backslash or control
// character. It looks at eight bytes at once: in m the high bit is set for
// each byte that is one of them, and the lowest such bit is exact.
func Plain(p []byte) int {
	const (
		ones  = 0x0101010101010101
		highs = 0x8080808080808080
	)
	i := 0
	for ; i+8 <= len(p); i += 8 {
		x := binary.LittleEndian.Uint64(p[i:])
		quote, slash := x^'"'*ones, x^'\\'*ones
		m := ((x-' '*ones)&^x | (quote-ones)&^quote | (slash-ones)&^slash) & highs
		if m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
	}
	for ; i < len(p); i++ {
		if c := p[i]; c == '"' || c == '\\' || c < ' ' {
			break
		}
	}
	return i
}

// Number is how far a JSON number (RFC 8259 section 6) has been read.
type Number uint8

// The states of a number. NumberEnd says that it is over.
const (
	NumberEnd Number = iota
	afterMinus
	afterZero
	inInteger
	afterPoint
	inFraction
	afterE
	afterSign
	inExponent
)

// FirstDigit is the state after the first byte, a digit or a minus.
func FirstDigit(c byte) Number {
	switch c {
	case '-':
		return afterMinus
	case '0':
		return afterZero
	}
	return inInteger
}

// Complete says that the number may end here.
func (s Number) Complete() bool {
	return s == afterZero || s == inInteger || s == inFraction || s == inExponent
}

// Step is the state after one more byte; NumberEnd if the byte does not
// belong to the number.
func (s Number) Step(c byte) Number {
	if c >= '0' && c <= '9' {
		switch s {
		case afterMinus:
			return FirstDigit(c)
		case afterPoint:
			return inFraction
		case afterE, afterSign:
			return inExponent
		case afterZero:
			return NumberEnd
		}
		return s
	}
	switch {
	case c == '.' && (s == afterZero || s == inInteger):
		return afterPoint
	case (c == 'e' || c == 'E') && (s == afterZero || s == inInteger || s == inFraction):
		return afterE
	case (c == '+' || c == '-') && s == afterE:
		return afterSign
	}
	return NumberEnd
}
