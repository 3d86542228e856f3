// Package grid shows a list of objects of a response as a table: a header that
// stays, rows of which only the visible ones are read, columns as wide as what
// they hold.
//
// It draws, moves and knows which columns are shown. Whatever walks the whole
// list is not its business: its owner sorts and copies in commands, by
// [Grid.Table], and tells the outcome with [Grid.SetOrder].
//
// To give a kind of value another look, begin from its case in look.
package grid

import (
	"fmt"
	"slices"
	"strings"

	"postern/engine/payload/table"
	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/vlist"
)

// Order is how the rows are sorted. The zero Order is the list's own.
type Order struct {
	By         table.Column
	Descending bool
	// Rows are the indices of the rows, as [table.Table.Sort] gives them.
	Rows []int
}

// mark is what stands beside the name of a column that sorts.
func (o Order) mark(c table.Column) safe.Text {
	switch {
	case o.Rows == nil || o.By.Path != c.Path:
		return safe.Text{}
	case o.Descending:
		return safe.Lit(" ↓")
	}
	return safe.Lit(" ↑")
}

// Grid is the widget. Make one with [New].
type Grid struct {
	env           widget.Env
	t             *table.Table
	width, height int
	focus         bool

	rows  vlist.List
	order Order
	// hidden are the columns that are not shown, by path; widths are those of
	// the table's columns, in cells, as far as they were seen.
	hidden map[string]bool
	widths []int
	// column is the current one of those that are shown, left the first on
	// screen.
	column, left int
	chooser      chooser

	view  string
	fresh bool
}

// measured is how many rows are read to begin with good widths.
const measured = 50

// New is the table with the cursor on a row. It reads rows: call it in a
// command.
func New(env widget.Env, t *table.Table, row int) *Grid {
	g := &Grid{env: env, t: t, hidden: map[string]bool{}}
	g.rows.SetCount(t.Len())
	for i := range min(measured, t.Len()) {
		if cells, err := t.Row(i); err == nil { // else the row says why
			g.measure(cells)
		}
	}
	g.rows.Select(row)
	return g
}

// Table is what is shown.
func (g *Grid) Table() *table.Table { return g.t }

// Restyle draws anew with env.
func (g *Grid) Restyle(env widget.Env) { g.env, g.fresh = env, false }

// Resize sets the area in cells.
func (g *Grid) Resize(w, h int) {
	g.width, g.height, g.fresh = w, h, false
	g.rows.Resize(w, h-1)
	g.chooser.list.Resize(w, h-1)
}

// Focus says whether the cursor's row is drawn as selected.
func (g *Grid) Focus(on bool) { g.focus, g.fresh = on, false }

// Shown are the columns that are shown, in order.
func (g *Grid) Shown() []table.Column {
	return slices.DeleteFunc(slices.Clone(g.t.Columns()), func(c table.Column) bool { return g.hidden[c.Path] })
}

// Column is the current column; false if the list has none.
func (g *Grid) Column() (table.Column, bool) {
	shown := g.Shown()
	if len(shown) == 0 {
		return table.Column{}, false
	}
	return shown[min(g.column, len(shown)-1)], true
}

// Row is the current row, as its index in the list.
func (g *Grid) Row() int { return g.at(g.rows.Cursor()) }

// at is the index in the list of what stands in row i.
func (g *Grid) at(i int) int {
	if i < len(g.order.Rows) {
		return g.order.Rows[i]
	}
	return i
}

// Cell is the cell under the cursor.
func (g *Grid) Cell() table.Cell {
	c, ok := g.Column()
	if !ok {
		return table.Cell{}
	}
	cells, err := g.t.Row(g.Row())
	k := slices.Index(g.t.Columns(), c)
	if err != nil || k >= len(cells) { // the row says why
		return table.Cell{}
	}
	return cells[k]
}

// Order is how the rows are sorted.
func (g *Grid) Order() Order { return g.order }

// SetOrder shows the rows in an order; the cursor stays on its row.
func (g *Grid) SetOrder(o Order) {
	row := g.Row()
	g.order, g.fresh = o, false
	if i := slices.Index(o.Rows, row); i >= 0 {
		row = i
	}
	g.rows.Select(row)
}

// goColumn makes a column the current one, as far as there are so many.
func (g *Grid) goColumn(i int) {
	g.column, g.fresh = max(0, min(i, len(g.Shown())-1)), false
}

// Act moves, or acts on the list of columns while that is open, and reports
// whether id was one of the grid's.
func (g *Grid) Act(id keymap.ID) bool {
	g.fresh = false
	if g.chooser.open {
		return g.choose(id)
	}
	switch id {
	case keymap.Left:
		g.goColumn(g.column - 1)
	case keymap.Right:
		g.goColumn(g.column + 1)
	case keymap.HideColumn:
		if c, ok := g.Column(); ok {
			g.toggle(slices.Index(g.t.Columns(), c))
		}
	case keymap.ChooseColumns:
		g.openChooser()
	default:
		return g.rows.Act(id)
	}
	return true
}

// Wheel scrolls by lines.
func (g *Grid) Wheel(lines int) {
	g.fresh = false
	if g.chooser.open {
		g.chooser.list.Wheel(lines)
		return
	}
	g.rows.Wheel(lines)
}

// Hit is what a click met.
type Hit int

// What a click can meet.
const (
	Nothing Hit = iota
	Header
	Body
)

// Click moves to the row and the column at a cell of the view.
func (g *Grid) Click(x, y int) Hit {
	g.fresh = false
	if g.chooser.open {
		if i, ok := g.chooser.list.RowAt(y - 1); ok {
			g.chooser.list.Select(i)
			g.choose(keymap.Toggle)
		}
		return Nothing
	}
	met := Header
	if y > 0 {
		row, ok := g.rows.RowAt(y - 1)
		if !ok {
			return Nothing
		}
		g.rows.Select(row)
		met = Body
	}
	i, ok := g.columnAt(x)
	if ok {
		g.goColumn(i)
	} else if met == Header {
		return Nothing
	}
	return met
}

// Note says where the cursor is and how the rows are sorted.
func (g *Grid) Note() safe.Text {
	n := safe.Clean(fmt.Sprintf("row %d of %d", g.rows.Cursor()+1, g.t.Len()))
	if c, ok := g.Column(); ok {
		n = n.Plus(safe.Lit(" · "), safe.Clean(c.Name))
	}
	if g.order.Rows != nil {
		n = n.Plus(safe.Lit(" · by "), safe.Clean(g.order.By.Name), g.order.mark(g.order.By))
	}
	return n
}

// View returns exactly the grid's height in lines, each exactly its width.
func (g *Grid) View() string {
	if !g.fresh {
		g.view, g.fresh = g.draw(), true
	}
	return g.view
}

func (g *Grid) draw() string {
	if g.width <= 0 || g.height <= 0 {
		return ""
	}
	base := theme.Marked
	if g.focus {
		base = theme.Selected
	}
	var lines []string
	if g.chooser.open {
		lines = g.drawChooser(base)
	} else {
		lines = g.drawRows(base)
	}
	return strings.Join(lines[:min(len(lines), 1+max(g.height-1, 0))], "\n")
}
