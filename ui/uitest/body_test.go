package uitest_test

import (
	"testing"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// A body is pasted in one line, found wrong, mended, put in order and sent.
func TestMendABody(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Odd answers", "Echo")
		s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.NextTab, keymap.EditValue)
		s.Press("ctrl+a")
		s.Paste(`{"limit":{{limit}},"user":"{{email}}",}`)
		s.Sees("✗ line 1, column 39: there is a comma too many before }")
		s.Press("alt+p", "backspace") // there, and the comma before it
		s.SeesNot("✗ line")
		s.Press("alt+p", "esc")
		s.Sees(`"limit": {{limit}},`)
		s.Do(keymap.Send)
		s.Sees("200 OK")
	})
}

func TestSelectAndCut(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Odd answers", "Echo")
		s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.NextTab, keymap.EditValue)
		s.Press("ctrl+a")
		s.Paste("one two")
		s.Press("ctrl+shift+left", "ctrl+x", "esc")
		if len(s.Copied) != 1 || s.Copied[0] != "two" {
			t.Errorf("copied %q", s.Copied)
		}
		s.Sees("1 one")
		s.SeesNot("one two")
	})
}

// What is edited as text fits every terminal.
func TestTextFrames(t *testing.T) {
	atSizes(t, uitest.Options{}, []string{"120x40", "80x24", "40x12"}, func(s *uitest.Session, shot func(string)) {
		s.Open("Echo")
		s.Do(keymap.Pane2, keymap.Bulk)
		s.Type("sort: {{nobody}}")
		shot("bulk")
		s.Press("esc")
		s.Do(keymap.NextTab, keymap.NextTab, keymap.NextTab, keymap.EditValue)
		s.Press("end")
		s.Type(",")
		shot("body")
	})
}
