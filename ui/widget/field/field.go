// Package field is a one-line text input.
//
// The value is kept as the bytes it is; only what is drawn is cleaned. The
// cursor is a cell of our own, so that it is right on wide characters, in
// scrolled text and over any terminal. Colouring comes from a hook, so the
// field knows nothing of what it edits.
//
// A field does not decide what ends the editing: [Field.Key] returns an
// [Outcome] and the owner acts on it.
package field

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/cells"
)

// Options say what a field is for.
type Options struct {
	// Spans colours a value; the spans are in order and do not overlap.
	Spans func(value string) []cells.Span
	// Masked shows dots.
	Masked bool
	// Newlines keeps the line breaks of pasted text; else they become blanks.
	Newlines bool
	// Placeholder is shown faintly while the value is empty.
	Placeholder safe.Text
}

// Outcome is what a key did.
type Outcome int

// The outcomes.
const (
	// Ignored keys did nothing.
	Ignored Outcome = iota
	// Moved means that only the cursor changed.
	Moved
	// Changed means that the value did.
	Changed
	// Accepted and Abandoned end the editing with and without the text.
	Accepted
	Abandoned
	// Next, Prev, Up and Down ask for another field.
	Next
	Prev
	Up
	Down
)

// Field is the widget. Make one with [New].
type Field struct {
	env    widget.Env
	opt    Options
	row    cells.Row
	cursor int // byte offset, at the start of a character
	left   int // first visible column
	width  int
	hist   history
	// spans belong to the present value.
	spans []cells.Span
}

// New returns an empty field.
func New(env widget.Env, o Options) *Field {
	f := &Field{env: env, opt: o}
	f.Set("")
	return f
}

// Set replaces the value, puts the cursor at its end and forgets the history.
func (f *Field) Set(value string) {
	f.left = 0
	f.hist = history{}
	f.put(value, len(value))
}

// Value returns the text, byte for byte.
func (f *Field) Value() string { return f.row.Raw() }

// Cursor returns the cursor's byte offset in the value.
func (f *Field) Cursor() int { return f.cursor }

// SetCursor moves the cursor to a byte offset.
func (f *Field) SetCursor(off int) { f.move(off) }

// Typed returns the text, its only line, and the cursor's offset in it.
func (f *Field) Typed() (line string, row, at int) { return f.Value(), 0, f.cursor }

// Splice puts s in the place of the bytes from from up to to, and the cursor
// behind it. It is a step of the history.
func (f *Field) Splice(from, to int, s string) {
	v := f.Value()
	f.hist.record(f.state(), pasting)
	f.put(v[:from]+s+v[to:], from+len(s))
}

// Caret is the column of the cursor in the field as it was last drawn with the
// focus.
func (f *Field) Caret() int { return f.row.Column(f.cursor) - f.left }

// Resize gives the field its width in cells.
func (f *Field) Resize(width int) { f.width = max(width, 0) }

// Width returns what [Field.Resize] was given.
func (f *Field) Width() int { return f.width }

// Restyle makes the field draw with env.
func (f *Field) Restyle(env widget.Env) { f.env = env }

// Mask switches the dots on or off.
func (f *Field) Mask(on bool) {
	f.opt.Masked = on
	f.put(f.Value(), f.cursor)
}

// Recolour asks the Spans hook again, as when the variables changed.
func (f *Field) Recolour() { f.put(f.Value(), f.cursor) }

func (f *Field) put(value string, cursor int) {
	f.row = cells.Of(value)
	f.spans = nil
	if f.opt.Masked {
		f.row = cells.Masked(value)
	} else if f.opt.Spans != nil {
		f.spans = f.opt.Spans(value)
	}
	f.cursor = f.row.Snap(cursor)
}

// Key handles one key press.
func (f *Field) Key(k tea.KeyPressMsg) Outcome {
	e, s := f.env.Edit.Read(k)
	switch e {
	case keymap.Insert:
		return f.insert(s, typing)
	case keymap.NewLine:
		return Accepted
	case keymap.Abandon:
		return Abandoned
	case keymap.NextField, keymap.Indent:
		return Next
	case keymap.PrevField, keymap.Outdent:
		return Prev
	case keymap.CursorUp, keymap.EditPageUp:
		return Up
	case keymap.CursorDown, keymap.EditPageDown:
		return Down
	case keymap.EditUndo:
		return f.restore(f.hist.undo(f.state()))
	case keymap.EditRedo:
		return f.restore(f.hist.redo(f.state()))
	}
	if to, ok := f.target(e); ok {
		return f.move(to)
	}
	return f.remove(e)
}

