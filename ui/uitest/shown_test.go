package uitest_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// fromHistory sends with secrets, and opens what was sent in a second session,
// in which nothing was.
func fromHistory(t *testing.T, story func(*uitest.Session)) {
	o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir(), Files: secretiveFiles(), Handler: http.HandlerFunc(asked)}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("Ask")
		s.Do(keymap.Send)
		s.Sees("200 OK")
	})
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.History)
		s.Press("enter")
		s.Sees("200 OK", "from the history")
		story(s)
	})
}

// No action of the response pane says of a response of the past that there is
// none.
func TestEveryActionWorksOnAResponseOfThePast(t *testing.T) {
	for _, a := range keymap.Actions() {
		if a.Scope != keymap.Response || a.ID == keymap.Pager || a.ID == keymap.Editor {
			continue
		}
		fromHistory(t, func(s *uitest.Session) {
			s.Do(a.ID)
			s.SeesNot("nothing was sent yet", "no response to save")
		})
	}
}

func TestSaveTheBodyOfAResponseOfThePast(t *testing.T) {
	fromHistory(t, func(s *uitest.Session) {
		s.Do(keymap.SaveBody)
		s.Press("ctrl+u")
		s.Type("kept.json")
		s.Press("enter")
		s.Sees("saved " + filepath.Join(s.Dir, "kept.json")[:20])
		if b, err := os.ReadFile(filepath.Join(s.Dir, "kept.json")); err != nil || !strings.Contains(string(b), `"ok": true`) {
			t.Errorf("it holds %q, %v", b, err)
		}
	})
}

// Of a response of the past, and of one that a link has led to, the request that
// went out is what the example holds: the template of that time is not known.
func TestAnExampleOfThePast(t *testing.T) {
	fromHistory(t, func(s *uitest.Session) {
		s.Do(keymap.SaveExample)
		s.Press("ctrl+u")
		s.Type("Of the past")
		s.Press("enter")
		s.Sees("added the example Of the past", "from the history")
		s.Do(keymap.Save)
		got := s.File("s.postman_collection.json")
		if strings.Count(got, "canary") != strings.Count(secretive, "canary") {
			t.Errorf("a secret is in the example:\n%s", got)
		}
		_, example, _ := strings.Cut(got, "Of the past")
		for _, want := range []string{`"raw": "http://tenant.test/ask?`, `\"ok\": true`, `"key": "Accept"`} {
			if !strings.Contains(example, want) {
				t.Errorf("no %s in\n%s", want, example)
			}
		}
		if strings.Contains(example, "User-Agent") {
			t.Errorf("what was added by itself is in the example:\n%s", example)
		}
	})
}

func TestAnExampleOfAFollowedLink(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Send)
		s.Sees("200 OK")
		s.Do(keymap.Pane3)
		for range 4 {
			s.Do(keymap.NextTab)
		}
		s.Do(keymap.FollowLink)
		s.Sees("200 OK", "List users › ")
		s.Do(keymap.SaveExample)
		s.Press("enter")
		s.Do(keymap.Save)
		files, err := filepath.Glob(filepath.Join(s.Dir, "*.postman_collection.json"))
		if err != nil || len(files) != 1 {
			t.Fatal(files, err)
		}
		_, example, _ := strings.Cut(s.File(filepath.Base(files[0])), `"originalRequest"`)
		if !strings.Contains(example, `"raw": "`+uitest.Base+"/") {
			t.Errorf("the example is not of the link: %.300s", example)
		}
	})
}

// A response of a request that is not open cannot be an example of the one that
// is chosen.
func TestAnExampleOfARequestThatIsNotOpen(t *testing.T) {
	o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir(), Files: secretiveFiles(), Handler: http.HandlerFunc(asked)}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("Ask")
		s.Do(keymap.Send)
		s.Sees("200 OK")
	})
	o.Dir, o.Files = t.TempDir(), scriptedFiles()
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("List")
		s.Do(keymap.History)
		s.Press("tab", "enter")
		s.Sees("from the history")
		s.Do(keymap.SaveExample)
		s.Sees("the response on show is of another request")
		s.Do(keymap.Pane1, keymap.Top) // the collection: no request at all
		s.Do(keymap.History)
		s.Press("enter")
		s.Sees("from the history")
		s.Do(keymap.SaveExample)
		s.Sees("the response on show is of another request")
		s.Do(keymap.LoadPages)
		s.Sees("the request of this response is not open")
	})
}
