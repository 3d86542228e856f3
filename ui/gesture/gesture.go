// Package gesture is what a hand does with the mouse: press, move with the
// button down, let go, turn the wheel. It finds what is meant, a pane, a
// dialog, a divider or the last line, and tells that.
//
//	press on a pane ──▶ Focus, Click ── moves ──▶ Drag … ── let go ──▶ Release
//	press on a divider ── moves ──▶ Resize …
//
// Whatever was pressed gets what follows, wherever the mouse goes. A key, a
// dialog that opens, another size of the terminal or a second press end a drag
// without its effect: a release that never comes breaks nothing.
package gesture

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/ui/layout"
	"postern/ui/pane"
)

// Board is the screen as the hand meets it.
type Board interface {
	// Layout is where everything stands.
	Layout() (layout.Input, layout.Output)
	// Dialog is the area of the top dialog; open is false if there is none.
	Dialog() (area layout.Rect, open bool)
	TellDialog(ev pane.Event) tea.Cmd
	TellPane(s layout.Slot, ev pane.Event) tea.Cmd
	// Focus moves the keys to a pane.
	Focus(s layout.Slot) tea.Cmd
	// Resize divides the screen anew; done says that it is to stay so.
	Resize(s layout.Sizes, done bool) tea.Cmd
	// Bottom is told of a click on the last line.
	Bottom(x int) tea.Cmd
}

// What the button is down on.
type grip int

const (
	nothing grip = iota
	onPane
	onDialog
	onDivider
)

// Hand is the mouse and what it holds. The zero Hand holds nothing.
type Hand struct {
	grip    grip
	slot    layout.Slot
	divider layout.Divider
	// from is the layout in which a divider was taken.
	from layout.Input
	// press is where the button went down, at where the mouse is now.
	press, at tea.Mouse
	// moved says that the hand is dragging.
	moved bool
	// ticks counts the drags, ticking says that one waits at an edge.
	ticks   int
	ticking bool
	// last is the last press, for double clicks.
	last     tea.Mouse
	lastTime time.Time
}

const (
	// doubleClick is how close two clicks are that count as one double click.
	doubleClick = 400 * time.Millisecond
	// scrollEvery is how often a drag that waits at an edge goes on.
	scrollEvery = 60 * time.Millisecond
	// wheelLines is how far a notch of the wheel goes.
	wheelLines = 3
)

// TickMsg lets a drag that waits at an edge go on.
type TickMsg struct{ drag int }

// Update handles a message of the mouse.
func (h *Hand) Update(msg tea.Msg, b Board, now time.Time) tea.Cmd {
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		if e := msg.Mouse(); e.Button == tea.MouseLeft {
			return tea.Batch(h.Cancel(b), h.down(e, b, now))
		}
	case tea.MouseMotionMsg:
		return h.move(msg.Mouse(), b)
	case tea.MouseReleaseMsg:
		if e := msg.Mouse(); e.Button == tea.MouseLeft || e.Button == tea.MouseNone { // old terminals do not say which
			return h.up(e, b)
		}
	case tea.MouseWheelMsg:
		return h.wheel(msg.Mouse(), b)
	case TickMsg:
		return h.tick(msg, b)
	}
	return nil
}

// Tap is a click at a place, for those who have no mouse.
func (h *Hand) Tap(x, y int, b Board, now time.Time) tea.Cmd {
	e := tea.Mouse{X: x, Y: y, Button: tea.MouseLeft}
	return tea.Batch(h.Cancel(b), h.down(e, b, now), h.up(e, b))
}

// Dragging reports whether something is being dragged.
func (h *Hand) Dragging() bool { return h.grip != nothing && h.moved }

// Cancel lets go of what is held, as if it had never been moved.
func (h *Hand) Cancel(b Board) tea.Cmd {
	held := *h
	h.drop()
	switch {
	case held.grip == onPane:
		return b.TellPane(held.slot, pane.Release{Off: true})
	case held.grip == onDialog:
		return tell(b, pane.Release{Off: true})
	case held.grip == onDivider && held.moved:
		return b.Resize(held.from.Sizes, true)
	}
	return nil
}

// tell tells a dialog, if it is still there.
func tell(b Board, ev pane.Event) tea.Cmd {
	if _, open := b.Dialog(); !open {
		return nil
	}
	return b.TellDialog(ev)
}

func (h *Hand) drop() {
	h.grip, h.moved, h.ticking = nothing, false, false
	h.ticks++
}

