package directory

import (
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"
)

// filter tells whether a thing, seen through its attributes, is wanted.
type filter func(attr func(name string) (string, bool)) bool

// parseFilter reads a SCIM-like expression as filter and search take it:
//
//	or    = and { "or" and }
//	and   = not { "and" not }
//	not   = "not" not | "(" or ")" | name "pr" | name op value
//	op    = "eq" | "ne" | "gt" | "ge" | "lt" | "le" | "sw" | "co" | "ew"
//	value = '"' text '"' | word
func parseFilter(s string) (filter, error) {
	words, err := splitFilter(s)
	if err != nil {
		return nil, badFilter(err)
	}
	p := &filterParser{words: words}
	f, err := p.or(0)
	if err == nil && len(p.words) > 0 {
		err = fmt.Errorf("unexpected %q", p.words[0].text)
	}
	if err != nil {
		return nil, badFilter(err)
	}
	return f, nil
}

func badFilter(err error) *problem {
	return refuse(http.StatusBadRequest, "E0000031", "Invalid search criteria.", err.Error())
}

type filterWord struct {
	text   string
	quoted bool
}

func splitFilter(s string) ([]filterWord, error) {
	var words []filterWord
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		switch {
		case s[0] == '(' || s[0] == ')':
			words = append(words, filterWord{text: s[:1]})
			s = s[1:]
		case s[0] == '"':
			text, rest, err := quoted(s[1:])
			if err != nil {
				return nil, err
			}
			words = append(words, filterWord{text: text, quoted: true})
			s = rest
		default:
			n := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '(' || r == ')' || r == '"' })
			if n < 0 {
				n = len(s)
			}
			words = append(words, filterWord{text: s[:n]})
			s = s[n:]
		}
	}
	return words, nil
}

// quoted reads up to the closing quote; a backslash keeps the next character.
func quoted(s string) (text, rest string, err error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:], nil
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		b.WriteByte(s[i])
	}
	return "", "", fmt.Errorf("the quote in front of %q is never closed", s)
}

type filterParser struct{ words []filterWord }

// maxNesting bounds parentheses and nots: expressions come from outside.
const maxNesting = 32

func (p *filterParser) next() (filterWord, bool) {
	if len(p.words) == 0 {
		return filterWord{}, false
	}
	w := p.words[0]
	p.words = p.words[1:]
	return w, true
}

// takes drops the next word if it is that keyword.
func (p *filterParser) takes(keyword string) bool {
	if len(p.words) == 0 || p.words[0].quoted || !strings.EqualFold(p.words[0].text, keyword) {
		return false
	}
	p.words = p.words[1:]
	return true
}

func (p *filterParser) or(depth int) (filter, error) {
	left, err := p.and(depth)
	for err == nil && p.takes("or") {
		var right filter
		l := left
		right, err = p.and(depth)
		left = func(a func(string) (string, bool)) bool { return l(a) || right(a) }
	}
	return left, err
}

func (p *filterParser) and(depth int) (filter, error) {
	left, err := p.not(depth)
	for err == nil && p.takes("and") {
		var right filter
		l := left
		right, err = p.not(depth)
		left = func(a func(string) (string, bool)) bool { return l(a) && right(a) }
	}
	return left, err
}

func (p *filterParser) not(depth int) (filter, error) {
	if depth > maxNesting {
		return nil, fmt.Errorf("more than %d levels", maxNesting)
	}
	if p.takes("not") {
		f, err := p.not(depth + 1)
		return func(a func(string) (string, bool)) bool { return !f(a) }, err
	}
	if p.takes("(") {
		f, err := p.or(depth + 1)
		if err == nil && !p.takes(")") {
			err = fmt.Errorf("a ) is missing")
		}
		return f, err
	}
	return p.comparison()
}

func (p *filterParser) comparison() (filter, error) {
	name, ok := p.next()
	if !ok || name.quoted {
		return nil, fmt.Errorf("an attribute name is missing")
	}
	if p.takes("pr") {
		return func(a func(string) (string, bool)) bool { v, ok := a(name.text); return ok && v != "" }, nil
	}
	op, ok := p.next()
	if !ok {
		return nil, fmt.Errorf("an operator is missing behind %q", name.text)
	}
	cmp := comparer(strings.ToLower(op.text))
	if cmp == nil {
		return nil, fmt.Errorf("unknown operator %q", op.text)
	}
	want, ok := p.next()
	if !ok {
		return nil, fmt.Errorf("a value is missing behind %q", op.text)
	}
	return func(a func(string) (string, bool)) bool {
		have, ok := a(name.text)
		return ok && cmp(have, want.text)
	}, nil
}

func comparer(op string) func(have, want string) bool {
	switch op {
	case "eq":
		return func(h, w string) bool { return order(h, w) == 0 }
	case "ne":
		return func(h, w string) bool { return order(h, w) != 0 }
	case "gt":
		return func(h, w string) bool { return order(h, w) > 0 }
	case "ge":
		return func(h, w string) bool { return order(h, w) >= 0 }
	case "lt":
		return func(h, w string) bool { return order(h, w) < 0 }
	case "le":
		return func(h, w string) bool { return order(h, w) <= 0 }
	case "sw":
		return func(h, w string) bool { return strings.HasPrefix(strings.ToLower(h), strings.ToLower(w)) }
	case "ew":
		return func(h, w string) bool { return strings.HasSuffix(strings.ToLower(h), strings.ToLower(w)) }
	case "co":
		return func(h, w string) bool { return strings.Contains(strings.ToLower(h), strings.ToLower(w)) }
	}
	return nil
}

// order compares two values: as times if both are, else as text in any case.
func order(a, b string) int {
	if x, err := time.Parse(time.RFC3339, a); err == nil {
		if y, err := time.Parse(time.RFC3339, b); err == nil {
			return x.Compare(y)
		}
	}
	return strings.Compare(strings.ToLower(a), strings.ToLower(b))
}
