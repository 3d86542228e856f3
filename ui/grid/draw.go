package grid

import (
	"strconv"
	"unicode/utf8"

	"postern/engine/payload/table"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/text"
)

const (
	// maxWidth is how wide a column gets, in cells.
	maxWidth = 40
	// maxText is how many bytes of a value are looked at to draw it: enough
	// for maxWidth cells of letters with accents.
	maxText = 512
	// gap is between two columns, in cells.
	gap = 2
	// minGutter is the width from which row numbers stand in front.
	minGutter = 24
)

// look is how a value is drawn: its text, its role, and whether it stands at
// the right edge of its column.
func look(c table.Cell) (safe.Text, theme.Role, bool) {
	if c.Raw == "" {
		return safe.Text{}, theme.Faint, false
	}
	switch c.Raw[0] {
	case '"':
		return shortened(c.Text()), theme.JSONString, false
	case 't', 'f':
		return shortened(c.Raw), theme.JSONBool, false
	case 'n':
		return shortened(c.Raw), theme.JSONNull, false
	case '{', '[':
		return shortened(c.Raw), theme.JSONPunct, false
	}
	return shortened(c.Raw), theme.JSONNumber, true
}

// shortened is the beginning of a text, fit for the screen.
func shortened(s string) safe.Text {
	if len(s) <= maxText {
		return safe.Clean(s)
	}
	n := maxText
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return safe.Clean(s[:n]).Plus(safe.Lit("…"))
}

// measure makes the columns wide enough for the cells of a row. They never get
// narrower, so that scrolling does not make them dance.
func (g *Grid) measure(row []table.Cell) {
	columns := g.t.Columns()
	for i := len(g.widths); i < len(columns); i++ {
		g.widths = append(g.widths, min(safe.Clean(columns[i].Name).Width(), maxWidth))
	}
	for i, c := range row {
		if c.Raw != "" && i < len(g.widths) {
			t, _, _ := look(c)
			g.widths[i] = max(g.widths[i], min(t.Width(), maxWidth))
		}
	}
}

// place is where a column stands: its index in the table, its first cell on
// screen and its width.
type place struct{ index, x, width int }

// gutter is how many cells the row numbers take.
func (g *Grid) gutter() int {
	if g.width < minGutter {
		return 1
	}
	return len(strconv.Itoa(g.t.Len())) + 2
}

// places are the columns on screen, from left on, with the current one among
// them.
func (g *Grid) places() []place {
	var all []place
	room := max(g.width-g.gutter()-1, 1)
	for i, c := range g.t.Columns() {
		if i >= len(g.widths) || g.hidden[c.Path] {
			continue
		}
		w := max(g.widths[i], safe.Clean(c.Name).Plus(g.order.mark(c)).Cut(maxWidth).Width())
		all = append(all, place{index: i, width: min(w, room)})
	}
	current := min(g.column, len(all)-1)
	g.left = max(0, min(g.left, current))
	taken := -gap
	for i := g.left; i <= current; i++ {
		taken += all[i].width + gap
	}
	for ; taken > room && g.left < current; g.left++ {
		taken -= all[g.left].width + gap
	}
	x := g.gutter()
	for i := g.left; i < len(all); i++ {
		if all[i].x = x; x >= g.width-1 {
			return all[g.left:i]
		}
		x += all[i].width + gap
	}
	return all[g.left:]
}

// columnAt is the shown column at a cell.
func (g *Grid) columnAt(x int) (int, bool) {
	for i, p := range g.places() {
		if x >= p.x && x < p.x+p.width+gap {
			return g.left + i, true
		}
	}
	return 0, false
}

// drawRows draws the header and the rows. The rows are read first: what they
// hold makes the widths.
func (g *Grid) drawRows(base theme.Base) []string {
	type read struct {
		cells []table.Cell
		err   error
	}
	top := g.rows.Top()
	seen := make([]read, min(g.rows.Height(), max(g.rows.Count()-top, 0)))
	for i := range seen {
		seen[i].cells, seen[i].err = g.t.Row(g.at(top + i))
		g.measure(seen[i].cells)
	}
	places := g.places()
	rows := g.rows.Draw(g.env.Theme, base, func(i, _ int) text.Line {
		number := number(g.at(i), g.gutter())
		if r := seen[i-top]; r.err != nil {
			return number.Plus(theme.Error, safe.Clean("cannot read this row: "+r.err.Error()))
		}
		return append(number, g.line(seen[i-top].cells, places, g.focus && i == g.rows.Cursor())...)
	})
	return []string{g.header(places), rows}
}

// number is the place of a row in the list, counted from 1, where the gutter has
// room for it.
func number(row, gutter int) text.Line {
	n := safe.Text{}
	if gutter > 1 {
		n = safe.Clean(strconv.Itoa(row + 1))
	}
	return text.Of(theme.LineNumber, cells.Blank(gutter-1-n.Width()).Plus(n, safe.Lit(" ")))
}

// header is the row of names, with arrows to where more columns are.
func (g *Grid) header(places []place) string {
	th, columns := g.env.Theme, g.t.Columns()
	l := text.Of(theme.Faint, cells.Blank(g.gutter()-1))
	if g.left > 0 {
		l = l.Plus(theme.Accent, safe.Lit("‹"))
	} else {
		l = l.Plus(theme.Faint, safe.Lit(" "))
	}
	for i, p := range places {
		role := theme.Tab
		if g.left+i == g.column {
			role = theme.TabActive
		}
		mark := g.order.mark(columns[p.index])
		name := safe.Clean(columns[p.index].Name).Cut(max(p.width-mark.Width(), 1)).Plus(mark)
		l = l.Plus(role, name).Plus(theme.Faint, cells.Blank(p.width-name.Width()+gap))
	}
	more := safe.Lit(" ")
	if g.left+len(places) < len(g.Shown()) {
		more = safe.Lit("›")
	}
	return l.Render(th, theme.None, g.width-1) + th.Paint(theme.None, theme.Accent, more)
}

// line is the cells of a row; on says that the cursor is in it.
func (g *Grid) line(row []table.Cell, places []place, on bool) text.Line {
	var l text.Line
	for i, p := range places {
		var c table.Cell
		if p.index < len(row) {
			c = row[p.index]
		}
		t, role, right := look(c)
		t = t.Cut(p.width)
		blank := cells.Blank(p.width - t.Width())
		if right {
			t = blank.Plus(t)
		} else {
			t = t.Plus(blank)
		}
		if on && g.left+i == g.column {
			role = theme.Cursor
		}
		l = l.Plus(role, t).Plus(theme.Plain, cells.Blank(gap))
	}
	return l
}
