package runs

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"postern/engine/collection"
	"postern/engine/redact"
	"postern/engine/runner"
	"postern/engine/runner/data"
	"postern/engine/script"
	store "postern/store/history"
	"postern/ui/cli/run/report"
	"postern/ui/cli/run/resume"
	"postern/ui/datafile"
	"postern/ui/dialog"
	"postern/ui/dialog/run"
	"postern/ui/facts"
	"postern/ui/folders"
	"postern/ui/overlap"
	"postern/ui/pane"
	"postern/ui/ran"
	"postern/ui/scripts"
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

// errand is one run: what is run, and how.
type errand struct {
	Subject
	choice run.Choice
	// items are the requests it is confined to; nil is all that are on.
	items []string
	began time.Time
	// line is set of one that ran on the command line.
	line string
	// id is that of the run in the history, from is where it goes on; nil is its
	// beginning.
	id   int64
	from *place
}

// plan is what the runner is to do.
func (e *errand) plan(rows data.Rows) runner.Plan {
	p := e.Plan
	p.Requests = nil
	for _, r := range e.Plan.Requests {
		if e.items == nil && !e.choice.Off[r.Item.ID] || slices.Contains(e.items, r.Item.ID) {
			p.Requests = append(p.Requests, r)
		}
	}
	p.Iterations, p.Delay, p.Bail, p.Data = e.choice.Iterations, e.choice.Delay, e.choice.Bail, rows
	p.Parallel, p.Writes, p.Trusted = e.choice.Parallel, e.choice.Writes, true // the guard says which scripts are
	if e.choice.EachRow && len(rows) > 0 {
		p.Iterations = len(rows)
	}
	return p
}

// rows reads the data file, if there is one.
func rows(place folders.Place, path string) (data.Rows, content, error) {
	if path == "" {
		return nil, content{}, nil
	}
	whole, err := place.Whole(path)
	if err != nil {
		return nil, content{}, err
	}
	text, err := datafile.Read(whole, path)
	if err != nil {
		return nil, content{}, err
	}
	out, err := data.Parse(text)
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("the data file %s has no rows", path)
	}
	return out, contentOf(text), err
}

// work is what carries an errand out; the end of stopped ends it.
func (d Deps) work(e errand, feed *run.Feed, stopped context.Context) pane.Work {
	return pane.Work{Name: "running " + e.Name, Do: func(ctx context.Context) pane.Intent {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(stopped, cancel)()
		return d.carryOut(ctx, e, feed)
	}}
}

func (d Deps) carryOut(ctx context.Context, e errand, feed *run.Feed) pane.Intent {
	began := time.Now()
	table, read, err := rows(e.Folder, e.choice.Data)
	if err != nil && e.from == nil {
		feed.End(time.Since(began), "nothing was sent: "+err.Error())
		return nil
	}
	plan := e.plan(table)
	if e.from != nil {
		if err == nil {
			err = e.from.fits(plan, e.choice.Data, read)
		}
		if err != nil {
			return e.stays(feed, err)
		}
		plan.From = &e.from.Place
	}
	if err := d.Guard.Check(ctx, scriptsOf(plan)); err != nil {
		feed.End(time.Since(began), "nothing was sent")
		return pane.Batch{dialog.Closed{Name: "run"}, Untrusted{e.Place, err}}
	}
	rep := &reporter{ctx: context.WithoutCancel(ctx), log: d.Log, feed: feed, meta: e.Meta, literals: sync.OnceValue(report.Run{Collection: plan.Collection}.Literals)}
	failed := rep.begin(e, plan)
	if failed != nil && e.from != nil {
		return e.stays(feed, failed)
	}
	e.id = rep.meta.Run
	rep.keeps(d, e, plan, read)
	sum, err := runner.Run(ctx, d.Guard, plan, rep)
	rep.ended.Summary.Elapsed = e.whole(sum.Elapsed)
	why := ""
	switch {
	case err != nil:
		why = "stopped; what was sent is in the history"
	case sum.Bailed:
		why = "stopped at the first failure"
	}
	left, notes := rep.left(plan)
	feed.Note(notes...)
	if failed == nil {
		failed = rep.keep(e, why, notes)
	}
	if left {
		feed.Left()
	}
	feed.End(e.whole(sum.Elapsed), why) // it is over when it is kept
	out := pane.Batch{finished{e, plan, rep.ended, e.from != nil, feed}}
	if failed != nil {
		out = append(out, pane.Failed{Err: failed})
	}
	if !e.choice.Forget {
		out = append(out, Left{e.Meta, rep.changes})
	}
	return out
}

// whole is how long a run has taken that goes on.
func (e *errand) whole(elapsed time.Duration) time.Duration {
	if e.from != nil {
		elapsed += e.from.Place.Summary.Elapsed
	}
	return elapsed
}

// stays shows a run as it was that cannot go on.
func (e *errand) stays(feed *run.Feed, why error) pane.Intent {
	feed.End(e.whole(0), "nothing was sent")
	return pane.Batch{dialog.Closed{Name: "run"}, e.from.was, pane.Failed{Err: fmt.Errorf("it cannot go on: %w", why)}}
}

