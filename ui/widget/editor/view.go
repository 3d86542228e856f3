package editor

import (
	"strconv"
	"strings"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
)

// roomForNumbers is the width from which on line numbers are worth their
// columns.
const roomForNumbers = 24

// gutter is the width of the line numbers with their margins.
func (e *Editor) gutter() int {
	if !e.opt.Numbers || e.width < roomForNumbers {
		return 0
	}
	return max(len(strconv.Itoa(len(e.text.lines))), 2) + 2
}

// View returns the editor in exactly its size.
func (e *Editor) View() string {
	if !e.fresh {
		e.view, e.fresh = e.draw(), true
	}
	return e.view
}

func (e *Editor) draw() string {
	e.top = max(min(e.top, len(e.text.lines)-1), 0)
	if e.editing {
		e.follow()
	}
	p := painter{Editor: e}
	if e.editing {
		p.at, p.other, p.paired = e.text.brackets(e.top, e.top+e.height)
	}
	rows := make([]string, e.height)
	for y := range rows {
		rows[y] = p.line(e.top + y)
	}
	return strings.Join(rows, "\n")
}

// painter draws the lines.
type painter struct {
	*Editor
	// at and other are the two brackets at the cursor, if paired.
	at, other pos
	paired    bool
}

func (e painter) line(i int) string {
	th := e.env.Theme
	if i >= len(e.text.lines) {
		return th.Space(theme.None, e.width)
	}
	g := e.gutter()
	number := ""
	if g > 0 {
		role := theme.LineNumber
		if e.editing && i == e.text.at.line {
			role = theme.Accent
		}
		n := strconv.Itoa(i + 1)
		number = th.Space(theme.None, g-1-len(n)) + th.Paint(theme.None, role, safe.Clean(n)) + th.Space(theme.None, 1)
	}
	if !e.editing && len(e.text.lines) == 1 && e.text.lines[0] == "" {
		t := e.opt.Placeholder.Cut(e.width - g)
		return number + th.Paint(theme.None, theme.Faint, t) + th.Space(theme.None, e.width-g-t.Width())
	}
	st := cells.Style{HasCursor: e.editing && i == e.text.at.line, Cursor: e.text.at.off}
	if e.opt.Highlight != nil {
		st.Spans = e.opt.Highlight(e.text.lines[i])
	}
	st.Spans = cells.Overlay(cells.Overlay(st.Spans, pair(e.at, e.other, e.paired, i)), e.text.marked(i))
	return number + e.text.row(i).Draw(e.left, e.width-g, st).Render(th, theme.None, e.width-g)
}
