// Package form is a list of labelled values that are edited in place: settings
// of one thing, under headings that fold.
//
// Its rows are texts, choices, switches, texts of several lines, lists of
// parameters, buttons and lines to read. The form knows nothing of what they
// mean: it applies a change to its own rows and reports it as a [Fact], and its
// owner answers with [Form.Set], which may bring other rows: an edit that is
// going on stays as long as its row has the value it began with. Only visible
// lines are drawn. To add a kind of row, add it to [Kind], to what opening it
// does in edit.go and to how it is drawn in view.go.
//
//	            enter i, double click          enter ↑ ↓ tab: takes the text
//	          ┌──────────────────────▶ typing ──────────────────────────────┐
//	looking ──┤ enter, click                    enter, click: takes the option
//	   ▲      └──────────────────────▶ choosing ────────────────────────────┤
//	   └──────────────── esc: drops the text, keeps the choice ◀────────────┘
package form

import (
	"slices"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/cells"
	"postern/ui/widget/complete"
	"postern/ui/widget/editor"
)

// Kind says what a row is.
type Kind int

// The kinds.
const (
	// Text is one line of text.
	Text Kind = iota
	// Choice is one of Options.
	Choice
	// Switch is "true" or "false".
	Switch
	// Long is a text that may have several lines.
	Long
	// Params is a list of parameters.
	Params
	// Button does something.
	Button
	// Info is a text to read.
	Info
)

// Row is one value, button or text.
type Row struct {
	// ID names the row. It is unique in the form.
	ID    string
	Kind  Kind
	Label safe.Text
	// Help tells more, see [Form.Help].
	Help  safe.Text
	Value string
	// Unset says that there is no value, which an empty one is.
	Unset bool
	// Fallback is the value that counts while there is none. It is shown
	// faintly and is where an edit begins.
	Fallback string
	// Secret values are dots, see [Form.Reveal].
	Secret bool
	// Locked rows are for looking at.
	Locked bool
	// Options are those of a Choice, and where the parameters of Params can go;
	// the first is that of a new one.
	Options []Option
	Params  []Param
	// Key is the key that does what a Button does, Off why it cannot be done.
	Key, Off safe.Text
	// Role is the look of an Info.
	Role theme.Role
}

// Option is a value that can be chosen.
type Option struct {
	Value string
	Label safe.Text
}

// Param is a parameter of a row of the kind Params.
type Param struct {
	On bool
	// In is the value of the option that says where it goes.
	In         string
	Key, Value string
}

// Section is a group of rows.
type Section struct {
	// ID names the section, so that it stays folded. It is unique in the form.
	ID string
	// Title stands above the rows and folds them; empty means neither.
	Title safe.Text
	// Note stands behind the title in a lesser tone.
	Note safe.Text
	// Folded is how the section is at first.
	Folded bool
	Rows   []Row
}

// Fact is something that happened: [Changed], [Cleared], [ParamsChanged],
// [Pressed] or [Copied].
type Fact interface{ fact() }

// Changed says that a row has a new value; that of a switch is "true" or
// "false".
type Changed struct{ Row, Value string }

// Cleared says that a row is to have no value any more.
type Cleared struct{ Row string }

// ParamsChanged says that a row has other parameters.
type ParamsChanged struct {
	Row    string
	Params []Param
}

// Pressed says that a button was pressed that is not off.
type Pressed struct{ Row string }

// Copied says that a part of a text is to go to the clipboard.
type Copied struct{ Text string }

func (Changed) fact()       {}
func (Cleared) fact()       {}
func (ParamsChanged) fact() {}
func (Pressed) fact()       {}
func (Copied) fact()        {}

// Form is the widget. Make one with [New].
type Form struct {
	env widget.Env
	// spans colours values; nil colours nothing.
	spans func(value string) []cells.Span
	rows  rows
	edit  *edit
	pick  *pick
	// long is the text of several lines that is being edited, in place of the
	// form.
	long *long

	top           int
	width, height int
	focus         bool
	revealed      bool // the row under the cursor shows its secret

	view  string
	fresh bool
}

// long is a text of several lines while it is edited.
type long struct {
	row  string
	edit *editor.Editor
	// before is the text when the editing began.
	before string
}

// New returns an empty form. spans colours values, with spans in order that do
// not overlap; it may be nil.
func New(env widget.Env, spans func(value string) []cells.Span) *Form {
	return &Form{env: env, spans: spans, rows: rows{folded: map[string]bool{}}}
}

