// Package match finds what somebody typed in a filter, and marks it in the text
// that is shown.
//
// It is for substring filters over rows. The ranking of a picker is package
// fuzzy's, which has its marks painted here.
package match

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// Query is the words of a filter: a text matches when it contains all of them,
// in any order and in any case. The zero Query matches everything.
type Query struct{ words []string }

// maxMarked is how many words are marked: somebody may paste thousands.
const maxMarked = 32

// Parse splits what was typed at its blanks. A word that was typed again says
// nothing more.
func Parse(typed string) Query {
	var q Query
	seen := make(map[string]bool)
	for _, w := range strings.Fields(Fold(typed)) {
		if !seen[w] {
			seen[w] = true
			q.words = append(q.words, w)
		}
	}
	return q
}

// Fold returns s in the case that [Query.In] compares.
func Fold(s string) string { return strings.ToLower(s) }

// Empty reports whether q matches everything.
func (q Query) Empty() bool { return len(q.words) == 0 }

// In reports whether folded, which went through [Fold], has all the words.
func (q Query) In(folded string) bool {
	for _, w := range q.words {
		if !strings.Contains(folded, w) {
			return false
		}
	}
	return true
}

// Range is some bytes of a text, from From up to To.
type Range struct{ From, To int }

// Ranges returns where in s the words stand, in order and apart from each
// other. Words that are not in s are left out, and so are all behind the first
// few dozen.
func (q Query) Ranges(s string) []Range {
	if q.Empty() {
		return nil
	}
	folded, at := foldWithOffsets(s)
	var marked []bool // by the bytes of s
	for _, w := range q.words[:min(len(q.words), maxMarked)] {
		for from := 0; ; {
			i := strings.Index(folded[from:], w)
			if i < 0 {
				break
			}
			a, z := from+i, from+i+len(w)
			from = z
			if at != nil {
				a, z = at[a], at[z]
			}
			if marked == nil {
				marked = make([]bool, len(s))
			}
			for ; a < z; a++ {
				marked[a] = true
			}
		}
	}
	return runs(marked)
}

// runs are the ranges of what is marked.
func runs(marked []bool) []Range {
	var rs []Range
	for i, on := range marked {
		switch n := len(rs); {
		case !on:
		case n > 0 && rs[n-1].To == i:
			rs[n-1].To++
		default:
			rs = append(rs, Range{i, i + 1})
		}
	}
	return rs
}

// foldWithOffsets also returns, for every byte of the folded text, the byte of
// s it came from; nil when they are the same, as in ASCII. Lower case can take
// more or fewer bytes than upper case ("İ").
func foldWithOffsets(s string) (folded string, at []int) {
	folded = Fold(s)
	if isASCII(s) {
		return folded, nil
	}
	at = make([]int, 0, len(folded)+1)
	for i, r := range s {
		for range utf8.RuneLen(unicode.ToLower(r)) {
			at = append(at, i)
		}
	}
	at = append(at, len(s))
	if len(at) != len(folded)+1 {
		return s, identity(len(s))
	}
	return folded, at
}

func identity(n int) []int {
	at := make([]int, n+1)
	for i := range at {
		at[i] = i
	}
	return at
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// At turns the byte positions of single runes, in rising order, into ranges of
// s.
func At(s string, positions []int) []Range {
	var rs []Range
	for _, p := range positions {
		if p < 0 || p >= len(s) {
			continue
		}
		_, n := utf8.DecodeRuneInString(s[p:])
		rs = append(rs, Range{p, p + n})
	}
	return Merge(rs)
}

// Merge puts ranges in order and makes one of those that touch, in place.
func Merge(rs []Range) []Range {
	slices.SortFunc(rs, func(a, b Range) int { return a.From - b.From })
	out := rs[:0]
	for _, r := range rs {
		if n := len(out); n > 0 && r.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, r.To)
			continue
		}
		out = append(out, r)
	}
	return out
}

// Paint returns t in the look of role, with the ranges in [theme.Match].
func Paint(role theme.Role, t safe.Text, rs []Range) text.Line {
	if len(rs) == 0 {
		return text.Of(role, t)
	}
	at := make([]int, 0, 2*len(rs))
	for _, r := range rs {
		at = append(at, r.From, r.To)
	}
	line := make(text.Line, 0, len(at)+1)
	for i, piece := range t.Split(at...) {
		switch {
		case piece.Empty():
		case i%2 == 1:
			line = line.Plus(theme.Match, piece)
		default:
			line = line.Plus(role, piece)
		}
	}
	return line
}

// Fit is what [Paint] returns for t cut to width cells. What is cut off is not
// painted: a file may hold a name of megabytes.
func Fit(role theme.Role, t safe.Text, rs []Range, width int) text.Line {
	cut := t.Cut(width)
	if cut == t {
		return Paint(role, t, rs)
	}
	if cut.Empty() {
		return nil
	}
	end := len(cut.String()) - len("…")
	shown := slices.DeleteFunc(slices.Clone(rs), func(r Range) bool { return r.From >= end })
	return Paint(role, cut.Split(end)[0], shown).Plus(theme.Faint, safe.Lit("…"))
}
