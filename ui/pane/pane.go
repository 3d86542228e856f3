// Package pane holds the contract between the workbench and its panes.
//
// A pane is a plain struct. Data comes down by its own setters when something
// changed; keys and clicks come through [Pane.Update]; wishes go up as the
// [Intent] that Update returns and that the workbench handles in the same pass.
// A pane does no I/O, knows no other pane and no place on the screen. View
// returns a string it has cached; anything that changes what is seen drops the
// cache.
//
// To add a pane, make a folder below this one and a line in the workbench's
// list.
package pane

import (
	"context"
	"errors"
	"io"

	tea "charm.land/bubbletea/v2"

	"postern/ui/keymap"
	"postern/ui/progress"
	"postern/ui/widget"
	"postern/ui/widget/text"
)

// Env is what panes, dialogs and widgets share: looks and keys, nothing else.
type Env = widget.Env

// Pane is one area of the screen.
type Pane interface {
	// Resize gives the inner size in cells, without the border.
	Resize(width, height int)
	// Focus says whether keys go to this pane.
	Focus(on bool)
	// Update handles one event and returns a wish, or nil.
	Update(Event) Intent
	// View returns exactly the pane's height in lines, each exactly its width
	// in cells.
	View() string
	// Title stands in the border. Spans of the role [theme.Title] follow the
	// focus.
	Title() text.Line
	// Editing reports whether a text field has the keys, so that only keys of
	// the scope [keymap.Anywhere] are actions.
	Editing() bool
	// Restyle makes the pane draw anew, with env.
	Restyle(env Env)
}

// Committer is a [Pane] in which text may be waiting that was typed and not yet
// accepted. The workbench asks for it before it sends, saves, moves the focus
// or shows the pane something else, so that no typing is lost.
type Committer interface {
	// Commit takes the text, ends the editing and returns what follows from it.
	Commit() Intent
}

// Intent is a wish that went up: a past-tense fact like "a send was asked".
// Each pane declares its own types; nil means no wish.
type Intent any

// LookAsked is the answer of a pane to [keymap.QuickLook]: the {{names}} under
// the cursor. One that has none there answers nil.
type LookAsked struct{ Names []string }

// Batch is several intents, in order.
type Batch []Intent

// CopyAsked says that a text is to go to the clipboard. What names it.
type CopyAsked struct {
	What, Text string
	// Whole writes all of it, where Text is only as much as shows that it is too
	// large for a clipboard; nil if Text is all. Size is how much that is, 0 if
	// nobody knows.
	Whole io.WriterTo
	Size  int64
}

// Work wishes for Do to be called outside of the loop; what it returns is
// another wish. Its context ends with the program.
type Work struct {
	Do func(context.Context) Intent
	// Name is what is being done, as "saving body.json": what has one is shown
	// while it takes longer than a moment, and can be stopped.
	Name string
	// Meter says how far it is; nil if nobody knows.
	Meter *progress.Meter
}

// OutsideAsked wishes for a text to be edited in the person's own editor. What
// it became comes back as [Written], with the same Of. Name is what its file is
// called.
type OutsideAsked struct{ Of, Name, Text string }

// Noted is a word to the person. Warn says that something is not as they
// would have it.
type Noted struct {
	Text string
	Warn bool
}

// Failed wishes for an error to be shown.
type Failed struct{ Err error }

// Fail is the wish for an error to be shown: nil for none, and for that of what
// was given up.
func Fail(err error) Intent {
	if err == nil || errors.Is(err, context.Canceled) {
		return nil
	}
	return Failed{Err: err}
}

// Event is what a pane can be told: [Act], [Key], [Paste], [Click], [Drag],
// [Release], [Wheel], [Written], [Arrived] or [Keep].
type Event interface{ event() }

// Act is an action of the pane's scope, or a global one that means something
// different in every pane, like moving.
type Act struct{ ID keymap.ID }

// Key is a key press while the pane is editing.
type Key struct{ tea.KeyPressMsg }

// Paste is pasted text.
type Paste struct{ Text string }

// Click is a mouse click, in cells from the pane's upper left corner.
type Click struct {
	X, Y   int
	Double bool
}

// Written is what a text became outside of the program; Of is what it was asked
// with.
type Written struct{ Of, Text string }

// Arrived brings what a pane or a dialog has asked for: the answer of a [Work] or
// of a dialog, of a type that both know.
type Arrived struct{ What Intent }

// Drag is the mouse moving with its button down after a [Click]; the cell may
// lie outside of the pane. It comes again and again while the mouse waits at
// the upper or lower end.
type Drag struct{ X, Y int }

// Release is the button going up after a [Click]. Off says that nothing may
// come of what was dragged; then there is no place.
type Release struct {
	X, Y int
	Off  bool
}

// Wheel is a turn of the mouse wheel by some lines, down positive.
type Wheel struct{ Lines int }

// Keep asks for what is typed so far of a long text, as [Committer] does, but the
// typing goes on.
type Keep struct{}

func (Act) event()     {}
func (Keep) event()    {}
func (Key) event()     {}
func (Paste) event()   {}
func (Click) event()   {}
func (Drag) event()    {}
func (Release) event() {}
func (Wheel) event()   {}
func (Written) event() {}
func (Arrived) event() {}
