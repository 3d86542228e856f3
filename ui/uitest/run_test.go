package uitest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// runScripted starts a run of the scripted collection, and trusts its scripts.
func runScripted(s *uitest.Session) {
	s.Do(keymap.Pane1)
	s.Press("R", "enter")
	s.Sees("Trust the scripts of Scripted?", "3 scripts")
	s.Wait(time.Second)
	s.Press("t")
	s.Wait(time.Second)
}

// A collection runs from the tree: row by row with its tests, each send in the
// history, the variables its scripts set in the environment. A row opens its
// send, at the tests where one failed, from which the run comes back.
func TestRunACollection(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}} {
		c := &child{apart: []string{"at.city: got 'Ghent', expected 'Brugge'"}}
		uitest.Run(t, uitest.Options{Width: size[0], Height: size[1], Scripts: c, Files: scriptedFiles()}, func(s *uitest.Session) {
			s.Do(keymap.Pane1)
			s.Press("R")
			s.Sees("Run Scripted", "Run 2 requests", "Iterations", "Stop at a failure", "GET List", "GET Plain")
			s.Press("esc")
			runScripted(s)
			s.Sees("Run Scripted", "2 of 2", "✓1 ✗1", "has a name: expected undefined", "(script of List, line 3)", "│   at.city: got 'Ghent', expected 'Brugge'", "✗ 2 of 2 failed", "tests ✓2 ✗2")
			s.Press("enter") // the cursor is on the first of them
			s.Sees("200 OK", "from the history", "esc back to the run", "in the script of List, line 3", "│       at.city: got 'Ghent', expected 'Brugge'")
			s.Press("esc")
			s.Sees("Run Scripted", "2 of 2")
			s.Press("esc")
			s.SeesNot("Run Scripted ─", "back to the run")
			s.Press("esc") // it does not come back by itself
			s.SeesNot("2 of 2")
			s.Do(keymap.Pane4)
			s.Sees("•limit")
			s.Do(keymap.Pane1, keymap.History)
			s.Press("tab")
			s.Sees("» ", "List", "Plain", "✗ 1/2")
		})
	}
}

// A run is stopped by the key that would close it.
func TestStopARun(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Select("Odd answers")
		s.Press("R", "enter")
		s.Sees("Run Odd answers")
		s.Press("esc")
		s.Wait(time.Second)
		s.Sees("stopped; what was sent is in the history")
		s.Press("esc")
		s.SeesNot("Run Odd answers")
		s.Press("R", "enter")
		s.Wait(time.Second)
		s.Press("ctrl+c")
		s.Wait(100 * time.Millisecond)
		s.Sees("1 of 8", "stopped; what was sent is in the history")
		s.Press("esc")
		s.Do(keymap.History, keymap.Runs)
		s.Press("enter") // it is known later on, too, how far that was
		s.Sees("1 of 8", "stopped; what was sent is in the history")
	})
}

// Who looks at a row of a run under way comes back to the run by the key that
// would stop it.
func TestLookAtARowOfARunUnderWay(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Select("Odd answers")
		s.Press("R", "enter")
		s.Wait(time.Second)
		s.Sees("1 of 8", "running Odd answers", "esc stop")
		s.Press("enter")
		s.Sees("from the history", "esc back to the run", "running Odd answers")
		s.SeesNot("esc stop")
		s.Press("esc")
		s.Sees("1 of 8", "sending Odd answers › Slow answer", "esc stop")
		s.Press("enter")
		s.Do(keymap.Pane1)
		s.Press("R") // so does the key that runs
		s.Sees("1 of 8")
		s.Press("esc")
		s.Wait(time.Second)
		s.Sees("1 of 8", "stopped; what was sent is in the history")
	})
}

// Of a run that the end of the program cut off the sends tell how far it came; it
// runs again as it was chosen.
func TestARunThatWasCutOff(t *testing.T) {
	o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir()}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Select("Odd answers")
		s.Press("R", "down", "G", "space", "ctrl+r")
		s.Wait(time.Second)
		s.Sees("1 of 7", "sending Odd answers › Slow answer")
	})
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.History, keymap.Runs)
		s.Sees("Odd answers", "Tenant", "cut off")
		s.SeesNot("0 sent")
		s.Press("enter")
		s.Sees("Run Odd answers", "Echo", "1 of 7")
		s.Press("r")
		s.Wait(time.Minute)
		s.Sees("7 of 7", "✓ all 7 answered")
	})
}

