package uitest_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"postern/engine/collection"
	"postern/engine/redact"
	"postern/engine/runner"
	"postern/engine/script"
	"postern/engine/vars"
	"postern/store/history"
	"postern/store/state"
	"postern/ui/cli/run/record"
	"postern/ui/keymap"
	"postern/ui/ran"
	"postern/ui/uitest"
)

// staged is a collection with a login, a script that leaves a variable, and
// requests that take it; its server, which is slow at one of them; and its
// scripts.
type staged struct {
	mu    sync.Mutex
	asked []string
	// broken says that tests fail.
	broken bool
}

func (s *staged) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	line := r.URL.RequestURI()
	if c, err := r.Cookie("session"); err == nil {
		line += " " + c.Value
	}
	s.mu.Lock()
	s.asked = append(s.asked, line)
	s.mu.Unlock()
	switch {
	case r.URL.Path == "/login":
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "s3ss10n", Path: "/"})
	case strings.HasPrefix(r.URL.Path, "/use/"):
		select {
		case <-time.After(3 * time.Second):
		case <-r.Context().Done():
		}
	}
}

// took is what was asked since the last look.
func (s *staged) took() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := strings.Join(s.asked, ", ")
	s.asked = nil
	return out
}

func (s *staged) Run(_ context.Context, t script.Task, _ script.Services) (script.Outcome, error) {
	if t.Info.Name != "Login" {
		return script.Outcome{Tests: []script.Test{{Name: "there", Passed: !s.broken}}}, nil
	}
	round := "r" + string(rune('0'+t.Info.Iteration))
	return script.Outcome{Changes: []script.Change{{Scope: vars.Collection, Op: script.Set, Var: script.Var{Key: "round", Value: round}}}}, nil
}

const stagedCollection = `{"info": {"name": "Staged", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
	"variable": [{"key": "round", "value": "none"}],
	"item": [{"name": "Login", "event": [{"listen": "test", "script": {"exec": ["login()"]}}], "request": {"method": "POST", "url": "{{url}}/login"}},
		{"name": "Use", "request": "{{url}}/use/{{round}}"},
		{"name": "Last", "event": [{"listen": "test", "script": {"exec": ["last()"]}}], "request": "{{url}}/last/{{round}}?city={{city}}"}]}`

func stagedOptions(t *testing.T, of *staged) uitest.Options {
	env := func(name string) []byte {
		return []byte(`{"id": "` + name + `", "name": "` + name + `", "values": [{"key": "url", "value": "` + uitest.Base + `"}]}`)
	}
	return uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir(), Handler: of, Scripts: of, Env: "dev", Files: map[string][]byte{
		"staged.postman_collection.json": []byte(stagedCollection),
		"dev.postman_environment.json":   env("dev"), "prod.postman_environment.json": env("prod"),
		"rows.csv": []byte("city\nOslo\nRome\n"),
	}}
}

// begin runs it with its data, until the slow request of the second row is under
// way.
func (s *staged) begin(u *uitest.Session) {
	u.Do(keymap.Pane1)
	u.Press("R", "down", "down", "down", "enter")
	u.Type("rows.csv")
	u.Press("enter", "ctrl+r")
	u.Wait(time.Second)
	u.Press("t")
	u.Wait(4 * time.Second)
	u.Sees("iteration 2 of 2 · 4 of 6", "sending Use")
}

