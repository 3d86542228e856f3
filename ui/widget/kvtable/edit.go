package kvtable

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/widget/field"
)

// edit is a cell being edited.
type edit struct {
	sec, row, col int
	field         *field.Field
	// before is the cell's value when the editing began.
	before string
	masked bool
	// draft holds the cells of a row that does not exist yet.
	draft []string
}

// on reports whether a line is the one being edited, if one is.
func (e *edit) on(l line) bool { return e != nil && l == line{e.sec, e.row} }

// Act handles an action, after taking what is being typed. ok is false for
// those that mean nothing to a table.
func (t *Table) Act(id keymap.ID) (facts []Fact, ok bool) {
	defer t.stepped()
	facts = t.Commit()
	if t.rows.Act(id, max(t.room(layout(t))-1, 1)) {
		return facts, true
	}
	switch id {
	case keymap.Open, keymap.EditValue:
		t.Edit(t.opt.Start)
	case keymap.Toggle:
		facts = append(facts, t.rows.toggle()...)
	case keymap.Add, keymap.AddVar:
		t.add()
	case keymap.Remove, keymap.RemoveVar:
		facts = append(facts, t.rows.remove()...)
	case keymap.Search:
		t.searching = field.New(t.env, field.Options{Placeholder: safe.Lit("filter the rows")})
		t.searching.Set(t.rows.filter)
	case keymap.Cancel:
		ok = t.rows.filter != ""
		t.rows.setFilter("")
		return facts, ok
	default:
		return facts, false
	}
	return facts, true
}

// Wheel moves the cursor by some lines.
func (t *Table) Wheel(lines int) {
	if t.edit == nil {
		t.rows.Move(lines)
		t.stepped()
	}
}

// Edit begins to edit a column of the selected row, or a new row on an "add…"
// row. A locked cell passes it on to the next one that is not.
func (t *Table) Edit(col int) {
	l, ok := t.rows.At()
	row := t.rows.row()
	if !ok || row == nil {
		if ok && l.row == addLine {
			t.draft(l.sec)
		}
		return
	}
	for i := range row.Cells {
		if c := (col + i) % len(row.Cells); !t.rows.locked(row, c) {
			t.open(l, c)
			return
		}
	}
}

// open begins to edit a cell of a row that exists.
func (t *Table) open(l line, col int) {
	c := t.rows.sections[l.sec].Rows[l.row].Cells[col]
	t.edit = &edit{sec: l.sec, row: l.row, col: col, before: c.Value, masked: c.Masked}
	t.edit.field = newField(t, col, c.Value, c.Masked && !t.revealed)
	t.fresh = false
}

// draft begins a new row at the end of a section.
func (t *Table) draft(sec int) {
	t.edit = &edit{sec: sec, row: addLine, draft: make([]string, len(t.opt.Columns))}
	t.edit.field = newField(t, 0, "", false)
	t.fresh = false
}

func newField(t *Table, col int, value string, masked bool) *field.Field {
	o := field.Options{Masked: masked}
	if col < len(t.opt.Columns) {
		o.Spans, o.Newlines = t.opt.Columns[col].Spans, t.opt.Columns[col].Newlines
	}
	f := field.New(t.env, o)
	f.Set(value)
	return f
}

// add begins a new row, out of any filter.
func (t *Table) add() {
	t.rows.setFilter("")
	if sec := t.rows.target(); sec >= 0 {
		t.rows.find(sec, addLine)
		t.draft(sec)
	}
}

// Key handles a key press while editing.
func (t *Table) Key(k tea.KeyPressMsg) []Fact {
	defer t.stepped()
	if t.searching != nil {
		t.searchKey(k)
		return nil
	}
	if t.edit == nil {
		return nil
	}
	switch t.edit.field.Key(k) {
	case field.Abandoned:
		t.edit = nil
	case field.Accepted:
		if t.edit.draft != nil && t.edit.field.Value() != "" {
			return t.step(1) // a new row: the next cell follows
		}
		return t.Commit()
	case field.Next:
		return t.step(1)
	case field.Prev:
		return t.step(-1)
	case field.Up:
		return t.hop(-1)
	case field.Down:
		return t.hop(1)
	}
	return nil
}

