package safe

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// maxMarks is how many combining marks a cell may carry; more is an attack on
// the terminal (CVE-2021-26937) or noise.
const maxMarks = 8

const (
	zeroWidthJoiner = 0x200d
	variation15     = 0xfe0e
	variation16     = 0xfe0f
)

// clean replaces what a terminal might act upon. Newlines become ⏎. What a
// character may join is judged by what stands beside it afterwards, so that
// cleaning what is clean changes nothing.
func clean(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 16)
	marks, two := 0, false
	var last rune // written
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		out := string(r)
		switch {
		case r == utf8.RuneError && n == 1:
			out = fmt.Sprintf(`\x%02x`, s[i])
			marks = 0
		case last == 0 && joinsLeft(r) || i+n == len(s) && joinsRight(r):
			out = escaped(r)
			marks = 0
		case unicode.In(r, unicode.Mn, unicode.Me) && !isVariation(r):
			marks++
			if marks > maxMarks || last == 0 {
				out = escaped(r)
			}
		case r == zeroWidthSpace && parted(last, first(s[i+n:])):
		case isJoiner(r):
			if !joins(last, following(s[i+n:]), r) {
				out = escaped(r)
			}
		default:
			out = symbol(r)
			marks = 0
		}
		b.WriteString(out)
		two = two || mayDiffer(r)
		last, _ = utf8.DecodeLastRuneInString(out)
		i += n
	}
	if two {
		return agree(b.String())
	}
	return b.String()
}

func escaped(r rune) string { return `\u{` + strconv.FormatInt(int64(r), 16) + `}` }

// following is the character that rest begins with once it is clean.
func following(rest string) rune {
	r, n := utf8.DecodeRuneInString(rest)
	if r == utf8.RuneError && n <= 1 || isJoiner(r) {
		return 0
	}
	r, _ = utf8.DecodeRuneInString(symbol(r))
	return r
}

// symbol returns r itself, or what stands for it.
func symbol(r rune) string {
	switch {
	case r == '\n':
		return "⏎"
	case r == '\t':
		return " "
	case r < 0x20:
		return "^" + string(r+0x40)
	case r == 0x7f:
		return "^?"
	case isOdd(r):
		return escaped(r)
	case !unicode.IsPrint(r) && r != 0xa0 && r != 0x3000 && !unicode.Is(unicode.Zs, r):
		return escaped(r)
	}
	return string(r)
}

// joinsLeft and joinsRight report whether r would become one character with a
// blank before or after it. At the edges of a text that must not happen: what
// it joins is not ours, and the row would be a cell short.
func joinsLeft(r rune) bool { return r >= 0x300 && isOne(" "+string(r)) }

func joinsRight(r rune) bool { return r >= 0x300 && isOne(string(r)+" ") }

func isOne(s string) bool {
	first, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return len(first) == len(s)
}

func isVariation(r rune) bool { return r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef }

func isJoiner(r rune) bool { return r == zeroWidthJoiner || isVariation(r) }

// joins reports whether a joiner or variation selector between last and next
// belongs to an emoji, the one place where it is text and not a trick.
func joins(last, next, r rune) bool {
	if r == zeroWidthJoiner {
		return isEmoji(last) && isEmoji(next)
	}
	return (r == variation15 || r == variation16) && isEmoji(last)
}

func isEmoji(r rune) bool {
	return r >= 0x1f000 && r <= 0x1faff || r >= 0x2190 && r <= 0x2bff || r == variation16 ||
		r == 0xa9 || r == 0xae || r == 0x203c || r == 0x2049 || r == 0x2122 || r == 0x2139 ||
		r == 0x3030 || r == 0x303d || r >= '0' && r <= '9' || r == '#' || r == '*'
}
