package run_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"postern/ui/dialog/run"
	"postern/ui/pane"
	"postern/ui/widget"
)

// What comes of a data file counts for that one, and starts a run only while the
// person waits for it.
func TestAnswersOfDataFiles(t *testing.T) {
	open := func() *run.Setup {
		s, in := run.NewSetup(widget.DefaultEnv(), run.Options{
			Name: "API", Requests: []run.Request{{ID: "r", Method: "GET", Name: "List"}}, Choice: run.Choice{Data: "rows.csv"},
		})
		if in != (run.DataAsked{Path: "rows.csv"}) {
			t.Fatalf("asked is %v", in)
		}
		return s
	}
	start := func(s *run.Setup) {
		t.Helper()
		if in, closed := s.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: 'r', Mod: tea.ModCtrl}}); in != (run.DataAsked{Path: "rows.csv"}) || closed {
			t.Fatalf("it starts with %v", in)
		}
	}
	came := func(s *run.Setup, path string) bool {
		_, closed := s.Update(pane.Arrived{What: run.DataSeen{Path: path, Rows: 2}})
		return closed
	}
	s := open()
	start(s)
	if came(s, "others.csv") {
		t.Error("another file starts the run")
	}
	if !came(s, "rows.csv") {
		t.Error("its file does not start the run")
	}
	s = open()
	start(s)
	s.Cancelled()
	if came(s, "rows.csv") {
		t.Error("what was cancelled starts")
	}
	if s = open(); came(s, "rows.csv") {
		t.Error("it starts by itself")
	}
}
