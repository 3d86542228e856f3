package uitest_test

import (
	"testing"
	"time"

	"postern/store/history"
	"postern/store/state"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

// A run of before is deleted alone, with its sends, once that was confirmed.
func TestDeleteARun(t *testing.T) {
	o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir(), Files: scriptedFiles()}
	uitest.Run(t, o, func(s *uitest.Session) {
		for _, name := range []string{"Plain", "List"} {
			s.Select(name)
			s.Press("R", "ctrl+r")
			s.Wait(time.Second)
			s.Sees("Run "+name, "✓ all 1 answered")
			s.Press("esc")
		}
		s.Do(keymap.History, keymap.Runs)
		s.Sees("Plain", "List", "d delete")
		s.Press("d")
		s.Sees("Delete from the history?", "The run of List")
		s.Press("k")
		s.Sees("Runs", "List")
		s.Press("d", "d")
		s.Wait(time.Second)
		s.Press("enter")
		s.Sees("Run Plain")
		s.Press("esc")
	})
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.History)
		s.Sees("» ", "Plain")
		s.SeesNot("List")
		s.Do(keymap.Runs)
		s.Press("d", "d")
		s.Wait(time.Second)
		s.Sees("no run is kept yet")
	})
}

// A run that goes on is listed as that: here, where opening it leads back to it,
// or in another postern. It is not cut off, and not deleted.
func TestRunsThatGoOn(t *testing.T) {
	o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir()}
	st := state.New(o.StateDir)
	log := history.New(state.TablesIn(func() *state.State { return st }), nil)
	if _, err := log.StartRun(t.Context(), history.Run{Started: time.Now(), Name: "Nightly"}); err != nil {
		t.Fatal(err)
	}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.History, keymap.Runs)
		s.Sees("running elsewhere", "Nightly")
		s.SeesNot("cut off")
		s.Press("d")
		s.Sees("it is running elsewhere: stop it first")
		s.Press("enter")
		s.Sees("Run Nightly", "running elsewhere; this is how far it has come")
		s.Press("esc")
		s.Select("Odd answers")
		s.Press("R", "enter")
		s.Wait(time.Second)
		s.Press("enter")
		s.Do(keymap.History, keymap.Runs)
		s.Sees("running here", "Odd answers")
		s.Press("down", "enter") // one is on show at a time
		s.Sees("a run is going on: stop it first")
		s.SeesNot("Run Nightly")
		s.Do(keymap.History, keymap.Runs)
		s.Press("enter")
		s.Sees("Run Odd answers", "sending Odd answers › Slow answer", "esc stop")
		s.Press("esc")
		s.Wait(time.Second)
		s.Sees("stopped")
	})
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.History, keymap.Runs)
		s.Sees("cut off", "Nightly")
		s.SeesNot("running elsewhere")
	})
}
