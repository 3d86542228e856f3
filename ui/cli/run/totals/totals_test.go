package totals_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/engine/runner"
	"postern/ui/cli/run/totals"
	"postern/ui/theme"
)

// Each line is about one thing, and red only where that went wrong.
func TestLines(t *testing.T) {
	var answers totals.Answers
	for _, ms := range []time.Duration{2, 4, 12} {
		answers.Add(ms * time.Millisecond)
	}
	var one totals.Answers
	one.Add(time.Second)
	for _, tc := range []struct {
		name string
		of   totals.Of
		want []totals.Line
	}{
		{
			"all went well",
			totals.Of{Summary: runner.Summary{Requests: 1, Tests: 1, Bytes: 4, Elapsed: 90 * time.Second}, Answers: one},
			[]totals.Line{{theme.OK, "1 request: 1 answered"}, {theme.OK, "1 test: 1 passed"}, {theme.Faint, "1m 30s · 4 B"}},
		},
		{
			"nothing did",
			totals.Of{
				Summary: runner.Summary{Requests: 9, Failed: 1, HTTPErrors: 3, Skipped: 2, Tests: 7, FailedTests: 4, SkippedTests: 1, ScriptErrors: 2, Bytes: 2048, Elapsed: 23 * time.Millisecond},
				Answers: answers,
			},
			[]totals.Line{
				{theme.Error, "9 requests: 8 answered, 3 of them with 400 or above, 2 skipped; 1 failed"},
				{theme.Error, "8 tests: 3 passed, 4 failed, 1 skipped"},
				{theme.Error, "2 broken scripts"},
				{theme.Faint, "23 ms · 2.0 KiB · answers in 6.0 ms on average, 12 ms at most"},
			},
		},
		{
			"as several identities, up to the first failure",
			totals.Of{Name: "in all: ", As: 3, Expected: 2, Missed: 1, Summary: runner.Summary{Requests: 3, Tests: 1, Bailed: true}},
			[]totals.Line{
				{theme.OK, "in all: 3 requests as 3 identities: 3 answered"},
				{theme.Error, "2 expected answers: 1 met, 1 missed"},
				{theme.OK, "1 test: 1 passed, where the run stopped"},
				{theme.Faint, "0.0 ms · 0 B"},
			},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.of.Dot = "·"
			if d := cmp.Diff(tc.want, tc.of.Lines()); d != "" {
				t.Error(d)
			}
		})
	}
}
