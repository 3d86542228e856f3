package kvtable

import (
	"fmt"
	"strings"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/text"
)

// mask has a fixed width, so that it does not tell how long a secret is.
const mask = "••••••••"

// roomForMarks is the width from which on marks get margins.
const roomForMarks = 24

// enoughForNames is the width up to which the first column gets half the room:
// cut values can be looked at one by one, cut names are not found.
const enoughForNames = 14

// gap is the room between two columns.
const gap = 2

// plan is where things stand at the present width.
type plan struct {
	gutter, header int
	widths         []int // by column; 0 is hidden
	width          int   // of a row, without the scroll bar
}

// minBarWidth is the width from which on a scroll bar is worth its column.
const minBarWidth = 20

func layout(t *Table) plan {
	p := plan{gutter: min(1, t.width), widths: make([]int, len(t.opt.Columns)), width: t.width}
	if t.opt.Marks && t.width >= roomForMarks {
		p.gutter = 3
	}
	if t.opt.HeaderFrom > 0 && t.width >= t.opt.HeaderFrom && t.height > 3 {
		p.header = 1
	}
	if len(t.rows.Lines) > t.room(p) && t.width >= minBarWidth {
		p.width--
	}
	left := p.width - p.gutter
	weights, last := 0, 0
	for i, c := range t.opt.Columns {
		if i > 0 && t.width >= c.From {
			weights += max(c.Weight, 1)
			last = i
		}
	}
	if weights == 0 {
		p.set(0, left)
		return p
	}
	first := max(t.rows.natural, 6)
	if p.header > 0 {
		first = max(first, t.opt.Columns[0].Title.Width())
	}
	first = min(first, max(left*2/5, min(left/2, enoughForNames), 1))
	p.set(0, first)
	for i, c := range t.opt.Columns {
		if i > 0 && t.width >= c.From {
			left -= gap
		}
	}
	left = max(left-first, 0)
	rest := left
	for i, c := range t.opt.Columns {
		if i == 0 || t.width < c.From {
			continue
		}
		w := left * max(c.Weight, 1) / weights
		if i == last {
			w = rest
		}
		p.set(i, w)
		rest -= w
	}
	return p
}

func (p plan) set(col, w int) {
	if col < len(p.widths) {
		p.widths[col] = max(w, 0)
	}
}

// column returns the column at x and where it starts; -1 in the gutter.
func (p plan) column(x int) (col, from int) {
	col, at := -1, p.gutter
	for i, w := range p.widths {
		if w == 0 {
			continue
		}
		if x >= at {
			col, from = i, at
		}
		at += w + gap
	}
	return col, from
}

// room is the number of lines for rows.
func (t *Table) room(p plan) int {
	n := t.height - p.header
	if t.searching != nil || t.rows.filter != "" {
		n--
	}
	return max(n, 0)
}

// View returns the table in exactly its size.
func (t *Table) View() string {
	if !t.fresh {
		t.view, t.fresh = draw(t), true
	}
	return t.view
}

func draw(t *Table) string {
	p := layout(t)
	room := t.room(p)
	t.top = max(min(t.top, t.rows.Cursor, len(t.rows.Lines)-room), t.rows.Cursor-room+1, 0)
	if t.top == 1 && t.rows.Cursor < room && t.rows.Lines[0].row == titleLine {
		t.top = 0 // the title above the first row is worth a line
	}
	d := painter{Table: t, plan: p}
	out := make([]string, 0, t.height)
	if p.header > 0 {
		out = append(out, d.titles())
	}
	for i := t.top; i < t.top+room; i++ {
		line := t.env.Theme.Space(theme.None, p.width)
		if i < len(t.rows.Lines) {
			line = d.line(i)
		}
		out = append(out, line+d.bar(i-t.top, room))
	}
	if len(out) < t.height {
		out = append(out, d.status())
	}
	return strings.Join(out[:min(len(out), t.height)], "\n")
}

// painter draws the table's lines.
type painter struct {
	*Table
	plan plan
}

func (d painter) titles() string {
	l := text.Of(theme.Faint, cells.Blank(d.plan.gutter))
	for i, w := range d.plan.widths {
		if w > 0 {
			t := d.opt.Columns[i].Title.Cut(w)
			l = l.Plus(theme.Faint, t.Plus(cells.Blank(w-t.Width()+gap)))
		}
	}
	return l.Slice(0, d.width).Render(d.env.Theme, theme.None, d.width)
}

// bar is the cell of the scroll bar in a line, if there is one.
func (d painter) bar(y, room int) string {
	if d.plan.width == d.width {
		return ""
	}
	all := len(d.rows.Lines)
	size := max(1, room*room/all)
	if from := d.top * (room - size) / (all - room); y < from || y >= from+size {
		return d.env.Theme.Space(theme.None, 1)
	}
	return d.env.Theme.Paint(theme.None, theme.Border, safe.Lit("▐"))
}

