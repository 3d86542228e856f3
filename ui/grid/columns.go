package grid

import (
	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
	"postern/ui/widget/vlist"
)

// chooser is the list of all columns, in which they are shown and hidden.
type chooser struct {
	open bool
	list vlist.List
}

// Choosing reports whether the list of columns is open.
func (g *Grid) Choosing() bool { return g.chooser.open }

// openChooser opens the list of columns at the current one.
func (g *Grid) openChooser() {
	columns := g.t.Columns()
	g.chooser.open = true
	g.chooser.list.SetCount(len(columns))
	now, _ := g.Column()
	for i, c := range columns {
		if c == now {
			g.chooser.list.Select(i)
		}
	}
}

// choose acts on the list of columns.
func (g *Grid) choose(id keymap.ID) bool {
	switch id {
	case keymap.Toggle, keymap.HideColumn:
		g.toggle(g.chooser.list.Cursor())
	case keymap.Open, keymap.Cancel, keymap.ChooseColumns:
		g.chooser.open = false
	default:
		return g.chooser.list.Act(id)
	}
	return true
}

// toggle shows or hides a column of the table. One always stays.
func (g *Grid) toggle(i int) {
	columns := g.t.Columns()
	if i >= len(columns) {
		return
	}
	path := columns[i].Path
	switch {
	case g.hidden[path]:
		delete(g.hidden, path)
	case len(g.Shown()) > 1:
		g.hidden[path] = true
	}
	g.goColumn(g.column)
}

func (g *Grid) drawChooser(base theme.Base) []string {
	th, columns := g.env.Theme, g.t.Columns()
	head := text.Of(theme.Strong, safe.Lit(" Columns")).
		Plus(theme.Faint, safe.Lit("  ")).Plus(theme.KeyName, safe.Clean(g.env.Keys.Shown(keymap.Toggle))).
		Plus(theme.Faint, safe.Lit(" shows or hides, ")).Plus(theme.KeyName, safe.Clean(g.env.Keys.Shown(keymap.Open))).
		Plus(theme.Faint, safe.Lit(" goes back"))
	rows := g.chooser.list.Draw(th, base, func(i, _ int) text.Line {
		if g.hidden[columns[i].Path] {
			return text.Of(theme.Faint, safe.Lit("   ").Plus(safe.Clean(columns[i].Name)))
		}
		return text.Of(theme.OK, safe.Lit(" ✓ ")).Plus(theme.Plain, safe.Clean(columns[i].Name))
	})
	return []string{head.Render(th, theme.None, g.width), rows}
}
