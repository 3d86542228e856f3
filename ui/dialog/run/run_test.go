package run_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/ui/dialog/run"
	"postern/ui/pane"
	"postern/ui/widget"
)

// drawn is what the dialog of a feed looks like.
func drawn(f *run.Feed) string {
	return ansi.Strip(dialogOf(f).View())
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

// When a run is over the cursor is on the first failure, unless the person has
// moved it; n and N go from failure to failure, around the ends.
func TestFailuresAreGoneTo(t *testing.T) {
	now := time.Now()
	row := func(name string, status int) run.Row {
		r := run.Row{Method: "GET", Name: name, Status: status}
		if status >= 500 {
			r.Problem = "why " + name
		}
		return r
	}
	rows := []run.Row{row("a", 200), row("b", 500), row("c", 200), row("d", 500), row("e", 500), row("f", 200)}
	begin := func() (*run.Feed, *run.Run) {
		f := run.NewFeed(now, func() {})
		f.Begin(len(rows), 1)
		r := run.New(widget.DefaultEnv(), "Users", f, now)
		r.Resize(80, 24)
		for _, row := range rows {
			f.Add(row)
			r.SetNow(now)
		}
		return f, r
	}
	press := func(r *run.Run, keys string) string { // and what is told of the row under the cursor
		for _, k := range keys {
			r.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: k, Text: string(k)}})
		}
		for _, l := range strings.Split(ansi.Strip(r.View()), "\n") {
			if _, why, told := strings.Cut(l, "✗ why "); told {
				return why[:1]
			}
		}
		return ""
	}
	is := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s the cursor is on failure %q, want %q", what, got, want)
		}
	}
	f, r := begin()
	is("under way,", press(r, ""), "")
	f.End(time.Second, "")
	r.SetNow(now)
	is("at the end", press(r, ""), "b")
	is("one on", press(r, "n"), "d")
	is("one below it, and on", press(r, "kn"), "d")
	is("one below it, and back", press(r, "kN"), "b")
	is("back around the end", press(r, "N"), "e")
	is("behind the last, and on", press(r, "jn"), "b")
	is("among failures only, two on", press(r, "fnn"), "e")
	is("and around the end", press(r, "n"), "b")

	f, r = begin()
	is("who goes up to a row", press(r, "kkk"), "")
	f.End(time.Second, "")
	r.SetNow(now)
	is("stays there: at the end", press(r, ""), "")
	is("until", press(r, "n"), "d")

	f, _ = begin()
	f.End(time.Second, "")
	is("of before,", press(dialogOf(f), ""), "b")
}

// What failed before a run was gone on with is among the failures, too.
func TestFailuresOfBeforeItGoesOn(t *testing.T) {
	now := time.Now()
	rows := []run.Row{{Item: "a", Method: "GET", Name: "a", Status: 500, Problem: "why a"}, {Item: "b", Method: "GET", Name: "b", Status: 200}}
	f := run.Onward(now, time.Second, func() {}, run.Totals{Rows: 2, Failed: 1}, rows)
	r := run.New(widget.DefaultEnv(), "Users", f, now)
	r.Resize(120, 40)
	sees(t, ansi.Strip(r.View()), "GET     500", "GET     200", "f failures")
	f.Begin(3, 1)
	f.Add(run.Row{Item: "c", Method: "GET", Name: "c", Status: 200})
	f.End(time.Second, "")
	r.SetNow(now)
	sees(t, ansi.Strip(r.View()), "✗ why a", "f failures", "F failed again")
	in, _ := r.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: 'F', Text: "F"}})
	if again, ok := in.(run.AgainAsked); !ok || len(again.Items) != 1 || again.Items[0] != "a" {
		t.Errorf("what failed again is %v", in)
	}
}

// dialogOf is the dialog of a feed.
func dialogOf(f *run.Feed) *run.Run {
	r := run.New(widget.DefaultEnv(), "Users", f, time.Now())
	r.Resize(120, 40)
	return r
}
