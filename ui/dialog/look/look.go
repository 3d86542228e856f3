// Package look is the quick look at the variables a template can use: the value
// each has, the layer it comes from, and what it hides. Hidden definitions
// follow the one that wins, faint and behind an arrow; below the rows stands why
// the one under the cursor wins or does not. Secrets stay masked.
//
// Opened on a {{name}}, it shows that one, and the others when asked again.
package look

import (
	"slices"
	"strconv"

	"postern/auth"
	"postern/engine/vars"
	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/match"
	"postern/ui/widget/text"
)

// Limits of the box and its columns, in cells.
const (
	maxWidth = 110
	maxName  = 28
	maxLayer = 20
	scopes   = 11
	// Below these widths the layer and then the scope are left out.
	layerWidth = 70
	scopeWidth = 44
)

// Look is the dialog. Make one with [New].
type Look struct {
	dialog.Shell
	sheet dialog.Sheet
	all   []row
	// only are the names it was opened on; nil shows all.
	only []string
	// rows are those of all that match the filter.
	rows []int
	// name and layer are the widths of these columns.
	name, layer int
}

// row is one definition of a name.
type row struct {
	v                  vars.Var
	name, value, layer safe.Text
	scope              safe.Text
	// why is what makes it win or not.
	why safe.Text
	// missing is a name that no layer has.
	hidden, missing bool
	folded          string
}

// New returns a look at the variables of set. With names it begins with these,
// whether the set has them or not.
func New(env pane.Env, set vars.Set, names ...string) *Look {
	l := &Look{sheet: dialog.NewSheet(env, false), only: names}
	l.Env = env
	known := map[string]bool{}
	for _, v := range set.All() {
		known[v.Name] = true
		l.add(v.Origin, won(v), false)
		for _, o := range v.Shadowed {
			l.add(o, lost(v.Origin, o), true)
		}
	}
	for _, n := range names {
		if !known[n] {
			l.miss(set, n)
		}
	}
	l.filter()
	return l
}

// won says why the definition that counts does.
func won(v vars.Visible) safe.Text {
	if len(v.Shadowed) == 0 {
		return safe.Clean("counts: only " + place(v.Origin) + " has it")
	}
	return safe.Clean("counts: " + place(v.Origin) + " goes before " + place(v.Shadowed[0]))
}

// lost says why a definition does not count.
func lost(winner, o vars.Origin) safe.Text {
	return safe.Clean("does not count: " + place(winner) + " goes before " + place(o))
}

func place(o vars.Origin) string {
	if o.Layer == "" {
		return "the scope " + o.Scope.String()
	}
	return "the " + o.Scope.String() + " “" + o.Layer + "”"
}

// miss adds a name that no layer has; a dynamic variable needs none.
func (l *Look) miss(set vars.Set, name string) {
	if v, layer, ok := set.Lookup(name); ok {
		v.Name = name
		l.add(vars.Origin{Var: v, Scope: layer.Scope}, safe.Lit("counts: made anew each time it is used"), false)
		return
	}
	l.add(vars.Origin{Var: vars.Var{Name: name}}, safe.Lit("has no value: no scope has this name; add it to the environment or the collection"), false)
	r := &l.all[len(l.all)-1]
	r.missing, r.scope, r.value = true, safe.Text{}, safe.Lit("(no such variable)")
}

func (l *Look) add(o vars.Origin, why safe.Text, hidden bool) {
	r := row{
		v: o.Var, name: safe.Clean(o.Name), value: safe.Clean(o.Value), why: why,
		layer: safe.Clean(o.Layer), scope: safe.Clean(o.Scope.String()), hidden: hidden,
	}
	if hidden {
		r.name = safe.Lit("↳ ").Plus(r.name)
	}
	if o.Secret {
		r.value = safe.Clean(auth.Secret(o.Value).String())
	}
	r.folded = match.Fold(r.name.String() + "\n" + r.value.String() + "\n" + r.scope.String() + "\n" + r.layer.String())
	l.name = max(l.name, min(r.name.Width(), maxName))
	l.layer = max(l.layer, min(r.layer.Width(), maxLayer))
	l.all = append(l.all, r)
}

func (l *Look) filter() {
	l.rows = l.rows[:0]
	for i, r := range l.all {
		if l.sheet.Query.In(r.folded) && (len(l.only) == 0 || slices.Contains(l.only, r.v.Name)) {
			l.rows = append(l.rows, i)
		}
	}
	l.sheet.List.SetCount(len(l.rows))
}

