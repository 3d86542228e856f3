// Package scan reads JSON once, from front to back, and makes no tree of it.
//
// It is for looking through bodies of any size: one pass, memory for the
// nesting and no more, no recursion. It is lenient, for a body may be cut off
// or be no JSON at all: what cannot be read ends the walk ([Scanner.Cut]),
// and what came before counts. It judges no number and no escape, and it is
// no validator.
//
// The paths it gives are gjson's. Where an object has the same key twice, the
// path leads to the first and the offsets to the right one.
package scan

import (
	"bytes"
	"strconv"

	"github.com/tidwall/gjson"

	"postern/engine/lookup"
)

// Kind is what a token is.
type Kind uint8

// The kinds. Close ends the last object or array that is open.
const (
	Object Kind = iota + 1
	Array
	Close
	String
	Number
	Literal
)

// Token is a value, or the end of one.
type Token struct {
	Kind Kind
	// Key is the member's name, decoded, or nil for a member of an array.
	Key []byte
	// Raw is a string with its quotes, a number or a literal, as it stands.
	Raw []byte
	// Start is where the value begins in the text.
	Start int
}

// Text is the value of a scalar: of a string what it means, of all else what
// it says.
func (t Token) Text() string { return Text(t.Raw) }

// Text is what a scalar's bytes mean.
func Text(raw []byte) string {
	if len(raw) < 2 || raw[0] != '"' {
		return string(raw)
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	return gjson.ParseBytes(raw).String()
}

// Head is Text for a text that may be as long as the body and of which no more
// than some characters matter. It returns at least as many, if there are.
func Head(raw []byte, chars int) string {
	const widest = 12 // bytes of a character: two escapes of six
	n := 1 + widest*(chars+1)
	if len(raw) <= n || raw[0] != '"' {
		return Text(raw)
	}
	cut := raw[:n]
	if i := bytes.LastIndexByte(cut[n-widest:], '\\'); i >= 0 { // half an escape may be the last
		cut = cut[:n-widest+i]
		cut = cut[:len(cut)-trailing(cut)%2]
	}
	return Text(append(bytes.Clone(cut), '"'))
}

// trailing counts the backslashes that b ends in.
func trailing(b []byte) int {
	return len(b) - len(bytes.TrimRight(b, `\`))
}

// level is an open object or array and how far it is read.
type level struct {
	array bool
	index int
	key   []byte
	path  int // how long the names around it are together
}

// maxPath is how long the names around a value may be together, in bytes.
// What is under longer ones is passed over like what is too deep: every value
// would carry their bytes in its path.
const maxPath = 1 << 10

// Scanner walks one text.
type Scanner struct {
	src          []byte
	pos          int
	max          int
	stack        []level
	done         bool
	opened       bool // the last token began an object or array
	deep, broken bool
}

// New returns a scanner of src that passes over what is nested deeper than
// depth, or under names that are too long for a path.
func New(src []byte, depth int) *Scanner {
	s := &Scanner{src: src, max: depth}
	if bytes.HasPrefix(src, []byte("\xef\xbb\xbf")) {
		s.pos = 3
	}
	return s
}

// Starts reports whether a text begins like an object or an array.
func Starts(src []byte) bool {
	for _, c := range bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")) {
		if c > ' ' {
			return c == '{' || c == '['
		}
	}
	return false
}

// Cut is what of the text was passed over: what is nested too deeply, and what
// comes after the end of the walk.
func (s *Scanner) Cut() lookup.Cut {
	var cut lookup.Cut
	if s.deep {
		cut |= lookup.CutDepth
	}
	if s.broken {
		cut |= lookup.CutBroken
	}
	return cut
}

// Next returns the next token, or false at the end.
func (s *Scanner) Next() (Token, bool) {
	s.opened = false
	for !s.done {
		s.space()
		if s.pos >= len(s.src) {
			return s.fail()
		}
		if len(s.stack) == 0 {
			return s.value(nil)
		}
		top := &s.stack[len(s.stack)-1]
		switch c := s.src[s.pos]; {
		case c == ',':
			s.pos++
		case c == ']' && top.array, c == '}' && !top.array:
			return s.pop()
		case top.array:
			top.index++
			if t, ok := s.value(nil); ok || s.done {
				return t, ok
			}
		case c == '"':
			if !s.key(top) {
				return s.fail()
			}
			if t, ok := s.value(top.key); ok || s.done {
				return t, ok
			}
		default:
			return s.fail()
		}
	}
	return Token{}, false
}

func (s *Scanner) pop() (Token, bool) {
	t := Token{Kind: Close, Start: s.pos}
	s.pos++
	s.stack = s.stack[:len(s.stack)-1]
	s.done = len(s.stack) == 0
	return t, true
}

func (s *Scanner) fail() (Token, bool) {
	s.done, s.broken = true, true
	return Token{}, false
}

func (s *Scanner) space() {
	for s.pos < len(s.src) && s.src[s.pos] <= ' ' {
		s.pos++
	}
}

// key reads a member's name and the colon.
func (s *Scanner) key(top *level) bool {
	raw := s.text()
	if raw == nil {
		return false
	}
	top.key = raw[1 : len(raw)-1]
	if bytes.IndexByte(raw, '\\') >= 0 {
		top.key = []byte(Text(raw))
	}
	s.space()
	if s.pos >= len(s.src) || s.src[s.pos] != ':' {
		return false
	}
	s.pos++
	s.space()
	return s.pos < len(s.src)
}

// text reads the string at pos, or returns nil if it has no end.
func (s *Scanner) text() []byte {
	from := s.pos
	for i := from + 1; ; i++ {
		n := bytes.IndexByte(s.src[i:], '"')
		if n < 0 {
			return nil
		}
		i += n
		slashes := 0
		for s.src[i-1-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			s.pos = i + 1
			return s.src[from:s.pos]
		}
	}
}

// value reads what is at pos. It returns false, and is not done, when it
// passed over something too deep.
func (s *Scanner) value(key []byte) (Token, bool) {
	t := Token{Key: key, Start: s.pos}
	switch c := s.src[s.pos]; {
	case c == '{' || c == '[':
		t.Kind = Object
		if c == '[' {
			t.Kind = Array
		}
		path := len(key)
		if n := len(s.stack); n > 0 {
			path += s.stack[n-1].path
		}
		if len(s.stack) >= s.max || path > maxPath {
			s.deep = true
			if !s.skip() {
				return s.fail()
			}
			s.done = len(s.stack) == 0
			return Token{}, false
		}
		s.pos++
		s.stack = append(s.stack, level{array: c == '[', index: -1, path: path})
		s.opened = true
		return t, true
	case c == '"':
		if t.Kind, t.Raw = String, s.text(); t.Raw == nil {
			return s.fail()
		}
	case c == '-' || '0' <= c && c <= '9':
		t.Kind, t.Raw = Number, s.word()
	case c == 't' || c == 'f' || c == 'n':
		t.Kind, t.Raw = Literal, s.word()
	default:
		return s.fail()
	}
	s.done = len(s.stack) == 0
	return t, true
}

// word reads up to the next thing that can end a number or a literal.
func (s *Scanner) word() []byte {
	from := s.pos
	for s.pos < len(s.src) {
		switch c := s.src[s.pos]; {
		case c <= ' ', c == ',', c == '}', c == ']', c == ':', c == '"', c == '{', c == '[':
			return s.src[from:s.pos]
		}
		s.pos++
	}
	return s.src[from:]
}

// skip passes over the object or array at pos.
func (s *Scanner) skip() bool {
	open := 0
	for s.pos < len(s.src) {
		switch s.src[s.pos] {
		case '"':
			if s.text() == nil {
				return false
			}
			continue
		case '{', '[':
			open++
		case '}', ']':
			if open--; open == 0 {
				s.pos++
				return true
			}
		}
		s.pos++
	}
	return false
}

// Path is the gjson path to the value that Next returned last, "" for the
// whole text. It is for values, not for Close.
func (s *Scanner) Path() string {
	b := make([]byte, 0, 64)
	around := s.stack
	if s.opened {
		around = s.stack[:len(s.stack)-1]
	}
	for i, l := range around {
		if i > 0 {
			b = append(b, '.')
		}
		if l.array {
			b = strconv.AppendInt(b, int64(l.index), 10)
			continue
		}
		b = append(b, gjson.Escape(string(l.key))...)
	}
	return string(b)
}
