package payload

import (
	"bytes"
	"strconv"

	"postern/engine/payload/lex"
)

const (
	// maxDepth is how deep a body may be nested to be laid out.
	maxDepth = 500
	// maxIndent is the level behind which lines are no longer indented.
	maxIndent = 64
	// flushAt is how much output is gathered before it is handed on.
	flushAt = 64 << 10
)

// printer lays out JSON that arrives in pieces cut anywhere. It is a state
// machine with a stack of one bit a level:
//
//	value ──scalar──► next ──','──► value | key
//	  │ '{'            ▲  ▲ ──'}' ']'──► next … ──► end (level 0)
//	  ▼                │  │
//	firstKey ─string─► colon ─':'─► value
//	  │ '['            │
//	  ▼                │
//	firstValue ────────┘
//
// The scalars are states of their own, since a piece may end inside one.
type printer struct {
	sink  func([]byte) error
	out   []byte
	pad   []byte // a line break and the deepest indentation
	off   int64  // bytes of the pieces that came before
	state state
	depth int
	// objects has a bit for each open level: set for an object.
	objects [maxDepth/64 + 1]uint64
	// isKey says that the string being read is a key.
	isKey bool
	// escape is escapeNone, escapeStart, or the hex digits still to come.
	escape uint8
	number lex.Number
	// word is what is still to come of true, false or null.
	word string
}

type state uint8

const (
	wantValue state = iota
	wantFirstValue
	wantKey
	wantFirstKey
	wantColon
	wantNext
	wantEnd
	inString
	inNumber
	inWord
)

const (
	escapeNone  = 0
	escapeHex   = 4
	escapeStart = 5
)

// newPrinter is the printer of a text of a size: a short one takes little.
func newPrinter(sink func([]byte) error, size int64) *printer {
	pad := append([]byte{'\n'}, bytes.Repeat([]byte{' '}, 2*maxIndent)...)
	return &printer{sink: sink, pad: pad, out: make([]byte, 0, min(2*flushAt, 4*size+256))}
}

// feed takes the next piece.
func (p *printer) feed(src []byte) error {
	i := 0
	if p.off == 0 && bytes.HasPrefix(src, []byte("\ufeff")) {
		i = 3
	}
	for i < len(src) {
		if len(p.out) >= flushAt {
			if err := p.flush(); err != nil {
				return err
			}
		}
		var n int
		var ok bool
		switch p.state {
		case inString:
			n, ok = p.text(src[i:])
		case inNumber:
			n, ok = p.digits(src[i:])
		case inWord:
			n, ok = p.letters(src[i:])
		default:
			n, ok = p.between(src[i])
		}
		if !ok {
			return p.refuse(src, i+n)
		}
		i += n
	}
	p.off += int64(len(src))
	return nil
}

// refuse is why the byte src[i] cannot stand where it does.
func (p *printer) refuse(src []byte, i int) error {
	if p.depth > maxDepth {
		return ErrTooDeep
	}
	return &SyntaxError{Offset: p.off + int64(i), Found: strconv.QuoteToASCII(string(src[i : i+1]))}
}

// finish says whether the text may end here.
func (p *printer) finish() error {
	if p.state == inNumber && p.number.Complete() {
		p.endValue()
	}
	if p.state != wantEnd {
		return &SyntaxError{Offset: p.off, Found: "end of text"}
	}
	return p.flush()
}

func (p *printer) flush() error {
	err := p.sink(p.out)
	p.out = p.out[:0]
	return err
}

// between takes a byte that is not part of a scalar.
func (p *printer) between(c byte) (int, bool) {
	if c == ' ' || c == '\n' || c == '\t' || c == '\r' || p.token(c) {
		return 1, true
	}
	return 0, false
}

// token takes a byte that is no white space and says whether it fits.
func (p *printer) token(c byte) bool {
	switch p.state {
	case wantFirstValue:
		if c == ']' {
			return p.close(c)
		}
		p.newline()
		return p.value(c)
	case wantValue:
		return p.value(c)
	case wantFirstKey:
		if c == '}' {
			return p.close(c)
		}
		p.newline()
		return c == '"' && p.quote(true)
	case wantKey:
		return c == '"' && p.quote(true)
	case wantColon:
		p.out = append(p.out, ':', ' ')
		p.state = wantValue
		return c == ':'
	case wantNext:
		return p.next(c)
	}
	return false // wantEnd: one value only
}

