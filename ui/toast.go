package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// toastTime is how long a note stays; errors stay until a key is pressed.
const toastTime = 4 * time.Second

// toast is the one note in the status line.
type toast struct {
	line text.Line
	id   int
	// sticky stays until it was seen.
	sticky bool
}

func (t *toast) note(s string) tea.Cmd {
	return t.show(theme.OK, safe.Lit("✓ "), s, false)
}

func (t *toast) warn(s string) tea.Cmd {
	return t.show(theme.Warn, safe.Lit("! "), s, true)
}

func (t *toast) fail(err error) tea.Cmd {
	return t.show(theme.Error, safe.Lit("✗ "), err.Error(), true)
}

func (t *toast) show(r theme.Role, mark safe.Text, s string, sticky bool) tea.Cmd {
	t.id++
	t.line, t.sticky = text.Of(r, mark.Plus(safe.Clean(s))), sticky
	if sticky {
		return nil
	}
	id := t.id
	return tea.Tick(toastTime, func(time.Time) tea.Msg { return toastOverMsg{id} })
}

// seen lets go of a note that waits to be seen.
func (t *toast) seen() {
	if t.sticky {
		t.line, t.sticky = nil, false
	}
}

// toastOverMsg ends a note's time.
type toastOverMsg struct{ id int }

func (msg toastOverMsg) apply(m *Model) tea.Cmd {
	if m.toast.id == msg.id {
		m.toast.line = nil
	}
	return nil
}