// searchKey types the filter: enter keeps it, esc drops it.
func (t *Table) searchKey(k tea.KeyPressMsg) {
	switch t.searching.Key(k) {
	case field.Changed:
		t.rows.setFilter(t.searching.Value())
	case field.Abandoned:
		t.rows.setFilter("")
		t.searching = nil
	case field.Up:
		t.rows.Move(-1)
	case field.Down:
		t.rows.Move(1)
	case field.Accepted, field.Next, field.Prev:
		t.searching = nil
	}
}

// Paste inserts pasted text where the cursor is.
func (t *Table) Paste(s string) {
	t.fresh = false
	switch {
	case t.searching != nil:
		t.searching.Paste(s)
		t.rows.setFilter(t.searching.Value())
	case t.edit != nil:
		t.edit.field.Paste(s)
	}
}

// Commit takes the text that is being edited and ends the editing.
func (t *Table) Commit() []Fact {
	t.searching = nil
	facts := t.take()
	t.edit, t.fresh = nil, false
	return facts
}

// take applies the text of the edited cell. A new row comes to be with its
// first text; the edit then goes on in that row.
func (t *Table) take() []Fact {
	e := t.edit
	if e == nil {
		return nil
	}
	v := e.field.Value()
	if e.draft != nil {
		e.draft[e.col] = v
		if !slices.ContainsFunc(e.draft, func(s string) bool { return s != "" }) {
			return nil
		}
		fact := t.rows.add(e.sec, e.draft)
		e.row, e.draft, e.before = fact.Row, nil, v
		return []Fact{fact}
	}
	if v == e.before {
		return nil
	}
	c := &t.rows.sections[e.sec].Rows[e.row].Cells[e.col]
	*c = Cell{Value: v, Masked: c.Masked}
	e.before = v
	t.rows.measure()
	return []Fact{Changed{e.sec, e.row, e.col, v}}
}

// step takes the text and goes to the next or previous cell: behind the last
// one of the last row a new row begins.
func (t *Table) step(by int) []Fact {
	facts := t.take()
	e := t.edit
	t.edit = nil
	if e.draft != nil { // nothing was typed
		return facts
	}
	l, col := line{e.sec, e.row}, e.col
	for {
		row := &t.rows.sections[l.sec].Rows[l.row]
		for col += by; col >= 0 && col < len(row.Cells); col += by {
			if !t.rows.locked(row, col) {
				t.open(l, col)
				return facts
			}
		}
		if !t.rows.Move(by) {
			return facts
		}
		if l, _ = t.rows.At(); l.row < 0 {
			if by > 0 {
				t.Edit(0)
			}
			return facts
		}
		if col = -1; by < 0 {
			col = len(t.rows.sections[l.sec].Rows[l.row].Cells)
		}
	}
}

// hop takes the text and edits the same column of the row above or below.
func (t *Table) hop(by int) []Fact {
	col := t.edit.col
	facts := t.Commit()
	if t.rows.Move(by) && t.rows.row() != nil {
		t.revealed = false
		t.Edit(col)
	}
	return facts
}

// Click handles a click at a cell of the table. A double click edits.
func (t *Table) Click(x, y int, double bool) []Fact {
	defer t.stepped()
	p := layout(t)
	i := t.top + y - p.header
	if y < p.header || y >= p.header+t.room(p) || i >= len(t.rows.Lines) {
		return t.Commit()
	}
	col, from := p.column(x)
	if e := t.edit; e.on(t.rows.Lines[i]) && (col == e.col || e.draft != nil) {
		e.field.Click(x - from)
		return nil
	}
	facts := t.Commit()
	if l := t.rows.Lines[i]; l.row == titleLine {
		return facts
	}
	t.rows.Go(i)
	switch {
	case t.opt.Marks && x < p.gutter:
		facts = append(facts, t.rows.toggle()...)
	case double && t.rows.opens(col):
		facts = append(facts, Opened{t.rows.Lines[i].sec, t.rows.Lines[i].row})
	case double || t.rows.row() == nil:
		t.revealed = t.revealed && !t.rows.Moved
		t.Edit(max(col, 0))
	}
	return facts
}
