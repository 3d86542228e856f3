package jsondoc

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Parse reads one JSON text. The document shares text's memory, and so do the
// strings taken from it. An error is a [*SyntaxError] or [ErrTooLarge].
func Parse(text string) (*Doc, error) {
	if len(text) > MaxSize {
		return nil, ErrTooLarge
	}
	// Real collections have a node for every 25 to 40 bytes.
	p := parser{s: text, nodes: make([]node, 0, min(len(text)/24+8, maxValues))}
	p.blanks()
	if !p.value(0) {
		return nil, p.fault()
	}
	p.blanks()
	if p.i < len(p.s) {
		p.fail("unexpected " + p.here() + " after the end of the document")
		return nil, p.fault()
	}
	return &Doc{text: text, nodes: p.nodes}, nil
}

type parser struct {
	s     string
	i     int
	nodes []node
	what  string
}

func (p *parser) fail(what string) bool {
	if p.what == "" {
		p.what = what
	}
	return false
}

func (p *parser) fault() *SyntaxError {
	head := p.s[:min(p.i, len(p.s))]
	line := 1 + strings.Count(head, "\n")
	col := 1 + utf8.RuneCountInString(head[strings.LastIndexByte(head, '\n')+1:])
	return &SyntaxError{Line: line, Column: col, What: p.what}
}

// here names the character at the cursor for an error.
func (p *parser) here() string {
	if p.i >= len(p.s) {
		return "end of file"
	}
	if strings.HasPrefix(p.s[p.i:], "//") || strings.HasPrefix(p.s[p.i:], "/*") {
		return "comment (JSON has none)"
	}
	r, _ := utf8.DecodeRuneInString(p.s[p.i:])
	return fmt.Sprintf("%q", r)
}

func (p *parser) blanks() {
	for p.i < len(p.s) {
		switch p.s[p.i] {
		case ' ', '\n', '\r', '\t':
			p.i++
		default:
			return
		}
	}
}

func (p *parser) value(depth int) bool {
	if p.i >= len(p.s) {
		return p.fail("a value is missing at the end of the file")
	}
	if len(p.nodes) >= maxValues {
		return p.fail(fmt.Sprintf("more than %d values", maxValues))
	}
	switch c := p.s[p.i]; c {
	case '{':
		return p.object(depth + 1)
	case '[':
		return p.array(depth + 1)
	case '"':
		return p.str()
	case 't':
		return p.word("true", Bool)
	case 'f':
		return p.word("false", Bool)
	case 'n':
		return p.word("null", Null)
	default:
		if c == '-' || c >= '0' && c <= '9' {
			return p.number()
		}
		return p.fail("unexpected " + p.here() + " where a value should be")
	}
}

// open appends a node that starts here and returns its index.
func (p *parser) open(k Kind) int {
	n := len(p.nodes)
	p.nodes = append(p.nodes, node{start: uint32(p.i), kind: k})
	return n
}

func (p *parser) close(n int) bool {
	p.nodes[n].end = uint32(p.i)
	p.nodes[n].next = int32(len(p.nodes))
	return true
}

func (p *parser) object(depth int) bool {
	if depth > MaxDepth {
		return p.fail(fmt.Sprintf("nested deeper than %d levels", MaxDepth))
	}
	n := p.open(Object)
	p.i++
	p.blanks()
	if p.i < len(p.s) && p.s[p.i] == '}' {
		p.i++
		return p.close(n)
	}
	for {
		if p.i >= len(p.s) || p.s[p.i] != '"' {
			return p.fail("unexpected " + p.here() + ` where a "key" should be`)
		}
		if !p.str() {
			return false
		}
		p.blanks()
		if p.i >= len(p.s) || p.s[p.i] != ':' {
			return p.fail("unexpected " + p.here() + " where ':' should be")
		}
		p.i++
		p.blanks()
		if !p.value(depth) {
			return false
		}
		more, ok := p.more('}')
		if !ok {
			return false
		}
		if !more {
			return p.close(n)
		}
	}
}

func (p *parser) array(depth int) bool {
	if depth > MaxDepth {
		return p.fail(fmt.Sprintf("nested deeper than %d levels", MaxDepth))
	}
	n := p.open(Array)
	p.i++
	p.blanks()
	if p.i < len(p.s) && p.s[p.i] == ']' {
		p.i++
		return p.close(n)
	}
	for {
		if !p.value(depth) {
			return false
		}
		more, ok := p.more(']')
		if !ok {
			return false
		}
		if !more {
			return p.close(n)
		}
	}
}

// more steps over a comma (more is true) or over the closing bracket.
func (p *parser) more(end byte) (more, ok bool) {
	p.blanks()
	if p.i < len(p.s) {
		switch p.s[p.i] {
		case ',':
			p.i++
			p.blanks()
			return true, true
		case end:
			p.i++
			return false, true
		}
	}
	return false, p.fail(fmt.Sprintf("unexpected %s where ',' or '%c' should be", p.here(), end))
}

func (p *parser) word(w string, k Kind) bool {
	if !strings.HasPrefix(p.s[p.i:], w) {
		return p.fail("unexpected " + p.here() + " where a value should be")
	}
	n := p.open(k)
	p.i += len(w)
	return p.close(n)
}

func (p *parser) number() bool {
	n := p.open(Number)
	if p.s[p.i] == '-' {
		p.i++
	}
	switch {
	case p.i < len(p.s) && p.s[p.i] == '0':
		p.i++
	case !p.digits():
		return p.fail("a number needs a digit here")
	}
	if p.i < len(p.s) && p.s[p.i] == '.' {
		p.i++
		if !p.digits() {
			return p.fail("a number needs a digit after the point")
		}
	}
	if p.i < len(p.s) && (p.s[p.i] == 'e' || p.s[p.i] == 'E') {
		p.i++
		if p.i < len(p.s) && (p.s[p.i] == '+' || p.s[p.i] == '-') {
			p.i++
		}
		if !p.digits() {
			return p.fail("a number needs a digit in its exponent")
		}
	}
	return p.close(n)
}

func (p *parser) digits() bool {
	from := p.i
	for p.i < len(p.s) && p.s[p.i] >= '0' && p.s[p.i] <= '9' {
		p.i++
	}
	return p.i > from
}

func (p *parser) str() bool {
	n := p.open(String)
	p.i++
	for p.i < len(p.s) {
		switch c := p.s[p.i]; {
		case c == '"':
			p.i++
			return p.close(n)
		case c == '\\':
			p.nodes[n].escaped = true
			if !p.escape() {
				return false
			}
		case c < ' ':
			return p.fail(fmt.Sprintf("a string may not hold the control character %q as it is", rune(c)))
		default:
			p.i++
		}
	}
	p.i = int(p.nodes[n].start)
	return p.fail("this string has no end")
}

func (p *parser) escape() bool {
	if p.i+1 >= len(p.s) {
		return p.fail("this string has no end")
	}
	switch p.s[p.i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		p.i += 2
		return true
	case 'u':
		if _, ok := hex4(p.s[p.i+2:]); ok {
			p.i += 6
			return true
		}
		return p.fail(`\u needs four hexadecimal digits`)
	}
	r, _ := utf8.DecodeRuneInString(p.s[p.i+1:])
	return p.fail(fmt.Sprintf(`a string has no escape \%c`, r))
}

func hex4(s string) (r rune, ok bool) {
	if len(s) < 4 {
		return 0, false
	}
	for i := range 4 {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
