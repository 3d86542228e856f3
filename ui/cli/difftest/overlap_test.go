package difftest

import (
	"slices"
	"strings"
	"testing"

	"postern/engine/runner"
)

// waiting are collections that only wait for what never answers.
var waiting = []string{"case-101", "case-143", "case-186"}

// TestOverlappingRuns compares runs with several requests under way at once with
// the same runs one by one, scripts and all: they must come to the same, but for
// the order in which requests arrive.
func TestOverlappingRuns(t *testing.T) {
	own := newInput(t, "members", readFile(t, "testdata/members.run.json"))
	own.rows = `[{"row": "one", "n": 1}, {"row": "two", "n": 2}]`
	inputs, requests, alone := append([]input{own}, corpus(t)...), 0, 0
	for i, in := range inputs {
		if raced && i%8 > 0 {
			continue
		}
		if strings.HasPrefix(in.name, "mojaloop") || slices.Contains(waiting, in.name) { // the first polls for minutes
			continue
		}
		run := func() []did {
			rec := newRecorder(t) // what was cancelled arrives late, and at none of another run
			rec.answer = stub
			return runWithRunner(t, rec, in)
		}
		one := run()
		in.parallel = 8
		in.alone = func(e runner.Ended) {
			requests += e.Summary.Requests
			for _, n := range e.Alone {
				alone += n
			}
		}
		several := run()
		if count(one, "item") >= most { // both were ended in the middle
			one, several = upTo(one), upTo(several)
		}
		for _, d := range unlike(outlines(one), outlines(several)) {
			t.Errorf("%s\t%s\tone by one instead of newman, eight at once instead of postern: %.400s", in.name, d.At, d.Text)
		}
	}
	if alone == 0 || alone >= requests {
		t.Errorf("%d of %d requests went alone", alone, requests)
	}
	t.Logf("%d requests of %d collections, of which %d went alone", requests, len(inputs), alone)
}
