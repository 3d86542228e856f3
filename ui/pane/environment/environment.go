// Package environment is the pane of the chosen environment: its variables
// with the value each has on this machine and the initial one that the file
// shares.
//
// The pane edits a copy and hands it up as [Edited]; it stores nothing. A
// secret is dots until [keymap.Reveal], and only as long as its row is
// selected.
package environment

import (
	"reflect"

	"postern/engine/collection"
	"postern/engine/vars"
	"postern/ui/keymap"
	"postern/ui/names"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/complete"
	"postern/ui/widget/field"
	"postern/ui/widget/kvtable"
	"postern/ui/widget/text"
)

// Edited says that a variable was changed, added or removed.
type Edited struct {
	// ID is the environment's.
	ID string
	// Environment is a copy with the change.
	Environment *collection.Environment
	// Var is the name of the variable in question.
	Var string
}

// RenameAsked says that the environment is to have another name.
type RenameAsked struct{ ID, Name string }

// CopyAsked says that a variable's value is to be copied; for a secret too, as
// it was asked for.
type CopyAsked = pane.CopyAsked

// The columns.
const (
	colName = iota
	colCurrent
	colInitial
)

// wide is the width from which on the initial values have a column.
const wide = 60

// Pane is the pane. Make one with [New].
type Pane struct {
	// apart holds the IDs of environments whose files hold something else.
	apart         map[string]string
	env           pane.Env
	vars          *collection.Environment // nil: none is chosen
	table         *kvtable.Table
	rename        *field.Field // the new name, while it is typed
	names         names.Names
	box           *complete.Box
	width, height int
	focus         bool

	view  string
	fresh bool
}

// New returns an empty pane.
func New(env pane.Env) *Pane {
	p := &Pane{env: env, box: complete.New(env)}
	p.table = kvtable.New(env, kvtable.Options{
		Columns: []kvtable.Column{
			{Title: safe.Lit("Variable")},
			{Title: safe.Lit("Current"), Weight: 3, Newlines: true, Spans: p.names.Spans},
			{Title: safe.Lit("Initial"), Weight: 2, From: wide, Newlines: true, Spans: p.names.Spans},
		},
		Start:      colCurrent,
		HeaderFrom: wide,
	})
	return p
}

// SetScopes gives the layers that names in values are looked up in.
func (p *Pane) SetScopes(s vars.Set) {
	if p.names.Set(s) {
		p.table.Refresh()
		p.fresh = false
	}
}

// SetEnvironment shows an environment, or none. Of the one that is shown
// already, cursor and an ongoing edit stay.
func (p *Pane) SetEnvironment(e *collection.Environment) {
	was := p.vars
	switch {
	case e == nil:
		p.vars, p.rename = nil, nil
		p.table.Reset(nil)
	case was != nil && was.ID == e.ID:
		if reflect.DeepEqual(was, e) {
			return
		}
		p.vars = e.Clone()
		p.table.Set(p.sections())
	default:
		p.vars, p.rename = e.Clone(), nil
		p.table.Reset(p.sections())
	}
	p.fresh = false
}

// Environment returns the id of the environment that is shown, or "".
func (p *Pane) Environment() string {
	if p.vars == nil {
		return ""
	}
	return p.vars.ID
}

// Variable returns the name of the selected variable; ok is false if there is
// none.
func (p *Pane) Variable() (name string, ok bool) {
	if i, ok := p.index(); ok {
		return p.vars.Vars[i].Key, true
	}
	return "", false
}

// Select moves the cursor to a variable, as when something points to it.
func (p *Pane) Select(name string) bool {
	if p.vars == nil {
		return false
	}
	for i, v := range p.vars.Vars {
		if v.Key == name {
			p.table.Select(0, i)
			p.fresh = false
			return true
		}
	}
	return false
}

func (p *Pane) index() (int, bool) {
	_, i, ok := p.table.Selected()
	return i, ok && p.vars != nil
}

// Title is the environment's name.
func (p *Pane) Title() text.Line {
	t := text.Of(theme.Title, safe.Lit("Environment"))
	switch {
	case p.vars == nil:
		return t
	case p.vars.Globals:
		t = text.Of(theme.Title, safe.Lit("Globals"))
	default:
		t = t.Plus(theme.Title, safe.Lit(" ─ ").Plus(safe.Clean(p.vars.Name)))
	}
	if _, apart := p.apart[p.vars.ID]; apart {
		t = t.Plus(theme.Error, safe.Lit(" ≠ disk"))
	}
	return t
}

