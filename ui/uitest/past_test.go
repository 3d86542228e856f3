package uitest_test

import (
	"testing"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// What was sent is found, narrowed, compared, opened, sent again and deleted,
// all of it after a restart; what was deleted stays away after the next.
func TestThePastInFull(t *testing.T) {
	o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir()}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Send, keymap.Send)
		s.Open("Odd answers", "Not found")
		s.Do(keymap.Send)
		s.Open("Odd answers", "Echo")
		s.Do(keymap.Send)
	})
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.History)
		s.Sees("List users", "Not found", "Echo", "200", "404")
		s.Do(keymap.NextStatus, keymap.NextStatus, keymap.NextStatus) // 4xx
		s.Sees("4xx", "Not found")
		s.SeesNot("Echo", "List users ")
		s.Do(keymap.NextStatus, keymap.NextStatus, keymap.NextStatus) // all again
		s.Do(keymap.Search)
		s.Type("echo")
		s.Press("enter")
		s.Sees("Echo")
		s.SeesNot("Not found")
		s.Press("esc")
		s.Do(keymap.OnlyEnv)
		s.Sees("Tenant", "Echo", "Not found")
		s.Do(keymap.OnlyEnv)
		// The two of the list differ in when they came.
		s.Press("down", "down")
		s.Do(keymap.Compare)
		s.Sees("◆")
		s.Press("down")
		s.Do(keymap.Compare)
		s.Sees("200 → ") // their times are both in the title
		s.Press("esc")
		s.Do(keymap.DeleteSend)
		s.Sees("Forget GET Users › List users, 200")
		s.Press("esc")
		s.Sees("Echo", "Not found")
		s.Press("g", "down")
		s.Do(keymap.DeleteSend)
		s.Press("enter")
		s.SeesNot("Not found")
		s.Sees("Echo", "List users")
		s.Press("G", "enter")
		s.Sees("Users › List users", "Tony", "GET "+uitest.Base+"/api/v1/users")
	})
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.History)
		s.Sees("Echo", "List users")
		s.SeesNot("Not found")
		s.Press("G")
		s.Do(keymap.Resend)
		s.Sees("200 OK", "Tony")
	})
}
