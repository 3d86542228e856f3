package seen

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"postern/engine/lookup"
)

// The grades of a match, the lower the better.
const (
	whole  = iota // the word is the value, the label or the detail
	start         // the label or the value begins with it
	word          // a word begins with it
	inside        // it stands somewhere
	apart         // its letters stand somewhere, in their order
	grades = 64   // more than all words of a query can add up to
)

// maxWords is how many words of a query count.
const maxWords = 8

// folded is what of an id is searched, without case and accents.
type folded struct {
	text    string // its texts with a mark before each and one at the end
	letters uint64 // see letters
}

// mark stands before each text of a folded and is in none.
const mark = '\x1f'

func fold(id lookup.ID) folded {
	var b strings.Builder
	b.Grow(len(id.Label) + len(id.Detail) + len(id.Value) + len(id.Type) + len(id.Status) + 6)
	for _, s := range []string{id.Label, id.Value, id.Detail, id.Type, id.Status} {
		if s != "" {
			b.WriteByte(mark)
			b.WriteString(plain(s))
		}
	}
	b.WriteByte(mark)
	return folded{text: b.String(), letters: letters(b.String())}
}

// letters has a bit set for each of 64 kinds of byte that a text has. What
// lacks a letter of a word cannot match it, and most ids lack one.
func letters(s string) uint64 {
	var set uint64
	for i := range len(s) {
		set |= 1 << (s[i] & 63)
	}
	return set
}

// plain takes case and accents off a text: "Zoé" is "zoe".
func plain(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
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

// query is the words somebody typed.
type query struct {
	words   []string
	letters uint64
}

func parse(typed string) query {
	words := strings.Fields(plain(strings.ReplaceAll(typed, string(mark), " ")))
	words = words[:min(len(words), maxWords)]
	return query{words: words, letters: letters(strings.Join(words, ""))}
}

// match returns how well all the words match, or -1 if one does not.
func (q query) match(f *folded) int {
	if q.letters&^f.letters != 0 {
		return -1
	}
	sum := 0
	for _, w := range q.words {
		g := grade(f.text, w)
		if g < 0 {
			return -1
		}
		sum += g
	}
	return sum
}

// grade finds the best place of a word in a text.
func grade(f, w string) int {
	best := -1
	for at := 0; ; {
		i := strings.Index(f[at:], w)
		if i < 0 {
			break
		}
		i += at
		g := inside
		switch before := f[i-1]; {
		case before == mark && f[i+len(w)] == mark:
			return whole
		case before == mark:
			g = start
		case strings.IndexByte(" -_.@:/,(", before) >= 0:
			g = word
		}
		if best < 0 || g < best {
			best = g
		}
		at = i + len(w)
	}
	if best < 0 && inOrder(f, w) {
		return apart
	}
	return best
}

// inOrder reports whether the letters of w stand in f in their order, within
// one of its texts.
func inOrder(f, w string) bool {
	at := 0
	for i := 0; i < len(f); i++ {
		switch {
		case f[i] == mark:
			at = 0
		case f[i] == w[at]:
			if at++; at == len(w) {
				return true
			}
		}
	}
	return false
}