// Restyle makes the dialog draw anew, with env.
func (l *Look) Restyle(env pane.Env) {
	l.Shell.Restyle(env)
	l.sheet.Restyle(env)
}

// Update handles one event.
func (l *Look) Update(ev pane.Event) (pane.Intent, bool) {
	l.Changed()
	id, filtered := l.sheet.Update(&l.Shell, ev)
	if filtered {
		l.filter()
	}
	switch {
	case id == keymap.Copy && len(l.rows) > 0:
		v := l.all[l.rows[l.sheet.List.Cursor()]].v
		return pane.CopyAsked{What: v.Name, Text: v.Value}, false
	case id == keymap.QuickLook && len(l.only) > 0:
		l.only = nil
		l.filter()
	case dialog.Closes(id) || id == keymap.QuickLook || id == keymap.Accept:
		return l.Cancelled(), true
	}
	return nil, false
}

// View returns the box.
func (l *Look) View() string { return l.Cached(l.draw) }

func (l *Look) draw() string {
	// The height is that of all rows and the filter, so that filtering does not
	// make the box jump.
	f := l.FrameFor(maxWidth, max(l.shown(), 1)+1+whyHeight)
	f.Title = safe.Lit("Variables")
	f.Note = safe.Clean(strconv.Itoa(len(l.rows)))
	f.Hints = []dialog.Hint{
		dialog.HintOf(l.Env, keymap.Close, safe.Lit("close")),
		dialog.HintOf(l.Env, keymap.Search, safe.Lit("filter")),
		dialog.HintOf(l.Env, keymap.Copy, safe.Lit("copy the value")),
	}
	if len(l.only) > 0 {
		f.Hints = append(f.Hints, dialog.HintOf(l.Env, keymap.QuickLook, safe.Lit("all variables")))
	}
	w, h := f.Inner()
	none := safe.Lit("no variable matches")
	if len(l.all) == 0 {
		none = safe.Lit("No variables: choose an environment, or add some to one.")
	}
	lines := l.sheet.Draw(l.Env, w, max(h-whyHeight, 1), none, l.line)
	if len(l.rows) == 0 || h <= whyHeight {
		return l.Box(f, lines)
	}
	lines = append(lines, l.Env.Theme.Space(theme.None, w))
	why := text.Of(theme.Info, safe.Lit(" ").Plus(l.all[l.rows[l.sheet.List.Cursor()]].why))
	return l.Box(f, append(lines, why.Render(l.Env.Theme, theme.None, w)))
}

// whyHeight is that of the sentence below the rows and the blank line before it.
const whyHeight = 2

// shown is the number of rows without the filter.
func (l *Look) shown() int {
	if len(l.only) == 0 {
		return len(l.all)
	}
	n := 0
	for _, r := range l.all {
		if slices.Contains(l.only, r.v.Name) {
			n++
		}
	}
	return n
}

// line draws a row: name, value, scope, layer; a hidden one is faint.
func (l *Look) line(i, width int) text.Line {
	r := l.all[l.rows[i]]
	name, value, rest := theme.Variable, theme.Plain, theme.Faint
	switch {
	case r.hidden:
		name, value = theme.Faint, theme.Faint
	case r.v.Secret:
		value = theme.Secret
	}
	if r.missing {
		name, value = theme.Unresolved, theme.Error
	} else if r.v.Value == "" {
		r.value, value = safe.Lit("(empty)"), theme.Faint
	}
	scopeW, layerW := 0, 0
	if width >= scopeWidth {
		scopeW = scopes
	}
	if width >= layerWidth {
		layerW = l.layer
	}
	nameW := min(l.name, max(width*2/5, 1))
	valueW := max(width-nameW-2-pad(scopeW)-pad(layerW), 1)
	line := l.sheet.Cell(nil, name, r.name, nameW)
	line = l.sheet.Cell(line.Plus(theme.Plain, safe.Lit("  ")), value, r.value, valueW)
	if scopeW > 0 {
		line = l.sheet.Cell(line.Plus(theme.Plain, safe.Lit("  ")), rest, r.scope, scopeW)
	}
	if layerW > 0 {
		line = l.sheet.Cell(line.Plus(theme.Plain, safe.Lit("  ")), rest, r.layer, layerW)
	}
	return line
}

func pad(column int) int {
	if column == 0 {
		return 0
	}
	return column + 2
}
