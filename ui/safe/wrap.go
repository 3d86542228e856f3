package safe

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Wrap breaks a text into lines of at most width cells: at blanks, and inside a
// word only if it is longer than a line. Host names and paths stay whole that
// way. An empty text is one empty line.
func (t Text) Wrap(width int) []Text {
	if width <= 0 || t.Width() <= width {
		return []Text{t}
	}
	var (
		out  []Text
		from = 0 // where the line starts
		used = 0 // its cells
		at   = 0 // where the word starts
	)
	for word := range strings.SplitSeq(t.s, " ") {
		w := ansi.StringWidth(word)
		if at > from && used+1+w > width {
			out = append(out, Clean(t.s[from:at-1]))
			from, used = at, 0
		} else if at > from {
			used++
		}
		if w > width {
			parts := Clean(word).Chop(width)
			out = append(out, parts[:len(parts)-1]...)
			last := parts[len(parts)-1].s
			from, w = at+len(word)-min(len(last), len(word)), ansi.StringWidth(last)
		}
		used += w
		at += len(word) + 1
	}
	return append(out, Clean(t.s[from:]))
}

// Chop breaks a text into lines of exactly width cells, as for an address that
// is read off the screen.
func (t Text) Chop(width int) []Text {
	if width <= 0 || t.Width() <= width {
		return []Text{t}
	}
	parts := strings.Split(ansi.Hardwrap(t.s, width, true), "\n")
	out := make([]Text, len(parts))
	for i, p := range parts {
		out[i] = Clean(p)
	}
	return out
}