// status is the line of the filter.
func (d painter) status() string {
	hits, all := d.rows.shown()
	count := safe.Clean(fmt.Sprintf(" %d of %d ", hits, all))
	th := d.env.Theme
	w := max(d.width-count.Width()-1, 0)
	if w == 0 {
		return text.Of(theme.Faint, count).Render(th, theme.None, d.width)
	}
	slash := th.Paint(theme.None, theme.Accent, safe.Lit("/"))
	if d.searching != nil {
		d.searching.Resize(w)
		return slash + d.searching.View(theme.None, d.focus) + th.Paint(theme.None, theme.Faint, count)
	}
	return slash + cells.Fit(d.rows.filter, w, cells.Style{Role: theme.Match}).Render(th, theme.None, w) +
		th.Paint(theme.None, theme.Faint, count)
}

// line draws line i.
func (d painter) line(i int) string {
	l := d.rows.Lines[i]
	s := d.rows.sections[l.sec]
	base := theme.None
	if i == d.rows.Cursor {
		if base = theme.Marked; d.focus {
			base = theme.Selected
		}
	}
	th := d.env.Theme
	switch {
	case l.row == titleLine:
		return text.Of(theme.Strong, safe.Lit(" ").Plus(s.Title)).Render(th, theme.None, d.plan.width)
	case l.row == addLine && d.edit.on(l):
		return d.draftLine(base, i)
	case l.row == addLine:
		return text.Of(theme.Faint, cells.Blank(d.plan.gutter).Plus(s.Add)).Render(th, base, d.plan.width)
	}
	row := s.Rows[l.row]
	var b strings.Builder
	b.WriteString(d.gutter(row).Render(th, base, d.plan.gutter))
	left := d.plan.width - d.plan.gutter
	put := func(w int, draw func(w int) string) {
		if w = min(w, left); w > 0 {
			b.WriteString(draw(w))
			left -= w
		}
	}
	col := d.editCol(i)
	for c, w := range d.plan.widths {
		if w == 0 {
			continue
		}
		if c > 0 {
			put(gap, func(w int) string { return th.Space(base, w) })
		}
		put(w, func(w int) string {
			if c == col {
				return d.cellEdit(base, i, d.plan.width-left, w)
			}
			return d.cell(row, c, i == d.rows.Cursor).Render(th, base, w)
		})
	}
	b.WriteString(th.Space(base, left))
	return b.String()
}

// editCol returns the column in which the edit of line i is drawn, or -1. A
// cell whose column is hidden is edited in the last one that is not.
func (d painter) editCol(i int) int {
	if !d.edit.on(d.rows.Lines[i]) {
		return -1
	}
	if d.plan.widths[d.edit.col] > 0 {
		return d.edit.col
	}
	for c := len(d.plan.widths) - 1; c >= 0; c-- {
		if d.plan.widths[c] > 0 {
			return c
		}
	}
	return -1
}

// cellEdit draws the field, as a hole in the selected row: without colours a
// cursor could not be seen on it. What has no column of its own says what it
// is.
func (d painter) cellEdit(base theme.Base, i, x, w int) string {
	label := ""
	if d.plan.widths[d.edit.col] == 0 {
		if t := d.opt.Columns[d.edit.col].Title.Plus(safe.Lit(": ")); t.Width()+6 <= w {
			label = d.env.Theme.Paint(base, theme.Faint, t)
			w -= t.Width()
			x += t.Width()
		}
	}
	d.caret.x, d.caret.y = x, d.plan.header+i-d.top
	d.edit.field.Resize(w)
	return label + d.edit.field.View(theme.None, d.focus)
}

// draftLine draws a row that does not exist yet: its first cell has the line.
func (d painter) draftLine(base theme.Base, i int) string {
	d.caret.x, d.caret.y = d.plan.gutter, d.plan.header+i-d.top
	w := d.plan.width - d.plan.gutter
	d.edit.field.Resize(w)
	return d.env.Theme.Space(base, d.plan.gutter) + d.edit.field.View(theme.None, d.focus)
}

func (d painter) gutter(row Row) text.Line {
	mark, role := row.Mark, row.MarkRole
	if mark.Empty() && d.opt.Marks {
		if mark, role = safe.Lit("✓"), theme.OK; row.Off {
			mark, role = safe.Lit("–"), theme.Faint
		}
	}
	if d.plan.gutter == 3 {
		return text.Of(theme.Plain, safe.Lit(" ")).Plus(role, mark.Cut(1))
	}
	return text.Of(role, mark.Cut(d.plan.gutter))
}

func (d painter) cell(row Row, col int, selected bool) text.Line {
	if col >= len(row.Cells) {
		return nil
	}
	c, w := row.Cells[col], d.plan.widths[col]
	st := cells.Style{Role: c.Role}
	switch {
	case row.Off && c.Role != theme.Faint: // what a row is about holds when it is off, too
		st.Role = theme.Disabled
	case row.Off:
	case d.opt.Columns[col].Spans != nil:
		st.Spans = d.opt.Columns[col].Spans(c.Value)
	}
	switch {
	case !c.Shown.Empty():
		return text.Of(st.Role, c.Shown.Cut(w))
	case c.Masked && c.Value != "" && !(selected && d.revealed):
		if !row.Off {
			st.Role = theme.Secret
		}
		return text.Of(st.Role, safe.Lit(mask).Cut(w))
	}
	return cells.Fit(c.Value, w, st)
}
