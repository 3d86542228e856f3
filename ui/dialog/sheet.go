package dialog

import (
	"strings"

	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/filterbar"
	"postern/ui/widget/match"
	"postern/ui/widget/text"
	"postern/ui/widget/vlist"
)

// Sheet is the middle of a dialog: rows to scroll or to choose from, and a
// filter over them that opens with the search key.
type Sheet struct {
	List  vlist.List
	Query match.Query
	bar   *filterbar.Bar
}

// NewSheet returns an empty sheet. With static set nothing is chosen: moving
// scrolls.
func NewSheet(env pane.Env, static bool) Sheet {
	return Sheet{
		List: vlist.List{Static: static},
		bar:  filterbar.New(env, safe.Lit("/ "), safe.Lit("filter")),
	}
}

// Restyle makes the sheet draw with env.
func (s *Sheet) Restyle(env pane.Env) { s.bar.Restyle(env) }

// Update handles what moves, scrolls and filters. It returns the action that
// is left for the dialog, and whether the Query is another one, after which
// the owner filters its rows and calls SetCount.
func (s *Sheet) Update(sh *Shell, ev pane.Event) (left keymap.ID, filtered bool) {
	switch ev := ev.(type) {
	case pane.Key:
		if s.bar.Focused() {
			return "", s.typed(s.bar.Key(ev.KeyPressMsg))
		}
	case pane.Paste:
		if s.bar.Focused() {
			return "", s.typed(s.bar.Paste(ev.Text), "")
		}
		return "", false
	case pane.Click:
		if id := sh.hinted(ev.X, ev.Y); id != "" {
			return s.act(id)
		}
		y := ev.Y - 1 - s.barHeight()
		if row, ok := s.List.RowAt(y); !s.List.Grab(ev.X-2, y) && ok && !s.List.Static {
			s.List.Select(row)
			if ev.Double {
				return keymap.Accept, false
			}
		}
		return "", false
	case pane.Drag:
		s.List.Pull(ev.Y - 1 - s.barHeight())
		return "", false
	case pane.Release:
		s.List.Let()
		return "", false
	case pane.Wheel:
		s.List.Wheel(ev.Lines)
		return "", false
	}
	return s.act(sh.Action(ev))
}

// act handles the actions that move and filter, and returns any other.
func (s *Sheet) act(id keymap.ID) (left keymap.ID, filtered bool) {
	switch {
	case id == keymap.Search:
		s.bar.Focus(true)
	case Closes(id) && !s.Query.Empty():
		return "", s.drop()
	case !s.List.Act(id):
		return id, false
	}
	return "", false
}

// Typed returns the text of the filter.
func (s *Sheet) Typed() string { return s.bar.Text() }

func (s *Sheet) typed(o filterbar.Outcome, move keymap.ID) (filtered bool) {
	switch o {
	case filterbar.Changed:
		s.Query = match.Parse(s.bar.Text())
		return true
	case filterbar.Kept:
		s.bar.Focus(false)
		if s.Query.Empty() {
			return s.drop()
		}
	case filterbar.Dropped:
		return s.drop()
	case filterbar.Moved:
		s.List.Act(move)
	}
	return false
}

func (s *Sheet) drop() bool {
	s.bar.Focus(false)
	s.bar.Set("")
	s.Query = match.Query{}
	return true
}

func (s *Sheet) barHeight() int {
	if s.bar.Focused() || s.bar.Text() != "" {
		return 1
	}
	return 0
}

// Cell adds a column of exactly width cells to a line, with what the filter found
// in it marked.
func (s *Sheet) Cell(line text.Line, r theme.Role, t safe.Text, width int) text.Line {
	t = Column(t, width)
	return append(line, match.Paint(r, t, s.Query.Ranges(t.String()))...)
}

// Draw returns the sheet in height lines of width cells. none is shown in place
// of rows if there are none.
func (s *Sheet) Draw(env pane.Env, width, height int, none safe.Text, row func(i, width int) text.Line) []string {
	if width <= 0 || height <= 0 {
		return nil
	}
	var out []string
	if s.barHeight() > 0 {
		out = append(out, s.bar.View(width, safe.Text{}))
	}
	if height <= len(out) {
		return out
	}
	s.List.Resize(width, height-len(out))
	if s.List.Count() == 0 {
		out = append(out, Rendered(env, Paragraph(theme.Faint, none, width), width)...)
		for len(out) < height {
			out = append(out, env.Theme.Space(theme.None, width))
		}
		return out[:height]
	}
	return append(out, strings.Split(s.List.Draw(env.Theme, theme.Selected, row), "\n")...)
}
