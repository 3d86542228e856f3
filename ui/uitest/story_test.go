package uitest_test

import (
	"testing"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

func TestFirstSend(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Log(s.Screen())
		s.Do(keymap.Send)
		s.Log(s.Screen())
		s.Sees("200 OK")
	})
}
