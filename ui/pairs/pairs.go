// Package pairs is a list of named values, such as headers or the variables of a
// collection: edited as a table, or as a text of a line each.
//
// It owns no list: it asks for the rows whenever they may have changed and
// carries every edit over, see [Of].
package pairs

import (
	"postern/engine/collection"
	"postern/ui/bulk"
	"postern/ui/keymap"
	"postern/ui/names"
	"postern/ui/pane"
	"postern/ui/params"
	"postern/ui/safe"
	"postern/ui/suggest"
	"postern/ui/widget/complete"
	"postern/ui/widget/kvtable"
	"postern/ui/widget/text"
)

// Of says how a list becomes a table and back.
type Of struct {
	// List is what can be edited as text, and Put takes what it became; nil
	// means nothing can.
	List     func() []collection.Param
	Put      func([]collection.Param)
	Sections func() []kvtable.Section
	// Apply carries a fact over to the list.
	Apply func(kvtable.Fact)
	// Open is what is done with a row that is opened and not edited.
	Open func(row int)
	// Note stands beside the label of the list.
	Note func() safe.Text
	// About returns the texts of a row that may use names, and its help.
	About func(sec, row int) (texts []string, help string)
	// Offer is what is typed into a cell beside names; nil is nothing.
	Offer func(Cell) complete.Source
	// Words is what is typed into the text beside names, if anything.
	Words func(key string, value bool) suggest.Words
	// Secret reports whether a row has something that can be shown.
	Secret func(row int) bool
}

// Cell is a place in a table; the row of one that does not exist yet is
// negative.
type Cell struct{ Sec, Row, Col int }

// Table is the list as it is edited. Make one with [New].
type Table struct {
	// Rows is the table itself.
	Rows *kvtable.Table

	env   pane.Env
	names *names.Names
	of    Of
	// sheet is the rows as text, while they are edited so.
	sheet *bulk.Sheet
	key   string // of whom the rows are
}

// New returns a table of a list in which n are the names.
func New(env pane.Env, n *names.Names, o kvtable.Options, of Of) *Table {
	return &Table{env: env, names: n, of: of, Rows: kvtable.New(env, o)}
}

// Load takes over what the list is now; key tells whose it is. Of the same the
// place stays.
func (t *Table) Load(key string) {
	if t.sheet != nil && (t.key != key || t.sheet.Stale(t.of.List())) {
		t.sheet = nil
	}
	if s := t.of.Sections(); t.key == key {
		t.Rows.Set(s)
	} else {
		t.key = key
		t.Rows.Reset(s)
	}
}

// Update handles one event, and reports whether the list was changed.
func (t *Table) Update(e pane.Event) (changed bool, in pane.Intent) {
	if t.sheet != nil {
		over, taken := t.sheet.Update(e)
		if over {
			changed = t.Commit()
		}
		if taken != "" {
			in = pane.CopyAsked{What: "the selection", Text: taken}
		}
		return changed, in
	}
	switch e := e.(type) {
	case pane.Act:
		if e.ID == keymap.Bulk && t.Bulky() {
			changed = t.Commit()
			t.sheet = bulk.New(t.env, t.names, t.of.List(), t.of.Words)
			return changed, nil
		}
		if e.ID == keymap.ShowSecret {
			t.Rows.Reveal()
			return false, nil
		}
		facts, _ := t.Rows.Act(e.ID)
		return t.apply(facts), nil
	case pane.Key:
		return t.apply(t.Rows.Key(e.KeyPressMsg)), nil
	case pane.Paste:
		t.Rows.Paste(e.Text)
	case pane.Click:
		return t.apply(t.Rows.Click(e.X, e.Y, e.Double)), nil
	case pane.Wheel:
		t.Rows.Wheel(e.Lines)
	}
	return false, nil
}

// Commit takes what is being typed, and reports whether the list was changed.
func (t *Table) Commit() bool {
	if t.sheet != nil {
		rows, changed := t.sheet.Rows()
		if t.sheet = nil; changed {
			t.of.Put(rows)
		}
		return changed
	}
	return t.apply(t.Rows.Commit())
}

// Bulky reports whether the rows can be edited as text.
func (t *Table) Bulky() bool { return t.of.List != nil }

func (t *Table) apply(facts []kvtable.Fact) bool {
	changed := false
	for _, f := range facts {
		if o, ok := f.(kvtable.Opened); ok {
			t.of.Open(o.Row)
			continue
		}
		t.of.Apply(f)
		changed = true
	}
	return changed
}

// Editing reports whether something is being typed.
func (t *Table) Editing() bool { return t.sheet != nil || t.Rows.Editing() }

// Selected reports whether the cursor is on a row that is there.
func (t *Table) Selected() bool {
	_, _, ok := t.Rows.Selected()
	return ok
}

// Secret reports whether that row has something that can be shown.
func (t *Table) Secret() bool {
	_, row, ok := t.Rows.Selected()
	return ok && t.of.Secret != nil && t.of.Secret(row)
}

// View returns the table or the text in exactly that size.
func (t *Table) View(width, height int, focus bool) string {
	if t.sheet != nil {
		return t.sheet.View(width, height)
	}
	t.Rows.Resize(width, height)
	t.Rows.Focus(focus)
	return t.Rows.View()
}

// Restyle draws anew with env.
func (t *Table) Restyle(env pane.Env) {
	t.env = env
	t.Rows.Restyle(env)
	if t.sheet != nil {
		t.sheet.Restyle(env)
	}
}

// Refresh colours anew, because the names' values changed.
func (t *Table) Refresh() {
	t.Rows.Refresh()
	if t.sheet != nil {
		t.sheet.Refresh()
	}
}

// Note stands beside the label of the list.
func (t *Table) Note() safe.Text {
	if t.of.Note == nil {
		return safe.Text{}
	}
	return t.of.Note()
}

// Hint tells what the names in use stand for, or what the selected row is.
func (t *Table) Hint() text.Line {
	if t.sheet != nil {
		return t.sheet.Hint()
	}
	if in, _, _, _ := t.Rows.Typing(); in.In != nil {
		typed, _, _ := in.In.Typed()
		if l := t.names.Values(typed); len(l) > 0 {
			return l
		}
	}
	sec, row, ok := t.Rows.Selected()
	if !ok || t.of.About == nil {
		return nil
	}
	return t.names.Told(t.of.About(sec, row))
}

// Copied is the value of the selected row, with its name.
func (t *Table) Copied() (what, text string) {
	if vs := t.Rows.Values(); len(vs) > params.Value {
		return vs[params.Key], vs[params.Value]
	}
	return "", ""
}

// Typing is the text that is typed, with where it stands, and what may stand in
// it.
func (t *Table) Typing() (complete.Typing, complete.Source) {
	if t.sheet != nil {
		return t.sheet.Typing()
	}
	in, sec, row, col := t.Rows.Typing()
	return in, func(line string, at int) (complete.Offer, bool) {
		if o, ok := t.names.Offer(line, at); ok || t.of.Offer == nil {
			return o, ok
		}
		if own := t.of.Offer(Cell{sec, row, col}); own != nil {
			return own(line, at)
		}
		return complete.Offer{}, false
	}
}
