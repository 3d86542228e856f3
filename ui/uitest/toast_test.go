package uitest_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"postern/auth/tenant"
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

// A failure is told whole: what, where, and what to try, also where the line at
// the bottom is too short for it.
func TestALongFailureIsToldWhole(t *testing.T) {
	uitest.Run(t, uitest.Options{Width: 80, Height: 24}, func(s *uitest.Session) {
		s.Open("Users", "Find users by name")
		s.Do(keymap.Pane2, keymap.Toggle)
		if err := os.Chmod(filepath.Join(s.Dir, tenant.SampleCollectionFile), 0o400); err != nil {
			t.Fatal(err)
		}
		s.Do(keymap.Save)
		s.Sees("That failed", "is read-only", "make it writable first")
		s.Wait(time.Second)
		s.Press("esc")
		s.Sees("● unsaved")
	})
}