// A run that was stopped goes on with one key where it stopped, in its dialog or
// in the list of a later session: what is left is sent, with the variables, the
// cookies and the row of then, and the history has one run.
func TestARunGoesOn(t *testing.T) {
	for _, later := range []bool{false, true} {
		of := &staged{}
		o := stagedOptions(t, of)
		goesOn := func(s *uitest.Session) {
			s.Press("C")
			s.Wait(100 * time.Millisecond)
			s.Sees("4 of 6", "sending Use", "esc stop")
			s.Wait(4 * time.Second)
			s.Sees("6 of 6", "#1", "#2", "✓ all 6 answered", "tests ✓2")
			s.SeesNot("C go on")
			s.Press("C")
			s.Sees("it came to its end: r runs it again")
			if asked := of.took(); asked != "/use/r1 s3ss10n, /last/r1?city=Rome s3ss10n" {
				t.Errorf("going on it asked for %s", asked)
			}
			s.Press("up", "up", "up", "up", "up", "enter") // a send of before
			s.Sees("POST ▾ {{url}}/login", "esc back to the run")
			s.Press("esc", "esc")
			s.Do(keymap.History, keymap.Runs)
			s.Sees("6 sent", "✓2", "Staged")
			s.SeesNot("4 sent", "C go on")
			s.Press("C")
			s.Sees("it came to its end: open it to run it again")
		}
		uitest.Run(t, o, func(s *uitest.Session) {
			of.begin(s)
			s.Press("C")
			s.Sees("the run is still going on")
			s.Press("esc")
			s.Wait(time.Second)
			s.Sees("stopped; what was sent is in the history", "4 of 6", "C go on")
			if asked := of.took(); asked != "/login, /use/r0 s3ss10n, /last/r0?city=Oslo s3ss10n, /login s3ss10n, /use/r1 s3ss10n" {
				t.Errorf("it asked for %s", asked)
			}
			if !later {
				goesOn(s)
			}
		})
		if !later {
			continue
		}
		o.Files = nil
		uitest.Run(t, o, func(s *uitest.Session) {
			s.Do(keymap.History, keymap.Runs)
			s.Sees("4 sent", "C go on")
			goesOn(s)
		})
	}
}

// A run that is stopped once more goes on again; one that the end of the program
// cut off does where it was last kept.
func TestARunGoesOnAgain(t *testing.T) {
	of := &staged{}
	o := stagedOptions(t, of)
	uitest.Run(t, o, func(s *uitest.Session) {
		of.begin(s)
		s.Press("esc")
		s.Wait(time.Second)
		s.Press("C")
		s.Wait(time.Second)
		s.Press("esc")
		s.Wait(time.Second)
		s.Sees("stopped", "4 of 6", "C go on")
		s.Press("C")
		s.Wait(time.Second)
		s.Sees("4 of 6", "sending Use")
	})
	of.took()
	o.Files = nil
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.History, keymap.Runs)
		s.Sees("C go on")
		s.Press("enter")
		s.Sees("4 of 6", "C go on")
		s.Press("C")
		s.Wait(4 * time.Second)
		s.Sees("6 of 6", "✓ all 6 answered", "tests ✓2")
		if asked := of.took(); asked != "/use/r1 s3ss10n, /last/r1?city=Rome s3ss10n" {
			t.Errorf("going on it asked for %s", asked)
		}
	})
}

// What a run stopped at because it failed is sent again, and counts once.
func TestARunGoesOnAfterAFailure(t *testing.T) {
	of := &staged{broken: true}
	uitest.Run(t, stagedOptions(t, of), func(s *uitest.Session) {
		s.Do(keymap.Pane1)
		s.Press("R", "down", "down", "down", "down", "down", "down", "space", "ctrl+r")
		s.Wait(time.Second)
		s.Press("t")
		s.Wait(4 * time.Second)
		s.Sees("3 of 3", "stopped at the first failure", "✗1", "C go on")
		of.took()
		of.broken = false
		s.Press("C")
		s.Wait(time.Second)
		s.Sees("3 of 3", "✓ all 3 answered", "tests ✓1")
		s.SeesNot("✗")
		if asked := of.took(); !strings.HasPrefix(asked, "/last/r0") || strings.Contains(asked, ",") {
			t.Errorf("going on it asked for %s", asked)
		}
	})
}

