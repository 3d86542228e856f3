package runs_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"postern/store/history"
	"postern/ui/dialog"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/run"
	"postern/ui/pane"
	"postern/ui/runs"
	"postern/ui/widget"
)

// Where nothing can be kept there are no runs of before, and no report, which is
// made of what was kept.
func TestWithoutAHistory(t *testing.T) {
	r := runs.New(runs.Deps{})
	for _, in := range []pane.Intent{run.RunsAsked{}, run.ReportAsked{}} {
		out, ok := r.Handle(widget.DefaultEnv(), in)
		if note, is := out.(pane.Noted); !ok || !is || note.Text != "there is no history: nothing private can be kept here" {
			t.Errorf("%T: %+v", in, out)
		}
	}
}

// stuck is a log that has a run and deletes none.
type stuck struct{ runs.Log }

func (stuck) Runs(context.Context) ([]history.Run, error) {
	return []history.Run{{ID: 7, Name: "Nightly"}}, nil
}
func (stuck) DeleteRun(context.Context, int64) error { return errors.New("the disk is full") }

// A run that could not be deleted stays on the list, from where it can be deleted
// again.
func TestARunThatStays(t *testing.T) {
	r := runs.New(runs.Deps{Log: stuck{}})
	do := func(in pane.Intent) pane.Intent {
		t.Helper()
		out, ok := r.Handle(widget.DefaultEnv(), in)
		if !ok {
			t.Fatalf("%T is of others", in)
		}
		if w, is := out.(pane.Work); is {
			return w.Do(t.Context())
		}
		return out
	}
	list := do(do(run.RunsAsked{})).(dialog.Opened).Dialog
	list.Resize(80, 24)
	if failed, ok := do(confirm.Answered{Name: "delete run", Of: "7", Choice: "delete"}).(pane.Failed); !ok || failed.Err.Error() != "the disk is full" {
		t.Errorf("it came to %v", failed)
	}
	if !strings.Contains(list.View(), "Nightly") {
		t.Error("it is off the list")
	}
}
