// Package kvtable is a table of rows that are edited in place: parameters,
// headers, variables.
//
// Rows stand in sections, each with an optional title above and an "add…" row
// at its end. The table applies a change to its own rows and reports it as a
// [Fact]; what the change means is its owner's business, who may answer with
// [Table.Set] at any time: a cell being edited stays so unless its value
// changed underneath. Only visible rows are drawn.
//
//	          enter i, double click             enter ↑ ↓: takes the text
//	looking ─────────────────────────▶ editing ───────────────────────▶ looking
//	        ◀────────────────────────          ── tab: takes the text ─▶ editing the next cell
//	           esc: drops the text
package kvtable

import (
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/cells"
	"postern/ui/widget/complete"
	"postern/ui/widget/field"
)

// Column describes a column. The first one is as wide as its content, the
// others share the rest.
type Column struct {
	Title safe.Text
	// From is the table width from which on the column is shown.
	From int
	// Weight is the column's share of the room; 0 counts as 1.
	Weight int
	// Spans colours a value; the spans are in order and do not overlap.
	Spans func(value string) []cells.Span
	// Newlines keeps line breaks of pasted text.
	Newlines bool
	// Locked columns are for looking at.
	Locked bool
}

// Cell is one value.
type Cell struct {
	Value string
	// Shown stands in the place of the value while that is not edited.
	Shown safe.Text
	Role  theme.Role
	// Masked cells show dots.
	Masked bool
	// Locked cells cannot be edited.
	Locked bool
	// Opens says that the owner opens the cell: a double click is [Opened] and
	// edits nothing.
	Opens bool
}

// Row is one row of a section.
type Row struct {
	Cells []Cell
	// Off rows are struck out, but for their faint cells.
	Off bool
	// Mark stands in front of the row; empty means the on/off mark, if the
	// table has those.
	Mark     safe.Text
	MarkRole theme.Role
	// Fixed rows can be neither switched nor removed.
	Fixed bool
}

// Section is a group of rows.
type Section struct {
	// Title stands above the rows unless it is empty.
	Title safe.Text
	Rows  []Row
	// Add is the text of the row that makes a new one; empty means that none
	// can be added.
	Add safe.Text
}

// Options say what a table is for.
type Options struct {
	Columns []Column
	// Start is the column that is edited first in a row that exists; a new row
	// starts with column 0.
	Start int
	// Marks shows on and off in front of every row.
	Marks bool
	// HeaderFrom is the width from which on the columns' titles are shown; 0
	// means never.
	HeaderFrom int
}

// Fact is something that happened: [Changed], [Toggled], [Added], [Removed] or
// [Opened].
type Fact interface{ fact() }

// Changed says that a cell has a new value.
type Changed struct {
	Section, Row, Col int
	Value             string
}

// Toggled says that a row was switched on or off.
type Toggled struct {
	Section, Row int
	Off          bool
}

// Added says that a row was added at the end of a section.
type Added struct {
	Section, Row int
	Cells        []string
}

// Removed says that a row is gone; the ones behind it moved up.
type Removed struct{ Section, Row int }

// Opened says that a cell that its owner opens was opened by the mouse.
type Opened struct{ Section, Row int }

func (Changed) fact() {}
func (Toggled) fact() {}
func (Added) fact()   {}
func (Removed) fact() {}
func (Opened) fact()  {}

// Table is the widget. Make one with [New].
type Table struct {
	env  widget.Env
	opt  Options
	rows rows
	edit *edit
	// searching is the field the filter is typed into.
	searching *field.Field

	top           int
	width, height int
	focus         bool
	revealed      bool // the selected row shows its secrets
	// caret is where the field stood when it was last drawn.
	caret struct{ x, y int }

	view  string
	fresh bool
}

// New returns an empty table.
func New(env widget.Env, o Options) *Table {
	return &Table{env: env, opt: o, rows: rows{columns: o.Columns}}
}

// Set replaces the rows, which belong to the table from now on. Cursor, filter
// and an ongoing edit stay where they are as far as possible.
func (t *Table) Set(sections []Section) {
	t.rows.set(sections)
	if t.edit != nil && !t.rows.holds(t.edit) {
		t.edit = nil
	}
	t.fresh = false
}

// Reset replaces the rows and forgets cursor, filter and edit.
func (t *Table) Reset(sections []Section) {
	t.edit, t.searching, t.revealed = nil, nil, false
	t.rows = rows{columns: t.opt.Columns}
	t.top = 0
	t.Set(sections)
}

// Select moves the cursor to a row, or to the nearest line there is.
func (t *Table) Select(sec, row int) {
	t.rows.find(sec, row)
	t.stepped()
}

// Selected returns the section and row under the cursor; ok is false on an
// "add…" row and in an empty table.
func (t *Table) Selected() (sec, row int, ok bool) {
	l, ok := t.rows.At()
	return l.sec, l.row, ok && l.row >= 0
}

// Values returns the values of the selected row, byte for byte, or nil.
func (t *Table) Values() []string {
	row := t.rows.row()
	if row == nil {
		return nil
	}
	out := make([]string, len(row.Cells))
	for i, c := range row.Cells {
		out[i] = c.Value
	}
	return out
}

// stepped is called when the cursor may be on another line: a secret is shown
// only as long as its row is selected.
func (t *Table) stepped() {
	t.fresh = false
	if t.rows.Moved {
		t.rows.Moved, t.revealed = false, false
	}
}

// Reveal shows the secrets of the selected row until the cursor leaves it, or
// hides them again.
func (t *Table) Reveal() {
	t.revealed, t.fresh = !t.revealed, false
	if t.edit != nil && t.edit.masked {
		t.edit.field.Mask(!t.revealed)
	}
}

// Revealed reports whether the secrets of the selected row are shown.
func (t *Table) Revealed() bool { return t.revealed }

// Resize gives the table its size in cells.
func (t *Table) Resize(width, height int) {
	width, height = max(width, 0), max(height, 0)
	if width != t.width || height != t.height {
		t.width, t.height, t.fresh = width, height, false
	}
}

// Focus says whether the table has the keys.
func (t *Table) Focus(on bool) {
	if t.focus != on {
		t.focus, t.fresh = on, false
	}
}

// Restyle makes the table draw anew, with env.
func (t *Table) Restyle(env widget.Env) {
	t.env, t.fresh = env, false
	if t.edit != nil {
		t.edit.field.Restyle(env)
	}
	if t.searching != nil {
		t.searching.Restyle(env)
	}
}

// Refresh asks the Spans hooks again, as when the variables changed.
func (t *Table) Refresh() {
	t.fresh = false
	if t.edit != nil {
		t.edit.field.Recolour()
	}
}

// Typing is the cell that is edited: its text, with where that stands in the
// table, and its place among the rows. The row of one that does not exist yet
// is negative.
func (t *Table) Typing() (in complete.Typing, sec, row, col int) {
	if t.edit == nil || t.searching != nil {
		return complete.Typing{}, 0, 0, 0
	}
	in = complete.Typing{In: t.edit.field, X: t.caret.x + t.edit.field.Caret(), Y: t.caret.y}
	return in, t.edit.sec, t.edit.row, t.edit.col
}

// Editing reports whether a cell or the filter has the keys.
func (t *Table) Editing() bool { return t.edit != nil || t.searching != nil }
