package uitest_test

import (
	"testing"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// What was sent can be opened again, also by the next session.
func TestHistory(t *testing.T) {
	o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir()}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Send)
		s.Open("Odd answers", "Not found")
		s.Do(keymap.Send)
		s.Sees("404")
	})
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.History)
		s.Sees("List users", "200", "Not found", "404")
		s.Press("down", "enter")
		s.Sees("Users › List users", "200 OK", "Tony", "● Tenant ·")
		s.Do(keymap.History)
		s.SeesNot("Not found") // only the chosen request's
		s.Press("r")
		s.Sees("200 OK", "Tony")
	})
}
