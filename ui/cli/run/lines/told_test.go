package lines_test

import (
	"net/http"
	"strings"
	"testing"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/payload"
	"postern/engine/runner"
	"postern/engine/script"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
	"postern/ui/cli/pick"
	"postern/ui/cli/run/lines"
)

// A request whose scripts tell something before there is an answer has a row for
// that, and one for the answer; after the answer its row is whole at once, and
// the only one. Where a failed one went is told once, and nothing twice.
func TestRowsOfWhatIsToldEarly(t *testing.T) {
	item := &collection.Item{ID: "1", Name: "Slow", Request: &collection.Request{Method: "GET"}}
	ref := collection.Ref{Item: item, Chain: []*collection.Item{item}}
	line := func(s string) *script.Outcome {
		return &script.Outcome{Console: []script.Line{{Level: "log", Text: s}}}
	}
	answered := func(o *script.Outcome) *engine.Exchange {
		return &engine.Exchange{Before: line("one"), After: o, Sent: engine.Sent{Method: "GET", URL: "http://h.test/x"}, Response: &engine.Response{Status: http.StatusOK, Body: payload.FromBytes(nil)}}
	}
	whole := &script.Outcome{Console: line("two").Console, Tests: []script.Test{{Name: "three"}}}
	for _, c := range []struct {
		name string
		told []*engine.Exchange
		want string
	}{
		{"nothing", nil, "GET Slow 200 → GET http://h.test/x │ one │ two ✗ three"},
		{"before the request", []*engine.Exchange{{Before: line("one")}}, "GET Slow its scripts run │ one GET Slow 200 → GET http://h.test/x │ two ✗ three"},
		{"after the answer", []*engine.Exchange{answered(line("two"))}, "GET Slow 200 │ one │ two ✗ three → GET http://h.test/x"},
		{"all of it", []*engine.Exchange{answered(whole)}, "GET Slow 200 → GET http://h.test/x │ one │ two ✗ three"},
		{"both", []*engine.Exchange{{Before: line("one")}, answered(line("two"))}, "GET Slow its scripts run │ one GET Slow 200 │ two ✗ three → GET http://h.test/x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out strings.Builder
			l := lines.New(lines.To{Out: console.New(&out, true, []string{"NO_COLOR=1"}), Err: console.New(&out, false, nil), Explain: exit.Explain},
				lines.Options{NoBanner: true, NoSummary: true, NoFailures: true}, lines.Run{Opened: &pick.Opened{Collection: &collection.Collection{Name: "C"}}})
			at := runner.Cursor{Iterations: 1}
			l.Report(runner.Began{Requests: []collection.Ref{ref}, Iterations: 1})
			for _, x := range c.told {
				l.Report(runner.Told{Cursor: at, Ref: ref, Exchange: x})
			}
			l.Report(runner.Done{Cursor: at, Ref: ref, Exchange: answered(whole)})
			l.Report(runner.Ended{})
			got := strings.Join(strings.Fields(strings.NewReplacer("0.0 ms", "", "0 B", "", " - ", " ").Replace(out.String())), " ")
			if got != c.want {
				t.Errorf("the rows are %q,\nnot %q", got, c.want)
			}
		})
	}
}
