package picture

import (
	"time"

	"postern/auth/tenant"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

// Screen is one of the main screens: its picture's file in docs, what a reader
// who does not see it is told, and how a person comes to it.
type Screen struct {
	Name, Title string
	Go          func(*uitest.Session)
}

// Screens are the main screens.
func Screens() []Screen {
	return []Screen{
		{"screen", "postern: a list of users in the response, the environment and the token's time left below", workbench},
		{"screen-environment", "The environment pane: current values beside those of the file, one of them changed", environment},
		{"screen-lookup", "The lookup: people that were seen, offered for the empty userId of a request", lookup},
		{"screen-tokens", "The token manager: two tokens with the time they have left, whose they are and what they are for", tokens},
		{"screen-history", "The history: what was sent, when, with which status, and how long it took", history},
		{"screen-request", "The editor of a request's body: variables are offered with their values after two braces", completing},
	}
}

// takes is how long the tenant needs: no answer is there in no time.
const takes = 38 * time.Millisecond

func workbench(s *uitest.Session) {
	s.Tenant.Fault(tenant.Fault{Path: "/api/v1/users", Delay: takes})
	s.Open("Users", "List users")
	s.Do(keymap.Send)
	s.Wait(time.Second)
	s.Do(keymap.Pane3)
	s.Sees("200 OK")
}

func environment(s *uitest.Session) {
	workbench(s)
	s.Do(keymap.OpenEnv)
	s.Select("limit")
	s.Do(keymap.Open)
	s.Press("ctrl+u")
	s.Type("50")
	s.Press("enter")
	s.Do(keymap.Zoom)
	s.Sees("•limit", "50")
}

func lookup(s *uitest.Session) {
	workbench(s)
	s.Open("Users", "Get user")
	s.Do(keymap.LookUp)
	s.Sees("Look up userId", "Tony Stark")
}

func tokens(s *uitest.Session) {
	workbench(s)
	s.Open("Ways to get a token", "Log in by password")
	s.Do(keymap.Send)
	s.Wait(time.Second)
	s.Do(keymap.Tokens)
	s.Sees("Tenant", "tony.stark")
}

func history(s *uitest.Session) {
	workbench(s)
	for _, way := range [][]string{{"Users", "Find users by name"}, {"Groups", "List groups"}, {"Odd answers", "Not found"}, {"Users", "Get user by login"}} {
		s.Open(way...)
		s.Do(keymap.Send)
		s.Wait(40 * time.Second)
	}
	s.Do(keymap.History)
	s.Press("tab")
	s.Sees("404")
}

func completing(s *uitest.Session) {
	s.Open("Users", "Create user")
	s.Do(keymap.Pane2, keymap.Zoom, keymap.NextTab, keymap.NextTab, keymap.NextTab, keymap.EditValue)
	s.Press("ctrl+end", "up", "up", "up", "up", "up", "up", "up", "end", "left")
	s.Type(" {{")
	s.Sees("Engineering {{", "tony.stark@example.com")
}
