package run

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"postern/engine/runner"
	"postern/engine/script/reads"
	"postern/ui/cli/exit"
	"postern/ui/theme"
)

// overlapFlags say how many requests may be under way at once.
type overlapFlags struct {
	parallel int
	writes   bool
}

func (o *overlapFlags) add(c *cobra.Command) {
	c.Flags().IntVar(&o.parallel, "parallel", 1, "up to `N` requests under way at once, where it changes nothing in the results")
	c.Flags().BoolVar(&o.writes, "parallel-writes", false, "with --parallel: let POST, PUT, PATCH and DELETE overlap too")
}

func (o *overlapFlags) check() error {
	switch {
	case o.parallel < 1:
		return exit.Misused("--parallel needs a number from 1 on", "--parallel 4")
	case o.writes && o.parallel == 1:
		return exit.Misused("--parallel-writes has no sense without --parallel", "--parallel 4 --parallel-writes")
	}
	return nil
}

// alone tells how many requests could not overlap, and why.
func (r *running) alone(e runner.Ended) {
	if r.overlap.parallel == 1 {
		return
	}
	total := 0
	var why []string
	for _, reason := range reasons() {
		n := e.Alone[reason.of]
		if n == 0 {
			continue
		}
		total += n
		why = append(why, fmt.Sprintf("%d %s", n, reason.words))
	}
	if all := (e.Summary.Requests + e.Summary.Skipped) / max(1, len(r.as.names)); total > 0 && all > 1 {
		r.Told.Line(theme.Faint, fmt.Sprintf("%d of %d requests went alone: %s", total, all, strings.Join(why, ", ")))
	}
	if e.Early > 0 {
		r.Told.Line(theme.Warn, fmt.Sprintf("! %d requests went out before the answer to one in front of them had set a cookie for their host: if they need it, run without --parallel", e.Early))
	}
}

// reasons are those for which requests go alone, in words.
func reasons() []struct {
	of    runner.Reason
	words string
} {
	return []struct {
		of    runner.Reason
		words string
	}{
		{runner.FirstOfHost, "the first of a host"},
		{runner.Writes, "may change something at the server (--parallel-writes lets them overlap)"},
		{runner.ReasonOf(reads.Changes), "with scripts that change variables"},
		{runner.ReasonOf(reads.Sends), "with scripts that send requests"},
		{runner.ReasonOf(reads.Steers), "with scripts that say where the run goes on"},
		{runner.ReasonOf(reads.Cookies), "with scripts that look at cookies"},
		{runner.ReasonOf(reads.Unclear), "with scripts whose effects cannot be foreseen"},
	}
}
