// Package sides is the dialog that shows two lists of named values side by
// side: what is the same, what differs and what only one of them has, each with
// a sign. It begins with what differs.
//
// It is given the rows and compares nothing itself. Secrets are dots.
package sides

import (
	"strconv"

	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/match"
	"postern/ui/widget/text"
)

// Row is one name with its value on either side.
type Row struct {
	Name, Left, Right safe.Text
	// InLeft and InRight say which side has the name, Same that the values are
	// equal.
	InLeft, InRight, Same bool
}

// Content is what is compared.
type Content struct {
	Left, Right safe.Text
	Rows        []Row
}

// Limits of the box and of the column of names, in cells.
const (
	maxWidth = 120
	maxName  = 28
)

// Sides is the dialog. Make one with [New].
type Sides struct {
	dialog.Shell
	content Content
	sheet   dialog.Sheet
	// all shows what is the same, too.
	all bool
	// rows are those that are shown.
	rows []int
	// name is the width of the column of names, inner that of a row.
	name, inner int
}

// New returns the dialog.
func New(env pane.Env, c Content) *Sides {
	s := &Sides{content: c, sheet: dialog.NewSheet(env, true)}
	s.Env = env
	for _, r := range c.Rows {
		s.name = max(s.name, min(r.Name.Width(), maxName))
	}
	s.fill()
	return s
}

func (s *Sides) fill() {
	s.rows = s.rows[:0]
	for i, r := range s.content.Rows {
		if (s.all || !r.Same) && s.sheet.Query.In(match.Fold(r.Name.String()+"\n"+r.Left.String()+"\n"+r.Right.String())) {
			s.rows = append(s.rows, i)
		}
	}
	s.sheet.List.SetCount(len(s.rows))
}

// Restyle makes the dialog draw anew, with env.
func (s *Sides) Restyle(env pane.Env) {
	s.Shell.Restyle(env)
	s.sheet.Restyle(env)
}

// Update handles one event.
func (s *Sides) Update(ev pane.Event) (pane.Intent, bool) {
	s.Changed()
	id, filtered := s.sheet.Update(&s.Shell, ev)
	if id == keymap.Toggle {
		s.all, filtered = !s.all, true
	}
	if filtered {
		s.fill()
	}
	return nil, dialog.Closes(id) || id == keymap.Accept
}

// View returns the box.
func (s *Sides) View() string { return s.Cached(s.draw) }

func (s *Sides) draw() string {
	f := s.FrameFor(maxWidth, max(len(s.content.Rows), 1)+2)
	f.Title = s.content.Left.Plus(safe.Lit(" and "), s.content.Right)
	other, differ := "show all", 0
	for _, r := range s.content.Rows {
		if !r.Same {
			differ++
		}
	}
	if s.all {
		other = "only what differs"
	}
	f.Note = safe.Clean(strconv.Itoa(differ) + " of " + strconv.Itoa(len(s.content.Rows)) + " differ")
	f.Hints = []dialog.Hint{
		dialog.HintOf(s.Env, keymap.Close, safe.Lit("close")),
		dialog.HintOf(s.Env, keymap.Toggle, safe.Clean(other)),
		dialog.HintOf(s.Env, keymap.Search, safe.Lit("filter")),
	}
	w, h := f.Inner()
	none := safe.Lit("Nothing differs.")
	if !s.sheet.Query.Empty() {
		none = safe.Lit("no variable matches")
	}
	s.inner = w - 1 // beside the scroll bar
	lines := []string{s.columns(safe.Text{}, safe.Text{}, s.content.Left, s.content.Right, theme.Strong).Render(s.Env.Theme, theme.None, w)}
	return s.Box(f, append(lines, s.sheet.Draw(s.Env, w, max(h-1, 1), none, s.line)...))
}

func (s *Sides) line(i, _ int) text.Line {
	r := s.content.Rows[s.rows[i]]
	sign, role := safe.Lit("≠"), theme.Warn
	switch {
	case !r.InRight:
		sign, role = safe.Lit("←"), theme.Info
	case !r.InLeft:
		sign, role = safe.Lit("→"), theme.Info
	case r.Same:
		sign, role = safe.Lit("="), theme.Faint
	}
	return s.columns(sign, r.Name, side(r.InLeft, r.Left), side(r.InRight, r.Right), role)
}

func side(in bool, value safe.Text) safe.Text {
	if in && value.Empty() {
		return safe.Lit("(empty)")
	}
	return value
}

// columns are sign, name and the two sides.
func (s *Sides) columns(sign, name, left, right safe.Text, r theme.Role) text.Line {
	nameW := min(s.name, max(s.inner/4, 1))
	half := max((s.inner-nameW-6)/2, 1)
	gap := safe.Lit("  ")
	return text.Of(r, dialog.Column(sign, 2)).
		Plus(theme.Variable, dialog.Column(name, nameW)).Plus(theme.Plain, gap).
		Plus(r, dialog.Column(left, half)).Plus(theme.Plain, gap).
		Plus(r, dialog.Column(right, half))
}