// What a run is to do is chosen before: how often, which requests, with what
// data, and whether it stops at a failure. It is what the next run begins with.
func TestChooseWhatARunDoes(t *testing.T) {
	files := scriptedFiles()
	files["rows.csv"] = []byte("city,page\nOslo,1\nRome,2\nBonn,3\n")
	uitest.Run(t, uitest.Options{Files: files}, func(s *uitest.Session) {
		s.Do(keymap.Pane1)
		s.Press("R", "down", "down", "enter", "ctrl+u")
		s.Type("100 ms")
		s.Press("enter", "down", "enter")
		s.Type("none.csv")
		s.Press("enter")
		s.Sees("cannot read none.csv: no such file")
		s.Press("ctrl+r")
		s.Sees("nothing was sent: the data file cannot be used", "Run Scripted")
		s.Press("enter", "ctrl+u")
		s.Type("rows.csv")
		s.Press("enter")
		s.Sees("the data file has 3 rows: city, page", "Run 2 requests, 3 times")
		s.Press("G", "space") // the last of them
		s.Sees("Requests  1 of 2", "Run 1 request, 3 times")
		s.Press("ctrl+r")
		s.Wait(2 * time.Second)
		s.Sees("3 of 3", "iteration 3 of 3", "#1", "#2", "#3", "✓ all 3 answered", "200 ms")
		s.SeesNot("Plain ")
		s.Press("enter")
		s.Sees("at=3&limit=25")
		s.Press("esc", "esc")
		s.Do(keymap.Pane1, keymap.Top)
		s.Press("R")
		s.Sees("Run 1 request, 3 times", "rows.csv", "Requests  1 of 2")
		s.Press("down", "enter", "ctrl+u") // fewer than there are rows
		s.Type("2")
		s.Press("enter", "ctrl+r")
		s.Wait(2 * time.Second)
		s.Sees("2 of 2")
		s.Press("esc", "R")
		s.Sees("Run 1 request, 2 times", "the data file has 3 rows")
		s.Press("down", "down", "down", "enter", "ctrl+u", "enter")
		s.SeesNot("the data file has")
	})
}

// What cannot be taken is told, and does not hold up the run for ever.
func TestAWrongChoiceForARun(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: scriptedFiles()}, func(s *uitest.Session) {
		s.Do(keymap.Pane1)
		s.Press("R", "down", "enter", "ctrl+u")
		s.Type("many")
		s.Press("ctrl+r")
		s.Sees("iterations are a number from 1 on", "Run 2 requests")
		s.Press("ctrl+r")
		s.Wait(time.Second)
		s.Sees("2 of 2", "✓ all 2 answered")
	})
}

// Several requests are under way at once where it changes nothing; what went
// alone is told with why, and is known of the run later on.
func TestARunWithSeveralAtOnce(t *testing.T) {
	o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir(), Files: parallelFiles()}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.Pane1)
		s.Press("R", "down", "down", "down", "down", "down", "enter", "ctrl+u")
		s.Type("none")
		s.Press("enter")
		s.Sees("how many are under way at once is a number from 1 on")
		s.SeesNot("Writes too")
		s.Press("enter", "ctrl+u")
		s.Type("4")
		s.Press("enter")
		s.Sees("At once", "Writes too")
		s.Press("ctrl+r")
		s.Wait(4 * time.Second) // one by one it takes nine
		s.Sees("5 of 5", "✓ all 5 answered", "2 of 5 requests went alone: 1 the first of a host, 1 may change something at the server (“Writes too” lets")
		s.Press("esc", "R", "down", "down", "down", "down", "down", "down", "space", "ctrl+r")
		s.Wait(4 * time.Second)
		s.Sees("5 of 5", "1 of 5 requests went alone: 1 the first of a host")
		s.Press("esc")
	})
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.History, keymap.Runs)
		s.Press("enter")
		s.Sees("5 of 5", "1 of 5 requests went alone")
	})
	uitest.Run(t, uitest.Options{Scripts: &child{}, Files: scriptedFiles()}, func(s *uitest.Session) {
		s.Do(keymap.Pane1)
		s.Press("R", "down", "down", "down", "down", "down", "enter", "ctrl+u")
		s.Type("4")
		s.Press("ctrl+r")
		s.Wait(time.Second)
		s.Press("t")
		s.Wait(time.Second)
		s.Sees("2 of 2", "2 of 2 requests went alone: 2 with scripts whose effects cannot be foreseen")
	})
}