// SetApart marks environments whose files hold something else than what is shown,
// by ID.
func (p *Pane) SetApart(ids map[string]string) { p.apart = ids }

// Editing reports whether a value, a name or the filter is being typed.
func (p *Pane) Editing() bool { return p.rename != nil || p.table.Editing() }

// Resize gives the inner size in cells.
func (p *Pane) Resize(width, height int) {
	if width != p.width || height != p.height {
		p.width, p.height, p.fresh = max(width, 0), max(height, 0), false
	}
}

// Focus says whether keys go to this pane.
func (p *Pane) Focus(on bool) {
	if on != p.focus {
		p.focus, p.fresh = on, false
		p.table.Focus(on)
	}
}

// Restyle makes the pane draw anew, with env.
func (p *Pane) Restyle(env pane.Env) {
	p.env, p.fresh = env, false
	p.table.Restyle(env)
	p.box.Restyle(env)
	if p.rename != nil {
		p.rename.Restyle(env)
	}
}

// View returns the pane in exactly its size.
func (p *Pane) View() string {
	if !p.fresh {
		p.view, p.fresh = p.box.Lay(p.draw(), p.typing(), p.width, p.height), true
	}
	return p.view
}

func (p *Pane) draw() string {
	if p.vars == nil {
		return p.empty()
	}
	if p.rename == nil {
		p.table.Resize(p.width, p.height)
		return p.table.View()
	}
	if p.height == 0 {
		return ""
	}
	label := safe.Lit(" name: ").Cut(max(p.width-8, 0))
	p.rename.Resize(p.width - label.Width())
	line := p.env.Theme.Paint(theme.None, theme.Accent, label) + p.rename.View(theme.None, p.focus)
	if p.height == 1 {
		return line
	}
	p.table.Resize(p.width, p.height-1)
	return line + "\n" + p.table.View()
}

// empty says how to get an environment.
func (p *Pane) empty() string {
	ls := []text.Line{text.Of(theme.Faint, safe.Lit(" no environment"))}
	if key := p.env.Keys.Key(keymap.SwitchEnv); key != "" {
		how := text.Of(theme.KeyName, safe.Clean(key)).Plus(theme.Faint, safe.Lit(" chooses one"))
		if dash := ls[0].Plus(theme.Faint, safe.Lit(" — ")); dash.Width()+how.Width() <= p.width {
			ls[0] = append(dash, how...)
		} else {
			ls = append(ls, append(text.Of(theme.Plain, safe.Lit(" ")), how...))
		}
	}
	return cells.Block(p.env.Theme, ls, p.width, p.height)
}

// sections are the rows of the table.
func (p *Pane) sections() []kvtable.Section {
	rows := make([]kvtable.Row, len(p.vars.Vars))
	backing := make([]kvtable.Cell, 3*len(rows))
	for i, v := range p.vars.Vars {
		cs := backing[3*i : 3*i+3 : 3*i+3]
		rows[i] = rowOf(v, cs)
	}
	return []kvtable.Section{{Rows: rows, Add: safe.Lit("add…")}}
}

func rowOf(v collection.EnvVar, cs []kvtable.Cell) kvtable.Row {
	cs[colName] = kvtable.Cell{Value: v.Key, Role: theme.Variable}
	cs[colCurrent] = kvtable.Cell{Value: v.Value(), Masked: v.Secret}
	cs[colInitial] = kvtable.Cell{Value: v.Initial, Masked: v.Secret, Role: theme.Faint}
	if v.Key == "" {
		cs[colName].Shown, cs[colName].Role = safe.Lit("(no name)"), theme.Faint
	}
	if v.Value() == "" {
		cs[colCurrent].Shown, cs[colCurrent].Role = safe.Lit("(unset)"), theme.Faint
	}
	r := kvtable.Row{Cells: cs, Off: v.Disabled}
	switch {
	case v.Disabled:
		r.Mark, r.MarkRole = safe.Lit("–"), theme.Faint
	case v.Current != nil && *v.Current != v.Initial:
		r.Mark, r.MarkRole = safe.Lit("•"), theme.Accent
	}
	return r
}

// line is the height of the field above the table.
func (p *Pane) line() int {
	if p.rename != nil {
		return 1
	}
	return 0
}

func newName(env pane.Env, name string) *field.Field {
	f := field.New(env, field.Options{Placeholder: safe.Lit("name of the environment")})
	f.Set(name)
	return f
}
