// Package works holds what goes on beside the panes at a wish of theirs: a file
// that is saved, an import. What takes longer than a moment is shown with how
// far it is, and can be stopped.
//
// Whoever wishes for a [pane.Work] with a name gets that; nothing here knows
// what the works do.
package works

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/spinner"

	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// patience is how long a work goes on unseen.
const patience = 300 * time.Millisecond

// Works are those under way. Its zero value has none.
type Works struct {
	list []*work
	ids  int
}

type work struct {
	pane.Work
	id    int
	began time.Time
	stop  context.CancelFunc
	// stopped says that it was told to end, which may take a moment.
	stopped bool
}

// DoneMsg brings what came of a work.
type DoneMsg struct {
	id int
	in pane.Intent
}

// Start begins a work. ctx ends it.
func (w *Works) Start(ctx context.Context, in pane.Work, now time.Time) tea.Cmd {
	if in.Name == "" {
		return func() tea.Msg { return DoneMsg{in: in.Do(ctx)} }
	}
	w.ids++
	ctx, stop := context.WithCancel(ctx)
	w.list = append(w.list, &work{Work: in, id: w.ids, began: now, stop: stop})
	id := w.ids
	return func() tea.Msg { return DoneMsg{id: id, in: in.Do(ctx)} }
}

// Done takes a work off that has ended, and returns what it wishes for.
func (w *Works) Done(m DoneMsg) pane.Intent {
	for i, k := range w.list {
		if k.id == m.id {
			k.stop()
			w.list = append(w.list[:i:i], w.list[i+1:]...)
			break
		}
	}
	return m.in
}

// Any reports whether a work is under way that may have to be shown.
func (w *Works) Any() bool { return len(w.list) > 0 }

// seen is the newest work that has taken longer than a moment.
func (w *Works) seen(now time.Time) *work {
	for i := len(w.list) - 1; i >= 0; i-- {
		if now.Sub(w.list[i].began) >= patience {
			return w.list[i]
		}
	}
	return nil
}

// Stop stops the work that is shown, and reports whether one was.
func (w *Works) Stop(now time.Time) bool {
	k := w.seen(now)
	if k == nil || k.stopped {
		return false
	}
	k.stop()
	k.stopped = true
	return true
}

// Line says how the work on show goes; nil if none is. stop is the key that stops
// it, "" while that does something else.
func (w *Works) Line(stop string, now time.Time) text.Line {
	k := w.seen(now)
	if k == nil {
		return nil
	}
	if k.stopped {
		return text.Of(theme.Warn, safe.Clean("stopping: "+k.Name))
	}
	far := ""
	if k.Meter != nil {
		far = k.Meter.Text(now)
	}
	if far == "" {
		far = fmt.Sprintf("%.1f s", now.Sub(k.began).Seconds())
	}
	l := text.Of(theme.Accent, safe.Clean(Sign(now.Sub(k.began))+" "+k.Name+" · "+far))
	if stop == "" {
		return l
	}
	return l.Plus(theme.KeyName, safe.Clean("   "+stop)).Plus(theme.Faint, safe.Lit(" stop"))
}

// Sign turns while something goes on for d.
func Sign(d time.Duration) string {
	busy := spinner.MiniDot
	return busy.Frames[int(d/busy.FPS)%len(busy.Frames)]
}
