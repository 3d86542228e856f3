package uitest_test

import (
	"testing"
	"time"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// A folder runs from the tree: row by row with its tests, each send in the
// history, the variables its scripts set in the environment.
func TestRunACollection(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}} {
		c := &child{}
		uitest.Run(t, uitest.Options{Width: size[0], Height: size[1], Scripts: c, Files: scriptedFiles()}, func(s *uitest.Session) {
			s.Do(keymap.Pane1)
			s.Press("R")
			s.Sees("Trust the scripts of Scripted?", "3 scripts")
			s.Wait(time.Second)
			s.Press("t")
			s.Wait(time.Second)
			s.Sees("Run Scripted", "2 of 2", "✗ 1/2", "has a name: expected undefined", "✗ 2 of 2 failed")
			s.Press("up", "enter") // the first of them
			s.Sees("200 OK", "at=users&limit=2", "from the history")
			s.Do(keymap.Pane4)
			s.Sees("•limit")
			s.Do(keymap.Pane1, keymap.History)
			s.Press("tab")
			s.Sees("List", "Plain")
		})
	}
}

// A run is stopped by the key that would close it.
func TestStopARun(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Select("Odd answers")
		s.Press("R")
		s.Sees("Run Odd answers")
		s.Press("esc")
		s.Wait(time.Second)
		s.Sees("stopped; what was sent is in the history")
		s.Press("esc")
		s.SeesNot("Run Odd answers")
	})
}
