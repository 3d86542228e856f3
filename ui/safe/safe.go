// Package safe makes text from files and servers fit for a terminal.
//
// [Text] is the only text a widget takes. It can be made in two ways only:
// [Clean], which turns every control character, bidi override and invalid byte
// into a visible symbol, and [Lit], which takes constants of our own source.
// Forgetting to sanitise is thus a compile error.
//
// What is shown is for looking at: the bytes themselves stay with whoever
// holds them and are what copy and save use.
package safe

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Text is one line of text without anything a terminal would act upon.
type Text struct{ s string }

// constant can be made from an untyped string constant only, so that [Lit]
// takes nothing that came from outside.
type constant string

// Lit returns a constant of our own source as Text.
func Lit(s constant) Text { return Text{string(s)} }

// Clean returns s as one line, everything a terminal might act upon replaced by
// visible symbols; newlines become "⏎" and tabs a blank.
func Clean(s string) Text {
	if isPlain(s) {
		return Text{s}
	}
	return Text{clean(s)}
}

// Lines splits s at its newlines and cleans every line. Tabs are expanded to
// four columns.
func Lines(s string) []Text {
	parts := strings.Split(s, "\n")
	out := make([]Text, len(parts))
	for i, p := range parts {
		out[i] = Clean(strings.ReplaceAll(strings.TrimSuffix(p, "\r"), "\t", "    "))
	}
	return out
}

// String returns the text.
func (t Text) String() string { return t.s }

// Empty reports whether there is nothing to show.
func (t Text) Empty() bool { return t.s == "" }

// Width is the number of terminal cells.
func (t Text) Width() int {
	if isASCII(t.s) {
		return len(t.s)
	}
	return ansi.StringWidth(t.s)
}

// WidthTo is the width as far as limit: that of a wider text is limit. The walk
// ends there.
func (t Text) WidthTo(limit int) int {
	switch {
	case limit <= 0:
		return 0
	case len(t.s) <= limit: // no character has more cells than bytes
		return t.Width()
	case isASCII(t.s[:limit]):
		return limit
	}
	w := 0
	for at := 0; at < len(t.s) && w < limit; {
		cluster, cells := ansi.FirstGraphemeCluster(t.s[at:], ansi.GraphemeWidth)
		w += cells
		at += len(cluster)
	}
	return min(w, limit)
}

// Plus returns t followed by the others.
func (t Text) Plus(more ...Text) Text {
	s := t.s
	for _, m := range more {
		s += m.s
	}
	return Text{s}
}

// Cut returns t shortened to width cells, with "…" at its end if anything was
// left out.
func (t Text) Cut(width int) Text {
	if width <= 0 {
		return Text{}
	}
	if len(t.s) <= width && isASCII(t.s) {
		return t
	}
	// Not ansi.Truncate, which counts a keycap as the digit it begins with. The
	// walk ends behind width: a line of megabytes costs what is seen of it.
	end, at, room := 0, 0, 0
	for at < len(t.s) {
		cluster, w := ansi.FirstGraphemeCluster(t.s[at:], ansi.GraphemeWidth)
		if room += w; room > width {
			return Text{t.s[:end] + "…"}
		}
		at += len(cluster)
		if room < width {
			end = at
		}
	}
	return t
}

// Slice returns the cells from column from up to column to, as many as the
// text has there. A character that an edge cuts in two leaves blanks.
func (t Text) Slice(from, to int) Text {
	from = max(from, 0)
	if from >= to {
		return Text{}
	}
	if from == 0 && len(t.s) <= to {
		return t
	}
	// The byte behind them tells whether their last character ends there.
	if s := t.s[:min(to, len(t.s)-1)+1]; isASCII(s) {
		return Text{s[min(from, len(s)):min(to, len(s))]}
	}
	var b strings.Builder
	for at, rest := 0, t.s; rest != "" && at < to; {
		cluster, w := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		switch {
		case at >= from && at+w <= to:
			b.WriteString(cluster)
		default:
			b.WriteString(strings.Repeat(" ", max(min(at+w, to)-max(at, from), 0)))
		}
		at += w
		rest = rest[len(cluster):]
	}
	return Text{b.String()}
}

// Split returns the pieces of the text between the bytes at, which rise. A
// place inside a character counts as the one behind it.
func (t Text) Split(at ...int) []Text {
	out := make([]Text, 0, len(at)+1)
	from, to := 0, 0
	for _, place := range at {
		for to < min(place, len(t.s)) {
			cluster, _ := ansi.FirstGraphemeCluster(t.s[to:], ansi.GraphemeWidth)
			to += len(cluster)
		}
		out = append(out, Text{t.s[from:to]})
		from = to
	}
	return append(out, Text{t.s[from:]})
}

// Head returns as many whole characters as width cells hold, and the rest.
func (t Text) Head(width int) (head, rest Text) {
	at := 0
	for at < len(t.s) {
		cluster, w := ansi.FirstGraphemeCluster(t.s[at:], ansi.GraphemeWidth)
		if width -= w; width < 0 {
			break
		}
		at += len(cluster)
	}
	return Text{t.s[:at]}, Text{t.s[at:]}
}

// Join joins texts with sep between them.
func Join(ts []Text, sep Text) Text {
	ss := make([]string, len(ts))
	for i, t := range ts {
		ss[i] = t.s
	}
	return Text{strings.Join(ss, sep.s)}
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// isPlain is the fast path: printable ASCII only.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return false
		}
	}
	return true
}
