// Package filterbar is the line in which a filter is typed: a prompt, a text
// field and what was found. It edits and draws; what the text filters is the
// owner's business.
package filterbar

import (
	tea "charm.land/bubbletea/v2"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/field"
)

// Outcome is what a key did.
type Outcome int

// The outcomes.
const (
	// Nothing changed but perhaps the cursor.
	Nothing Outcome = iota
	// Changed means that there is another text.
	Changed
	// Kept and Dropped end the typing, with and without the text.
	Kept
	Dropped
	// Moved means that the key moves in the list below; see [Bar.Key].
	Moved
)

// Bar is the widget. Make one with [New].
type Bar struct {
	env    widget.Env
	prompt safe.Text
	field  *field.Field
	focus  bool
}

// New returns an empty bar. The prompt stands before the field, the placeholder
// in it while it is empty.
func New(env widget.Env, prompt, placeholder safe.Text) *Bar {
	return &Bar{env: env, prompt: prompt, field: field.New(env, field.Options{Placeholder: placeholder})}
}

// Restyle makes the bar draw with env.
func (b *Bar) Restyle(env widget.Env) {
	b.env = env
	b.field.Restyle(env)
}

// Focus says whether the text is being typed.
func (b *Bar) Focus(on bool) { b.focus = on }

// Focused reports whether the text is being typed.
func (b *Bar) Focused() bool { return b.focus }

// Text returns what was typed.
func (b *Bar) Text() string { return b.field.Value() }

// Set replaces the text.
func (b *Bar) Set(s string) { b.field.Set(s) }

// Key handles a key press. With [Moved] comes the action that the list below
// the bar is to do.
func (b *Bar) Key(k tea.KeyPressMsg) (Outcome, keymap.ID) {
	if e, _ := b.env.Edit.Read(k); e == keymap.EditPageUp {
		return Moved, keymap.PageUp
	} else if e == keymap.EditPageDown {
		return Moved, keymap.PageDown
	}
	switch b.field.Key(k) {
	case field.Changed:
		return Changed, ""
	case field.Accepted:
		return Kept, ""
	case field.Abandoned:
		return Dropped, ""
	case field.Up, field.Prev:
		return Moved, keymap.Up
	case field.Down, field.Next:
		return Moved, keymap.Down
	}
	return Nothing, ""
}

// Paste inserts pasted text.
func (b *Bar) Paste(s string) Outcome {
	if b.field.Paste(s) == field.Changed {
		return Changed
	}
	return Nothing
}

// Click puts the cursor into a column of the bar.
func (b *Bar) Click(x int) { b.field.Click(x - b.prompt.Width()) }

// minField is the width below which the note is left out.
const minField = 12

// View returns the bar in exactly width cells, note at its right end.
func (b *Bar) View(width int, note safe.Text) string {
	if width <= 0 {
		return ""
	}
	th := b.env.Theme
	prompt := b.prompt.Cut(width)
	role := theme.Faint
	if b.focus {
		role = theme.Accent
	}
	room := width - prompt.Width()
	tail := ""
	if w := note.Width() + 1; !note.Empty() && room-w >= minField {
		tail = th.Space(theme.None, 1) + th.Paint(theme.None, theme.Faint, note)
		room -= w
	}
	b.field.Resize(room)
	return th.Paint(theme.None, role, prompt) + b.field.View(theme.None, b.focus) + tail
}
