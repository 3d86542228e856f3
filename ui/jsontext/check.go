package jsontext

import (
	"fmt"
	"strings"
)

// expect is what may come next.
type expect byte

const (
	value expect = iota
	// first is a value or the end of a list.
	first
	// key is a key; firstKey is one or the end of an object.
	key
	firstKey
	colon
	// member follows a {{name}} in the place of a key, which may be one or
	// stand for whole members.
	member
	// after follows a value.
	after
)

// checker reads tokens and knows what may come next.
type checker struct {
	text string
	open []int // the offsets of the brackets that are open
	want expect
}

// Check returns the first thing that is wrong with a text, or nil. A text of
// nothing but blanks and comments is not wrong.
func Check(text string) *Problem {
	s, c := newScanner(text), checker{text: text}
	empty := true
	for {
		t := s.next()
		switch {
		case t.bad != "" && !(t.kind == word && c.want == after):
			return place(text, t.badAt, t.bad)
		case t.kind == comment:
			continue
		case t.kind == end && empty:
			return nil
		case t.kind == end:
			return c.end()
		}
		empty = false
		if what := c.take(t); what != "" {
			return place(text, t.from, what)
		}
	}
}

// take goes on by a token and returns what is wrong with it, or "".
func (c *checker) take(t token) string {
	b := c.text[t.from]
	switch {
	case t.kind == loose:
		return c.name()
	case t.kind == punct && (b == '}' || b == ']'):
		return c.shut(b)
	}
	switch c.want {
	case value, first:
		return c.value(t, b)
	case key, firstKey:
		if t.kind != str {
			return "a key in quotes is missing before " + c.told(t)
		}
		c.want = colon
	case colon, member:
		if t.kind == punct && b == ',' && c.want == member {
			c.want = key
			return ""
		}
		if t.kind != punct || b != ':' {
			return "a colon is missing behind the key"
		}
		c.want = value
	case after:
		if t.kind != punct || b != ',' {
			if len(c.open) == 0 {
				return "there is more behind the end"
			}
			return "a comma is missing before " + c.told(t)
		}
		if len(c.open) == 0 {
			return "there is more behind the end"
		}
		if c.want = value; c.inObject() {
			c.want = key
		}
	}
	return ""
}

// value takes a token where a value belongs.
func (c *checker) value(t token, b byte) string {
	if t.kind != punct {
		c.want = after
		return ""
	}
	switch b {
	case '{':
		c.want = firstKey
	case '[':
		c.want = first
	default:
		return "a value is missing before " + c.told(t)
	}
	c.open = append(c.open, t.from)
	return ""
}

// name takes a {{name}}, which may stand for anything.
func (c *checker) name() string {
	switch c.want {
	case key, firstKey:
		c.want = member
	case colon:
		return "a colon is missing behind the key"
	case value, first:
		c.want = after
	}
	return ""
}

// shut takes a closing bracket.
func (c *checker) shut(b byte) string {
	if len(c.open) == 0 {
		return string(b) + " closes nothing"
	}
	opener := c.text[c.open[len(c.open)-1]]
	if mine := strings.IndexByte("{[", opener); "}]"[mine] != b {
		at := place(c.text, c.open[len(c.open)-1], "")
		return fmt.Sprintf("%c does not close the %c of line %d", b, opener, at.Line)
	}
	switch c.want {
	case key, value:
		if len(c.open) > 0 && c.want == value && c.inObject() {
			return "a value is missing before " + string(b)
		}
		return "there is a comma too many before " + string(b)
	case colon:
		return "a colon and a value are missing before " + string(b)
	}
	c.open = c.open[:len(c.open)-1]
	c.want = after
	return ""
}

// end says what is missing at the end of the text.
func (c *checker) end() *Problem {
	if len(c.open) == 0 {
		return nil
	}
	at := c.open[len(c.open)-1]
	p := place(c.text, at, "")
	p.What = fmt.Sprintf("the %c is never closed", c.text[at])
	return p
}

func (c *checker) inObject() bool { return c.text[c.open[len(c.open)-1]] == '{' }

// told is a token as it is told of.
func (c *checker) told(t token) string { return shorten(c.text[t.from:t.to]) }
