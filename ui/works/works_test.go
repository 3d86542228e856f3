package works_test

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/ui/pane"
	"postern/ui/progress"
	"postern/ui/works"
)

func TestAWorkThatTakesLong(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var w works.Works
	m := &progress.Meter{}
	cmd := w.Start(t.Context(), pane.Work{Name: "saving x", Meter: m, Do: func(ctx context.Context) pane.Intent {
		<-ctx.Done()
		return pane.Noted{Text: "stopped"}
	}}, start)
	says := func(after time.Duration, want string) {
		t.Helper()
		if got := w.Line("esc", start.Add(after)).String(); got != want {
			t.Errorf("after %s it says %q, want %q", after, got, want)
		}
	}
	says(0, "")
	if w.Stop(start) {
		t.Error("what is not shown is stopped")
	}
	says(time.Second, "⠹ saving x · 1.0 s   esc stop")
	m.Set(0, 100<<20, start)
	m.Set(50<<20, 100<<20, start.Add(2*time.Second))
	says(2*time.Second, "⠼ saving x · 50.0 MiB of 100.0 MiB · 50 % · 25.0 MiB/s · 2 s left   esc stop")
	if got := w.Line("", start.Add(2*time.Second)).String(); strings.Contains(got, "stop") {
		t.Errorf("without a key it says %q", got)
	}
	if !w.Stop(start.Add(2*time.Second)) || w.Stop(start.Add(3*time.Second)) {
		t.Error("it cannot be stopped once")
	}
	says(3*time.Second, "stopping: saving x")
	if in := w.Done(cmd().(works.DoneMsg)); in != (pane.Noted{Text: "stopped"}) || w.Any() {
		t.Errorf("came %v, and it still goes on: %v", in, w.Any())
	}
}

// Of several the newest is shown, and stopped.
func TestTheNewestWorkIsShown(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var w works.Works
	var cmds []tea.Cmd
	for _, name := range []string{"one", "two"} {
		cmds = append(cmds, w.Start(t.Context(), pane.Work{Name: name, Do: func(ctx context.Context) pane.Intent { return ctx.Err() != nil }}, start))
	}
	w.Stop(start.Add(time.Second))
	if got := w.Line("esc", start.Add(time.Second)).String(); got != "stopping: two" {
		t.Errorf("it says %q", got)
	}
	for i, want := range []bool{false, true} {
		if stopped := w.Done(cmds[i]().(works.DoneMsg)); stopped != want {
			t.Errorf("work %d is stopped: %v", i+1, stopped)
		}
	}
}

// A work without a name is nobody's business until it ends.
func TestANamelessWork(t *testing.T) {
	var w works.Works
	cmd := w.Start(t.Context(), pane.Work{Do: func(context.Context) pane.Intent { return "done" }}, time.Now())
	if w.Any() || w.Done(cmd().(works.DoneMsg)) != "done" {
		t.Error("it is listed, or brings nothing")
	}
}
