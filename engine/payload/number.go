package payload

// numberState is how far a JSON number (RFC 8259 section 6) has been read.
type numberState uint8

const (
	numberEnd numberState = iota
	afterMinus
	afterZero
	inInteger
	afterPoint
	inFraction
	afterE
	afterSign
	inExponent
)

func firstDigit(c byte) numberState {
	switch c {
	case '-':
		return afterMinus
	case '0':
		return afterZero
	}
	return inInteger
}

// complete says that the number may end here.
func (s numberState) complete() bool {
	return s == afterZero || s == inInteger || s == inFraction || s == inExponent
}

// step is the state after one more byte; numberEnd if the byte does not
// belong to the number.
func (s numberState) step(c byte) numberState {
	if c >= '0' && c <= '9' {
		switch s {
		case afterMinus:
			return firstDigit(c)
		case afterPoint:
			return inFraction
		case afterE, afterSign:
			return inExponent
		case afterZero:
			return numberEnd
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
	return numberEnd
}
