package runs

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"time"

	"postern/engine/collection"
	"postern/engine/runner"
	store "postern/store/history"
	"postern/ui/dialog"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/run"
	"postern/ui/pane"
	"postern/ui/ran"
	"postern/ui/safe"
	"postern/ui/theme"
)

// The answers of the history.
type (
	listed struct{ runs []store.Run }
	found  struct {
		run store.Run
		ran.Record
		// left says that it can go on.
		left bool
	}
)

// before answers what is asked of the runs of before.
func (r *Runs) before(env pane.Env, in pane.Intent) (out pane.Intent, ok bool) {
	switch in := in.(type) {
	case run.RunsAsked:
		return r.read(), true
	case run.RunAsked:
		return r.find(in.ID), true
	case listed:
		var all []run.Past
		for _, s := range in.runs {
			all = append(all, run.Past{
				ID: s.ID, Started: s.Started, Elapsed: s.Elapsed, Name: s.Name, Environment: s.EnvironmentName, Totals: totals(s), Why: s.Why, Going: going(s.Going),
			})
		}
		r.list = run.NewList(env, all, time.Now())
		return dialog.Opened{Dialog: r.list}, true
	case run.DeleteAsked:
		return dialog.Opened{Dialog: confirm.New(env, question(in.Run))}, true
	case confirm.Answered:
		if in.Name != askDelete {
			return nil, false
		}
		return r.delete(in), true
	case deleted:
		if r.list != nil {
			r.list.Drop(in.id)
		}
		return nil, true
	case found:
		if in.run.Going == store.Here && r.feed != nil {
			return r.Show(), true
		}
		if r.feed != nil && !r.feed.Ended() {
			return pane.Noted{Text: "a run is going on: stop it first", Warn: true}, true
		}
		r.env = env
		r.turnTo(in)
		return dialog.Opened{Dialog: r.view}, true
	}
	return nil, false
}

// turnTo shows a run of before. If what was run is open, it can run again, and
// be reported.
func (r *Runs) turnTo(in found) {
	s, why, t := in.run, in.run.Why, totals(in.run)
	t.All = in.All
	switch {
	case s.Going != store.Over:
		why = going(s.Going) + "; this is how far it has come"
	case s.Elapsed == 0:
		why = cutOff
	}
	place := s.Collection + "\n" + s.Item
	r.last, r.done = errand{Subject: Subject{Name: s.Name, Place: place}, choice: in.Choice, items: in.Items, began: s.Started, id: s.ID, line: in.Line}, nil
	r.feed = run.Of(s.Started, s.Elapsed, why, t, in.Rows)
	r.feed.Note(in.Notes...)
	if in.left {
		r.feed.Left()
	}
	r.view = run.New(r.env, s.Name, r.feed, time.Now())
	subject, ok := r.deps.Find(place)
	if !ok {
		return
	}
	r.last.Subject = subject
	if in.Line != "" { // a report is made of the sends
		return
	}
	plan := r.last.plan(nil)
	if s.Environment != subject.Meta.Environment { // what was in the other one is not known here
		plan.Env = &collection.Environment{ID: s.Environment, Name: s.EnvironmentName}
	}
	r.done = &finished{r.last, plan, runner.Ended{Summary: runner.Summary{Elapsed: s.Elapsed}}, true, r.feed}
}

// cutOff is why a run ended that has not written its end.
const cutOff = "cut off when the program ended"

// going says where a run is under way; "" if it is not.
func going(g store.Going) string {
	switch g {
	case store.Here:
		return "running here"
	case store.Elsewhere:
		return "running elsewhere"
	}
	return ""
}

// askDelete names the question whether to forget a run.
const askDelete = "delete run"

func question(p run.Past) confirm.Options {
	return confirm.Options{
		Name: askDelete, Of: strconv.FormatInt(p.ID, 10), Title: safe.Lit("Delete from the history?"), Cancel: "keep",
		Lines: []safe.Text{safe.Clean("The run of " + p.Name + " of " + p.Started.Format("Jan 2 15:04") + " goes with its sends and their answers, for good.")},
		Choices: []confirm.Choice{
			{ID: "keep", Letter: "k", Title: safe.Lit("keep it")},
			{ID: "delete", Letter: "d", Title: safe.Lit("delete it"), Role: theme.Error},
		},
	}
}

// deleted says that a run is gone.
type deleted struct{ id int64 }

// delete forgets the run that was asked about.
func (r *Runs) delete(in confirm.Answered) pane.Intent {
	id, err := strconv.ParseInt(in.Of, 10, 64)
	if in.Choice != "delete" || err != nil {
		return nil
	}
	d := r.deps
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		if err := d.Log.DeleteRun(ctx, id); err != nil {
			return pane.Failed{Err: err} // it stays on the list: it can be deleted again
		}
		return deleted{id}
	}}
}

func totals(s store.Run) run.Totals {
	return run.Totals{Rows: s.Requests, Failed: s.Failed, Tests: s.Tests, Passed: s.Passed}
}

// read reads the runs of before.
func (r *Runs) read() pane.Intent {
	if r.deps.Log == nil {
		return pane.Noted{Text: noHistory}
	}
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		all, err := r.deps.Log.Runs(ctx)
		if err != nil {
			return pane.Failed{Err: err}
		}
		return listed{all}
	}}
}

// find reads a run of before.
func (r *Runs) find(id int64) pane.Intent {
	d := r.deps
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		f, err := d.read(ctx, id)
		if err != nil {
			return pane.Failed{Err: err}
		}
		if f.run.Going == store.Over {
			_, err := d.place(ctx, f)
			f.left = err == nil
		}
		return f
	}}
}

// read reads a run of before. Of one that was cut off the sends tell how far it
// came.
func (d Deps) read(ctx context.Context, id int64) (f found, err error) {
	if f.run, err = d.Log.Run(ctx, id); err != nil {
		return f, err
	}
	if f.run.Record != "" {
		if err := json.Unmarshal([]byte(f.run.Record), &f.Record); err != nil {
			return f, fmt.Errorf("read the run in the history: %w", err)
		}
	}
	if f.run.Elapsed > 0 {
		return f, nil
	}
	es, err := d.Log.List(ctx, store.Query{Run: id, Limit: math.MaxInt32})
	f.run.Requests, f.run.Failed, f.run.Tests, f.run.Passed, f.Rows = 0, 0, 0, 0, nil // it may have gone on
	for i := len(es) - 1; i >= 0; i-- {                                               // the newest comes first
		row := entry(es[i])
		if row.Failed() {
			f.run.Failed++
		}
		f.run.Requests, f.run.Tests, f.run.Passed = f.run.Requests+1, f.run.Tests+row.Tests, f.run.Passed+row.Passed
		f.Rows = append(f.Rows, row)
	}
	return f, err
}

// entry is a send as a row of its run.
func entry(e store.Entry) run.Row {
	return run.Row{
		Item: e.Item, Method: e.Method, Name: e.Name(), Iteration: e.Iteration, Status: e.Status, Problem: e.Problem,
		Took: e.Duration, Passed: e.Passed, Tests: e.Tests, History: e.ID,
	}
}
