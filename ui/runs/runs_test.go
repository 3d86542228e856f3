package runs_test

import (
	"testing"

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
