// Package dialog holds what lies over the panes: the contract of a dialog, the
// stack they are kept on, and what they are drawn with.
//
// A dialog is a plain struct like a pane. It gets every key as [pane.Key], asks
// the keymap what it means, and answers with an intent and whether it closes.
// It does no I/O and does not know the time unless it is told, see [Clocked].
//
// To add a dialog, make a folder below this one with a type that embeds
// [Shell], and push it on the [Stack] where it is wanted.
package dialog

import (
	"slices"
	"time"

	"postern/ui/keymap"
	"postern/ui/pane"
)

// Dialog is one box over the panes.
type Dialog interface {
	// Resize gives the area that the box may take.
	Resize(width, height int)
	// Update handles one event and returns a wish, or nil, and whether the
	// dialog closes. Clicks are in cells from the box's upper left corner.
	Update(pane.Event) (in pane.Intent, closed bool)
	// View returns the whole box, every line of it equally wide.
	View() string
	// Restyle makes the dialog draw anew, with env.
	Restyle(env pane.Env)
	// Cancelled is the wish of a dialog that is closed without an answer.
	Cancelled() pane.Intent
}

// Opened wishes for a dialog on top. Sudden says that nobody asked for it.
type Opened struct {
	Dialog Dialog
	Sudden bool
}

// Closed wishes for the dialog of that name to be taken off the stack.
type Closed struct{ Name string }

// Clocked is a [Dialog] that shows a clock.
type Clocked interface{ SetNow(now time.Time) }

// Named is a [Dialog] that can be taken off the stack by its name; see
// [Stack.Remove].
type Named interface{ Name() string }

// Shell is what dialogs have in common: an area, their looks and a view that is
// kept until something changes.
type Shell struct {
	Env pane.Env
	// Own is the scope of keys that only this dialog has; Global is none.
	Own keymap.Scope
	// Width and Height are the area the box may take.
	Width, Height int

	view  string
	fresh bool
	// hints are those of the box in rows, of which the last is the lower
	// border, at the line bottom; more are the others until it is drawn.
	hints, more [][]Hint
	bottom      int
}

// Resize gives the area that the box may take.
func (s *Shell) Resize(width, height int) {
	if s.Width == width && s.Height == height {
		return
	}
	s.Width, s.Height = width, height
	s.fresh = false
}

// Restyle makes the dialog draw anew, with env.
func (s *Shell) Restyle(env pane.Env) { s.Env, s.fresh = env, false }

// Cancelled is no wish.
func (s *Shell) Cancelled() pane.Intent { return nil }

// Changed drops the view.
func (s *Shell) Changed() { s.fresh = false }

// Cached returns the view, drawn when it has to be.
func (s *Shell) Cached(draw func() string) string {
	if !s.fresh {
		s.view, s.fresh = draw(), true
	}
	return s.view
}

// Action returns what an event means outside a text field, or "": a click on a
// hint is its key.
func (s *Shell) Action(ev pane.Event) keymap.ID {
	switch ev := ev.(type) {
	case pane.Act:
		return ev.ID
	case pane.Click:
		return s.hinted(ev.X, ev.Y)
	case pane.Key:
		scopes := []keymap.Scope{keymap.Dialog, keymap.Global}
		if s.Own != keymap.Global {
			scopes = slices.Insert(scopes, 0, s.Own)
		}
		id, _ := s.Env.Keys.Find(ev.KeyPressMsg, scopes...)
		return id
	}
	return ""
}

// Closes reports whether an action closes a dialog without an answer.
func Closes(id keymap.ID) bool {
	return id == keymap.Close || id == keymap.Cancel || id == keymap.Quit
}
