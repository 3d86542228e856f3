package uitest_test

import (
	"testing"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// Whoever does not remember a name types two braces.
func TestCompleteANameAndSend(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "Find users by name")
		s.Do(keymap.Pane2, keymap.EditURL)
		s.Press("ctrl+u")
		s.Type("{{")
		s.Sees("client_secret", "••••••••", "environment")
		s.SeesNot("demo-client-secret")
		s.Type("ur")
		s.Sees("▸url", "http://tenant.test")
		s.Press("enter")
		s.Type("/api/v1/users?limit={{li")
		s.Click("limit  ")
		s.Press("enter")
		s.Sees("{{url}}/api/v1/users?limit={{limit}}")
		s.Do(keymap.Send)
		s.Sees("200 OK")
	})
}

func TestCompleteAHeader(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.Add)
		s.Type("acc")
		s.Sees("│ Accept-Language")
		s.Press("down", "enter", "enter")
		s.Type("json")
		s.Press("down", "tab", "enter", "esc")
		s.Do(keymap.PrevTab, keymap.PrevTab, keymap.PrevTab)
		s.Sees("Accept: application/json")
	})
}

func TestCompleteInTheEnvironment(t *testing.T) {
	uitest.Run(t, uitest.Options{Width: 40, Height: 12}, func(s *uitest.Session) {
		s.Do(keymap.OpenEnv)
		s.Select("limit")
		s.Do(keymap.Open)
		s.Press("ctrl+u")
		s.Type("{{ur")
		s.Sees("▸url")
		s.Press("tab", "enter")
		s.Sees("{{url}}")
	})
}

// On every terminal the list leaves the typed line in sight and the frame
// straight.
func TestCompleteFrames(t *testing.T) {
	atSizes(t, uitest.Options{}, []string{"120x40", "80x24", "40x12"}, func(s *uitest.Session, shot func(string)) {
		s.Open("List users")
		s.Do(keymap.Pane2, keymap.Open)
		s.Type("{{cl")
		s.Sees("{{limit}}{{cl", "▸client_")
		shot("complete")
	})
}
