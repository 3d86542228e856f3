package filterbar_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/widget"
	"postern/ui/widget/filterbar"
)

func bar() *filterbar.Bar {
	b := filterbar.New(widget.DefaultEnv(), safe.Lit("/ "), safe.Lit("filter"))
	b.Focus(true)
	return b
}

func TestKeys(t *testing.T) {
	for _, tc := range []struct {
		name string
		key  tea.KeyPressMsg
		want filterbar.Outcome
		move keymap.ID
	}{
		{"a letter", tea.KeyPressMsg{Code: 'a', Text: "a"}, filterbar.Changed, ""},
		{"enter", tea.KeyPressMsg{Code: tea.KeyEnter}, filterbar.Kept, ""},
		{"esc", tea.KeyPressMsg{Code: tea.KeyEscape}, filterbar.Dropped, ""},
		{"down", tea.KeyPressMsg{Code: tea.KeyDown}, filterbar.Moved, keymap.Down},
		{"up", tea.KeyPressMsg{Code: tea.KeyUp}, filterbar.Moved, keymap.Up},
		{"page down", tea.KeyPressMsg{Code: tea.KeyPgDown}, filterbar.Moved, keymap.PageDown},
		{"page up", tea.KeyPressMsg{Code: tea.KeyPgUp}, filterbar.Moved, keymap.PageUp},
		{"left", tea.KeyPressMsg{Code: tea.KeyLeft}, filterbar.Nothing, ""},
		{"a function key", tea.KeyPressMsg{Code: tea.KeyF5}, filterbar.Nothing, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if o, move := bar().Key(tc.key); o != tc.want || move != tc.move {
				t.Errorf("%v %q, want %v %q", o, move, tc.want, tc.move)
			}
		})
	}
}

func TestTheNoteStandsAtTheEndWhereThereIsRoom(t *testing.T) {
	b := bar()
	b.Paste("users")
	for _, tc := range []struct {
		width int
		want  string
	}{
		{30, "/ users                     12"},
		{14, "/ users       "},
		{1, "…"},
	} {
		got := ansi.Strip(b.View(tc.width, safe.Lit("12")))
		if got != tc.want {
			t.Errorf("%d cells: %q, want %q", tc.width, got, tc.want)
		}
	}
}