// The data file counts as it is when the run starts: one that was wrong and is
// put right needs not be typed again, and one with more rows brings iterations.
func TestADataFileThatChanges(t *testing.T) {
	files := scriptedFiles()
	files["rows.csv"] = []byte("{\"city\": ")
	uitest.Run(t, uitest.Options{Files: files}, func(s *uitest.Session) {
		write := func(text string) {
			if err := os.WriteFile(filepath.Join(s.Dir, "rows.csv"), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s.Do(keymap.Pane1)
		s.Press("R", "down", "down", "down", "enter")
		s.Type("rows.csv")
		s.Press("enter")
		s.Sees("looks like JSON and is not")
		write("city\nOslo\n")
		s.Press("ctrl+r")
		s.Wait(time.Second)
		s.Sees("2 of 2", "✓ all 2 answered")
		write("city\nOslo\nRome\n")
		s.Press("r")
		s.Wait(time.Second)
		s.Sees("4 of 4", "iteration 2 of 2")
		s.Press("esc", "R")
		s.Sees("the data file has 2 rows", "Run 2 requests, 2 times")
		write("city\nOslo\nRome\nBonn\n")
		s.Press("ctrl+r")
		s.Wait(time.Second)
		s.Sees("6 of 6", "iteration 3 of 3")
	})
}

// The path of a data file is offered while it is typed, and what is no file is
// refused.
func TestTypeTheDataFileOfARun(t *testing.T) {
	files := scriptedFiles()
	files["rows.json"] = []byte(`[{"city": "Oslo"}]`)
	atSizes(t, uitest.Options{Files: files}, []string{"120x40", "80x24"}, func(s *uitest.Session, shot func(string)) {
		s.Do(keymap.Pane1)
		s.Press("R", "down", "down", "down", "enter")
		if err := os.Mkdir(filepath.Join(s.Dir, "rough"), 0o700); err != nil {
			t.Fatal(err)
		}
		s.Type("ro")
		s.Sees("rough/", "rows.json", "18 B")
		shot("run-data")
		s.Press("down", "enter", "enter")
		s.Sees("the data file has 1 row: city")
		s.Press("enter", "ctrl+u")
		s.Type("rough")
		s.Press("esc", "enter")
		s.Sees("rough is a folder: name a file in it")
		s.Press("esc")
		s.SeesNot("Run Scripted ─")
	})
}

func TestPickTheDataFileOfARun(t *testing.T) {
	files := scriptedFiles()
	files["rows.json"] = []byte(`[{"city": "Oslo"}]`)
	uitest.Run(t, uitest.Options{Files: files}, func(s *uitest.Session) {
		s.Do(keymap.Pane1)
		s.Press("R", "down", "down", "down", "down", "enter")
		s.Type("rows")
		s.Press("enter")
		s.Sees("rows.json", "the data file has 1 row: city", "Run 2 requests")
	})
}

func TestARunStopsAtAFailure(t *testing.T) {
	uitest.Run(t, uitest.Options{Scripts: &child{}, Files: scriptedFiles()}, func(s *uitest.Session) {
		s.Do(keymap.Pane1)
		s.Press("R", "down", "down", "down", "down", "down", "down", "space", "down", "space", "ctrl+r") // and forgets the variables
		s.Wait(time.Second)
		s.Press("t")
		s.Wait(time.Second)
		s.Sees("1 of 2", "stopped at the first failure")
		s.Press("esc")
		s.Do(keymap.Pane4)
		s.Sees("limit   25")
	})
}

// Only what failed is shown, and runs again. All of it is there after a restart.
func TestFailuresOfARun(t *testing.T) {
	o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir(), Width: 80, Height: 24}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Select("Odd answers")
		s.Press("R", "enter")
		s.Wait(time.Minute)
		s.Sees(" failed · ", "f failures", "s report", "esc close")
		s.Press("f")
		s.Sees("only failures · ")
		s.Sees("Broken off", "the answer ended before it was complete: unexpected EOF")
		s.SeesNot("Slow answer")
		s.Press("F")
		s.Wait(time.Minute)
		s.Sees("1 of 1", "✗ 1 of 1 failed")
		s.SeesNot("Slow answer")
		s.Press("esc")
	})
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.History, keymap.Runs)
		s.Sees("Runs", "Odd answers", "failed", "Tenant")
		s.Press("down", "enter")
		s.Sees("Run Odd answers", "Slow answer", "✗ 1 of 8 failed", "the answer ended before")
		s.Press("enter")
		s.Sees("from the history", "back to the run")
		s.Press("esc")
		s.Sees("Run Odd answers")
		s.Press("s", "ctrl+u")
		s.Type("past.xml")
		s.Press("enter")
		s.Wait(time.Second)
		if got := s.File("past.xml"); !strings.Contains(got, "Broken off") || !strings.Contains(got, "Slow answer") {
			t.Errorf("the report is %s", got)
		}
		s.Press("F")
		s.Wait(time.Minute)
		s.Sees("1 of 1", "✗ 1 of 1 failed")
		s.Press("esc")
		s.Do(keymap.History, keymap.Runs)
		s.Press("enter")
		s.Sees("1 of 1")
		s.Press("r") // all of it
		s.Wait(time.Minute)
		s.Sees("8 of 8")
	})
	o.Dir, o.Files = t.TempDir(), scriptedFiles()
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.History, keymap.Runs)
		s.Press("enter", "r")
		s.Sees("what was run is not open here")
	})
}

