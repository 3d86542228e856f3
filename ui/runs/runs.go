// Package runs sends the requests of a folder or a collection one after the
// other, in the workbench: the runner of the command line with dialogs for what
// it is to do and how it goes, each send and the whole run kept in the history.
//
//	Ask ─▶ setup ─▶ work ─▶ engine/runner ─▶ feed of the dialog
//	          │                            └▶ history
//	          └─▶ list of runs ─▶ one of the past
//	end ─▶ Left: what scripts did to variables
//	early end ─▶ place ─▶ lift ─▶ work, from there
package runs

import (
	"context"
	"net/http"
	"time"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/runner"
	"postern/engine/script"
	store "postern/store/history"
	"postern/ui/cli/run/resume"
	"postern/ui/dialog"
	"postern/ui/dialog/history"
	"postern/ui/dialog/prompt"
	"postern/ui/dialog/run"
	"postern/ui/folders"
	"postern/ui/pane"
	"postern/ui/ran"
)

// Guard sends what its scripts are trusted of.
type Guard interface {
	runner.Sender
	// Check fails where the person has to be asked first.
	Check(ctx context.Context, scripts []collection.Script) error
}

// Log keeps what was sent, and the runs; [store.Log] is one.
type Log interface {
	Sends
	Records
}

// Sends keeps what was sent.
type Sends interface {
	Add(ctx context.Context, x *engine.Exchange, m store.Meta) (id int64, err error)
	Get(ctx context.Context, id int64) (*engine.Exchange, store.Entry, error)
	List(ctx context.Context, q store.Query) ([]store.Entry, error)
}

// Records keeps the runs.
type Records interface {
	StartRun(ctx context.Context, r store.Run) (id int64, err error)
	EndRun(ctx context.Context, r store.Run) error
	Runs(ctx context.Context) ([]store.Run, error)
	Run(ctx context.Context, id int64) (store.Run, error)
	ContinueRun(ctx context.Context, id int64) error
	DeleteRun(ctx context.Context, id int64) error
}

// Halts keeps where runs were that ended early; [state.Halts] does.
type Halts = resume.Halts

// Deps is what a run works with; the log and where runs were may be nil.
type Deps struct {
	Guard Guard
	Log   Log
	Halts Halts
	// Jar are the cookies of an environment, named by its realm; may be nil.
	Jar func(realm string) http.CookieJar
	// Find finds what stands at a place, as it is now; ok is false if it is not
	// open.
	Find func(place string) (s Subject, ok bool)
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

// Why a run of before cannot be gone on with, or seen.
const (
	notOpen   = "what was run is not open here: open its collection first"
	noHistory = "there is no history: nothing private can be kept here"
)

// Runs are the runs of a workbench: one at a time. Make one with [New].
type Runs struct {
	deps Deps
	env  pane.Env
	// setup is the dialog of what the subject is to do; choices are those of
	// before, by place.
	setup   *run.Setup
	subject Subject
	choices map[string]run.Choice
	// last is the run of which view is the dialog, and feed what it tells.
	last errand
	view *run.Run
	feed *run.Feed
	// list is the dialog of the runs of before, the newest one.
	list *run.List
	// done is what a report is made of; nil for a run of the past whose
	// collection is not open.
	done *finished
}

// New returns the runs of a workbench.
func New(d Deps) *Runs { return &Runs{deps: d, choices: map[string]run.Choice{}} }

// Ask opens what a run is to do, or the run that goes on.
func (r *Runs) Ask(env pane.Env, s Subject) pane.Intent {
	r.env = env
	if r.feed != nil && !r.feed.Ended() {
		return r.Show()
	}
	r.subject = s
	o := run.Options{Name: s.Name, Environment: s.Meta.EnvironmentName, Choice: r.choices[s.Place], Place: s.Folder}
	for _, ref := range s.Plan.Requests {
		o.Requests = append(o.Requests, run.Request{ID: ref.Item.ID, Method: ref.Item.Request.Method, Name: ran.Name(ref)})
	}
	setup, in := run.NewSetup(env, o)
	r.setup = setup
	return pane.Batch{dialog.Opened{Dialog: setup}, in}
}

// Handle answers the dialogs; ok is false for an intent of others.
func (r *Runs) Handle(env pane.Env, in pane.Intent) (out pane.Intent, ok bool) {
	switch in := in.(type) {
	case run.Chosen:
		r.env, r.choices[r.subject.Place] = env, in.Choice
		return r.run(r.subject.Place, errand{choice: in.Choice}), true
	case run.AgainAsked:
		r.env = env
		return r.run(r.last.Place, errand{choice: r.last.choice, items: in.Items}), true
	case run.OnAsked:
		r.env = env
		return r.lift(in.ID), true
	case lifted:
		return r.goOn(in), true
	case run.DataAsked:
		return r.look(in.Path), true
	case run.DataSeen:
		return r.tell(in), true
	case folders.Picked:
		if in.Of != run.PickData {
			return nil, false
		}
		return r.tell(in), true
	case run.OpenAsked:
		return history.OpenAsked{ID: in.ID, Run: true}, true
	case finished:
		if in.feed == r.feed {
			r.done, r.last.id = &in, in.id
			r.view.SetNow(time.Now()) // the clock need not come round for it
		}
		return nil, true
	case run.ReportAsked:
		return r.askReport(), true
	case prompt.Entered:
		if in.Name != askReport {
			return nil, false
		}
		return r.report(in.Text), true
	}
	return r.before(env, in)
}

// tell hands an answer to the dialog of what a run is to do.
func (r *Runs) tell(what pane.Intent) pane.Intent {
	if r.setup == nil {
		return nil
	}
	in, closed := r.setup.Update(pane.Arrived{What: what})
	if closed {
		return pane.Batch{dialog.Closed{Name: r.setup.Name()}, in}
	}
	return in
}

// look finds out what is in a data file.
func (r *Runs) look(path string) pane.Intent {
	place := r.subject.Folder
	return pane.Work{Do: func(context.Context) pane.Intent {
		seen := run.DataSeen{Path: path}
		table, _, err := rows(place, path)
		if err != nil {
			seen.Err = err.Error()
			return seen
		}
		seen.Rows = len(table)
		for _, v := range table.At(0) {
			seen.Names = append(seen.Names, v.Name)
		}
		return seen
	}}
}

// run begins a run of what stands at a place as it is now: a send that came back
// while the person chose may have left it other variables.
func (r *Runs) run(place string, e errand) pane.Intent {
	s, ok := r.deps.Find(place)
	if !ok {
		return pane.Noted{Text: notOpen, Warn: true}
	}
	now := time.Now()
	stopped, stop := context.WithCancel(context.Background())
	e.Subject = s
	if e.from == nil {
		e.began, r.feed = now, run.NewFeed(now, stop)
	} else {
		r.feed = e.from.feed(now, stop)
	}
	r.last, r.done = e, nil
	r.view = run.New(r.env, e.Name, r.feed, now)
	return pane.Batch{dialog.Opened{Dialog: r.view}, r.deps.work(e, r.feed, stopped)}
}

// Resume starts the run that waited for its scripts to be trusted; nil if none
// did at that place.
func (r *Runs) Resume(place string) pane.Intent {
	if r.last.Place != place {
		return nil
	}
	return r.run(place, r.last)
}

// Show opens the dialog of the newest run again.
func (r *Runs) Show() pane.Intent {
	r.view.Restyle(r.env)
	r.view.SetNow(time.Now())
	return dialog.Opened{Dialog: r.view}
}
