package run

import (
	"github.com/spf13/cobra"

	"postern/engine/runner"
	"postern/ui/cli/exit"
	"postern/ui/overlap"
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
	all := (e.Summary.Requests + e.Summary.Skipped) / max(1, len(r.as.names))
	if s := overlap.Alone(e, all, "--parallel-writes"); s != "" {
		r.Told.Line(theme.Faint, s)
	}
	if s := overlap.Early(e, "run without --parallel"); s != "" {
		r.Told.Line(theme.Warn, "! "+s)
	}
}