// A report of the run is saved, masked, in the kind that its name says.
func TestSaveTheReportOfARun(t *testing.T) {
	uitest.Run(t, uitest.Options{Scripts: &child{}, Files: scriptedFiles()}, func(s *uitest.Session) {
		runScripted(s)
		for name, want := range map[string]string{"report.html": "has a name", "r.xml": `<testsuite name="List"`, "r.json": `"has a name"`} {
			s.Press("s", "ctrl+u")
			s.Type(name)
			s.Press("enter")
			s.Wait(time.Second)
			b, err := os.ReadFile(filepath.Join(s.Dir, name))
			if err != nil || !strings.Contains(string(b), want) {
				t.Errorf("%s is %.2000s, %v", name, b, err)
			}
		}
		s.Press("s", "ctrl+u")
		s.Type("r.txt")
		s.Press("enter")
		s.Sees("no report has the name r.txt: let it end in .html, .xml or .json")
	})
}

// The report of a run of the past has the figures that it had, and the environment
// that it was sent with, whichever is chosen by now.
func TestTheReportOfARunOfThePast(t *testing.T) {
	o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir(), Scripts: &child{}, Files: scriptedFiles()}
	report := func(s *uitest.Session, name string) string {
		s.Press("s", "ctrl+u")
		s.Type(name)
		s.Press("enter")
		s.Wait(time.Second)
		return s.File(name)
	}
	figures := func(page string) string {
		_, page, _ = strings.Cut(page, `<section class="totals">`)
		page, _, _ = strings.Cut(page, "</section>")
		return page
	}
	var want string
	uitest.Run(t, o, func(s *uitest.Session) {
		runScripted(s)
		want = figures(report(s, "now.html"))
	})
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.SwitchEnv)
		s.Type("no env")
		s.Press("enter")
		s.Do(keymap.History, keymap.Runs)
		s.Press("enter")
		s.Sees("Run Scripted", "2 of 2")
		page := report(s, "past.html")
		if d := cmp.Diff(want, figures(page)); d != "" || !strings.Contains(want, "2</b>requests") {
			t.Error(d)
		}
		if !strings.Contains(page, " · dev · made by postern") {
			t.Errorf("the environment is another one: %.3000s", page)
		}
	})
}

// A run of one request waits for its scripts to be trusted as a run: a send of
// the same request is another thing.
func TestARunOfOneRequestThatIsNotTrusted(t *testing.T) {
	uitest.Run(t, uitest.Options{Scripts: &child{}, Files: scriptedFiles()}, func(s *uitest.Session) {
		s.Select("List")
		s.Press("R", "enter")
		s.Wait(time.Second)
		s.Press("esc") // not now
		s.Do(keymap.Send)
		s.Wait(time.Second)
		s.Press("t")
		s.Wait(time.Second)
		s.Sees("200 OK", "✗ tests 1/2")
		s.SeesNot("Run List")
	})
	uitest.Run(t, uitest.Options{Scripts: &child{}, Files: scriptedFiles()}, func(s *uitest.Session) {
		s.Select("List")
		s.Press("R", "enter")
		s.Wait(time.Second)
		s.Press("t")
		s.Wait(time.Second)
		s.Sees("Run List", "1 of 1", "✗ 1 of 1 failed")
	})
}

func TestFramesOfARun(t *testing.T) {
	o := uitest.Options{Scripts: &child{}, Files: scriptedFiles()}
	atSizes(t, o, []string{"120x40", "80x24"}, func(s *uitest.Session, shot func(string)) {
		s.Do(keymap.Pane1)
		s.Press("R")
		shot("run-setup")
		s.Press("esc")
		runScripted(s)
		shot("run")
		s.Press("esc")
		s.Do(keymap.History)
		shot("run-history")
		s.Do(keymap.Runs)
		shot("run-list")
	})
}

// parallelFiles are a quick request, three slow ones, and one that writes.
func parallelFiles() map[string][]byte {
	item := func(name, method, path string) string {
		return `{"name": "` + name + `", "request": {"method": "` + method + `", "url": "` + uitest.Base + path + `"}}`
	}
	slow := "/odd/slow?ms=3000"
	return map[string][]byte{"slow.postman_collection.json": []byte(`{
		"info": {"name": "Slowly", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [` +
		strings.Join([]string{item("First", "GET", "/odd/echo"), item("One", "GET", slow), item("Two", "GET", slow), item("Three", "GET", slow), item("Write", "POST", "/odd/echo")}, ", ") + `]}`)}
}
