package tree

import (
	"strings"

	"postern/engine/collection"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// Dropped says that an item was let go of with the mouse: in a folder of a
// collection, or in the collection itself if Folder is "", before another item,
// or at the end if Before is "".
type Dropped struct {
	Collection     *collection.Collection
	Item           *collection.Item
	To             *collection.Collection
	Folder, Before string
}

// held is what the mouse has hold of: a row, or the scroll bar.
type held struct {
	on, bar bool
	node    int
	// dragged says that the row was carried somewhere; at is where it is.
	dragged bool
	at      spot
}

// spot is where something would land.
type spot struct {
	ok bool
	// node is what it would be in, before, or behind.
	node  int
	where where
	// line is the one of the view that the mouse is on.
	line int
}

type where int

const (
	into where = iota
	// first is into, at the top.
	first
	before
	behind
)

// carrying is what the mouse does with the rows of a pane.
type carrying struct{ *Pane }

// press selects a row; a second click opens a request. What folds does so when
// the button goes up: until then it may be dragged.
func (p carrying) press(c pane.Click) pane.Intent {
	bar := p.search.height()
	p.held = held{}
	if c.Y < bar {
		p.search.bar.Focus(true)
		p.search.bar.Click(c.X)
		p.layout()
		return nil
	}
	if p.tree.Window().Grab(c.X, c.Y-bar) {
		p.held.bar = true
		return nil
	}
	i, ok := p.tree.Click(c.Y - bar)
	if !ok {
		return nil
	}
	if c.Double && !p.forest.nodes[i].Branch {
		return p.open()
	}
	p.held = held{on: !c.Double, node: i}
	return nil
}

// drag carries a row along; at the upper and lower end the tree scrolls.
func (p carrying) drag(d pane.Drag) {
	y := d.Y - p.search.height()
	switch {
	case p.held.bar:
		p.tree.Window().Pull(y)
		return
	case !p.held.on:
		return
	case d.Y <= 0:
		p.tree.Window().Wheel(-1)
	case d.Y >= p.height-1:
		p.tree.Window().Wheel(1)
	}
	p.held.dragged = true
	p.held.at = p.spot(d.X, y)
}

// release ends what a press began: a drop, or a click that folds.
func (p carrying) release(r pane.Release) pane.Intent {
	h := p.held
	p.held = held{}
	switch {
	case r.Off || !h.on:
		return nil
	case !h.dragged:
		if p.forest.nodes[h.node].Branch {
			p.tree.Toggle(h.node)
		}
		return nil
	case !h.at.ok:
		return nil
	}
	return p.dropped(h.node, h.at)
}

// spot is where a row would land that is let go of at a place.
func (p carrying) spot(x, y int) spot {
	if x < 0 || x >= p.width || y < 0 || y >= p.height-p.search.height() {
		return spot{}
	}
	i, ok := p.tree.At(y)
	if !ok { // below the last row
		return p.atTheEnd(y)
	}
	e, at := p.forest.entries[i], spot{ok: true, node: i, line: y}
	indent := guides(p.forest.nodes[i].Depth, p.width).Width()
	switch {
	case e.problem > 0:
		return spot{}
	case e.item == nil:
	case e.item.Folder && x >= indent+arrowWidth:
	case i < p.held.node:
		at.where = before
	case e.item.Folder && p.tree.Open(i):
		at.where = first
	default:
		at.where = behind
		at.node = p.outer(i, x)
	}
	return at
}

// atTheEnd is the spot behind everything.
func (p carrying) atTheEnd(y int) spot {
	for i := len(p.forest.entries) - 1; i >= 0; i-- {
		if e := p.forest.entries[i]; e.c != nil && e.item == nil {
			return spot{ok: true, node: i, line: y}
		}
	}
	return spot{}
}

// outer is the node behind which something lands at the end of folders: the
// further left the mouse is, the further out.
func (p carrying) outer(i, x int) int {
	for x < guides(p.forest.nodes[i].Depth, p.width).Width() {
		up, ok := p.tree.Parent(i)
		if !ok || p.forest.entries[up].item == nil || p.tree.End(i) != p.tree.End(up) {
			break
		}
		i = up
	}
	return i
}

// dropped puts a spot into words of the model.
func (p carrying) dropped(node int, at spot) pane.Intent {
	e, to := p.forest.entries[node], p.forest.entries[at.node]
	if e.item == nil {
		return pane.Noted{Text: "only requests and folders can be moved", Warn: true}
	}
	d := Dropped{Collection: e.c, Item: e.item, To: to.c}
	switch at.where {
	case into, first:
		siblings := to.c.Items
		if to.item != nil {
			d.Folder, siblings = to.item.ID, to.item.Items
		}
		if at.where == first && len(siblings) > 0 {
			d.Before = siblings[0].ID
		}
	default:
		up, _ := p.tree.Parent(at.node)
		if u := p.forest.entries[up].item; u != nil {
			d.Folder = u.ID
		}
		d.Before = to.item.ID
		if at.where == behind {
			d.Before = p.next(at.node, up)
		}
	}
	return d
}

// next is the id of the item behind a node below the same one, or "".
func (p carrying) next(node, up int) string {
	if i := p.tree.End(node); i < p.tree.End(up) {
		return p.forest.entries[i].item.ID
	}
	return ""
}

// arrowWidth is that of the arrow before a folder's name.
const arrowWidth = 2

// landing adds a line to the drawn rows that shows between which of them
// something lands; the last row makes room for it.
func (p carrying) landing(rows string) string {
	at := p.held.at
	if !p.held.dragged || !at.ok || at.where == into {
		return rows
	}
	lines := strings.Split(rows, "\n")
	depth := p.forest.nodes[at.node].Depth
	if at.where == first {
		depth++
	}
	l := guides(depth, p.width).Plus(theme.Accent, safe.Lit("▸"))
	l = l.Plus(theme.Accent, safe.Clean(strings.Repeat("─", max(p.width-l.Width()-1, 0))))
	y := at.line
	if at.where != before {
		y++
	}
	if y < len(lines) {
		copy(lines[y+1:], lines[y:])
	} else { // the first row makes room
		y = len(lines) - 1
		copy(lines, lines[1:])
	}
	lines[y] = l.Render(p.env.Theme, theme.None, p.width)
	return strings.Join(lines, "\n")
}

// landed marks the row that something lands in, and the one that is carried.
func (h held) landed(node int) text.Line {
	switch {
	case !h.dragged:
	case node == h.node:
		return text.Of(theme.Accent, safe.Lit(" moving"))
	case h.at.ok && h.at.where == into && node == h.at.node:
		return text.Of(theme.Accent, safe.Lit(" ◂ into"))
	}
	return nil
}
