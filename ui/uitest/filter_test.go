package uitest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// What a path leaves is to be seen while it is typed; esc puts back what was
// there, enter keeps it, and one more esc takes it off.
func TestFilterWhileTyping(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Send, keymap.Pane3, keymap.Down, keymap.Down, keymap.Down, keymap.Filter)
		s.Sees("#.profile.email", "firstName", "tab #")
		s.Type("#.pro")
		s.Sees("no match", "tab profile")
		s.Press("tab")
		s.SeesNot(`"status"`)
		s.Sees("firstName", "25 members")
		s.Type(".email")
		s.Sees("tony.stark@example.com", "25 members", "only #.profile.email")
		s.SeesNot("firstName")
		s.Press("esc")
		s.Sees("firstName", "─ 0.status") // where the cursor was
		s.SeesNot("only #")
		s.Do(keymap.Filter)
		s.Type("0.profile.email")
		s.Press("enter")
		s.Sees("only 0.profile.email", "tony.stark@example.com")
		s.SeesNot("firstName", "│ |0.profile")
		s.Do(keymap.Cancel, keymap.Filter)
		s.Type(`#(status=="NONE")#`)
		s.Sees("no match")
		s.Press("enter") // a list of nothing is an answer
		s.Sees(`only #(status=="NONE")#`, "1 []")
		s.Do(keymap.Cancel)
		s.Sees("firstName")
		s.SeesNot("only 0.profile.email")
	})
}

// A path that leads nowhere, or that would cost too much, says so below itself
// and destroys nothing.
func TestAFilterThatIsRefused(t *testing.T) {
	uitest.Run(t, uitest.Options{Width: 160}, func(s *uitest.Session) {
		s.Resize(160, 40)
		s.Open("Users", "List users")
		s.Do(keymap.Send, keymap.Pane3, keymap.Filter)
		s.Type("@dig:a")
		s.Sees("the filter is refused: the modifier @dig is not allowed here", "firstName")
		s.Press("enter")
		s.Sees("|@dig:a", "is refused") // to be mended
		s.Press("ctrl+u")
		s.Type("0.nothing")
		s.Press("enter")
		s.Sees("|0.nothing", "no match", "firstName")
		s.Press("ctrl+u", "enter")
		s.SeesNot("no match", "only")
	})
}

// The paths of before come back by the arrows: first those of the request.
func TestTheFiltersOfBefore(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Groups", "List groups")
		s.Do(keymap.Send, keymap.Pane3, keymap.Filter)
		s.Type("#.profile.name")
		s.Press("enter")
		s.Open("Users", "List users")
		s.Do(keymap.Send, keymap.Pane3, keymap.Filter)
		s.Type("#.id")
		s.Press("enter")
		s.Do(keymap.Cancel, keymap.Filter)
		s.Type("0.sta")
		s.Press("up")
		s.Sees("|#.id")
		s.Press("up")
		s.Sees("|#.profile.name", "no match", "only #.id")
		s.Press("down", "down")
		s.Sees("|0.sta")
		s.Press("up", "enter")
		s.Sees("only #.id", "00u1")
	})
}

// A filter stays on when the request is sent again; where it does not fit any
// more, the whole body is there with a word.
func TestAFilterStaysOn(t *testing.T) {
	n := 0
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n++
		w.Header().Set("Content-Type", "application/json")
		if n == 3 {
			fmt.Fprint(w, `{"error":"gone"}`)
			return
		}
		fmt.Fprintf(w, `{"count":%d,"other":"text"}`, n)
	})
	o := uitest.Options{Files: map[string][]byte{oauthFile: []byte(linked)}, Handler: h}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("One")
		s.Do(keymap.Send, keymap.Pane3, keymap.Filter)
		s.Type("{count}")
		s.Press("enter")
		s.Sees(`"count": 1`)
		s.SeesNot("other")
		s.Do(keymap.Send)
		s.Sees(`"count": 2`, "only {count}")
		s.SeesNot("other")
		s.Do(keymap.Filter)
		s.Type("|count")
		s.Do(keymap.Send) // takes what is typed
		s.Sees(`"error": "gone"`, `nothing matches the filter "{count}|count"`)
		s.Do(keymap.Send)
		s.Sees("only {count}|count", "1 4")
		s.Do(keymap.Cancel)
		s.Sees(`"count": 4`, "other")
		s.Do(keymap.Send)
		s.Sees(`"count": 5`, "other")
		s.SeesNot("only")
	})
}

// Of a large body a path is evaluated when the typing pauses, and only the last
// one is.
func TestFilterALargeBody(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"pad":"%s","a":{"b":"the needle"}}`, strings.Repeat("x", 3<<20))
	})
	o := uitest.Options{Files: map[string][]byte{oauthFile: []byte(linked)}, Handler: h}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("One")
		s.Do(keymap.Send, keymap.Pane3, keymap.Filter)
		s.Type("a.")
		s.Sees("filtering…")
		s.Type("b")
		s.Sees("filtering…")
		s.SeesNot("only")
		s.Press("enter") // before it is there: it is kept when it comes
		s.Wait(time.Second)
		s.Sees("only a.b", "the needle")
		s.SeesNot("|a.b ", "filtering…")
	})
}

// The filters of before are there in the next run.
func TestTheFiltersOfAnEarlierRun(t *testing.T) {
	dir, state := t.TempDir(), t.TempDir()
	uitest.Run(t, uitest.Options{Dir: dir, StateDir: state}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Send, keymap.Pane3, keymap.Filter)
		s.Type("#.profile.email")
		s.Press("enter")
		s.Wait(time.Second)
	})
	uitest.Run(t, uitest.Options{Dir: dir, StateDir: state}, func(s *uitest.Session) {
		s.Open("Groups", "List groups")
		s.Do(keymap.Send, keymap.Pane3, keymap.Filter)
		s.Press("up")
		s.Sees("|#.profile.email")
	})
}
