// Package runs sends the requests of a folder or a collection one after the
// other, in the workbench: the runner of the command line with a dialog for its
// reporter, each send kept in the history.
//
//	Start ─▶ work ─▶ engine/runner ─▶ feed of the dialog
//	                                └▶ history
//	end ─▶ Left: what scripts did to variables
package runs

import (
	"context"
	"strings"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/runner"
	"postern/engine/script"
	store "postern/store/history"
	"postern/ui/dialog"
	"postern/ui/dialog/run"
	"postern/ui/facts"
	"postern/ui/pane"
)

// Guard sends what its scripts are trusted of.
type Guard interface {
	runner.Sender
	// Check fails where the person has to be asked first.
	Check(ctx context.Context, scripts []collection.Script) error
}

// Log keeps what was sent.
type Log interface {
	Add(ctx context.Context, x *engine.Exchange, m store.Meta) (id int64, err error)
}

// Deps is what a run works with; the log may be nil.
type Deps struct {
	Guard Guard
	Log   Log
}

// Subject is what is run.
type Subject struct {
	// Name is that of the folder or the collection.
	Name string
	// Place comes back in [Untrusted].
	Place string
	Plan  runner.Plan
	Meta  store.Meta
}

// The intents at the end of a run.
type (
	// Left is what scripts have done to variables, in the environment the run
	// was sent with.
	Left struct {
		Meta    store.Meta
		Changes []script.Change
	}
	// Untrusted says that nothing was sent because the person has to be asked.
	Untrusted struct {
		Place string
		Err   error
	}
)

// Of are the requests at the end of a chain and below it.
func Of(c *collection.Collection, chain []*collection.Item) []collection.Ref {
	if len(chain) == 0 {
		return c.Requests()
	}
	depth, it := len(chain)-1, chain[len(chain)-1]
	var out []collection.Ref
	for _, r := range c.Requests() {
		if len(r.Chain) > depth && r.Chain[depth] == it {
			out = append(out, r)
		}
	}
	return out
}

// Start runs a subject, whose documents nobody may change meanwhile.
func Start(d Deps, env pane.Env, s Subject) pane.Intent {
	stopped := make(chan struct{})
	once := false
	feed := run.NewFeed(func() { // called in the loop only
		if !once {
			once = true
			close(stopped)
		}
	})
	return pane.Batch{
		dialog.Opened{Dialog: run.New(env, s.Name, feed)},
		pane.Work{Name: "running " + s.Name, Do: func(ctx context.Context) pane.Intent {
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			go func() {
				select {
				case <-stopped:
					cancel()
				case <-ctx.Done():
				}
			}()
			return carryOut(ctx, d, s, feed)
		}},
	}
}

func carryOut(ctx context.Context, d Deps, s Subject, feed *run.Feed) pane.Intent {
	var all []collection.Script
	for _, r := range s.Plan.Requests {
		all = append(all, s.Plan.Collection.Scripts(r.Chain, collection.BeforeRequest)...)
		all = append(all, s.Plan.Collection.Scripts(r.Chain, collection.AfterResponse)...)
	}
	if err := d.Guard.Check(ctx, all); err != nil {
		feed.End("nothing was sent")
		return pane.Batch{dialog.Closed{Name: "run"}, Untrusted{s.Place, err}}
	}
	rep := &reporter{ctx: context.WithoutCancel(ctx), log: d.Log, feed: feed, meta: s.Meta}
	_, err := runner.Run(ctx, d.Guard, s.Plan, rep)
	why := ""
	if err != nil {
		why = "stopped; what was sent is in the history"
	}
	feed.End(why)
	return Left{s.Meta, rep.changes}
}

// reporter tells the dialog, and keeps what was sent.
type reporter struct {
	ctx     context.Context
	log     Log
	feed    *run.Feed
	meta    store.Meta
	changes []script.Change
}

// Report implements [runner.Reporter].
func (r *reporter) Report(e runner.Event) {
	switch e := e.(type) {
	case runner.Began:
		r.feed.Begin(len(e.Requests))
	case runner.Sending:
		r.feed.Sending(name(e.Ref))
	case runner.Done:
		r.done(e)
	}
}

func name(ref collection.Ref) string { return strings.Join(ref.Names(), " › ") }

func (r *reporter) done(e runner.Done) {
	row := run.Row{Method: e.Ref.Item.Request.Method, Name: name(e.Ref), Took: e.Elapsed}
	x := e.Exchange
	if e.Err != nil {
		row.Problem = e.Err.Error()
	}
	if x != nil {
		row.Passed, row.Tests = facts.Passed(x)
		row.Skipped = x.Skipped()
		if x.Response != nil {
			row.Status = x.Response.Status
		}
		if row.Problem == "" {
			row.Problem = facts.FirstFailure(x)
		}
		for _, out := range []*script.Outcome{x.Before, x.After} {
			if out != nil {
				r.changes = append(r.changes, out.Changes...)
			}
		}
		if r.log != nil && (x.Sent.Method != "" || x.Response != nil) {
			meta := r.meta
			meta.Template = e.Ref.Item.Request.URL.Text()
			// What cannot be kept is a row that cannot be opened.
			row.History, _ = r.log.Add(r.ctx, x, meta)
		}
	}
	r.feed.Add(row)
}
