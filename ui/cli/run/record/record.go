// Package record keeps a run of the command line in the history of the workbench:
// what it was to do, and a row for each request. Its sends are not kept.
//
// The run is noted beside its first request, and its end once all is told, so
// that nobody waits for a disk.
package record

import (
	"context"
	"encoding/json"
	"time"

	"postern/engine/redact"
	"postern/engine/runner"
	"postern/store/history"
	"postern/ui/ran"
)

// Log keeps runs; [history.Log] does.
type Log interface {
	StartRun(ctx context.Context, r history.Run) (id int64, err error)
	EndRun(ctx context.Context, r history.Run) error
	Retain(ctx context.Context) error
}

// patience is how long the history may take.
const patience = 10 * time.Second

// retainEvery is how many runs go between two looks at the limits of the history.
const retainEvery = 16

// Recorder is a [runner.Reporter] that keeps a run. Make one with [New].
type Recorder struct {
	log Log
	run history.Run
	rec ran.Record
	// literals masks what is secret in the scripts of the collection.
	literals func() redact.Redactor
	// begun gets the id once the run is noted; nil if it never began.
	begun chan begun
}

type begun struct {
	id  int64
	err error
}

// New keeps a run, of which rec says what it is to do; literals is for [ran.Of].
func New(log Log, run history.Run, rec ran.Record, literals func() redact.Redactor) *Recorder {
	return &Recorder{log: log, run: run, rec: rec, literals: literals}
}

// Report implements [runner.Reporter].
func (r *Recorder) Report(e runner.Event) {
	switch e := e.(type) {
	case runner.Began:
		r.begin(len(e.Requests) * e.Iterations)
	case runner.Done:
		r.add(ran.Of(e, r.literals))
	case runner.Ended:
		r.run.Elapsed = max(e.Summary.Elapsed, 1)
	}
}

func (r *Recorder) begin(all int) {
	r.rec.All = all
	run := r.run
	text, err := json.Marshal(r.rec)
	run.Record = string(text)
	r.begun = make(chan begun, 1)
	go func() {
		b := begun{err: err}
		if err == nil {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			b.id, b.err = r.log.StartRun(ctx, run)
		}
		r.begun <- b
	}()
}

func (r *Recorder) add(row ran.Row) {
	r.run.Requests++
	r.run.Tests += row.Tests
	r.run.Passed += row.Passed
	if row.Failed() {
		r.run.Failed++
	}
	if ran.Listed(len(r.rec.Rows), row) {
		r.rec.Rows = append(r.rec.Rows, row)
	}
}

// Keep writes what became of the run: why it ended early, or "", and the line that
// goes on with it.
func (r *Recorder) Keep(why, line string) error {
	if r.begun == nil {
		return nil
	}
	b := <-r.begun
	if b.err != nil {
		return b.err
	}
	r.run.ID, r.run.Why, r.rec.Line = b.id, why, line
	text, err := json.Marshal(r.rec)
	if err != nil {
		return err
	}
	r.run.Record = string(text)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err = r.log.EndRun(ctx, r.run)
	if err == nil && b.id%retainEvery == 0 {
		err = r.log.Retain(ctx)
	}
	return err
}
