package footer

import (
	"postern/ui/keymap"
	"postern/ui/widget/text"
)

// Bar is the last line in parts.
type Bar []Part

// Part is a piece of the last line; a click on it is its action, "" is none.
type Part struct {
	Line text.Line
	Act  keymap.ID
}

// Plus returns the bar with one more part.
func (b Bar) Plus(id keymap.ID, l text.Line) Bar { return append(b, Part{l, id}) }

// Line is all of it.
func (b Bar) Line() text.Line {
	var l text.Line
	for _, p := range b {
		l = append(l, p.Line...)
	}
	return l
}

// At returns the action of the part at a column, or "".
func (b Bar) At(x int) keymap.ID {
	for _, p := range b {
		w := p.Line.Width()
		if x < w {
			return p.Act
		}
		x -= w
	}
	return ""
}