// Set replaces the rows, which belong to the form from now on. Cursor, folds
// and an ongoing edit stay as far as possible.
func (f *Form) Set(sections []Section) {
	cursor := f.rows.set(sections)
	if f.edit != nil && !f.edit.holds(&f.rows) {
		f.edit = nil
	}
	if f.pick != nil && !f.pick.holds(&f.rows) {
		f.pick = nil
	}
	if f.long != nil {
		if r := f.rows.byID(f.long.row); r == nil || r.Kind != Long || r.Locked || r.Value != f.long.before {
			f.long = nil
		}
	}
	f.rows.arrange(f.width, f.pick, cursor)
	f.stepped()
}

// Reset replaces the rows and forgets cursor, folds and edit.
func (f *Form) Reset(sections []Section) {
	f.edit, f.pick, f.long, f.revealed = nil, nil, nil, false
	f.rows = rows{folded: map[string]bool{}}
	f.top = 0
	f.Set(sections)
	f.rows.Go(0)
}

// Select moves the cursor to a row, unfolding its section, and reports whether
// there is one.
func (f *Form) Select(id string) bool {
	for i, s := range f.rows.sections {
		if !slices.ContainsFunc(s.Rows, func(r Row) bool { return r.ID == id }) {
			continue
		}
		f.rows.folded[s.ID] = false
		f.arrange()
		for n, l := range f.rows.Lines {
			if l.sec == i && l.part.stops() && l.part != titlePart && s.Rows[l.row].ID == id {
				f.rows.Go(n)
				f.stepped()
				return true
			}
		}
	}
	return false
}

// Selected returns the row under the cursor; ok is false on a heading.
func (f *Form) Selected() (r Row, ok bool) {
	if p := f.rows.current(); p != nil {
		return *p, true
	}
	return Row{}, false
}

// Param returns the parameter under the cursor.
func (f *Form) Param() (p Param, ok bool) {
	if l, on := f.rows.At(); on && l.part == paramPart {
		return f.rows.sections[l.sec].Rows[l.row].Params[l.at], true
	}
	return Param{}, false
}

// Clearable reports whether removing means something where the cursor is: for
// a parameter, and for a value that there is.
func (f *Form) Clearable() bool {
	if r, ok := f.Selected(); ok && !r.Locked {
		_, param := f.Param()
		return param || !r.Unset && r.Kind < Params
	}
	return false
}

// Help is the help of the row under the cursor.
func (f *Form) Help() safe.Text {
	r, _ := f.Selected()
	return r.Help
}

// Reveal shows the secret under the cursor until the cursor leaves it, or hides
// it again.
func (f *Form) Reveal() {
	f.revealed, f.fresh = !f.revealed, false
	if f.edit != nil && f.edit.secret {
		f.edit.field.Mask(!f.revealed)
	}
}

// Resize gives the form its size in cells.
func (f *Form) Resize(width, height int) {
	width, height = max(width, 0), max(height, 0)
	if width == f.width && height == f.height {
		return
	}
	f.width, f.height, f.fresh = width, height, false
	f.arrange() // texts to read are wrapped
}

// Focus says whether the form has the keys.
func (f *Form) Focus(on bool) {
	if f.focus != on {
		f.focus, f.fresh = on, false
	}
}

// Restyle makes the form draw anew, with env.
func (f *Form) Restyle(env widget.Env) {
	f.env, f.fresh = env, false
	if f.edit != nil {
		f.edit.field.Restyle(env)
	}
	if f.long != nil {
		f.long.edit.Restyle(env)
	}
}

// Refresh asks the spans hook again, as when the variables changed.
func (f *Form) Refresh() {
	f.fresh = false
	if f.edit != nil {
		f.edit.field.Recolour()
	}
	if f.long != nil {
		f.long.edit.Refresh()
	}
}

// Typing is the text that is typed, with where it stands in the form.
func (f *Form) Typing() complete.Typing {
	switch {
	case f.long != nil:
		return f.long.edit.Typing().Down(1)
	case f.edit != nil:
		return complete.Typing{In: f.edit.field, X: f.edit.x + f.edit.field.Caret(), Y: f.rows.Cursor - f.top}
	}
	return complete.Typing{}
}

// Editing reports whether a text or a choice has the keys.
func (f *Form) Editing() bool { return f.edit != nil || f.pick != nil || f.long != nil }

// arrange makes the lines anew.
func (f *Form) arrange() {
	cursor, _ := f.rows.At()
	f.rows.arrange(f.width, f.pick, cursor)
	f.fresh = false
}

// stepped is called when the cursor may be on another line: a secret is shown
// only as long as its row is under the cursor.
func (f *Form) stepped() {
	f.fresh = false
	if f.rows.Moved {
		f.rows.Moved, f.revealed = false, false
	}
}