// target returns where a moving key leads.
func (f *Field) target(e keymap.Edit) (int, bool) {
	v := f.Value()
	switch e {
	case keymap.CursorLeft:
		return f.row.Prev(f.cursor), true
	case keymap.CursorRight:
		return f.row.Next(f.cursor), true
	case keymap.WordLeft:
		return f.row.Snap(cells.WordLeft(v, f.cursor)), true
	case keymap.WordRight:
		return cells.WordRight(v, f.cursor), true
	case keymap.LineStart, keymap.TextStart, keymap.SelectAll:
		return 0, true
	case keymap.LineEnd, keymap.TextEnd:
		return len(v), true
	}
	return 0, false
}

// remove handles the deleting keys.
func (f *Field) remove(e keymap.Edit) Outcome {
	v := f.Value()
	from, to := f.cursor, f.cursor
	switch e {
	case keymap.DeleteBack:
		from = f.row.Prev(f.cursor)
	case keymap.DeleteForward:
		to = f.row.Next(f.cursor)
	case keymap.DeleteWordBack:
		from = f.row.Snap(cells.WordLeft(v, f.cursor))
	case keymap.DeleteWordForward:
		to = cells.WordRight(v, f.cursor)
	case keymap.DeleteToStart:
		from = 0
	case keymap.DeleteToEnd:
		to = len(v)
	default:
		return Ignored
	}
	if from == to {
		return Moved
	}
	f.hist.record(f.state(), deleting)
	f.put(v[:from]+v[to:], from)
	return Changed
}

func (f *Field) insert(s string, k kind) Outcome {
	if s == "" {
		return Ignored
	}
	f.hist.record(f.state(), k)
	if k == typing && strings.TrimSpace(s) == "" {
		f.hist.seal() // a word is one step back
	}
	v := f.Value()
	f.put(v[:f.cursor]+s+v[f.cursor:], f.cursor+len(s))
	return Changed
}

// Paste inserts pasted text.
func (f *Field) Paste(s string) Outcome {
	// Many terminals paste a line break as the enter key sends it.
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	if !f.opt.Newlines {
		s = strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", " ")
	}
	return f.insert(s, pasting)
}

func (f *Field) move(to int) Outcome {
	f.hist.seal()
	f.cursor = f.row.Snap(to)
	return Moved
}

// Click puts the cursor into a column of the field.
func (f *Field) Click(x int) { f.move(f.row.Offset(f.left + x)) }

func (f *Field) state() state { return state{f.Value(), f.cursor} }

func (f *Field) restore(s state, ok bool) Outcome {
	if !ok {
		return Moved
	}
	f.put(s.value, s.cursor)
	return Changed
}

// View returns the field in exactly its width, on base. Without the focus no
// cursor is drawn and the text stands at its start.
func (f *Field) View(base theme.Base, focus bool) string {
	if f.width <= 0 {
		return ""
	}
	if f.Value() == "" && !f.opt.Placeholder.Empty() {
		return f.placeholder(base, focus)
	}
	st := cells.Style{Spans: f.spans}
	if !focus {
		return f.row.Fit(f.width, st).Render(f.env.Theme, base, f.width)
	}
	f.follow()
	st.HasCursor, st.Cursor = true, f.cursor
	return f.row.Draw(f.left, f.width, st).Render(f.env.Theme, base, f.width)
}

func (f *Field) placeholder(base theme.Base, focus bool) string {
	p := f.opt.Placeholder
	if !focus {
		return f.env.Theme.Paint(base, theme.Faint, p.Cut(f.width)) + f.env.Theme.Space(base, f.width-p.Cut(f.width).Width())
	}
	rest := p.Cut(f.width - 1)
	return f.env.Theme.Paint(base, theme.Cursor, safe.Lit(" ")) +
		f.env.Theme.Paint(base, theme.Faint, rest) + f.env.Theme.Space(base, f.width-1-rest.Width())
}

// follow scrolls so that the cursor's character is visible, with no more than
// the cursor behind the end of the text.
func (f *Field) follow() {
	col := f.row.Column(f.cursor)
	end := col + 1
	if f.cursor < len(f.Value()) {
		end = f.row.Column(f.row.Next(f.cursor))
	}
	if end-f.left > f.width {
		f.left = end - f.width
	}
	f.left = max(min(f.left, col, f.row.Width()+1-f.width), 0)
}
