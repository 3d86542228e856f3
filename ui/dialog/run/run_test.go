package run_test

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/dialog/run"
	"postern/ui/widget"
)

// drawn is what the dialog of a feed looks like.
func drawn(f *run.Feed) string {
	r := run.New(widget.DefaultEnv(), "Users", f, time.Now())
	r.Resize(120, 40)
	return ansi.Strip(r.View())
}

func sees(t *testing.T, got string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("no %q in\n%s", w, got)
		}
	}
}

// Of a long run not every row is kept; that is told, and how far it is goes on.
func TestARunOfManyRows(t *testing.T) {
	f := run.NewFeed(time.Now(), func() {})
	f.Begin(run.Most+10, run.Most+10)
	for i := range run.Most + 7 {
		f.Add(run.Row{Method: "GET", Name: "a", Status: 200, Iteration: i})
	}
	sees(t, drawn(f), "iteration 10007 of 10010 · 10007 of 10010, 7 not listed")
	rows, totals := f.Rows()
	sees(t, drawn(run.Of(time.Now(), time.Second, "", totals, rows)), "10007 of 10010, 7 not listed")
}

// A run of the past has skipped what its rows say.
func TestSkippedRowsOfThePast(t *testing.T) {
	rows := []run.Row{{Method: "GET", Name: "a", Status: 200}, {Method: "GET", Name: "b", Skipped: true}}
	sees(t, drawn(run.Of(time.Now(), time.Second, "", run.Totals{Rows: 2}, rows)), "✓ all 1 answered", "1 skipped")
}