// scriptsOf are all that a plan runs.
func scriptsOf(p runner.Plan) []collection.Script {
	var all []collection.Script
	for _, r := range p.Requests {
		all = append(all, p.Collection.Scripts(r.Chain, collection.BeforeRequest)...)
		all = append(all, p.Collection.Scripts(r.Chain, collection.AfterResponse)...)
	}
	return all
}

// reporter tells the dialog, and keeps what was sent.
type reporter struct {
	ctx     context.Context
	log     Log
	feed    *run.Feed
	meta    store.Meta
	changes []script.Change
	ended   runner.Ended
	// literals masks what is secret in the scripts of the collection.
	literals func() redact.Redactor
	// keeper keeps where the run is; nil where nothing can be kept. told is how
	// many requests were told of, now how it stands behind the last of them and
	// before how it stood in front of it.
	keeper      *resume.Keeper
	told        int
	now, before mark
}

// begin notes the run in the history, before it sends anything.
func (r *reporter) begin(e errand, p runner.Plan) (err error) {
	if r.log == nil {
		return nil
	}
	if e.from != nil {
		r.meta.Run = e.id
		return r.log.ContinueRun(r.ctx, e.id)
	}
	text, err := json.Marshal(ran.Record{Choice: e.choice, Items: e.items, All: len(p.Requests) * max(p.Iterations, 1)})
	if err != nil {
		return err
	}
	_, item, _ := strings.Cut(e.Place, "\n")
	r.meta.Run, err = r.log.StartRun(r.ctx, store.Run{
		Started: e.began, Collection: e.Meta.Collection, Item: item, Name: e.Name,
		Environment: e.Meta.Environment, EnvironmentName: e.Meta.EnvironmentName, Record: string(text),
	})
	return err
}

// keeps keeps where the run is from now on.
func (r *reporter) keeps(d Deps, e errand, p runner.Plan, read content) {
	jar := d.ledger(p)
	r.now.Data = read
	if f := e.from; f != nil {
		f.bake(jar)
		r.now, r.told, r.changes = f.mark, told(f.Place), f.Place.Changes
		r.now.Listed = len(f.rows)
	}
	r.before = r.now
	if d.Halts != nil && r.meta.Run != 0 {
		r.keeper = resume.NewKeeper(d.Halts, kept(r.meta.Run), jar).Noting(r.mark)
	}
}

// mark is what is noted beside a place: what a run stopped at is sent again when
// it goes on.
func (r *reporter) mark(p runner.Place) json.RawMessage {
	m := r.now
	if told(p) < r.told {
		m = r.before
	}
	text, err := json.Marshal(m)
	if err != nil {
		return nil // numbers and a text can always be written
	}
	return text
}

// left reports whether the run can go on, and what is to be told of it as a
// whole.
func (r *reporter) left(p runner.Plan) (left bool, notes []string) {
	notes = r.notes(p)
	if r.keeper == nil {
		return false, notes
	}
	left, err := r.keeper.Kept()
	if err != nil {
		notes = append(notes, "where it stopped could not be kept: "+err.Error())
	}
	return left, notes
}

// notes are what is to be told of the run as a whole.
func (r *reporter) notes(p runner.Plan) (out []string) {
	if p.Parallel < 2 {
		return nil
	}
	s := r.ended.Summary
	for _, line := range []string{overlap.Alone(r.ended, s.Requests+s.Skipped, "“Writes too”"), overlap.Early(r.ended, "run them one by one")} {
		if line != "" {
			out = append(out, line)
		}
	}
	return out
}

// keep writes what became of it into the history.
func (r *reporter) keep(e errand, why string, notes []string) error {
	if r.log == nil {
		return nil
	}
	rows, t := r.feed.Rows()
	text, err := json.Marshal(ran.Record{Choice: e.choice, Items: e.items, All: t.All, Rows: rows, Notes: notes})
	if err != nil {
		return err
	}
	return r.log.EndRun(r.ctx, store.Run{
		ID: r.meta.Run, Elapsed: r.ended.Summary.Elapsed, Requests: t.Rows, Failed: t.Failed, Tests: t.Tests, Passed: t.Passed, Why: why, Record: string(text),
	})
}

// Report implements [runner.Reporter].
func (r *reporter) Report(e runner.Event) {
	switch e := e.(type) {
	case runner.Began:
		r.feed.Begin(len(e.Requests)*e.Iterations, e.Iterations)
	case runner.Sending:
		r.feed.Sending(ran.Name(e.Ref))
	case runner.Told:
		r.feed.Say(facts.Newest(e.Exchange))
	case runner.Done:
		r.done(e)
	case runner.Ended:
		r.ended = e
	}
	if r.keeper != nil {
		r.keeper.Report(e)
	}
}

func (r *reporter) done(e runner.Done) {
	row := ran.Of(e, r.literals)
	if x := e.Exchange; x != nil {
		r.changes = runner.Added(r.changes, scripts.Changes(x))
		if r.log != nil && (x.Sent.Method != "" || x.Response != nil) {
			meta := r.meta
			meta.Template, meta.Iteration = e.Ref.Item.Request.URL.Text(), e.Iteration
			// What cannot be kept is a row that cannot be opened.
			row.History, _ = r.log.Add(r.ctx, x, meta)
		}
	}
	r.feed.Add(row)
	rows, totals := r.feed.Rows()
	r.before = r.now
	r.told++
	r.now.Listed, r.now.Totals, r.now.Sent = len(rows), totals, max(r.now.Sent, row.History)
}
