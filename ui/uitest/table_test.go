package uitest_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// The users of a list are looked at as a table: sorted, fewer columns, copied
// for a spreadsheet, and back at one of them.
func TestLookAtUsersAsATable(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Send, keymap.Pane3, keymap.Zoom)
		s.Do(keymap.SortColumn)
		s.Sees("show a list as a table first")
		s.Do(keymap.Table)
		s.Sees("row 1 of ", " id ", "status")
		s.Do(keymap.Right, keymap.SortColumn, keymap.SortColumn)
		s.Sees("status ↓")
		s.Do(keymap.Left, keymap.HideColumn, keymap.CopyAll)
		s.Sees("copied the table as CSV")
		if len(s.Copied) != 1 || !strings.HasPrefix(s.Copied[0], "status,") || !strings.Contains(s.Copied[0], "\r\n") {
			t.Errorf("copied %q", s.Copied)
		}
		s.Do(keymap.ChooseColumns)
		s.Sees("✓ status")
		s.Do(keymap.Open, keymap.Down, keymap.Open)
		s.SeesNot("row 2 of ")
		s.Sees(`"status":`)
	})
}

// A table fits every terminal.
func TestTableFrames(t *testing.T) {
	for _, size := range []struct {
		name string
		w, h int
	}{{"120x40", 120, 40}, {"80x24", 80, 24}, {"40x12", 40, 12}} {
		t.Run(size.name, func(t *testing.T) {
			uitest.Run(t, uitest.Options{Width: size.w, Height: size.h}, func(s *uitest.Session) {
				s.Open("Users", "List users")
				s.Do(keymap.Send, keymap.Pane3, keymap.Table, keymap.Right, keymap.SortColumn)
				frame := s.Screen()
				for i, l := range strings.Split(frame, "\n") {
					if ansi.StringWidth(l) != size.w {
						t.Errorf("line %d has %d cells: %q", i, ansi.StringWidth(l), l)
					}
				}
				golden(t, size.name+"-table.txt", frame)
			})
		})
	}
}
