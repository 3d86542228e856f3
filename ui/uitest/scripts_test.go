package uitest_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"postern/engine/script"
	"postern/engine/vars"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

// child does what the scripts of the test are said to do.
type child struct {
	mu  sync.Mutex
	ran []string
	// more is what the first script changes besides.
	more []script.Change
	// apart is where the values that a failed test compared differ.
	apart []string
}

func (c *child) Run(_ context.Context, t script.Task, _ script.Services) (script.Outcome, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range t.Scripts {
		c.ran = append(c.ran, s.Source)
	}
	if t.Event == script.BeforeRequest {
		return script.Outcome{
			Console: []script.Line{{Level: "log", Text: "asking for a page", Place: script.Place{Owner: "Scripted", Line: 1}}},
			Changes: append([]script.Change{
				{Scope: vars.Environment, Op: script.Set, Var: script.Var{Key: "limit", Value: "2"}},
				{Scope: vars.Environment, Op: script.Set, Var: script.Var{Key: "order", Value: "o17"}},
				{Scope: vars.Collection, Op: script.Set, Var: script.Var{Key: "page", Value: "users"}},
			}, c.more...),
		}, nil
	}
	return script.Outcome{Tests: []script.Test{
		{Name: "status is 200", Passed: true},
		{Name: "has a name", Error: "AssertionError", Message: "expected undefined to be a string", Differences: c.apart, Place: script.Place{Owner: "List", Line: 3}},
		{Name: "later", Skipped: true},
	}}, nil
}

// scripts are those that ran so far.
func (c *child) scripts() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Join(c.ran, ", ")
}

const scriptedCollection = `{"info": {"name": "Scripted", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
	"event": [{"listen": "prerequest", "script": {"exec": ["before()"]}}], "variable": [{"key": "page", "value": "nowhere"}],
	"item": [{"name": "List", "event": [{"listen": "test", "script": {"exec": ["after()"]}}], "request": {"method": "GET", "url": "{{url}}/odd/echo?at={{page}}&limit={{limit}}"}},
		{"name": "Plain", "event": [{"listen": "test", "script": {"exec": ["other()"]}}], "request": {"method": "GET", "url": "{{url}}/odd/echo"}}]}`

func scriptedFiles() map[string][]byte {
	return map[string][]byte{
		"scripted.postman_collection.json": []byte(scriptedCollection),
		"dev.postman_environment.json":     []byte(`{"id": "dev", "name": "dev", "values": [{"key": "url", "value": "` + uitest.Base + `"}, {"key": "limit", "value": "25"}]}`),
	}
}

// Scripts run once they are trusted; what they test, print and set is on show,
// and nobody is asked twice about the same ones.
func TestScriptsRunOnceTrusted(t *testing.T) {
	c := &child{}
	uitest.Run(t, uitest.Options{Scripts: c, Files: scriptedFiles()}, func(s *uitest.Session) {
		s.Open("List")
		s.Press("ctrl+r")
		s.Sees("Trust the scripts of Scripted?", "What is to be sent has 2 scripts", "of Scripted · 1 line", "of List · 1 line")
		if got := c.scripts(); got != "" {
			t.Fatalf("%s ran before anybody trusted it", got)
		}
		s.Wait(time.Second) // what was being typed must not answer it
		s.Press("t")
		s.Sees("200 OK", "at=users&limit=2", "Tests 1/2")
		if got := c.scripts(); got != "before(), after()" {
			t.Errorf("the scripts %s ran", got)
		}
		s.Press("3", "[", "[")
		s.Sees("✓ status is 200", "✗ has a name", "expected undefined to be a string", "in the script of List, line 3", "– later (skipped)")
		s.Press("]")
		s.Sees("* log asking for a page   (Scripted:1)")
		s.Press("4")
		s.Sees("limit   2 ", "order   o17 ")
		s.SeesNot("unsaved")   // what a script makes is no edit of the file
		s.Press("2", "ctrl+r") // nobody is asked again
		s.Sees("200 OK")
		s.SeesNot("Trust the scripts")
	})
}

// Who wants to see the scripts first is taken to them, and asked again later; esc
// stays where it was.
func TestLookAtScriptsBeforeTheyAreTrusted(t *testing.T) {
	c := &child{}
	uitest.Run(t, uitest.Options{Scripts: c, Files: scriptedFiles()}, func(s *uitest.Session) {
		s.Open("List")
		s.Press("ctrl+r")
		s.Wait(time.Second)
		s.Press("esc")
		s.Sees("add a parameter")
		s.SeesNot("after()", "Trust the scripts")
		s.Press("ctrl+r")
		s.Wait(time.Second)
		s.Press("c")
		s.Sees("after()")
		s.SeesNot("Trust the scripts", "200 OK")
		s.Press("]")
		s.SeesNot("after()")
		s.Do(keymap.Pane1)
		s.Press("R", "enter") // of a run, too
		s.Wait(time.Second)
		s.Sees("Trust the scripts of Scripted?")
		s.Press("c")
		s.Sees("after()")
		s.Press("ctrl+r")
		s.Sees("Trust the scripts of Scripted?")
		if got := c.scripts(); got != "" {
			t.Errorf("%s ran before anybody trusted it", got)
		}
	})
}

