package runs

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/runner"
	"postern/engine/script"
	"postern/ui/cli/run/report"
	"postern/ui/dialog"
	"postern/ui/dialog/prompt"
	"postern/ui/dialog/run"
	"postern/ui/folders"
	"postern/ui/pane"
	"postern/ui/safe"
)

// askReport names the question where a report goes.
const askReport = "run report"

// finished is a run that is over, with what a report of it is made of.
type finished struct {
	errand
	plan  runner.Plan
	ended runner.Ended
	// past says that the figures are to be had from the sends.
	past bool
	// feed tells it from others.
	feed *run.Feed
}

// askReport asks where the report goes.
func (r *Runs) askReport() pane.Intent {
	switch {
	case r.deps.Log == nil: // it is made of the sends there
		return pane.Noted{Text: noHistory, Warn: true}
	case r.last.line != "":
		return pane.Noted{Text: "it ran on the command line, which keeps no answers: postern run -r html reports", Warn: true}
	case r.done == nil:
		return pane.Noted{Text: notOpen, Warn: true}
	}
	return dialog.Opened{Dialog: prompt.New(r.env, prompt.Options{
		Name: askReport, Title: safe.Lit("Save a report"), Initial: "report.html", Paths: folders.NewFile(r.last.Folder.Dir),
		Hint: safe.Lit(".html is a page, .xml is JUnit, .json is newman's; secrets are masked"),
	})}
}

// file is a report that is written to a file.
type file interface {
	runner.Reporter
	Finish() error
}

// kind makes the report that a file's name stands for.
func kind(r report.Run, path string) (file, error) {
	switch filepath.Ext(path) {
	case ".html", ".htm":
		return report.NewHTML(r, path)
	case ".xml":
		return report.NewJUnit(r, path)
	case ".json":
		return report.NewJSON(r, path)
	}
	return nil, fmt.Errorf("no report has the name %s: let it end in .html, .xml or .json", filepath.Base(path))
}

// report writes a report: the run is told once more, its sends out of the
// history.
func (r *Runs) report(typed string) pane.Intent {
	if r.done == nil || typed == "" {
		return nil
	}
	done, log, feed := *r.done, r.deps.Log, r.feed
	return pane.Work{Name: "saving the report", Do: func(ctx context.Context) pane.Intent {
		path, err := done.Folder.Whole(typed)
		if err == nil {
			if _, there := os.Lstat(path); there == nil {
				err = fmt.Errorf("%s is there already, and stays: choose another name", path)
			}
		}
		var f file
		if err == nil {
			f, err = kind(report.Run{Collection: done.plan.Collection, Env: done.plan.Env, Globals: done.plan.Globals, Started: done.began}, path)
		}
		if err == nil {
			rows, _ := feed.Rows()
			err = done.tell(ctx, log, rows, f)
		}
		if err == nil {
			err = f.Finish()
		}
		if err != nil {
			return pane.Failed{Err: err}
		}
		return pane.Noted{Text: "saved " + path}
	}}
}

// tell tells a reporter what has happened.
func (f finished) tell(ctx context.Context, log Log, rows []run.Row, to runner.Reporter) error {
	refs := map[string]int{}
	for i, ref := range f.plan.Requests {
		refs[ref.Item.ID] = i
	}
	n := max(f.plan.Iterations, 1)
	to.Report(runner.Began{Requests: f.plan.Requests, Iterations: n})
	last, sum := -1, runner.Summary{Elapsed: f.ended.Summary.Elapsed}
	for _, row := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		at, ok := refs[row.Item]
		if !ok {
			continue
		}
		c := runner.Cursor{Position: at, Length: len(f.plan.Requests), Iteration: row.Iteration, Iterations: n}
		if row.Iteration != last {
			last = row.Iteration
			sum.Iterations++
			to.Report(runner.Iteration{Cursor: c})
		}
		ref := f.plan.Requests[at]
		to.Report(runner.Sending{Cursor: c, Ref: ref})
		done := f.done(ctx, log, row, c, ref)
		sum.Add(done.Exchange, runner.Failure(done.Err))
		to.Report(done)
	}
	if f.past {
		f.ended.Summary = sum
	}
	to.Report(f.ended)
	return nil
}

// done is what became of a row. What the history has not is told without its
// exchange.
func (f finished) done(ctx context.Context, log Log, row run.Row, c runner.Cursor, ref collection.Ref) runner.Done {
	e := runner.Done{Cursor: c, Ref: ref, Elapsed: row.Took}
	if row.History != 0 {
		if x, _, err := log.Get(ctx, row.History); err == nil {
			e.Exchange = x
			if x.Err != nil { // a nil *engine.Error would be a non-nil error
				e.Err = x.Err
			}
			return e
		}
	}
	switch {
	case row.Skipped:
		e.Exchange = &engine.Exchange{ItemID: row.Item, Path: ref.Names(), Before: &script.Outcome{Skip: true}}
	case row.Problem != "":
		e.Err = errors.New(row.Problem)
	default:
		e.Err = errors.New("it is not in the history any more")
	}
	return e
}
