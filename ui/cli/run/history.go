package run

import (
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"postern/engine/runner"
	"postern/store/history"
	"postern/ui/cli/house"
	"postern/ui/cli/pick"
	"postern/ui/cli/run/record"
	"postern/ui/cli/run/report"
	"postern/ui/ran"
	"postern/ui/theme"
)

// keeping is whether a run is kept in the history of the workbench.
type keeping struct {
	unkept bool
	// rec is nil where it is not.
	rec *record.Recorder
}

func (k *keeping) add(c *cobra.Command) {
	c.Flags().BoolVar(&k.unkept, "no-history", false, "do not keep the run in the history")
}

// keeps has a run kept in the history where a person looks on: what scripts and
// CI repeat would crowd it, and cost them a database. One as several identities
// has rows of its own kind.
func (r *running) keeps(parts *house.Parts, o *pick.Opened, p *runner.Plan) {
	looks := r.Shown.TTY() || r.Told.TTY()
	if parts.History == nil || r.history.unkept || !looks || r.Unattended || len(r.as.names) > 0 || len(p.Requests) == 0 {
		return
	}
	run := history.Run{Started: time.Now(), Collection: o.Collection.ID, Name: o.Collection.Name}
	if o.Env != nil {
		run.Environment, run.EnvironmentName = o.Env.ID, o.Env.Name
	}
	rec := ran.Record{Line: r.going.begun(), Choice: ran.Choice{
		Iterations: max(p.Iterations, 1), Delay: p.Delay, Bail: p.Bail, Parallel: p.Parallel, Writes: p.Writes, Data: absolute(r.what.data),
		EachRow: r.what.data != "" && r.what.iterations == 0,
	}}
	for _, ref := range p.Requests {
		if len(r.what.folders) > 0 {
			rec.Items = append(rec.Items, ref.Item.ID)
		}
	}
	r.history.rec = record.New(parts.History, run, rec, sync.OnceValue(report.Run{Collection: o.Collection}.Literals))
}

// begun is the command line of the run.
func (g *going) begun() string { return strings.TrimSuffix(g.line, " --resume") }

// kept writes the end of the run into the history.
func (r *running) kept(left runner.Ended, wayOn string) {
	if r.history.rec == nil {
		return
	}
	why := ""
	switch s := left.Summary; {
	case s.NeedsLogin:
		why = "stopped: a login was needed"
	case left.Err != nil:
		why = "stopped"
	case s.Bailed:
		why = "stopped at the first failure"
	}
	if wayOn == "" {
		wayOn = r.going.begun()
	}
	if err := r.history.rec.Keep(why, wayOn); err != nil {
		r.Told.Line(theme.Warn, "! "+err.Error())
	}
}
