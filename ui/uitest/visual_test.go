package uitest_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"postern/engine/script"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

// painter makes a page out of every answer but that of Plain.
type painter struct{ page script.Visual }

func (p *painter) Run(_ context.Context, t script.Task, _ script.Services) (script.Outcome, error) {
	if t.Event == script.BeforeRequest || t.Info.Name == "Plain" {
		return script.Outcome{}, nil
	}
	return script.Outcome{Visual: &p.page}, nil
}

const tablePage = "<h1>Users of \x1b[31m</h1><table><tr><th>Name</th><th>City</th></tr><tr><td>日本</td><td>Tokyo</td></tr><tr><td>Ann</td><td>Oslo</td></tr></table>"

// A page that a script made is a tab of its own, next to the body: a table as a
// table, in the history too. Where no script made one there is no such tab.
func TestVisualize(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}} {
		o := uitest.Options{Width: size[0], Height: size[1], Scripts: &painter{script.Visual{HTML: tablePage}}, Files: scriptedFiles(), Dir: t.TempDir(), StateDir: t.TempDir()}
		table := []string{"Users of ^[[31m", "Name  City ", "────  ─────", "日本  Tokyo", "Ann   Oslo "}
		uitest.Run(t, o, func(s *uitest.Session) {
			s.Open("List")
			s.Do(keymap.Send)
			s.Wait(time.Second)
			s.Press("t")
			s.Sees("200 OK", "Body│Visualize│Headers")
			s.Do(keymap.Pane3, keymap.NextTab)
			s.Sees(table...)
			s.Do(keymap.CopyAll)
			if len(s.Copied) != 1 || !strings.Contains(s.Copied[0], "日本  Tokyo\nAnn   Oslo\n") {
				t.Errorf("copied %q", s.Copied)
			}
			s.Do(keymap.Down, keymap.Down, keymap.Down, keymap.Down, keymap.Copy)
			if got := s.Copied[len(s.Copied)-1]; got != "日本  Tokyo" {
				t.Errorf("copied %q", got)
			}
			s.Open("Plain")
			s.Do(keymap.Send)
			s.Sees("200 OK")
			s.SeesNot("Visualize")
		})
		uitest.Run(t, o, func(s *uitest.Session) {
			s.Open("List")
			s.Do(keymap.History)
			s.Press("enter")
			s.Do(keymap.Pane3, keymap.NextTab)
			s.Sees("from the history")
			s.Sees(table[1:]...)
		})
	}
}

// Of a page that scripts of its own would draw the data are shown.
func TestVisualizeAPageThatDrawsItself(t *testing.T) {
	p := &painter{script.Visual{HTML: "<canvas></canvas><script>draw()</script>", Data: []byte(`{"values":[1,2]}`)}}
	uitest.Run(t, uitest.Options{Scripts: p, Files: scriptedFiles()}, func(s *uitest.Session) {
		s.Open("List")
		s.Do(keymap.Send)
		s.Wait(time.Second)
		s.Press("t")
		s.Do(keymap.Pane3, keymap.NextTab)
		s.Sees("draws itself with scripts, which do not run here", `"values": [`)
		p.page = script.Visual{Template: "{{#each", Problem: "Parse error on line 1"}
		s.Do(keymap.Send)
		s.Sees("made nothing: Parse error on line 1")
	})
}

// The Tests tab says why there are no tests.
func TestWhyNothingIsTested(t *testing.T) {
	slow := `{"name": "Slow", "event": [{"listen": "test", "script": {"exec": ["after()"]}}], "request": {"method": "GET", "url": "{{url}}/odd/slow?ms=3000"}}`
	files := scriptedFiles()
	files["slow.postman_collection.json"] = []byte(`{"info": {"name": "Slowly", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [` + slow + `, ` + strings.Replace(strings.Replace(slow, "Slow", "Bare", 1), "after()", "", 1) + `]}`)
	atSizes(t, uitest.Options{Scripts: &painter{}, Files: files}, []string{"120x40", "80x24"}, func(s *uitest.Session, shot func(string)) {
		s.Open("Bare")
		s.Do(keymap.Send)
		s.Wait(4 * time.Second)
		s.Do(keymap.Pane3, keymap.PrevTab, keymap.PrevTab)
		s.Sees("no script has tested this answer")
		s.Do(keymap.Send)
		s.Sees("no script tests this request")
		s.Wait(4 * time.Second)
		s.Open("Slow")
		s.Do(keymap.Send)
		s.Wait(time.Second)
		s.Press("w")
		s.Wait(4 * time.Second)
		s.Do(keymap.Pane3, keymap.PrevTab, keymap.PrevTab)
		s.Sees("its scripts were not run: you have not said that you trust them")
		shot("untested")
		s.Do(keymap.Send)
		s.Sees("not answered yet: its scripts may test the answer")
		s.Wait(4 * time.Second)
		s.Sees("its scripts were not run")
		s.SeesNot("not answered yet")
	})
}
