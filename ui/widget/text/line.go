// Package text holds a line of styled text, the unit all widgets draw with.
package text

import (
	"strings"

	"postern/ui/safe"
	"postern/ui/theme"
)

// Span is a piece of a line with one look.
type Span struct {
	Text safe.Text
	Role theme.Role
	// Link is where it leads when it is clicked in the terminal, if anywhere.
	Link safe.Link
}

// Line is one row of a widget.
type Line []Span

// Of makes a line of one span.
func Of(r theme.Role, t safe.Text) Line { return Line{{Text: t, Role: r}} }

// Plus returns the line with one more span.
func (l Line) Plus(r theme.Role, t safe.Text) Line { return append(l, Span{Text: t, Role: r}) }

// To returns the line with each of its spans leading to a link.
func (l Line) To(link safe.Link) Line {
	for i := range l {
		l[i].Link = link
	}
	return l
}

// String is the line's text.
func (l Line) String() string {
	var b strings.Builder
	for _, s := range l {
		b.WriteString(s.Text.String())
	}
	return b.String()
}

// Width is the number of cells.
func (l Line) Width() int {
	w := 0
	for _, s := range l {
		w += s.Text.Width()
	}
	return w
}

// WidthTo is the width as far as limit: that of a wider line is limit.
func (l Line) WidthTo(limit int) int {
	w := 0
	for _, s := range l {
		if w >= limit {
			break
		}
		w += s.Text.WidthTo(limit - w)
	}
	return w
}

// Render returns exactly width cells on base: longer lines are cut with "…",
// shorter ones padded.
func (l Line) Render(th *theme.Theme, base theme.Base, width int) string {
	if width <= 0 {
		return ""
	}
	var b strings.Builder
	left := width
	over := l.WidthTo(width+1) > width
	for i, s := range l {
		w := s.Text.WidthTo(left + 1)
		if over && w >= left {
			t := s.Text.Cut(left)
			if w == left && i < len(l)-1 {
				t = s.Text.Slice(0, left-1).Plus(safe.Lit("…"))
			}
			b.WriteString(s.Link.Wrap(th.Paint(base, s.Role, t)))
			left -= t.Width()
			break
		}
		b.WriteString(s.Link.Wrap(th.Paint(base, s.Role, s.Text)))
		left -= w
	}
	b.WriteString(th.Space(base, left))
	return b.String()
}

// Slice returns the cells from column from up to column to.
func (l Line) Slice(from, to int) Line {
	out := make(Line, 0, len(l))
	at := 0
	for _, s := range l {
		if at >= to {
			break
		}
		w := s.Text.WidthTo(to - at)
		a, z := max(from-at, 0), min(to-at, w)
		if a < z {
			out = append(out, Span{Text: s.Text.Slice(a, z), Role: s.Role, Link: s.Link})
		}
		at += w
	}
	return out
}