// What a collection runs may have no script but in its requests, and a request none
// but those of its collection: who wants to see them is taken to the first.
func TestLookAtScriptsThatStandElsewhere(t *testing.T) {
	files := func(old string) map[string][]byte {
		f := scriptedFiles()
		const name = "scripted.postman_collection.json"
		f[name] = []byte(strings.Replace(string(f[name]), old, "", 1))
		return f
	}
	uitest.Run(t, uitest.Options{Scripts: &child{}, Files: files(`"event": [{"listen": "prerequest", "script": {"exec": ["before()"]}}], `)}, func(s *uitest.Session) {
		s.Do(keymap.Pane1)
		s.Press("g", "R", "enter")
		s.Wait(time.Second)
		s.Sees("Trust the scripts of Scripted?")
		s.Press("c")
		s.Sees("Request ─ List", "after()")
	})
	uitest.Run(t, uitest.Options{Scripts: &child{}, Files: files(`"event": [{"listen": "test", "script": {"exec": ["after()"]}}], `)}, func(s *uitest.Session) {
		s.Open("List")
		s.Press("ctrl+r")
		s.Wait(time.Second)
		s.Press("c")
		s.Sees("before()")
	})
}

// What has no place to be kept in is told to be lost.
func TestScriptsSetGlobalsThatAreNotThere(t *testing.T) {
	c := &child{more: []script.Change{{Scope: vars.Globals, Op: script.Set, Var: script.Var{Key: "g", Value: "1"}}}}
	uitest.Run(t, uitest.Options{Scripts: c, Files: scriptedFiles()}, func(s *uitest.Session) {
		s.Open("List")
		s.Press("ctrl+r")
		s.Wait(time.Second)
		s.Press("t")
		s.Sees("200 OK", "scripts set 1 global: not kept, as no file of globals is open")
	})
}

// Without trust a request can go without its scripts; the answer says so.
func TestSendWithoutScripts(t *testing.T) {
	c := &child{}
	uitest.Run(t, uitest.Options{Scripts: c, Files: scriptedFiles()}, func(s *uitest.Session) {
		s.Open("List")
		s.Press("ctrl+r")
		s.Sees("Trust the scripts of Scripted?")
		s.Wait(time.Second)
		s.Press("esc")
		s.SeesNot("Trust the scripts")
		s.Sees("nothing sent yet")
		s.Press("ctrl+r")
		s.Wait(time.Second)
		s.Press("w")
		s.Sees("at=nowhere&limit=25")
		s.Press("3", "[")
		s.Sees("its scripts were not run")
		s.Press("ctrl+r")
		s.SeesNot("Trust the scripts")
		if got := c.scripts(); got != "" {
			t.Errorf("%s ran", got)
		}
	})
}

// A send of the past has its tests and its console, and is found by them.
func TestTheHistoryKeepsTests(t *testing.T) {
	o := uitest.Options{Scripts: &child{}, Files: scriptedFiles(), Dir: t.TempDir(), StateDir: t.TempDir()}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("List")
		s.Do(keymap.Send)
		s.Wait(time.Second)
		s.Press("t")
		s.Sees("200 OK", "· ✗ tests 1/2")
	})
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.History)
		s.Press("/")
		s.Type("tests failed")
		s.Wait(time.Second)
		s.Sees("GET", "List", " ✗ 1/2 ")
		s.Press("enter", "enter")
		s.Sees("· ✗ tests 1/2", "Tests 1/2")
		s.Do(keymap.Pane3, keymap.PrevTab, keymap.PrevTab)
		s.Sees("✓ status is 200", "✗ has a name", "in the script of List, line 3")
		s.Do(keymap.NextTab)
		s.Sees("* log asking for a page   (Scripted:1)")
	})
}

// What the person writes themselves is not asked about, if nothing else was to
// be; what another program writes is.
func TestOwnScriptsAreTrusted(t *testing.T) {
	c := &child{}
	o := uitest.Options{Scripts: c, Files: scriptedFiles(), Dir: t.TempDir(), StateDir: t.TempDir()}
	write := func(s *uitest.Session, text string) {
		s.Do(keymap.Pane2, keymap.PrevTab, keymap.PrevTab, keymap.PrevTab, keymap.Down, keymap.Open)
		s.Press("ctrl+end")
		s.Type(text)
		s.Press("esc")
		s.Do(keymap.NextTab, keymap.NextTab, keymap.NextTab)
	}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("List")
		write(s, "; one()")
		s.Do(keymap.Send)
		s.Sees("Trust the scripts of Scripted?") // nobody has trusted the others
		s.Wait(time.Second)
		s.Press("t")
		s.Sees("200 OK")
		write(s, "; two()")
		s.Do(keymap.Send)
		s.SeesNot("Trust the scripts")
		s.Sees("200 OK")
		if got := c.scripts(); !strings.HasSuffix(got, "before(), after(); one(); two()") {
			t.Errorf("the scripts %s ran", got)
		}
		s.Do(keymap.Save)
		s.Sees("saved 1 file")
	})
	path := filepath.Join(o.Dir, "scripted.postman_collection.json")
	theirs := strings.Replace(content(t, path), "two()", "theirs()", 1)
	if err := os.WriteFile(path, []byte(theirs), 0o600); err != nil {
		t.Fatal(err)
	}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("List")
		write(s, "; three()")
		s.Do(keymap.Send)
		s.Sees("Trust the scripts of Scripted?", "of List")
	})
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
