package response

import (
	"fmt"

	"postern/engine/payload/table"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/tabled"
)

// Tabled reports whether a list is on show as a table.
func (p *Pane) Tabled() bool { return tabler{p}.on() }

// tabler is what is done with a list that is shown as a table instead of the
// tree.
type tabler struct{ *Pane }

// on reports whether a table is on show.
func (p tabler) on() bool { return p.table.On() && p.tab() == tabBody }

// work makes what a walk over the list brings an answer to the pane.
func (p tabler) work(in pane.Intent) pane.Intent {
	return answering(in, func(p *Pane, a tabled.Answer) pane.Intent {
		p.fresh = false
		return p.table.Take(a)
	})
}

// update handles an event of the table, and reports whether it was one.
func (p tabler) update(e pane.Event) (pane.Intent, bool) {
	if act, ok := e.(pane.Act); ok && act.ID == keymap.Table {
		return p.toggle(), true
	}
	if act, ok := e.(pane.Act); ok && act.ID == keymap.Cancel && p.table.Waiting() {
		p.table.End()
		return nil, true
	}
	if !p.on() || p.Editing() {
		return nil, false
	}
	p.fresh = false
	switch e := e.(type) {
	case pane.Act:
		return p.act(e.ID)
	case pane.Wheel:
		p.table.Wheel(e.Lines)
		return nil, true
	case pane.Click:
		return p.click(e)
	}
	return nil, false
}

// act carries out what means something in a table: what needs the tree here, all
// else in the table.
func (p tabler) act(id keymap.ID) (pane.Intent, bool) {
	switch {
	case id == keymap.Open && !p.table.Choosing():
		p.open()
		return nil, true
	case id == keymap.CopyPath, id == keymap.CopyScriptPath:
		if path, ok := p.table.Path(p.body.Tree.Index()); ok {
			return copier(p).written(id, path), true
		}
		return nil, true
	}
	in, done := p.table.Act(id)
	return p.work(in), done
}

// click moves to a cell; a header sorts, a double click opens.
func (p tabler) click(e pane.Click) (pane.Intent, bool) {
	y := e.Y - p.above()
	if y < 0 {
		return nil, false
	}
	in, row := p.table.Click(e.X, y)
	if row && e.Double {
		p.open()
	}
	return p.work(in), true
}

// toggle asks for the list under the cursor as a table, or leaves that.
func (p tabler) toggle() pane.Intent {
	p.fresh = false
	if p.on() {
		p.table.Close()
		return nil
	}
	p.ShowBody()
	if p.on() {
		return nil
	}
	if p.body == nil || p.body.Tree == nil {
		return pane.Failed{Err: fmt.Errorf("show as a table: %w: only pretty JSON can be one", table.ErrNoTable)}
	}
	at, err := p.body.Tree.Row(p.pager.Cursor())
	if err != nil {
		return nil // the row says why
	}
	return p.work(p.table.Open(p.body.Tree.Index(), at.Number))
}

// open goes back to the tree, at the object of the current row.
func (p tabler) open() {
	number, ok := p.table.Row()
	if !ok || p.body == nil || p.body.Tree == nil {
		return
	}
	p.table.Close()
	if row, err := p.body.Tree.Reveal(number); err == nil {
		p.pager.Act(keymap.Bottom) // from below, so that the object's beginning comes to the top
		p.pager.Go(row, 0, 0)
	}
	p.where = where{}
	p.pager.Refresh()
}

// note is what the title says of the table.
func (p tabler) note() safe.Text {
	if n := p.table.Note(); !n.Empty() && (p.table.Waiting() || p.on()) {
		return safe.Lit(" ─ ").Plus(n)
	}
	return safe.Text{}
}
