// Package run are the dialogs of a collection run: what it is to do ([Setup]),
// how it goes ([Run]), and those of before ([List]).
//
//	Setup ─▶ Chosen ─▶ Run ─▶ OpenAsked, AgainAsked, OnAsked, ReportAsked
//	  └────▶ RunsAsked ─▶ List ─▶ RunAsked, OnAsked, DeleteAsked
//
// A running one looks at a [Feed], which the run fills from wherever it is, when
// it is told the time. They send nothing and read nothing.
package run

import (
	"slices"
	"time"

	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
)

// The intents of [Run].
type (
	// OpenAsked asks to show a send of the history. The dialog has closed; the
	// run goes on.
	OpenAsked struct{ ID int64 }
	// AgainAsked asks to run once more, only those requests if there are some;
	// the dialog has closed.
	AgainAsked struct{ Items []string }
	// OnAsked asks to go on with a run that ended early: one of the list, or with
	// 0 the one on show. The dialog is still there, and is to be closed.
	OnAsked struct{ ID int64 }
	// ReportAsked asks to save a report.
	ReportAsked struct{}
)

// Run is the dialog of one run. Make one with [New].
type Run struct {
	dialog.Shell
	sheet dialog.Sheet
	name  safe.Text
	feed  *Feed
	state state
	now   time.Time
	// failed are the rows that failed, only says that no others are shown.
	failed []int
	only   bool
	// details are how many lines tell of the row under the cursor; they never
	// become fewer, so that the rows above stand still.
	details int
}

// New returns the dialog of a run of what is called name.
func New(env pane.Env, name string, feed *Feed, now time.Time) *Run {
	r := &Run{sheet: dialog.NewSheet(env, false), name: safe.Clean(name), feed: feed, now: now}
	r.Env, r.Own = env, keymap.RunView
	r.look()
	if r.state.ended && len(r.failed) == 0 { // one of the past
		r.sheet.List.Select(0)
	}
	return r
}

// Name returns the name to take it off the stack by.
func (r *Run) Name() string { return "run" }

// Restyle makes the dialog draw anew, with env.
func (r *Run) Restyle(env pane.Env) {
	r.Shell.Restyle(env)
	r.sheet.Restyle(env)
}

// SetNow takes in what the run has told meanwhile.
func (r *Run) SetNow(now time.Time) {
	if !r.state.ended {
		r.Changed() // the clock
	}
	r.now = now
	r.look()
}

// look takes the feed in. A cursor on the last row stays on the last, until the
// run is over: then it goes to the first failure, if there is one.
func (r *Run) look() {
	before := r.state
	if r.state = r.feed.look(); r.state.rev == before.rev {
		return
	}
	for i := before.rows; i < r.state.rows; i++ {
		if r.feed.row(i).Failed() {
			r.failed = append(r.failed, i)
		}
	}
	last := r.sheet.List.Cursor() >= r.sheet.List.Count()-1
	r.sheet.List.SetCount(r.count())
	switch {
	case before.ended || !last:
	case r.state.ended && len(r.failed) > 0:
		r.sheet.List.Select(r.place(0))
	default:
		r.sheet.List.Select(r.count() - 1)
	}
	r.Changed()
}

// count is how many rows are shown.
func (r *Run) count() int {
	if r.only {
		return len(r.failed)
	}
	return r.state.rows
}

// place is where failure i stands among the rows that are shown.
func (r *Run) place(i int) int {
	if r.only {
		return i
	}
	return r.failed[i]
}

// shown is row i of those that are shown.
func (r *Run) shown(i int) Row {
	if r.only {
		i = r.failed[i]
	}
	return r.feed.row(i)
}

// current is the row under the cursor.
func (r *Run) current() (Row, bool) {
	if r.count() == 0 {
		return Row{}, false
	}
	return r.shown(min(r.sheet.List.Cursor(), r.count()-1)), true
}

// Cancelled stops a run that goes on.
func (r *Run) Cancelled() pane.Intent {
	r.feed.Stop()
	return nil
}

// Update handles one event. The key that closes stops a run first.
func (r *Run) Update(ev pane.Event) (pane.Intent, bool) {
	r.look()
	r.Changed()
	id, _ := r.sheet.Update(&r.Shell, ev)
	switch {
	case dialog.Closes(id) && !r.state.ended:
		r.feed.Stop()
	case dialog.Closes(id):
		return nil, true
	case id == keymap.Accept, id == keymap.Open, id == keymap.Right:
		return r.open()
	case len(r.failed) == 0 && (id == keymap.OnlyFailed || id == keymap.NextFailed || id == keymap.PrevFailed):
		return nothingFailed(), false
	case id == keymap.OnlyFailed:
		r.narrow()
	case id == keymap.NextFailed:
		r.step(1)
	case id == keymap.PrevFailed:
		r.step(-1)
	case id == keymap.SaveReport:
		if !r.state.ended {
			return r.busy(), false
		}
		return ReportAsked{}, false
	case id == keymap.RunOn:
		return r.on(), false
	case id == keymap.RunAgain, id == keymap.RunFailed:
		return r.again(id == keymap.RunFailed)
	}
	return nil, false
}

func (r *Run) busy() pane.Intent {
	return pane.Noted{Text: "the run is still going on: " + r.Env.Keys.Shown(keymap.Close) + " stops it", Warn: true}
}

func nothingFailed() pane.Intent { return pane.Noted{Text: "nothing has failed", Warn: true} }

// open shows the send under the cursor.
func (r *Run) open() (pane.Intent, bool) {
	row, ok := r.current()
	switch {
	case !ok:
		return nil, false
	case row.History == 0:
		return pane.Noted{Text: row.Name + " is not kept in the history", Warn: true}, false
	}
	return OpenAsked{row.History}, true
}

// step goes to the next failure from the cursor, or to the one before it, around
// the ends.
func (r *Run) step(by int) {
	n, to, on := len(r.failed), r.sheet.List.Cursor(), true
	if !r.only {
		to, on = slices.BinarySearch(r.failed, to)
	}
	if on || by < 0 {
		to += by
	}
	r.sheet.List.Select(r.place((to + n) % n))
}

// narrow shows only what failed, or all again, and stays at its row.
func (r *Run) narrow() {
	at := r.sheet.List.Cursor()
	r.only = !r.only
	to := 0
	if r.only {
		for to < len(r.failed)-1 && r.failed[to] < at {
			to++
		}
	} else {
		to = r.failed[min(at, len(r.failed)-1)]
	}
	r.sheet.List.SetCount(r.count())
	r.sheet.List.Select(to)
}

// on goes on with a run that ended early.
func (r *Run) on() pane.Intent {
	again := r.Env.Keys.Shown(keymap.RunAgain) + " runs it again"
	switch {
	case !r.state.ended:
		return r.busy()
	case r.state.left:
		return OnAsked{}
	case r.state.why == "":
		return pane.Noted{Text: "it came to its end: " + again, Warn: true}
	}
	return pane.Noted{Text: "where it stopped is not kept: " + again, Warn: true}
}

// again runs once more.
func (r *Run) again(failed bool) (pane.Intent, bool) {
	switch {
	case !r.state.ended:
		return r.busy(), false
	case !failed:
		return AgainAsked{}, true
	case len(r.failed) == 0:
		return nothingFailed(), false
	}
	seen := map[string]bool{}
	var items []string
	for _, i := range r.failed {
		if id := r.feed.row(i).Item; !seen[id] {
			seen[id] = true
			items = append(items, id)
		}
	}
	return AgainAsked{items}, true
}
