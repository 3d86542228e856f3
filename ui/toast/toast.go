// Package toast is the one note in the status line: what was just done, or why
// not. Notes go after a while; warnings and failures stay until a key is
// pressed.
package toast

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// ShowTime is how long a note stays; errors stay until a key is pressed.
const ShowTime = 4 * time.Second

// Toast is the one note in the status line.
type Toast struct {
	line text.Line
	id   int
	// sticky stays until it was seen.
	sticky bool
}

// Note says that something was done.
func (t *Toast) Note(s string) tea.Cmd {
	return t.show(theme.OK, safe.Lit("✓ "), s, false)
}

// Warn says why something was not done.
func (t *Toast) Warn(s string) tea.Cmd {
	return t.show(theme.Warn, safe.Lit("! "), s, true)
}

// Fail says that something failed, and one thing to try; "" is none.
func (t *Toast) Fail(err error, hint string) tea.Cmd {
	told := err.Error()
	if hint != "" {
		told += ": " + hint
	}
	return t.show(theme.Error, safe.Lit("✗ "), told, true)
}

func (t *Toast) show(r theme.Role, mark safe.Text, s string, sticky bool) tea.Cmd {
	t.id++
	t.line, t.sticky = text.Of(r, mark.Plus(safe.Clean(s))), sticky
	if sticky {
		return nil
	}
	id := t.id
	return tea.Tick(ShowTime, func(time.Time) tea.Msg { return OverMsg{id} })
}

// Seen lets go of a note that waits to be seen.
func (t *Toast) Seen() {
	if t.sticky {
		t.line, t.sticky = nil, false
	}
}

// OverMsg ends a note's time: hand it to [Toast.Over].
type OverMsg struct{ id int }

// Over ends the time of the note it was made for.
func (t *Toast) Over(msg OverMsg) {
	if t.id == msg.id {
		t.line = nil
	}
}

// Line is the note, nil for none.
func (t *Toast) Line() text.Line { return t.line }
