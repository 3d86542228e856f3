package environment

import (
	"cmp"
	"slices"
	"strings"

	"postern/engine/collection"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/widget/complete"
	"postern/ui/widget/field"
	"postern/ui/widget/kvtable"
)

// Update handles one event.
func (p *Pane) Update(e pane.Event) pane.Intent {
	if p.vars == nil {
		return nil
	}
	p.fresh = false
	if p.first(e) {
		return nil
	}
	in := p.update(e)
	p.box.Follow(p.typing().In, p.names.Offer)
	return in
}

// typing is the value that is typed, with where it stands in the pane. A name
// has no other names in it.
func (p *Pane) typing() complete.Typing {
	in, _, _, col := p.table.Typing()
	if col == colName || p.rename != nil {
		return complete.Typing{}
	}
	return in.Down(p.line())
}

// first gives an event to the list of names, and reports whether it was for
// that.
func (p *Pane) first(e pane.Event) bool {
	took := false
	switch e := e.(type) {
	case pane.Key:
		took = p.box.Key(e.KeyPressMsg)
	case pane.Click:
		took = p.box.Click(e.X, e.Y)
	case pane.Wheel:
		took = p.box.Wheel(e.Lines)
	}
	if took { // the text may be another
		p.table.Refresh()
	}
	return took
}

func (p *Pane) update(e pane.Event) pane.Intent {
	switch e := e.(type) {
	case pane.Act:
		return p.act(e.ID)
	case pane.Key:
		if p.rename != nil {
			return p.nameKey(e)
		}
		return p.apply(p.table.Key(e.KeyPressMsg))
	case pane.Paste:
		if p.rename != nil {
			p.rename.Paste(e.Text)
		} else {
			p.table.Paste(e.Text)
		}
	case pane.Click:
		if y := e.Y - p.line(); y >= 0 {
			return p.apply(p.table.Click(e.X, y, e.Double))
		}
		p.rename.Click(e.X - (p.width - p.rename.Width()))
	case pane.Wheel:
		p.table.Wheel(e.Lines)
	}
	return nil
}

// Commit implements [pane.Committer].
func (p *Pane) Commit() pane.Intent {
	if p.vars == nil {
		return nil
	}
	p.fresh = false
	if p.rename != nil {
		return p.named()
	}
	return p.apply(p.table.Commit())
}

func (p *Pane) act(id keymap.ID) pane.Intent {
	switch id {
	case keymap.Rename:
		before := p.Commit()
		p.rename = newName(p.env, p.vars.Name)
		return before
	case keymap.Reveal:
		p.table.Reveal()
		return nil
	case keymap.Initial:
		before := p.Commit()
		p.table.Edit(colInitial)
		return before
	case keymap.Copy:
		if i, ok := p.index(); ok {
			return CopyAsked{What: p.vars.Vars[i].Key, Text: p.vars.Vars[i].Value()}
		}
		return nil
	case keymap.QuickLook:
		if name, ok := p.Variable(); ok {
			return pane.LookAsked{Names: []string{name}}
		}
		return nil
	case keymap.MarkSecret:
		i, ok := p.index()
		if !ok {
			return nil
		}
		v := &p.vars.Vars[i]
		mark(v)
		p.table.Set(p.sections())
		return p.edited(v.Key)
	}
	facts, _ := p.table.Act(id)
	return p.apply(facts)
}

func (p *Pane) nameKey(k pane.Key) pane.Intent {
	switch p.rename.Key(k.KeyPressMsg) {
	case field.Accepted, field.Next, field.Prev:
		return p.named()
	case field.Abandoned:
		p.rename = nil
	}
	return nil
}

// mark switches between secret and not, in the file's own word too.
func mark(v *collection.EnvVar) {
	v.Secret = !v.Secret
	switch {
	case v.Secret:
		v.Type = "secret"
	case v.Type == "secret":
		v.Type = "default"
	}
}

// named ends the renaming.
func (p *Pane) named() pane.Intent {
	name := p.rename.Value()
	p.rename = nil
	if name == "" || name == p.vars.Name {
		return nil
	}
	return RenameAsked{ID: p.vars.ID, Name: name}
}

// apply carries the table's facts over to the variables.
func (p *Pane) apply(facts []kvtable.Fact) pane.Intent {
	if len(facts) == 0 {
		return nil
	}
	name := ""
	for _, f := range facts {
		name = applyFact(p.vars, f)
	}
	p.table.Set(p.sections())
	return p.edited(name)
}

// applyFact changes the environment and returns the variable's name.
func applyFact(e *collection.Environment, f kvtable.Fact) string {
	switch f := f.(type) {
	case kvtable.Changed:
		v := &e.Vars[f.Row]
		switch f.Col {
		case colName:
			v.Key = cmp.Or(strings.TrimSpace(f.Value), v.Key)
		case colCurrent:
			// Going back to the initial value is having none of one's own.
			if v.Current = &f.Value; f.Value == v.Initial {
				v.Current = nil
			}
		case colInitial:
			v.Initial = f.Value
		}
		return v.Key
	case kvtable.Toggled:
		e.Vars[f.Row].Disabled = f.Off
		return e.Vars[f.Row].Key
	case kvtable.Added:
		name := strings.TrimSpace(f.Cells[colName]) // nobody looks a name with blanks around it up
		if name != "" {
			e.Vars = append(e.Vars, collection.EnvVar{Key: name})
		}
		return name
	case kvtable.Removed:
		name := e.Vars[f.Row].Key
		e.Vars = slices.Delete(e.Vars, f.Row, f.Row+1)
		return name
	}
	return ""
}

func (p *Pane) edited(name string) pane.Intent {
	return Edited{ID: p.vars.ID, Environment: p.vars.Clone(), Var: name}
}
