package run

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/match"
	"postern/ui/widget/text"
	"postern/ui/words"
)

// Past is a run of before.
type Past struct {
	ID      int64
	Started time.Time
	// Elapsed is 0 of one that goes on or was cut off; its totals are not known.
	// Going says where it goes on, or "".
	Elapsed           time.Duration
	Going             string
	Name, Environment string
	Totals            Totals
	// Why says why it ended early, or "".
	Why string
}

type (
	// RunAsked asks to show a run of before; the list has closed.
	RunAsked struct{ ID int64 }
	// DeleteAsked asks whether to forget a run; [List.Drop] takes it off the list.
	DeleteAsked struct{ Run Past }
)

// List is the dialog of the runs of before, the newest first. Make one with
// [NewList].
type List struct {
	dialog.Shell
	sheet dialog.Sheet
	runs  []Past
	shown []int
	now   time.Time
}

// NewList returns the dialog of runs, at a time whose zone their times are shown
// in.
func NewList(env pane.Env, runs []Past, now time.Time) *List {
	l := &List{sheet: dialog.NewSheet(env, false), runs: runs, now: now}
	l.Env, l.Own = env, keymap.HistoryList
	l.filter()
	return l
}

// Name returns the name to take it off the stack by.
func (l *List) Name() string { return "runs" }

// Restyle makes the dialog draw anew, with env.
func (l *List) Restyle(env pane.Env) {
	l.Shell.Restyle(env)
	l.sheet.Restyle(env)
}

func (l *List) filter() {
	l.shown = nil
	for i, p := range l.runs {
		if l.sheet.Query.In(match.Fold(p.Name + " " + p.Environment)) {
			l.shown = append(l.shown, i)
		}
	}
	l.sheet.List.SetCount(len(l.shown))
}

// current is the run under the cursor.
func (l *List) current() (Past, bool) {
	if len(l.shown) == 0 {
		return Past{}, false
	}
	return l.runs[l.shown[l.sheet.List.Cursor()]], true
}

// Drop takes a run off the list.
func (l *List) Drop(id int64) {
	l.runs = slices.DeleteFunc(l.runs, func(p Past) bool { return p.ID == id })
	l.filter()
	l.Changed()
}

// Update handles one event.
func (l *List) Update(ev pane.Event) (pane.Intent, bool) {
	l.Changed()
	id, filtered := l.sheet.Update(&l.Shell, ev)
	switch {
	case filtered:
		l.filter()
	case dialog.Closes(id):
		return nil, true
	}
	p, ok := l.current()
	switch {
	case !ok:
	case id == keymap.Accept || id == keymap.Open || id == keymap.Right:
		return RunAsked{p.ID}, true
	case id == keymap.RunOn:
		return l.on(p), false
	case id == keymap.DeleteSend && p.Going != "":
		return pane.Noted{Text: "it is " + p.Going + ": stop it first", Warn: true}, false
	case id == keymap.DeleteSend:
		return DeleteAsked{p}, false
	}
	return nil, false
}

// early reports whether a run ended before its end.
func (p Past) early() bool { return p.Going == "" && (p.Why != "" || p.Elapsed == 0) }

// on goes on with a run that ended early.
func (l *List) on(p Past) pane.Intent {
	switch {
	case p.early():
		return OnAsked{p.ID}
	case p.Going != "":
		return pane.Noted{Text: "it is " + p.Going + " as it is", Warn: true}
	}
	return pane.Noted{Text: "it came to its end: open it to run it again", Warn: true}
}

// View returns the box.
func (l *List) View() string { return l.Cached(l.draw) }

func (l *List) draw() string {
	f := l.FrameFor(maxWidth, max(len(l.shown), 1)+1)
	f.Title = safe.Lit("Runs")
	hint := func(id keymap.ID, words string) {
		f.Hints = append(f.Hints, dialog.HintOf(l.Env, id, safe.Clean(words)))
	}
	hint(keymap.Accept, "open")
	if p, ok := l.current(); ok && p.early() {
		hint(keymap.RunOn, "go on")
	}
	hint(keymap.Search, "filter")
	hint(keymap.DeleteSend, "delete")
	hint(keymap.Close, "close")
	w, h := f.Inner()
	none := safe.Lit("no run is kept yet")
	if len(l.runs) > 0 {
		none = safe.Lit("no run has that name")
	}
	return l.Box(f, l.sheet.Draw(l.Env, w, h, none, l.row))
}

// row draws a run: when, how much, what failed, the tests, how long, and what.
func (l *List) row(i, width int) text.Line {
	p := l.runs[l.shown[i]]
	t := p.Started.In(l.now.Location())
	when := t.Format("Jan 2 15:04")
	if t.YearDay() == l.now.YearDay() && t.Year() == l.now.Year() {
		when = t.Format("15:04:05")
	}
	mark, role := safe.Lit("✓ "), theme.OK
	switch {
	case p.Totals.Failed > 0:
		mark, role = safe.Lit("✗ "), theme.Error
	case p.Going != "":
		mark, role = safe.Lit("▸ "), theme.Accent
	case p.early():
		mark, role = safe.Lit("! "), theme.Warn
	}
	line := text.Of(role, mark).Plus(theme.Faint, dialog.Column(safe.Clean(when), 14))
	requests, took := fmt.Sprintf("%d sent", p.Totals.Rows), words.Took(p.Elapsed)
	switch {
	case p.Going != "":
		requests, took = p.Going, ""
	case p.Elapsed == 0: // its sends know how far it came
		requests, took = "", "cut off"
	case p.Totals.Failed > 0:
		requests += fmt.Sprintf(", %d failed", p.Totals.Failed)
	}
	line = line.Plus(theme.Plain, dialog.Column(safe.Clean(requests), 22))
	end := line.Width() + 13
	if p.Totals.Tests > 0 {
		line = append(line, marks(p.Totals.Passed, p.Totals.Tests)...)
	}
	line = line.Plus(theme.Plain, safe.Clean(strings.Repeat(" ", max(end-line.Width(), 1))))
	line = line.Plus(theme.Faint, dialog.Column(safe.Clean(took), 10))
	left := max(width-line.Width(), 0)
	line = l.sheet.Cell(line, theme.Plain, safe.Clean(p.Name), min(safe.Clean(p.Name).Width()+2, left))
	return l.sheet.Cell(line, theme.Faint, safe.Clean(p.Environment), max(width-line.Width(), 0))
}
