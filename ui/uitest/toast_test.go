package uitest_test

import (
	"testing"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// A note is in nobody's way: the next key, or click, does what it always does.
func TestNotesTakeNoKeys(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Pane1, keymap.Undo)
		s.Sees("! undo the last edit: nothing was edited")
		s.Do(keymap.Help)
		s.Sees("Help")
		s.Press("esc")
		s.SeesNot("nothing was edited")
		s.Do(keymap.Send, keymap.Pane3, keymap.CopyAll)
		s.Sees("✓")
		s.Do(keymap.Pane1, keymap.NewRequest)
		s.Type("x y")
		s.Press("enter")
		s.Sees("x y")
		s.Press("esc")
		s.Do(keymap.Redo)
		s.Sees("! redo")
		s.Click("Groups")
		s.Sees("Groups")
		s.SeesNot("! redo")
	})
}
