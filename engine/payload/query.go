package payload

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxQuery is how long a search text or a filter path may be, in bytes.
const maxQuery = 1 << 10

// ErrQuery says that a search or filter cannot be run as it was written. The
// text of the error tells the person what to change.
var ErrQuery = errors.New("cannot search")

// Case says whether a search tells upper from lower case.
type Case uint8

// The ways to treat case.
const (
	// CaseSmart ignores case unless the text has an upper-case letter.
	CaseSmart Case = iota
	// CaseExact tells upper from lower case.
	CaseExact
	// CaseFold ignores case.
	CaseFold
)

// Query is what to search for.
type Query struct {
	// Text is searched for as it stands, or as an RE2 expression if Regexp is
	// set. An expression matches within a line, as if it were asked of each
	// line on its own.
	Text   string
	Regexp bool
	Case   Case
}

// folds says whether case is ignored.
func (q Query) folds() bool {
	switch q.Case {
	case CaseExact:
		return false
	case CaseFold:
		return true
	}
	// In an expression a letter behind a backslash is not a letter: \W, \S.
	text := q.Text
	if q.Regexp {
		text = regexp.MustCompile(`\\.`).ReplaceAllString(text, "")
	}
	return strings.IndexFunc(text, unicode.IsUpper) < 0
}

// matcher finds a compiled query in a window of a body.
type matcher interface {
	// matches calls found for each match in p that begins before limit.
	// begins says that p begins a line.
	matches(p []byte, limit int, begins bool, found func(start, end int))
	// reach is how far behind its first byte a match may go on.
	reach() int
	// byLine says that windows should end where lines end if they can.
	byLine() bool
}

// compile makes a query ready to run.
func (q Query) compile() (matcher, error) {
	switch {
	case q.Text == "":
		return nil, fmt.Errorf("%w: nothing to look for", ErrQuery)
	case len(q.Text) > maxQuery:
		return nil, fmt.Errorf("%w: the text is longer than %d bytes", ErrQuery, maxQuery)
	case q.Regexp:
		return compileRegexp(q.Text, q.folds())
	case !q.folds():
		return &plain{needle: []byte(q.Text)}, nil
	case isASCII(q.Text):
		return &plain{needle: []byte(strings.ToLower(q.Text)), fold: true}, nil
	}
	return compileRegexp(regexp.QuoteMeta(q.Text), true)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// plain finds a text as it stands. To ignore case it lowers a copy of the
// window, which is several times faster than to compare letter by letter, and
// keeps every byte in its place.
type plain struct {
	needle  []byte
	fold    bool
	lowered []byte
}

func (m *plain) reach() int   { return len(m.needle) - 1 }
func (m *plain) byLine() bool { return false }

func (m *plain) matches(p []byte, limit int, _ bool, found func(start, end int)) {
	if m.fold {
		m.lowered = lower(m.lowered[:0], p)
		p = m.lowered
	}
	for i := 0; i < limit; {
		k := bytes.Index(p[i:], m.needle)
		if k < 0 || i+k >= limit {
			return
		}
		found(i+k, i+k+len(m.needle))
		i += k + len(m.needle)
	}
}

// lower appends p to dst with the letters A to Z made small, eight bytes at
// once: a byte is such a letter if its high bit is clear, and adding to its
// low seven carries into the high bit for 'A' but not for 'Z'+1.
func lower(dst, p []byte) []byte {
	const (
		ones  = 0x0101010101010101
		highs = 0x8080808080808080
	)
	dst = append(dst, p...)
	i := 0
	for ; i+8 <= len(dst); i += 8 {
		x := binary.LittleEndian.Uint64(dst[i:])
		low := x &^ highs
		upper := (low + (0x80-'A')*ones) &^ (low + (0x80-'Z'-1)*ones) &^ x & highs
		binary.LittleEndian.PutUint64(dst[i:], x|upper>>2)
	}
	for ; i < len(dst); i++ {
		if c := dst[i]; c >= 'A' && c <= 'Z' {
			dst[i] = c | 0x20
		}
	}
	return dst
}

// expression finds a regular expression, line by line.
type expression struct {
	re *regexp.Regexp
	// anchored says that the expression asks for the beginning of a line.
	anchored bool
}

func (m *expression) reach() int   { return maxRow }
func (m *expression) byLine() bool { return true }

func (m *expression) matches(p []byte, limit int, begins bool, found func(start, end int)) {
	for _, at := range m.re.FindAllIndex(p, -1) {
		start, end := at[0], at[1]
		if start >= limit {
			return
		}
		// The start of a window in the middle of a line only looks like the
		// start of a line.
		if start < end && (start > 0 || !m.anchored || begins) {
			found(start, end)
		}
	}
}

// compileRegexp takes from an expression everything that could match a line
// break. Then it can be run over many lines at once, which is far faster than
// line by line, and still finds what it would find in each.
func compileRegexp(text string, fold bool) (*expression, error) {
	flags := syntax.Perl &^ syntax.OneLine
	if fold {
		flags |= syntax.FoldCase
	}
	tree, err := syntax.Parse(text, flags)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrQuery, err)
	}
	m := &expression{}
	m.withinLine(tree)
	if m.re, err = regexp.Compile(tree.String()); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrQuery, err)
	}
	return m, nil
}

// withinLine changes a parsed expression. The parser bounds how deep it is.
func (m *expression) withinLine(re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpAnyChar:
		re.Op = syntax.OpAnyCharNotNL
	case syntax.OpBeginText, syntax.OpBeginLine:
		re.Op, m.anchored = syntax.OpBeginLine, true
	case syntax.OpEndText:
		re.Op = syntax.OpEndLine
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			if r == '\n' {
				re.Op, re.Rune = syntax.OpNoMatch, nil
				break
			}
		}
	case syntax.OpCharClass:
		re.Rune = withoutNewline(re.Rune)
		if len(re.Rune) == 0 {
			re.Op = syntax.OpNoMatch
		}
	}
	for _, sub := range re.Sub {
		m.withinLine(sub)
	}
}

// withoutNewline takes "\n" from the ranges of a character class.
func withoutNewline(ranges []rune) []rune {
	var out []rune
	for i := 0; i+1 < len(ranges); i += 2 {
		lo, hi := ranges[i], ranges[i+1]
		if lo > '\n' || hi < '\n' {
			out = append(out, lo, hi)
			continue
		}
		if lo < '\n' {
			out = append(out, lo, '\n'-1)
		}
		if hi > '\n' {
			out = append(out, '\n'+1, hi)
		}
	}
	return out
}
