package dialog

import (
	"time"

	"postern/ui/pane"
)

// How long a dialog that opened by itself swallows keys: until typing has been
// quiet for a moment, but not for ever.
const (
	graceQuiet = 425 * time.Millisecond
	graceMost  = 1500 * time.Millisecond
)

// Stack holds the open dialogs; the top one has the keys. The zero Stack is
// empty and ready.
type Stack struct {
	open          []entry
	width, height int
}

// entry is an open dialog. While sudden is set it waits for the typing to stop.
type entry struct {
	Dialog
	sudden          bool
	opened, lastKey time.Time
}

// Push opens a dialog that the person asked for.
func (s *Stack) Push(d Dialog) {
	d.Resize(s.width, s.height)
	s.open = append(s.open, entry{Dialog: d})
}

// PushSudden opens a dialog that nobody asked for. It swallows keys until
// typing has stopped, so that a stray Enter approves nothing.
func (s *Stack) PushSudden(d Dialog, now time.Time) {
	s.Push(d)
	e := &s.open[len(s.open)-1]
	e.sudden, e.opened, e.lastKey = true, now, now
}

// pop closes the top dialog and returns it; nil if there is none.
func (s *Stack) pop() Dialog {
	d := s.top()
	if d != nil {
		s.open = s.open[:len(s.open)-1]
	}
	return d
}

// Cancel closes the top dialog and returns its wish, see [Dialog.Cancelled].
func (s *Stack) Cancel() pane.Intent {
	if d := s.pop(); d != nil {
		return d.Cancelled()
	}
	return nil
}

// Remove closes the [Named] dialog of that name, wherever it is, without any
// intent: its reason has gone. It reports whether there was one.
func (s *Stack) Remove(name string) bool {
	for i, e := range s.open {
		if n, ok := e.Dialog.(Named); ok && n.Name() == name {
			s.open = append(s.open[:i:i], s.open[i+1:]...)
			return true
		}
	}
	return false
}

// top returns the dialog that has the keys; nil if there is none.
func (s *Stack) top() Dialog {
	if len(s.open) == 0 {
		return nil
	}
	return s.open[len(s.open)-1].Dialog
}

// Len returns the number of open dialogs.
func (s *Stack) Len() int { return len(s.open) }

// Empty reports whether no dialog is open.
func (s *Stack) Empty() bool { return len(s.open) == 0 }

// Update gives an event to the top dialog and takes it off when it closes.
func (s *Stack) Update(ev pane.Event, now time.Time) pane.Intent {
	if s.Empty() {
		return nil
	}
	e := &s.open[len(s.open)-1]
	if e.swallows(ev, now) {
		return nil
	}
	d := e.Dialog
	in, closed := d.Update(ev)
	if closed && s.top() == d {
		s.pop()
	}
	return in
}

// swallows reports whether ev came too soon.
func (e *entry) swallows(ev pane.Event, now time.Time) bool {
	if !e.sudden {
		return false
	}
	switch ev.(type) {
	case pane.Wheel, pane.Arrived:
		return false
	}
	if now.Sub(e.lastKey) >= graceQuiet || now.Sub(e.opened) >= graceMost {
		e.sudden = false
		return false
	}
	e.lastKey = now
	return true
}

// View returns the top dialog's box, "" if there is none.
func (s *Stack) View() string {
	if d := s.top(); d != nil {
		return d.View()
	}
	return ""
}

// Resize gives all dialogs the area they may take.
func (s *Stack) Resize(width, height int) {
	s.width, s.height = width, height
	for _, e := range s.open {
		e.Resize(width, height)
	}
}

// Restyle makes all dialogs draw anew, with env.
func (s *Stack) Restyle(env pane.Env) {
	for _, e := range s.open {
		e.Restyle(env)
	}
}

// SetNow tells the dialogs with a clock the time.
func (s *Stack) SetNow(now time.Time) {
	for _, e := range s.open {
		if c, ok := e.Dialog.(Clocked); ok {
			c.SetNow(now)
		}
	}
}
