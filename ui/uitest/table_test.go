package uitest_test

import (
	"strings"
	"testing"

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
	atSizes(t, uitest.Options{}, []string{"120x40", "80x24", "40x12"}, func(s *uitest.Session, shot func(string)) {
		s.Open("Users", "List users")
		s.Do(keymap.Send, keymap.Pane3, keymap.Table, keymap.Right, keymap.SortColumn)
		shot("table")
	})
}
