// Package vlist is a list of rows with a cursor, of which only the visible part
// is ever drawn: ten rows and ten thousand cost the same.
//
// The list holds no rows. Its owner says how many there are and draws one when
// asked; filtering, folding and sorting are the owner's business, who then
// calls [List.SetCount] and [List.Select].
package vlist

import (
	"strings"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// margin is how many rows stay visible above and below the cursor while it
// moves, where there is room.
const margin = 2

// minBarWidth is the width from which a list spends a column on its scroll bar.
const minBarWidth = 8

// List is a cursor over rows and the window they are seen through. The zero
// List is empty and ready.
type List struct {
	// Static makes a list without a cursor: moving scrolls.
	Static bool

	width, height      int
	count, cursor, top int
	// held says that the scroll bar was grabbed.
	held bool
}

// Resize sets the size in cells. The cursor stays in view. The same size once
// more leaves what the wheel has done.
func (l *List) Resize(width, height int) {
	width, height = max(width, 0), max(height, 0)
	if width == l.width && height == l.height {
		return
	}
	l.width, l.height = width, height
	l.show(0)
}

// SetCount says how many rows there are. The cursor stays where it is, or goes
// to the last row.
func (l *List) SetCount(n int) {
	l.count = max(n, 0)
	l.cursor = clamp(l.cursor, 0, l.count-1)
	l.top = clamp(l.top, 0, l.count-l.height)
}

// Count returns the number of rows.
func (l *List) Count() int { return l.count }

// Cursor returns the current row; 0 when there is none, see [List.Count].
func (l *List) Cursor() int { return l.cursor }

// Top returns the first visible row.
func (l *List) Top() int { return l.top }

// Height returns the number of visible rows.
func (l *List) Height() int { return l.height }

// Select puts the cursor on row i. A row that was out of view comes to the
// middle of it.
func (l *List) Select(i int) {
	l.cursor = clamp(i, 0, l.count-1)
	if l.cursor < l.top || l.cursor >= l.top+l.height {
		l.top = clamp(l.cursor-l.height/2, 0, l.count-l.height)
	}
}

// Act moves the cursor and reports whether id is a move.
func (l *List) Act(id keymap.ID) bool {
	page := max(l.height-1, 1)
	switch id {
	case keymap.Up:
		l.move(-1)
	case keymap.Down:
		l.move(1)
	case keymap.PageUp:
		l.move(-page)
	case keymap.PageDown:
		l.move(page)
	case keymap.Top:
		l.move(-l.count)
	case keymap.Bottom:
		l.move(l.count)
	default:
		return false
	}
	return true
}

func (l *List) move(by int) {
	if l.Static {
		l.Wheel(by)
		return
	}
	l.cursor = clamp(l.cursor+by, 0, l.count-1)
	l.show(margin)
}

// show scrolls just enough that the cursor has so many rows around it.
func (l *List) show(around int) {
	if !l.Static {
		around = min(around, max((l.height-1)/2, 0))
		l.top = min(l.top, l.cursor-around)
		l.top = max(l.top, l.cursor+around-l.height+1)
	}
	l.top = clamp(l.top, 0, l.count-l.height)
}

// Wheel scrolls by lines, down positive. The cursor stays on its row, which may
// go out of view until the cursor moves.
func (l *List) Wheel(lines int) { l.top = clamp(l.top+lines, 0, l.count-l.height) }

// RowAt returns the row in line y of the view.
func (l *List) RowAt(y int) (row int, ok bool) {
	row = l.top + y
	return row, y >= 0 && y < l.height && row < l.count
}

// Grab takes hold of the scroll bar if that is at a cell, and brings the thumb
// there. It reports whether it is.
func (l *List) Grab(x, y int) bool {
	if !l.scrolls() || l.width < minBarWidth || x != l.width-1 || y < 0 || y >= l.height {
		return false
	}
	l.held = true
	l.Pull(y)
	return true
}

// Let lets go of the scroll bar.
func (l *List) Let() { l.held = false }

// Pull brings the thumb to line y, if the scroll bar was grabbed.
func (l *List) Pull(y int) {
	size := l.thumbSize()
	if room := l.height - size; l.held && room > 0 && l.scrolls() {
		l.top = clamp(((y-size/2)*(l.count-l.height)+room/2)/room, 0, l.count-l.height)
	}
}

// Draw returns exactly the list's height in lines, each exactly its width in
// cells. The current row lies on base; row returns row i, for width cells.
func (l *List) Draw(th *theme.Theme, base theme.Base, row func(i, width int) text.Line) string {
	width := l.width
	thumbTop, thumbEnd := 0, 0
	if l.scrolls() && l.width >= minBarWidth {
		width--
		thumbTop, thumbEnd = l.thumb()
	}
	var b strings.Builder
	b.Grow(l.height * (l.width + 48))
	for y := range l.height {
		if y > 0 {
			b.WriteByte('\n')
		}
		on := theme.None
		var line text.Line
		if i := l.top + y; i < l.count {
			if i == l.cursor && !l.Static {
				on = base
			}
			line = row(i, width)
		}
		b.WriteString(line.Render(th, on, width))
		switch {
		case width == l.width:
		case y >= thumbTop && y < thumbEnd:
			b.WriteString(th.Paint(theme.None, theme.Border, safe.Lit("▐")))
		default:
			b.WriteString(th.Space(on, 1))
		}
	}
	return b.String()
}

func (l *List) scrolls() bool { return l.count > l.height && l.height > 0 }

// thumb returns the lines of the scroll bar's thumb.
func (l *List) thumb() (from, to int) {
	size := l.thumbSize()
	from = l.top * (l.height - size) / (l.count - l.height)
	return from, from + size
}

func (l *List) thumbSize() int { return max(1, l.height*l.height/max(l.count, 1)) }

func clamp(v, lo, hi int) int { return max(lo, min(v, hi)) }
