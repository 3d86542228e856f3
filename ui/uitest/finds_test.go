package uitest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// An empty {{userId}} is filled from the people that were seen, and with none
// seen the collection's own list request is offered, sent, and its answer
// chosen from.
func TestLookUpAnID(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "Get user")
		s.Do(keymap.LookUp)
		s.Sees("No user was seen yet: send one of these", "List users")
		s.Press("enter")
		s.Sees("Look up userId", "Tony Stark", "tony.stark@example.com")
		s.Type("lovel")
		s.Sees("Ada Lovelace")
		s.SeesNot("Grace Hopper")
		s.Press("enter")
		s.Sees("userId is 00u")
		s.Do(keymap.Send)
		s.Sees("200 OK", `"ada.lovelace@example.com"`)
	})
}

// What was seen and chosen is there in the next run, the choice first; clearing
// the history forgets both.
func TestTheLookUpRemembers(t *testing.T) {
	o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir()}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("Users", "Get user")
		s.Do(keymap.LookUp)
		s.Press("enter")
		s.Type("lovel")
		s.Press("enter")
		s.Sees("userId is 00u", "Ada Lovelace")
	})
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("Users", "Get user")
		s.Do(keymap.LookUp)
		s.Sees("● Ada Lovelace", "Tony Stark")
		s.Type("stark")
		s.Press("enter")
		s.Sees("userId is 00u", "Tony Stark")
		s.Do(keymap.LookUp)
		s.Sees("● Tony Stark")
		s.Press("esc")
		s.Do(keymap.History, keymap.ClearHistory)
		s.Press("enter")
		s.Sees("the history is empty")
		s.Press("esc")
		s.Do(keymap.LookUp)
		s.Sees("No user was seen yet")
	})
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("Users", "Get user")
		s.Do(keymap.LookUp)
		s.Sees("No user was seen yet")
	})
}

// The IDs of a response stand in a tab of their own, and one of them goes into
// a variable by one key.
func TestPutAnIDIntoAVariable(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Send, keymap.Pane3)
		s.Sees("IDs 2", "Links")
		s.Do(keymap.Right, keymap.Right, keymap.Right)
		s.Sees("Tony Stark", "user", "00u1")
		s.Do(keymap.Open)
		s.Sees("Put Tony Stark into", "userId", "the clipboard")
		s.Press("enter")
		s.Sees("userId is 00u1")
		s.Do(keymap.Pane4)
		s.SeesNot("userId         (unset)")
	})
}

// A link is followed with the request's own auth, and the way back is one key.
func TestFollowALink(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Send, keymap.Pane3, keymap.Right, keymap.Right, keymap.Right, keymap.Right)
		s.Sees("next", "after=", "self")
		s.Do(keymap.Down, keymap.FollowLink)
		s.Sees("200 OK", "List users › /api/v1/users?after=25", "emmett.brown@example.com")
		s.SeesNot("tony.stark@example.com\"")
		s.Do(keymap.Back)
		s.Sees("tony.stark@example.com\"")
	})
}

// mixed answers with a link to itself and one elsewhere, and remembers what it
// was sent.
type mixed struct{ got []string }

func (h *mixed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.got = append(h.got, r.Host+r.URL.Path+" "+r.Header.Get("Authorization")+r.Header.Get("X-Key"))
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(`{"page":"` + r.Host + r.URL.Path + `","_links":{"near":{"href":"/two"},"far":{"href":"http://tenant.test:8081/three"}}}`))
}

const linked = `{"info":{"name":"A","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
	"auth":{"type":"bearer","bearer":[{"key":"token","value":"canary"}]},
	"item":[{"name":"One","request":{"method":"GET","url":"http://tenant.test/one","header":[{"key":"X-Key","value":"k"}]}}]}`

func TestLinksKeepCredentialsWithinTheOrigin(t *testing.T) {
	h := &mixed{}
	o := uitest.Options{Files: map[string][]byte{oauthFile: []byte(linked)}, Handler: h, Width: 120, Height: 48}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("One")
		s.Do(keymap.Send, keymap.Pane3, keymap.Right, keymap.Right, keymap.Right, keymap.Right)
		s.Sees("near", "http://tenant.test/two", "far", "another origin")
		s.Do(keymap.FollowLink)
		s.Sees(`"tenant.test/two"`)
		s.Do(keymap.Back)
		s.Sees(`"tenant.test/one"`)
		s.Do(keymap.Forward)
		s.Sees(`"tenant.test/two"`)
		s.Do(keymap.Right, keymap.Right, keymap.Right, keymap.Right, keymap.Down, keymap.FollowLink)
		s.Sees("A link to another origin", "neither the headers nor the auth")
		s.Press("f")
		s.Wait(time.Second)
		if got := strings.Join(h.got, "\n"); got != "tenant.test/one Bearer canaryk\ntenant.test/two Bearer canaryk\ntenant.test:8081/three " {
			t.Errorf("the server was sent\n%s", got)
		}
	})
}

// A person who does not want it has neither go along anywhere.
func TestLinksWithoutHeaders(t *testing.T) {
	h := &mixed{}
	o := uitest.Options{Files: map[string][]byte{oauthFile: []byte(linked)}, Handler: h, BareLinks: true}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("One")
		s.Do(keymap.Send, keymap.Pane3, keymap.Right, keymap.Right, keymap.Right, keymap.Right, keymap.FollowLink)
		s.Sees(`"tenant.test/two"`)
		s.SeesNot("another origin")
		if got := strings.Join(h.got, "\n"); got != "tenant.test/one Bearer canaryk\ntenant.test/two " {
			t.Errorf("the server was sent\n%s", got)
		}
	})
}

// All pages of a list come into one view, which one key leaves again.
func TestLoadAllPages(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Send, keymap.Pane3)
		s.SeesNot("IDs 59")
		s.Do(keymap.LoadPages)
		s.Sees("200 OK", "IDs 59", "List users › all 3 pages")
		s.Do(keymap.Bottom)
		s.Do(keymap.Back)
		s.SeesNot("IDs 59")
		s.Open("Users", "Get user by login")
		s.Do(keymap.Send, keymap.Pane3, keymap.LoadPages)
		s.Sees("the page has no list")
	})
}