// A run does not go on as another one: with another data file, another collection
// or another environment. It stays as it was, and says what is wrong.
func TestOnlyTheSameRunGoesOn(t *testing.T) {
	of := &staged{}
	o := stagedOptions(t, of)
	put := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(o.Dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	uitest.Run(t, o, func(s *uitest.Session) {
		of.begin(s)
		s.Press("esc")
		s.Wait(time.Second)
		of.took()
		put("rows.csv", "city\nOslo\nParis\n")
		s.Press("C")
		s.Wait(time.Second)
		s.Sees("it cannot go on: the data file rows.csv is another one now (16 B, 15 B then)", "4 of 6", "stopped; what was sent", "C go on")
		put("rows.csv", "city\nOslo\nBern\n")
		s.Press("C")
		s.Wait(time.Second)
		s.Sees("is another one now (15 B, as then, with other content)", "4 of 6")
		if err := os.Remove(filepath.Join(o.Dir, "rows.csv")); err != nil {
			t.Fatal(err)
		}
		s.Press("C")
		s.Wait(time.Second)
		s.Sees("it cannot go on: cannot read rows.csv", "4 of 6")
		put("rows.csv", "city\nOslo\nRome\n")
		s.Press("esc")
		s.Do(keymap.SwitchEnv)
		s.Type("prod")
		s.Press("enter")
		s.Do(keymap.History, keymap.Runs)
		s.Press("C")
		s.Wait(time.Second)
		s.Sees("it ran with dev: choose that with ctrl+e first", "C go on")
	})
	put("staged.postman_collection.json", strings.Replace(stagedCollection, `"name": "Use"`, `"name": "Used"`, 1))
	o.Files = nil
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.History, keymap.Runs)
		s.Press("C")
		s.Wait(time.Second)
		s.Sees("it cannot go on: the collection has changed: request 2 is another one now: Used", "4 of 6", "stopped; what was sent")
	})
	put("staged.postman_collection.json", stagedCollection)
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.History, keymap.Runs)
		s.Press("d", "d") // what is kept of its place goes with it
		s.Wait(time.Second)
		s.Sees("no run is kept yet")
	})
	if asked := of.took(); asked != "" {
		t.Errorf("it asked for %s", asked)
	}
}

// A run of the command line is listed with its rows and failures. It goes on
// where it ran, and has no answers to look at or report.
func TestARunOfTheCommandLine(t *testing.T) {
	of := &staged{}
	o := stagedOptions(t, of)
	st := state.New(o.StateDir)
	log := history.New(state.TablesIn(func() *state.State { return st }), nil)
	rec := record.New(log, history.Run{Started: time.Now(), Name: "Nightly"}, ran.Record{Line: "postern run nightly.json"}, func() redact.Redactor { return redact.Redactor{} })
	ref := collection.Ref{Item: &collection.Item{ID: "i", Name: "Ping", Request: &collection.Request{Method: "GET"}}}
	ref.Chain = []*collection.Item{ref.Item}
	rec.Report(runner.Began{Requests: []collection.Ref{ref, ref}, Iterations: 1})
	rec.Report(runner.Done{Ref: ref, Err: errors.New("nobody answered")})
	rec.Report(runner.Ended{Summary: runner.Summary{Elapsed: time.Second}})
	if err := errors.Join(rec.Keep("stopped", "postern run nightly.json --resume"), st.Close()); err != nil {
		t.Fatal(err)
	}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.History, keymap.Runs)
		s.Sees("1 sent, 1 failed", "Nightly")
		s.Press("C")
		s.Wait(time.Second)
		s.Sees("it ran on the command line: postern run nightly.json --resume", "Nightly")
		s.Press("enter")
		s.Sees("Run Nightly", "1 of 2", "Ping", "✗ nobody answered", "stopped")
		s.Press("s")
		s.Sees("it ran on the command line, which keeps no answers")
		s.Press("enter")
		s.Sees("Ping is not kept in the history")
	})
}
