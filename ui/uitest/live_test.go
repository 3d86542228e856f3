package uitest_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"postern/engine/script"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

// slow tells a line and a test every second, three of them, behind the answer
// or before the request.
type slow struct{ before bool }

func (c slow) Run(ctx context.Context, t script.Task, s script.Services) (script.Outcome, error) {
	var all script.Outcome
	if (t.Event == script.BeforeRequest) != c.before {
		return all, nil
	}
	for i := range 3 {
		line := script.Line{Level: "log", Text: fmt.Sprint("line ", i+1), Place: script.Place{Owner: "List", Line: i + 1}}
		test := script.Test{Name: fmt.Sprint("test ", i+1), Passed: true}
		all.Console, all.Tests = append(all.Console, line), append(all.Tests, test)
		if s.Told != nil {
			s.Told(script.Outcome{Console: []script.Line{line}, Tests: []script.Test{test}})
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return all, ctx.Err()
		}
	}
	return all, nil
}

// What scripts print and test is on show while they run, and so is the answer;
// what was in the tabs before stays until there is something new.
func TestScriptsTellWhileTheyRun(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}} {
		uitest.Run(t, uitest.Options{Width: size[0], Height: size[1], Scripts: slow{}, Files: scriptedFiles()}, func(s *uitest.Session) {
			s.Open("List")
			s.Do(keymap.Send)
			s.Wait(time.Second)
			s.Press("t")
			s.Do(keymap.Pane3, keymap.Zoom)
			s.Wait(500 * time.Millisecond)
			s.Sees("its scripts run", `"method": "GET"`)
			s.Do(keymap.PrevTab)
			s.Sees("* log line 1   (List:1)", "its scripts run")
			s.SeesNot("line 2")
			s.Wait(time.Second)
			s.Sees("line 1", "line 2")
			s.SeesNot("line 3")
			s.Do(keymap.PrevTab)
			s.Sees("✓ test 1", "✓ test 2", "Tests 2/2")
			s.Wait(time.Second)
			s.Sees("✓ test 3", "Tests 3/3")
			s.Wait(time.Second)
			s.Sees("✓ test 3", "200 OK", "✓ tests 3/3")
			s.SeesNot("its scripts run")
			s.Do(keymap.Send)
			s.Wait(500 * time.Millisecond)
			s.Sees("✓ test 1", "Tests 1/1")
			s.SeesNot("test 2")
			s.Press("esc")
			s.SeesNot("its scripts run")
			s.Sees("cancelled")
		})
	}
}

// A run tells what the scripts of the request under way told last.
func TestARunTellsWhatScriptsTell(t *testing.T) {
	uitest.Run(t, uitest.Options{Scripts: slow{}, Files: scriptedFiles()}, func(s *uitest.Session) {
		s.Do(keymap.Pane1)
		s.Press("R", "enter")
		s.Wait(time.Second)
		s.Press("t")
		s.Wait(1500 * time.Millisecond)
		s.Sees("0 of 2", "List: ✓ test 2")
		s.Wait(2 * time.Second)
		s.Sees("1 of 2", "Plain: ✓ test 1")
		s.Press("esc")
		s.Wait(100 * time.Millisecond)
		s.Sees("stopped; what was sent is in the history")
	})
}

// What is told before the request is on show too, although nothing was answered
// yet; who reads it stays there when the answer comes.
func TestScriptsTellBeforeTheRequest(t *testing.T) {
	uitest.Run(t, uitest.Options{Scripts: slow{before: true}, Files: scriptedFiles()}, func(s *uitest.Session) {
		s.Open("List")
		s.Do(keymap.Send)
		s.Wait(time.Second)
		s.Press("t")
		s.Do(keymap.Pane3, keymap.PrevTab)
		s.Wait(500 * time.Millisecond)
		s.Sees("* log line 1   (List:1)", "its scripts run")
		s.SeesNot("line 2", "200 OK")
		s.Wait(3 * time.Second)
		s.Sees("line 1", "line 3", "< 200 OK", "✓ tests 3/3")
	})
}