func (p *printer) next(c byte) bool {
	inObject := p.inObject()
	if c != ',' {
		if c != ']' && c != '}' || inObject != (c == '}') {
			return false
		}
		p.depth--
		p.newline()
		p.depth++
		return p.close(c)
	}
	p.out = append(p.out, ',')
	p.newline()
	p.state = wantValue
	if inObject {
		p.state = wantKey
	}
	return true
}

// value begins a value.
func (p *printer) value(c byte) bool {
	switch c {
	case '"':
		return p.quote(false)
	case '{':
		return p.open(c, true, wantFirstKey)
	case '[':
		return p.open(c, false, wantFirstValue)
	case 't':
		p.word = "rue"
	case 'f':
		p.word = "alse"
	case 'n':
		p.word = "ull"
	default:
		if c != '-' && (c < '0' || c > '9') {
			return false
		}
		p.out = append(p.out, c)
		p.state, p.number = inNumber, lex.FirstDigit(c)
		return true
	}
	p.out = append(p.out, c)
	p.state = inWord
	return true
}

func (p *printer) open(c byte, object bool, s state) bool {
	if p.depth++; p.depth > maxDepth {
		return false
	}
	bit := uint64(1) << (p.depth % 64)
	p.objects[p.depth/64] &^= bit
	if object {
		p.objects[p.depth/64] |= bit
	}
	p.out = append(p.out, c)
	p.state = s
	return true
}

func (p *printer) close(c byte) bool {
	p.out = append(p.out, c)
	p.depth--
	p.endValue()
	return true
}

func (p *printer) inObject() bool { return p.objects[p.depth/64]>>(p.depth%64)&1 != 0 }

func (p *printer) endValue() {
	p.state = wantNext
	if p.depth == 0 {
		p.state = wantEnd
	}
}

func (p *printer) newline() {
	p.out = append(p.out, p.pad[:1+2*min(p.depth, maxIndent)]...)
}

func (p *printer) quote(key bool) bool {
	p.out = append(p.out, '"')
	p.state, p.isKey = inString, key
	return true
}

// text takes a string up to its closing quote, or what there is of it. If a
// byte does not fit it returns where that is and false.
func (p *printer) text(src []byte) (int, bool) {
	for i := 0; i < len(src); {
		if p.escape != escapeNone {
			if !p.escaped(src[i]) {
				return i, false
			}
			i++
			continue
		}
		if i += lex.Plain(src[i:]); i == len(src) {
			break
		}
		switch src[i] {
		case '\\':
			p.escape = escapeStart
			i++
		case '"':
			i++
			p.out = append(p.out, src[:i]...)
			if p.isKey {
				p.state = wantColon
				return i, true
			}
			p.endValue()
			return i, true
		default:
			return i, false
		}
	}
	p.out = append(p.out, src...)
	return len(src), true
}

// escaped takes one byte after a backslash.
func (p *printer) escaped(c byte) bool {
	if p.escape == escapeStart {
		switch c {
		case 'u':
			p.escape = escapeHex
			return true
		case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			p.escape = escapeNone
			return true
		}
		return false
	}
	p.escape--
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

func (p *printer) letters(src []byte) (int, bool) {
	n := min(len(src), len(p.word))
	for i := range n {
		if src[i] != p.word[i] {
			return i, false
		}
	}
	p.out = append(p.out, src[:n]...)
	if p.word = p.word[n:]; p.word == "" {
		p.endValue()
	}
	return n, true
}

func (p *printer) digits(src []byte) (int, bool) {
	i := 0
	for i < len(src) {
		s := p.number.Step(src[i])
		if s == lex.NumberEnd {
			if !p.number.Complete() {
				return i, false
			}
			p.endValue()
			break
		}
		p.number = s
		i++
	}
	p.out = append(p.out, src[:i]...)
	return i, true
}
