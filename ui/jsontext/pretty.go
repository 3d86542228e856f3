package jsontext

import "strings"

// deepest is how many levels are indented: a text of nothing but brackets would
// become as long as the square of its length.
const deepest = 100

// Pretty returns a text that [Check] finds nothing wrong with in its usual
// form: a line for every member and item, indented by a level each.
func Pretty(text, indent string) string {
	p := printer{indent: indent}
	s := newScanner(text)
	for t := s.next(); t.kind != end; t = s.next() {
		p.put(t, text[t.from:t.to])
	}
	return p.out.String()
}

// printer writes tokens.
type printer struct {
	out    strings.Builder
	indent string
	depth  int
	// line and blank are what belongs before the next token.
	line, blank bool
	// opened says that the last token was an opening bracket, and must that it
	// was a comment that the line ends with.
	opened, must bool
}

func (p *printer) put(t token, s string) {
	switch {
	case t.kind == comment:
		p.comment(t, s)
	case t.kind != punct:
		p.write(s)
		p.blank = true // a name may stand behind a value without a comma
	case s == "{" || s == "[":
		p.write(s)
		p.depth++
		p.line, p.opened = true, true
	case s == "}" || s == "]":
		p.depth--
		p.line = !p.opened
		p.blank = false
		p.write(s)
	case s == ",":
		p.line, p.blank = false, false
		p.write(s)
		p.line = true
	default: // a colon
		p.blank = false
		p.write(s)
		p.blank = true
	}
}

// comment keeps a comment on the line it ends, or on its own.
func (p *printer) comment(t token, s string) {
	line := p.line
	if p.blank = p.out.Len() > 0; !t.fresh {
		p.line = false
	}
	if t.fresh && p.out.Len() > 0 {
		p.line = true
	}
	opened := p.opened
	p.write(strings.TrimRight(s, " \t\r"))
	p.must = strings.HasPrefix(s, "//")
	p.line = line || t.fresh || opened
	p.blank = true
}

// write writes what belongs before a token, and the token.
func (p *printer) write(s string) {
	switch {
	case (p.line || p.must) && p.out.Len() > 0:
		p.out.WriteByte('\n')
		for range min(p.depth, deepest) {
			p.out.WriteString(p.indent)
		}
	case p.blank:
		p.out.WriteByte(' ')
	}
	p.out.WriteString(s)
	p.line, p.blank, p.opened, p.must = false, false, false, false
}
