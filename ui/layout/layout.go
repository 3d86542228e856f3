// Package layout says where every pane stands. It is one pure function of the
// terminal's size and a few wishes; panes get a size and never know where they
// are.
package layout

import (
	"cmp"
	"slices"
)

// Slot is a place for a pane.
type Slot int

// The slots, in the order of their digits on screen.
const (
	Tree Slot = iota
	Request
	Response
	Environment
	Slots // the number of slots
)

// Ring is the slots in the order in which tab goes through them.
func Ring() []Slot { return []Slot{Tree, Request, Response, Environment} }

// Step is the slot so many steps on in the ring.
func Step(from Slot, by int) Slot {
	ring := Ring()
	return ring[(slices.Index(ring, from)+by+len(ring))%len(ring)]
}

// Rect is an area in cells, its border included.
type Rect struct{ X, Y, W, H int }

// Empty reports whether there is no area.
func (r Rect) Empty() bool { return r.W <= 0 || r.H <= 0 }

// Inner is the area within the border.
func (r Rect) Inner() Rect { return Rect{r.X + 1, r.Y + 1, max(r.W-2, 0), max(r.H-2, 0)} }

// Contains reports whether the cell lies in the area.
func (r Rect) Contains(x, y int) bool {
	return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H
}

// Input is what the layout depends on.
type Input struct {
	Width, Height int
	Focus         Slot
	// Zoom gives the focused pane everything.
	Zoom bool
	// Tall gives a focused request more of the height than the response.
	Tall bool
	// Tour asks for a line above the status line.
	Tour bool
	// Sizes are what the person made of it.
	Sizes Sizes
}

// Output says where everything stands; a pane that is not shown has an empty
// area.
type Output struct {
	Panes  [Slots]Rect
	Tour   Rect
	Status Rect
	// Small says that the terminal is too small to draw anything sensible.
	Small bool
}

// At returns the pane at a cell.
func (o Output) At(x, y int) (Slot, Rect, bool) {
	for slot, r := range o.Panes {
		if r.Contains(x, y) {
			return Slot(slot), r, true
		}
	}
	return 0, Rect{}, false
}

// The sizes at which the layout changes, in cells.
const (
	minWidth, minHeight = 40, 10
	// columnsFrom is the width from which both columns stand side by side.
	columnsFrom = 100
	// threeFrom is the width from which request and response do, too.
	threeFrom = 160
	// What a person can leave of a pane: of the left column, of request and
	// response side by side, and in height, which holds a title and two lines.
	minColumn, minBeside, minRows = 16, 30, 4
)

// Compute returns the layout for in.
func Compute(in Input) Output {
	var out Output
	if in.Width < minWidth || in.Height < minHeight {
		out.Small = true
		return out
	}
	h := in.Height - 1
	out.Status = Rect{0, h, in.Width, 1}
	if in.Tour {
		h--
		out.Tour = Rect{0, h, in.Width, 1}
	}
	body := Rect{0, 0, in.Width, h}
	switch {
	case in.Zoom:
		out.Panes[in.Focus] = body
	case in.Width < columnsFrom:
		if in.Focus == Tree || in.Focus == Environment {
			left(&out, body, in)
		} else {
			stack(&out, body, in)
		}
	default:
		w := cmp.Or(in.Sizes.Column, min(max(in.Width*26/100, 30), 44))
		w = min(max(w, minColumn), in.Width-50)
		left(&out, Rect{0, 0, w, h}, in)
		right := Rect{w, 0, in.Width - w, h}
		if in.Width >= threeFrom {
			half := right.W * 45 / 100
			if in.Sizes.Beside > 0 {
				half = within(in.Sizes.Beside.of(right.W), minBeside, right.W)
			}
			out.Panes[Request] = Rect{right.X, 0, half, h}
			out.Panes[Response] = Rect{right.X + half, 0, right.W - half, h}
		} else {
			stack(&out, right, in)
		}
	}
	return out
}

// left puts the tree above the environment, which grows while it has the focus
// unless the person gave it a size.
func left(out *Output, r Rect, in Input) {
	env := min(max(r.H*30/100, 5), 14, r.H/2)
	if in.Focus == Environment {
		env = max(env, r.H/2)
	}
	if in.Sizes.Environment > 0 {
		env = within(in.Sizes.Environment.of(r.H), minRows, r.H)
	}
	out.Panes[Tree] = Rect{r.X, r.Y, r.W, r.H - env}
	out.Panes[Environment] = Rect{r.X, r.Y + r.H - env, r.W, env}
}

// stack puts the request above the response.
func stack(out *Output, r Rect, in Input) {
	req := min(max(r.H*38/100, 8), 18, r.H/2)
	if in.Tall && in.Focus == Request {
		req = max(r.H-max(r.H*30/100, 6), req)
	}
	if in.Sizes.Request > 0 {
		req = within(in.Sizes.Request.of(r.H), minRows, r.H)
	}
	out.Panes[Request] = Rect{r.X, r.Y, r.W, req}
	out.Panes[Response] = Rect{r.X, r.Y + req, r.W, r.H - req}
}

// within bounds the one of two sizes that sum up to total, so that both have at
// least least.
func within(size, least, total int) int { return max(min(size, total-least), least) }
