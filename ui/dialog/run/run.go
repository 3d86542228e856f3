// Package run is the dialog of a collection run: a row for each request as soon
// as it was sent, with its status, time and tests, and how far it is.
//
// It looks at a [Feed], which the run fills from wherever it is, when it is told
// the time. It sends nothing; to stop a run is the feed's.
package run

import (
	"fmt"
	"strconv"
	"time"

	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// OpenAsked asks to show a send of the history; the dialog has closed.
type OpenAsked struct{ ID int64 }

// Run is the dialog. Make one with [New].
type Run struct {
	dialog.Shell
	sheet dialog.Sheet
	name  safe.Text
	feed  *Feed
	state state
}

// New returns the dialog of a run of what is called name.
func New(env pane.Env, name string, feed *Feed) *Run {
	r := &Run{sheet: dialog.NewSheet(env, false), name: safe.Clean(name), feed: feed}
	r.Env = env
	r.look()
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
func (r *Run) SetNow(time.Time) { r.look() }

// look takes the feed in. A cursor on the last row stays on the last.
func (r *Run) look() {
	before := r.state
	if r.state = r.feed.look(before); r.state.rev == before.rev {
		return
	}
	last := r.sheet.List.Cursor() >= before.rows-1
	r.sheet.List.SetCount(r.state.rows)
	if last && !r.state.ended {
		r.sheet.List.Select(r.state.rows - 1)
	}
	r.Changed()
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
	case id == keymap.Accept && r.state.rows > 0:
		row := r.feed.row(r.sheet.List.Cursor())
		if row.History == 0 {
			return pane.Noted{Text: row.Name + " is not kept in the history", Warn: true}, false
		}
		if r.state.ended {
			return OpenAsked{row.History}, true
		}
		return pane.Noted{Text: "the run is still going on: " + r.Env.Keys.Shown(keymap.Close) + " stops it", Warn: true}, false
	}
	return nil, false
}

// Sizes in cells.
const (
	maxWidth    = 110
	methodWidth = 7
	statusWidth = 5
	tookWidth   = 9
	testsWidth  = 8
)

// View returns the box.
func (r *Run) View() string { return r.Cached(r.draw) }

func (r *Run) draw() string {
	f := r.FrameFor(maxWidth, r.Height)
	f.Title, f.Note = safe.Lit("Run ").Plus(r.name), r.note()
	closing := safe.Lit("stop")
	if r.state.ended {
		closing = safe.Lit("close")
		f.Hints = append(f.Hints, dialog.HintOf(r.Env, keymap.Accept, safe.Lit("open")))
	}
	f.Hints = append(f.Hints, dialog.HintOf(r.Env, keymap.Close, closing))
	w, height := f.Inner()
	lines := r.sheet.Draw(r.Env, w, max(height-1, 0), safe.Lit("nothing was sent yet"), r.row)
	return r.Box(f, append(lines, dialog.Rendered(r.Env, []text.Line{r.foot()}, w)...))
}

// note says how far it is.
func (r *Run) note() safe.Text {
	return safe.Clean(fmt.Sprintf("%d of %d", r.state.rows, max(r.state.total, r.state.rows)))
}

// foot is the last line: what goes on, or how it ended.
func (r *Run) foot() text.Line {
	s := r.state
	switch {
	case s.why != "":
		return text.Of(theme.Warn, safe.Clean(s.why))
	case s.ended && s.failed > 0:
		return text.Of(theme.Error, safe.Clean(fmt.Sprintf("✗ %d of %d failed", s.failed, s.rows)))
	case s.ended:
		return text.Of(theme.OK, safe.Clean(fmt.Sprintf("✓ all %d answered, no test failed", s.rows)))
	case s.at != "":
		return text.Of(theme.Accent, safe.Clean("sending "+s.at))
	}
	return nil
}

func (r *Run) row(i, width int) text.Line {
	row := r.feed.row(i)
	status, role := safe.Clean(strconv.Itoa(row.Status)), theme.Status(row.Status)
	switch {
	case row.Skipped:
		status, role = safe.Lit("–"), theme.Faint
	case row.Status == 0:
		status, role = safe.Lit("✗"), theme.Error
	}
	tests, look := safe.Text{}, theme.OK
	if row.Tests > 0 {
		mark := "✓ "
		if row.Passed < row.Tests {
			mark, look = "✗ ", theme.Error
		}
		tests = safe.Clean(fmt.Sprintf("%s%d/%d", mark, row.Passed, row.Tests))
	}
	var l text.Line
	l = r.sheet.Cell(l, theme.Method(row.Method), safe.Clean(row.Method), methodWidth)
	l = r.sheet.Cell(l, role, status, statusWidth)
	l = r.sheet.Cell(l, theme.Faint, safe.Clean(fmt.Sprintf("%d ms", row.Took.Milliseconds())), tookWidth)
	l = r.sheet.Cell(l, look, tests, testsWidth)
	left := width - l.Width()
	name := safe.Clean(row.Name)
	if row.Problem == "" {
		return r.sheet.Cell(l, theme.Plain, name, left)
	}
	l = r.sheet.Cell(l, theme.Plain, name, min(name.Width()+2, left))
	return r.sheet.Cell(l, theme.Error, safe.Clean(row.Problem), max(width-l.Width(), 0))
}
