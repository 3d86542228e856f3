package runs

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"postern/engine/collection"
	"postern/engine/runner"
	store "postern/store/history"
	"postern/ui/dialog"
	"postern/ui/dialog/run"
	"postern/ui/pane"
)

// The answers of the history.
type (
	listed struct{ runs []store.Run }
	found  struct {
		run store.Run
		record
	}
)

// before answers what is asked of the runs of before.
func (r *Runs) before(env pane.Env, in pane.Intent) (out pane.Intent, ok bool) {
	switch in := in.(type) {
	case run.RunsAsked:
		return r.list(), true
	case run.RunAsked:
		return r.find(in.ID), true
	case listed:
		var all []run.Past
		for _, s := range in.runs {
			all = append(all, run.Past{
				ID: s.ID, Started: s.Started, Elapsed: s.Elapsed, Name: s.Name, Environment: s.EnvironmentName, Totals: totals(s), Why: s.Why,
			})
		}
		return dialog.Opened{Dialog: run.NewList(env, all, time.Now())}, true
	case found:
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
	s, why := in.run, in.run.Why
	if s.Elapsed == 0 {
		why = "cut off when the program ended"
	}
	place := s.Collection + "\n" + s.Item
	r.last, r.done = errand{Subject: Subject{Name: s.Name, Place: place}, choice: in.Choice, items: in.Items, began: s.Started}, nil
	r.feed = run.Of(s.Started, s.Elapsed, why, totals(s), in.Rows)
	r.feed.Note(in.Notes...)
	r.view = run.New(r.env, s.Name, r.feed, time.Now())
	subject, ok := r.deps.Find(place)
	if !ok {
		return
	}
	r.last.Subject = subject
	plan := r.last.plan(nil)
	if s.Environment != subject.Meta.Environment { // what was in the other one is not known here
		plan.Env = &collection.Environment{ID: s.Environment, Name: s.EnvironmentName}
	}
	r.done = &finished{r.last, plan, runner.Ended{Summary: runner.Summary{Elapsed: s.Elapsed}}, true}
}

func totals(s store.Run) run.Totals {
	return run.Totals{Rows: s.Requests, Failed: s.Failed, Tests: s.Tests, Passed: s.Passed}
}

// list reads the runs of before.
func (r *Runs) list() pane.Intent {
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

// find reads a run of before. Of one that was cut off the sends tell how far it
// came.
func (r *Runs) find(id int64) pane.Intent {
	log := r.deps.Log
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		s, err := log.Run(ctx, id)
		if err != nil {
			return pane.Failed{Err: err}
		}
		var rec record
		if s.Record != "" {
			if err := json.Unmarshal([]byte(s.Record), &rec); err != nil {
				return pane.Failed{Err: fmt.Errorf("read the run in the history: %w", err)}
			}
		}
		if s.Elapsed > 0 {
			return found{s, rec}
		}
		es, err := log.List(ctx, store.Query{Run: id, Limit: math.MaxInt32})
		if err != nil {
			return pane.Failed{Err: err}
		}
		for i := len(es) - 1; i >= 0; i-- { // the newest comes first
			row := entry(es[i])
			if row.Failed() {
				s.Failed++
			}
			s.Requests, s.Tests, s.Passed = s.Requests+1, s.Tests+row.Tests, s.Passed+row.Passed
			rec.Rows = append(rec.Rows, row)
		}
		return found{s, rec}
	}}
}

// entry is a send as a row of its run.
func entry(e store.Entry) run.Row {
	return run.Row{
		Item: e.Item, Method: e.Method, Name: e.Name(), Iteration: e.Iteration, Status: e.Status, Problem: e.Problem,
		Took: e.Duration, Passed: e.Passed, Tests: e.Tests, History: e.ID,
	}
}
