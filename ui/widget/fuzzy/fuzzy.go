// Package fuzzy ranks rows by what somebody types: every word of it has to be
// in a row, as it stands or as letters in their order, and the better it stands
// there, the higher the row. Case and accents do not count.
//
// A row is folded once ([Fold]) and looked at with every key, so that ten
// thousand of them take a fraction of a frame. For plain filters that keep the
// order of their rows, see package match.
package fuzzy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Where a word stands, the lower the better. Each counts twice, and one more
// outside of the first text.
const (
	whole  = 2 * iota // it is the text
	start             // the text begins with it
	word              // a word begins with it
	inside            // it stands somewhere
	apart             // its letters stand somewhere, in their order
	worst  = apart + maxRuns
)

const (
	// maxRuns is from how many pieces on letters are as good as any.
	maxRuns = 7
	// maxWords is how many words count.
	maxWords = 8
	// ranks is more than any rank.
	ranks = apart + maxWords*worst + 1
)

// Text is what of a row is searched. Make one with [Fold].
type Text struct {
	folded string // its texts with a mark before each and one at the end
	first  int    // where the first text ends
	bytes  uint64 // see set
}

// mark stands before each text of a folded and is in none.
const mark = '\x1f'

// Fold prepares the texts of a row; the first is what it is called.
func Fold(texts ...string) Text {
	n := 1
	for _, s := range texts {
		n += len(s) + 1
	}
	var b strings.Builder
	b.Grow(n)
	var t Text
	for i, s := range texts {
		if s != "" {
			b.WriteByte(mark)
			b.WriteString(plain(s))
		}
		if i == 0 {
			t.first = b.Len()
		}
	}
	b.WriteByte(mark)
	t.folded = b.String()
	t.bytes = set(t.folded)
	return t
}

// set has a bit for each of 64 kinds of byte that a text has. What lacks a byte
// of a word cannot match it, and most rows lack one.
func set(s string) uint64 {
	var bits uint64
	for i := range len(s) {
		bits |= 1 << (s[i] & 63)
	}
	return bits
}

// plain takes case and accents off a text: "Zoé" is "zoe".
func plain(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || s[i] == mark {
			return strings.ToLower(strings.Map(func(r rune) rune {
				if unicode.Is(unicode.Mn, r) || r == mark {
					return -1
				}
				return r
			}, norm.NFKD.String(s)))
		}
	}
	return strings.ToLower(s)
}

// Query is what was typed. The zero Query matches everything.
type Query struct {
	phrase string // the words with a blank between; "" if there is but one
	words  []string
	bytes  uint64
}

// Parse takes in what was typed.
func Parse(typed string) Query {
	words := strings.Fields(plain(typed))
	words = words[:min(len(words), maxWords)]
	q := Query{words: words, bytes: set(strings.Join(words, ""))}
	if len(words) > 1 {
		q.phrase = strings.Join(words, " ")
	}
	return q
}

// Empty reports whether q matches everything.
func (q Query) Empty() bool { return len(q.words) == 0 }

// Rank is how well a row matches, the lower the better; ok is false if it does
// not.
func (q Query) Rank(t *Text) (rank int, ok bool) {
	if q.bytes&^t.bytes != 0 {
		return 0, false
	}
	if q.phrase != "" {
		if g, _ := t.stands(q.phrase); g < apart {
			return g, true
		}
		rank = apart
	}
	for _, w := range q.words {
		g := t.grade(w)
		if g > worst {
			return 0, false
		}
		rank += g
	}
	return rank, true
}

// grade is the best way in which a word is in t; more than worst if it is not.
func (t *Text) grade(w string) int {
	if g, _ := t.stands(w); g < apart {
		return g
	}
	if runs := t.runs(w); runs > 0 {
		return apart + min(runs, maxRuns)
	}
	return worst + 1
}

// stands finds the best place where s stands as it is: how good it is, apart if
// there is none, and where.
func (t *Text) stands(s string) (best, place int) {
	best = apart
	for at := 0; ; {
		i := strings.Index(t.folded[at:], s)
		if i < 0 {
			return best, place
		}
		i += at
		g := inside
		switch before := t.folded[i-1]; {
		case before == mark && t.folded[i+len(s)] == mark:
			g = whole
		case before == mark:
			g = start
		case strings.IndexByte(" -_.@:/,(", before) >= 0:
			g = word
		}
		if i >= t.first {
			g++
		}
		if g < best {
			best, place = g, i
		}
		at = i + len(s)
	}
}

// runs is in how many pieces the letters of w stand in one of the texts, in
// their order; 0 if they do not.
func (t *Text) runs(w string) int {
	at, runs, joined := 0, 0, false
	for i := range len(t.folded) {
		switch c := t.folded[i]; {
		case c == mark:
			at, runs, joined = 0, 0, false
		case c == w[at]:
			if !joined {
				runs++
			}
			joined = true
			if at++; at == len(w) {
				return runs
			}
		default:
			joined = false
		}
	}
	return 0
}

// Find returns which of n rows match, the best first and equals in their order.
func Find(q Query, n int, row func(i int) *Text) []int {
	if q.Empty() {
		out := make([]int, n)
		for i := range out {
			out[i] = i
		}
		return out
	}
	type hit struct{ row, rank int32 }
	var hits []hit
	var places [ranks + 1]int
	for i := range n {
		if rank, ok := q.Rank(row(i)); ok {
			hits = append(hits, hit{int32(i), int32(rank)})
			places[rank+1]++
		}
	}
	for i := range ranks {
		places[i+1] += places[i]
	}
	out := make([]int, len(hits))
	for _, h := range hits {
		out[places[h.rank]] = int(h.row)
		places[h.rank]++
	}
	return out
}
