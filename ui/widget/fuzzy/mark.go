package fuzzy

import (
	"slices"
	"strings"
	"unicode/utf8"

	"postern/ui/widget/match"
)

// Ranges returns what of the texts of a row is to be marked as the reason why
// the row is shown: each word where it stands best, or else its letters.
func (q Query) Ranges(texts ...string) [][]match.Range {
	out := make([][]match.Range, len(texts))
	if q.Empty() {
		return out
	}
	rows, offsets := make([]Text, len(texts)), make([][]int, len(texts))
	for i, s := range texts {
		rows[i], offsets[i] = foldAt(s)
	}
	for _, w := range q.words {
		at := best(rows, w)
		if at < 0 {
			continue
		}
		for _, r := range rows[at].places(w) {
			if o := offsets[at]; o != nil {
				r = match.Range{From: o[r.From], To: o[r.To]}
			}
			out[at] = append(out[at], r)
		}
	}
	for i := range out {
		out[i] = match.Merge(out[i])
	}
	return out
}

// best is the text in which a word stands best, -1 for none.
func best(rows []Text, w string) int {
	at, least := -1, worst+1
	for i := range rows {
		if g := rows[i].grade(w); g < least {
			at, least = i, g
		}
	}
	return at
}

// foldAt also returns, for every byte of the folded text without its marks, the
// byte of s that it came from, and at the end its length; nil when they are the
// same, as in ASCII.
func foldAt(s string) (Text, []int) {
	t := Fold(s)
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf || r == mark }) {
		return t, nil
	}
	var at []int
	var b strings.Builder
	for i, r := range s {
		f := plain(string(r))
		at = append(at, slices.Repeat([]int{i}, len(f))...)
		b.WriteString(f)
	}
	// Letter by letter it can come out otherwise, where marks change places.
	t.folded = string(mark) + b.String() + string(mark)
	t.first = len(t.folded) - 1
	return t, append(at, len(s))
}

// places is where w is in the only text of t: one place, or its letters.
func (t *Text) places(w string) []match.Range {
	if g, at := t.stands(w); g < apart {
		return []match.Range{{From: at - 1, To: at - 1 + len(w)}}
	}
	var out []match.Range
	text := t.folded[1:]
	for i := 0; i < len(text) && len(out) < len(w); i++ {
		if text[i] == w[len(out)] {
			out = append(out, match.Range{From: i, To: i + 1})
		}
	}
	return out
}
