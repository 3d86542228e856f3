// Package stops is a cursor over lines that are not all places to stop: titles
// and texts to read are passed over.
package stops

import "postern/ui/keymap"

// Line is one line; Stops reports whether the cursor can stand on it.
type Line interface{ Stops() bool }

// List is lines and the cursor in them. The lines are the owner's, who puts the
// cursor somewhere after having changed them.
type List[L Line] struct {
	Lines  []L
	Cursor int
	// Moved says that the cursor has left its line.
	Moved bool
}

// At returns the line under the cursor.
func (x *List[L]) At() (line L, ok bool) {
	if x.Cursor < len(x.Lines) {
		return x.Lines[x.Cursor], true
	}
	return line, false
}

// Go puts the cursor on a line; from one where it cannot stand it goes on to
// the next, or back where there is none.
func (x *List[L]) Go(i int) {
	i = max(min(i, len(x.Lines)-1), 0)
	to := i
	for to < len(x.Lines) && !x.Lines[to].Stops() {
		to++
	}
	if to >= len(x.Lines) {
		for to = i; to > 0 && !x.Lines[to].Stops(); {
			to--
		}
	}
	x.Moved = x.Moved || to != x.Cursor
	x.Cursor = to
}

// Move steps over by lines and reports whether there was somewhere to go.
func (x *List[L]) Move(by int) bool {
	was := x.Cursor
	to := max(min(x.Cursor+by, len(x.Lines)-1), 0)
	for by < 0 && to > 0 && !x.Lines[to].Stops() {
		to--
	}
	x.Go(to)
	return x.Cursor != was
}

// Act handles the moving actions; page is how many lines a page has.
func (x *List[L]) Act(id keymap.ID, page int) bool {
	switch id {
	case keymap.Up:
		x.Move(-1)
	case keymap.Down:
		x.Move(1)
	case keymap.PageUp:
		x.Move(-page)
	case keymap.PageDown:
		x.Move(page)
	case keymap.Top:
		x.Go(0)
	case keymap.Bottom:
		x.Go(len(x.Lines) - 1)
	default:
		return false
	}
	return true
}
