package uitest_test

import (
	"strings"
	"testing"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// A terminal without bracketed paste types what is pasted, its line breaks as
// ctrl+j: a body that is pasted so must not be sent half.
func TestALineBreakIsNoSendInATextOfSeveralLines(t *testing.T) {
	for _, key := range []string{"ctrl+j", "ctrl+r", "ctrl+enter", "alt+enter"} {
		t.Run(key, func(t *testing.T) {
			uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
				s.Open("Odd answers", "Echo")
				s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.NextTab, keymap.EditValue)
				s.Press("ctrl+a")
				s.Type("one")
				s.Press(key)
				if key != "ctrl+j" {
					s.Sees("200 OK")
					return
				}
				s.Type("two")
				s.SeesNot("200 OK")
				s.Sees("1 one", "2 two")
				s.Press("esc", key) // where nothing is typed, it still sends
				s.Sees("200 OK")
				if got := s.Screen(); !strings.Contains(got, "two") {
					t.Errorf("the body was lost:\n%s", got)
				}
			})
		})
	}
}

// The same in rows as text; a field of one line has no line breaks.
func TestALineBreakInRowsAsText(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "Find users by name")
		s.Do(keymap.Pane2, keymap.Bulk)
		s.Press("ctrl+end", "ctrl+j")
		s.Type("x: 1")
		s.Press("esc")
		s.SeesNot("200 OK")
		s.Sees("q=susan&", "x=1")
		s.Do(keymap.EditURL)
		s.Press("ctrl+j")
		s.Sees("200 OK")
	})
}
