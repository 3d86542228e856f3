package overlap_test

import (
	"strings"
	"testing"

	"postern/engine/runner"
	"postern/engine/script/reads"
	"postern/ui/overlap"
)

func TestAlone(t *testing.T) {
	for _, tt := range []struct {
		name  string
		alone map[runner.Reason]int
		all   int
		want  string
	}{
		{"none", nil, 9, ""},
		{"of one request there is nothing to tell", map[runner.Reason]int{runner.FirstOfHost: 1}, 1, ""},
		{"for one reason", map[runner.Reason]int{runner.FirstOfHost: 2}, 9, "2 of 9 requests went alone: 2 the first of a host"},
		{
			"for several, in the order of the list",
			map[runner.Reason]int{runner.ReasonOf(reads.Cookies): 3, runner.Writes: 4, runner.FirstOfHost: 1},
			9,
			"8 of 9 requests went alone: 1 the first of a host, 4 may change something at the server (--here lets them overlap), 3 with scripts that look at cookies",
		},
	} {
		if got := overlap.Alone(runner.Ended{Alone: tt.alone}, tt.all, "--here"); got != tt.want {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
}

// Whatever a run may give as a reason has words of its own.
func TestAloneKnowsAllReasons(t *testing.T) {
	told := make(map[string]bool)
	of := []runner.Reason{runner.FirstOfHost, runner.Writes}
	for d := reads.Changes; d <= reads.Unclear; d++ {
		of = append(of, runner.ReasonOf(d))
	}
	for _, r := range of {
		_, why, _ := strings.Cut(overlap.Alone(runner.Ended{Alone: map[runner.Reason]int{r: 1}}, 2, "w"), ": ")
		if why == "" || told[why] {
			t.Errorf("%v is told as %q", r, why)
		}
		told[why] = true
	}
}

func TestEarly(t *testing.T) {
	if got := overlap.Early(runner.Ended{}, "wait"); got != "" {
		t.Errorf("none is told as %q", got)
	}
	got := overlap.Early(runner.Ended{Early: 3}, "wait")
	if !strings.HasPrefix(got, "3 requests went out before") || !strings.HasSuffix(got, ": if it is needed there, wait") {
		t.Errorf("three are told as %q", got)
	}
	if got := overlap.Early(runner.Ended{Early: 1}, "wait"); !strings.HasPrefix(got, "1 request went out before") {
		t.Errorf("one is told as %q", got)
	}
}
