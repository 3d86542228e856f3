package runner_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"postern/engine"
	"postern/engine/runner"
	"postern/engine/script"
)

// warnings are those of the requests of a run.
type warnings []string

func (w *warnings) Report(e runner.Event) {
	if done, ok := e.(runner.Done); ok {
		*w = append(*w, done.Exchange.Warnings...)
	}
}

// A script that goes on at a request that is none is warned of, and only then: a
// wrong name would end the run without a word.
func TestAScriptThatGoesOnNowhere(t *testing.T) {
	next := func(name string) script.Outcome { return script.Outcome{Next: &script.Next{Name: name}} }
	for _, c := range []struct {
		name string
		s    scripting
		want []string
	}{
		{
			"a wrong name",
			scripting{after: map[string]script.Outcome{"r2": next("nobody")}},
			[]string{`its script goes on at "nobody", which is no request of this run: the iteration ends here`},
		},
		{
			"one that has no end",
			scripting{after: map[string]script.Outcome{"r2": next(strings.Repeat("n", 1<<20))}},
			[]string{`its script goes on at "` + strings.Repeat("n", 80) + `… (cut)", which is no request of this run: the iteration ends here`},
		},
		{"null", scripting{after: map[string]script.Outcome{"r2": next("")}}, nil},
		{"a good one", scripting{after: map[string]script.Outcome{"r2": next("r4")}}, nil},
		{"one that does not count", scripting{before: map[string]script.Outcome{"r2": next("nobody")}, after: map[string]script.Outcome{"r2": next("r4")}}, nil},
		{"the last", scripting{after: map[string]script.Outcome{"r5": next("r5"), "r4": next("")}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.s.answer = func(context.Context, string) (int, *engine.Error) { return 200, nil }
			var got warnings
			if _, err := runner.Run(t.Context(), &c.s, plan(t), &got); err != nil || !slices.Equal(got, c.want) {
				t.Errorf("warned of %q, %v; not of %q", got, err, c.want)
			}
		})
	}
}
