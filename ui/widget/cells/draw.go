package cells

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// Span gives the bytes From up to To of a raw line a look.
type Span struct {
	From, To int
	Role     theme.Role
}

// Style says how a row is painted.
type Style struct {
	// Role is the look of what no span covers.
	Role theme.Role
	// Spans are in order and do not overlap.
	Spans []Span
	// Cursor is the byte offset of the cursor if HasCursor is set.
	Cursor    int
	HasCursor bool
}

// at returns the role at a byte offset and the offset up to which it holds.
// The span at index *next is the first that may matter.
func (s Style) at(off, end int, next *int) (theme.Role, int) {
	for *next < len(s.Spans) && s.Spans[*next].To <= off {
		*next++
	}
	role, until := s.Role, end
	if *next < len(s.Spans) {
		sp := s.Spans[*next]
		if sp.From <= off {
			role, until = sp.Role, min(until, sp.To)
		} else {
			until = min(until, sp.From)
		}
	}
	if s.HasCursor {
		switch {
		case s.Cursor == off:
			return theme.Cursor, off + 1
		case s.Cursor > off:
			until = min(until, s.Cursor)
		}
	}
	return role, until
}

// Draw returns the columns from left on, at most width of them. A character
// that is cut in two by an edge leaves blanks. A cursor at the end of the line
// is a cell of its own.
func (r Row) Draw(left, width int, st Style) text.Line {
	if width <= 0 {
		return nil
	}
	left = max(left, 0)
	var out text.Line
	if r.plain {
		out = r.drawPlain(left, width, st)
	} else {
		out = r.drawCells(left, width, st)
	}
	if st.HasCursor && st.Cursor >= len(r.raw) && r.width >= left && r.width < left+width {
		out = out.Plus(theme.Cursor, safe.Lit(" "))
	}
	return out
}

func (r Row) drawPlain(left, width int, st Style) text.Line {
	var out text.Line
	next := 0
	for at, end := left, min(left+width, r.width); at < end; {
		role, until := st.at(at, end, &next)
		t := safe.Clean(r.raw[at:until])
		if r.masked {
			t = safe.Clean(strings.Repeat("•", until-at))
		}
		out = append(out, text.Span{Text: t, Role: role})
		at = until
	}
	return out
}

func (r Row) drawCells(left, width int, st Style) text.Line {
	var (
		out  text.Line
		run  []safe.Text
		role theme.Role
		next int
	)
	flush := func() {
		if len(run) > 0 {
			out = append(out, text.Span{Text: safe.Join(run, safe.Text{}), Role: role})
			run = run[:0]
		}
	}
	for i := max(r.index(r.Offset(left)), 0); i < len(r.cells); i++ {
		c := r.cells[i]
		if c.col >= left+width {
			break
		}
		ro, _ := st.at(c.from, len(r.raw), &next)
		if ro != role {
			flush()
			role = ro
		}
		run = append(run, window(c, left, left+width))
	}
	flush()
	return out
}

// window returns what of a cell lies between two columns, in exactly as many
// cells.
func window(c cell, from, to int) safe.Text {
	a, z := max(from-c.col, 0), min(to-c.col, c.width)
	if a == 0 && z == c.width {
		return c.text
	}
	if z <= a {
		return safe.Text{}
	}
	if t := c.text.Slice(a, z); t.Width() == z-a {
		return t
	}
	return Blank(z - a)
}

// Fit returns the row in at most width cells, with "…" at its end if anything
// was left out.
func (r Row) Fit(width int, st Style) text.Line {
	if r.width <= width {
		return r.Draw(0, width, st)
	}
	if width <= 0 {
		return nil
	}
	return r.Draw(0, width-1, st).Plus(st.Role, safe.Lit("…"))
}

// Overlay returns the spans of under with those of over on top. Both are in
// order, so is the result.
func Overlay(under, over []Span) []Span {
	if len(over) == 0 {
		return under
	}
	under = slices.Clone(under)
	out := make([]Span, 0, len(under)+2*len(over))
	i := 0
	for _, o := range over {
		for i < len(under) && under[i].To <= o.From {
			out = append(out, under[i])
			i++
		}
		if i < len(under) && under[i].From < o.From {
			out = append(out, Span{under[i].From, o.From, under[i].Role})
		}
		out = append(out, o)
		for i < len(under) && under[i].To <= o.To {
			i++
		}
		if i < len(under) && under[i].From < o.To {
			under[i].From = o.To
		}
	}
	return append(out, under[i:]...)
}

// Over lays box, which is w cells wide, over the columns from x on of a line
// that is drawn, width cells wide. What of a wide character sticks out becomes
// a blank.
func Over(line, box string, x, w, width int) string {
	left, right := ansi.Cut(line, 0, x), ansi.Cut(line, x+w, width)
	rest := width - x - w
	// What joins the character before it, such as the mark of a letter that the
	// box covers, would join the box.
	if ansi.StringWidth(right) > rest || ansi.StringWidth("│"+ansi.Strip(right)) <= rest {
		right = ansi.Cut(line, x+w+1, width)
	}
	blanks := func(s string, w int) string { return strings.Repeat(" ", max(w-ansi.StringWidth(s), 0)) }
	return left + blanks(left, x) + box + blanks(right, rest) + right
}

// Block returns lines as exactly height lines of width cells.
func Block(th *theme.Theme, lines []text.Line, width, height int) string {
	rows := make([]string, max(height, 0))
	for i := range rows {
		if i < len(lines) {
			rows[i] = lines[i].Render(th, theme.None, width)
		} else {
			rows[i] = th.Space(theme.None, width)
		}
	}
	return strings.Join(rows, "\n")
}
