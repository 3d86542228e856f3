package dialog

import (
	"slices"
	"strings"

	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/filterbar"
	"postern/ui/widget/fuzzy"
	"postern/ui/widget/text"
	"postern/ui/widget/vlist"
)

// Finder is the middle of a dialog in which one always types: a line, and below
// it the rows that match it. A [Sheet] is for rows that are rather looked at.
type Finder struct {
	List  vlist.List
	Query fuzzy.Query
	// Found are the rows that match what is typed, best first.
	Found []int
	bar   *filterbar.Bar
	// above is how many lines are over the rows.
	above int
}

// NewFinder returns one without rows; the placeholder stands in the line while
// nothing is typed.
func NewFinder(env pane.Env, placeholder safe.Text) Finder {
	f := Finder{bar: filterbar.New(env, safe.Lit("› "), placeholder)}
	f.bar.Focus(true)
	return f
}

// Restyle makes it draw with env.
func (f *Finder) Restyle(env pane.Env) { f.bar.Restyle(env) }

// Typed returns what is typed.
func (f *Finder) Typed() string { return f.bar.Text() }

// Clear takes away what is typed; the owner calls Rank.
func (f *Finder) Clear() { f.bar.Set("") }

// Rank finds those of n rows that match what is typed and are not left out, and
// puts the cursor on the first. leaves may be nil.
func (f *Finder) Rank(n int, text func(i int) *fuzzy.Text, leaves func(i int) bool) {
	f.Query = fuzzy.Parse(f.bar.Text())
	f.Found = fuzzy.Find(f.Query, n, text)
	if leaves != nil {
		f.Found = slices.DeleteFunc(f.Found, leaves)
	}
	f.List.SetCount(len(f.Found))
	f.List.Select(0)
}

// Current returns the row under the cursor; ok is false if none is found.
func (f *Finder) Current() (row int, ok bool) {
	if len(f.Found) == 0 {
		return 0, false
	}
	return f.Found[f.List.Cursor()], true
}

// Update handles what types, moves and scrolls. It returns what is left for the
// dialog, and whether something else is typed, after which the owner calls
// Rank: Accept takes the row under the cursor, for which a click on a row is
// enough if once is set, and Close ends the dialog.
func (f *Finder) Update(sh *Shell, ev pane.Event, once bool) (left keymap.ID, typed bool) {
	switch ev := ev.(type) {
	case pane.Act:
		return f.act(ev.ID), false
	case pane.Key:
		return f.typed(f.bar.Key(ev.KeyPressMsg))
	case pane.Paste:
		return f.typed(f.bar.Paste(ev.Text), "")
	case pane.Wheel:
		f.List.Wheel(ev.Lines)
	case pane.Drag:
		f.List.Pull(ev.Y - 1 - f.above)
	case pane.Release:
		f.List.Let()
	case pane.Click:
		if id := sh.Action(ev); id != "" {
			return f.act(id), false
		}
		y := ev.Y - 1 - f.above
		if f.List.Grab(ev.X-2, y) {
			return "", false
		}
		if i, ok := f.List.RowAt(y); ok {
			if f.List.Select(i); once || ev.Double {
				return keymap.Accept, false
			}
		}
	}
	return "", false
}

func (f *Finder) act(id keymap.ID) (left keymap.ID) {
	switch {
	case id == keymap.Accept || id == keymap.Open:
		return keymap.Accept
	case Closes(id):
		return keymap.Close
	}
	f.List.Act(id)
	return ""
}

func (f *Finder) typed(o filterbar.Outcome, move keymap.ID) (left keymap.ID, typed bool) {
	switch o {
	case filterbar.Changed:
		return "", true
	case filterbar.Kept:
		return keymap.Accept, false
	case filterbar.Dropped:
		return keymap.Close, false
	case filterbar.Moved:
		f.List.Act(move)
	}
	return "", false
}

// Draw returns the finder in height lines of width cells: the line with a note
// at its end, what is over the rows, and the rows, or none in their place.
func (f *Finder) Draw(env pane.Env, width, height int, note safe.Text, over []string, none safe.Text, row func(row, width int) text.Line) []string {
	lines := append([]string{f.bar.View(width, note)}, over...)
	f.above = len(lines)
	f.List.Resize(width, height-len(lines))
	if len(f.Found) == 0 {
		return append(lines, Rendered(env, Paragraph(theme.Faint, none, width), width)...)
	}
	rows := f.List.Draw(env.Theme, theme.Selected, func(i, w int) text.Line {
		if w < width { // keep what is at the right end apart from the scroll bar
			w--
		}
		return row(f.Found[i], w)
	})
	return append(lines, strings.Split(rows, "\n")...)
}
