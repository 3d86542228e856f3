package safe

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Terminals measure text in one of two ways, by characters as people see them
// or code point by code point, and the renderer follows what the terminal says
// of itself. Where the two differ, half of all terminals would draw a row too
// long and lose its border. So a [Text] has none of it: it looks as it does in a
// terminal that joins nothing.

const (
	// zeroWidthSpace keeps apart what would be joined; see [parted].
	zeroWidthSpace = 0x200b
	keycap         = 0x20e3
)

// agree takes out of a clean text what is measured in two ways, until nothing is
// left of it: what goes may have stood between two that join.
func agree(s string) string {
	for t := pass(s); t != s; t = pass(s) {
		s = t
	}
	return s
}

func pass(s string) string {
	var b strings.Builder
	for rest := s; rest != ""; {
		cluster, w := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		rest = rest[len(cluster):]
		if len(cluster) == 1 || ansi.StringWidthWc(cluster) == w && !strings.ContainsFunc(cluster, isJoiner) {
			b.WriteString(cluster)
			continue
		}
		b.WriteString(settled(cluster))
	}
	return b.String()
}

// settled is a cluster without what there are two minds about: an emoji in its
// parts, without its colour; the letters of other scripts side by side.
func settled(cluster string) string {
	plain := strings.Map(func(r rune) rune {
		if vanishes(r) {
			return -1
		}
		return r
	}, cluster)
	if plain != cluster {
		return pass(plain)
	}
	if r := syllable([]rune(cluster)); r != 0 {
		return string(r)
	}
	var b strings.Builder
	for i, r := range cluster {
		s := string(r)
		switch wide := ansi.StringWidthWc(s); {
		case wide != ansi.StringWidth(s): // half a flag
			s = escaped(r)
		case i > 0 && wide > 0:
			b.WriteRune(zeroWidthSpace)
		}
		b.WriteString(s)
	}
	return b.String()
}

// syllable is the one character that the two or three letters of a Korean
// syllable are also written as, as in the names of files on a Mac; 0 for others.
func syllable(rs []rune) rune {
	if len(rs) < 2 || len(rs) > 3 || rs[0] < 0x1100 || rs[0] > 0x1112 || rs[1] < 0x1161 || rs[1] > 0x1175 {
		return 0
	}
	r := 0xac00 + ((rs[0]-0x1100)*21+rs[1]-0x1161)*28
	switch {
	case len(rs) == 2:
		return r
	case rs[2] < 0x11a8 || rs[2] > 0x11c2:
		return 0
	}
	return r + rs[2] - 0x11a7
}

// mayDiffer reports whether a text with r in it may be measured in two ways. Most
// letters of the world never are.
func mayDiffer(r rune) bool {
	if r < 0x900 || r >= 0x3040 && r < 0xa800 || r >= 0xac00 && r < 0xd7b0 {
		return false
	}
	return r >= 0x1f1e6 && r <= 0x1f1ff || vanishes(r) || joinsLetters(r)
}

// isOdd reports whether a character has two widths all by itself: a letter that
// stands behind others, and the stems of notes.
func isOdd(r rune) bool {
	return r == 0xcf3 || r == 0x1d165 || r == 0x1d166 || r >= 0x1d16d && r <= 0x1d172
}

// vanishes reports whether r only says how the emoji before it looks.
func vanishes(r rune) bool { return isJoiner(r) || r == keycap || r >= 0x1f3fb && r <= 0x1f3ff }

// parted reports whether a zero width space between two characters is one that
// [settled] may have written: beside one of a script that joins its letters.
func parted(last, next rune) bool {
	return last != 0 && next != utf8.RuneError && !vanishes(next) && (joinsLetters(last) || joinsLetters(next))
}

// joinsLetters reports whether r is of one of the scripts of India and its
// neighbours, or of Korea, a narrow letter of Japan, or a mark
// that takes room.
func joinsLetters(r rune) bool {
	in := r >= 0x900 && r < 0x1200 || r >= 0x1700 && r < 0x1ab0 || r >= 0x1b00 && r < 0x1d00 || r >= 0xa800 && r < 0xd800 ||
		r >= 0xff66 && r <= 0xff9f || r >= 0x11000 && r < 0x12000
	return (in && unicode.In(r, unicode.L, unicode.M) || unicode.Is(unicode.Mc, r)) && !isOdd(r)
}

// first is the first character of a text.
func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