// down is a press of the button.
func (h *Hand) down(e tea.Mouse, b Board, now time.Time) tea.Cmd {
	double := h.double(e, now)
	h.press, h.at = e, e
	if r, open := b.Dialog(); open {
		if !r.Contains(e.X, e.Y) {
			return nil
		}
		h.grip = onDialog
		return b.TellDialog(pane.Click{X: e.X - r.X, Y: e.Y - r.Y, Double: double})
	}
	in, out := b.Layout()
	if d := out.Divider(e.X, e.Y); d != layout.NoDivider {
		if double {
			return b.Resize(in.Sizes.Unset(d), true)
		}
		h.grip, h.divider, h.from = onDivider, d, in
		return nil
	}
	if out.Status.Contains(e.X, e.Y) {
		return b.Bottom(e.X)
	}
	s, r, ok := out.At(e.X, e.Y)
	if !ok {
		return nil
	}
	cmd := b.Focus(s)
	if r = r.Inner(); !r.Contains(e.X, e.Y) {
		return cmd
	}
	h.grip, h.slot = onPane, s
	double = double || e.Mod.Contains(tea.ModCtrl) // opens at once, as links do everywhere
	return tea.Batch(cmd, b.TellPane(s, pane.Click{X: e.X - r.X, Y: e.Y - r.Y, Double: double}))
}

// double reports whether e is the second press on a cell.
func (h *Hand) double(e tea.Mouse, now time.Time) bool {
	is := e.X == h.last.X && e.Y == h.last.Y && now.Sub(h.lastTime) < doubleClick
	h.last, h.lastTime = e, now
	if is {
		h.lastTime = time.Time{}
	}
	return is
}

// move is the mouse going over cells.
func (h *Hand) move(e tea.Mouse, b Board) tea.Cmd {
	if h.grip == nothing {
		return nil
	}
	if e.Button != tea.MouseLeft || h.lost(b) { // it was let go of where nobody saw it
		return h.Cancel(b)
	}
	h.at = e
	h.moved = h.moved || e.X != h.press.X || e.Y != h.press.Y
	if !h.moved {
		return nil
	}
	return h.drag(b)
}

// lost reports whether what is held is not there any more.
func (h *Hand) lost(b Board) bool {
	_, open := b.Dialog()
	if h.grip == onDialog || open {
		return open != (h.grip == onDialog)
	}
	_, out := b.Layout()
	return h.grip == onPane && out.Panes[h.slot].Empty()
}

// drag tells of a move.
func (h *Hand) drag(b Board) tea.Cmd {
	if h.grip == onDivider {
		return b.Resize(h.sizes(), false)
	}
	r := h.area(b)
	cmd := h.tell(b, pane.Drag{X: h.at.X - r.X, Y: h.at.Y - r.Y})
	if edge := h.at.Y <= r.Y || h.at.Y >= r.Y+r.H-1; !edge || h.ticking {
		return cmd
	}
	h.ticking = true
	return tea.Batch(cmd, h.again())
}

func (h *Hand) again() tea.Cmd {
	id := h.ticks
	return tea.Tick(scrollEvery, func(time.Time) tea.Msg { return TickMsg{id} })
}

func (h *Hand) tick(msg TickMsg, b Board) tea.Cmd {
	if msg.drag != h.ticks || !h.Dragging() {
		return nil
	}
	h.ticking = false
	if h.lost(b) {
		return h.Cancel(b)
	}
	return h.drag(b)
}

// sizes are those that a divider is dragged to.
func (h *Hand) sizes() layout.Sizes {
	by := h.at.Y - h.press.Y
	if h.divider == layout.Column || h.divider == layout.Beside {
		by = h.at.X - h.press.X
	}
	return layout.Moved(h.from, h.divider, by)
}

// area is that of what is held.
func (h *Hand) area(b Board) layout.Rect {
	if h.grip == onDialog {
		r, _ := b.Dialog()
		return r
	}
	_, out := b.Layout()
	return out.Panes[h.slot].Inner()
}

func (h *Hand) tell(b Board, ev pane.Event) tea.Cmd {
	if h.grip == onDialog {
		return tell(b, ev)
	}
	return b.TellPane(h.slot, ev)
}

// up is the button going up.
func (h *Hand) up(e tea.Mouse, b Board) tea.Cmd {
	if h.grip == nothing {
		return nil
	}
	if h.lost(b) {
		return h.Cancel(b)
	}
	defer h.drop()
	h.at = e
	switch {
	case h.grip != onDivider:
		r := h.area(b)
		return h.tell(b, pane.Release{X: e.X - r.X, Y: e.Y - r.Y})
	case h.moved:
		return b.Resize(h.sizes(), true)
	}
	_, out := b.Layout()
	if s, _, ok := out.At(e.X, e.Y); ok { // it was a click on a border
		return b.Focus(s)
	}
	return nil
}

func (h *Hand) wheel(e tea.Mouse, b Board) tea.Cmd {
	lines := wheelLines
	switch e.Button {
	case tea.MouseWheelUp:
		lines = -lines
	case tea.MouseWheelDown:
	default:
		return nil
	}
	if _, open := b.Dialog(); open {
		return b.TellDialog(pane.Wheel{Lines: lines})
	}
	_, out := b.Layout()
	if s, _, ok := out.At(e.X, e.Y); ok {
		return b.TellPane(s, pane.Wheel{Lines: lines})
	}
	return nil
}
