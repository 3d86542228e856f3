package tree

import (
	"sort"

	"postern/engine/payload"
)

// mark is a remembered row.
type mark struct {
	off int64
	row uint32
	// in is the node of the container it is a member of, or which it closes;
	// -1 if it is in none.
	in int32
	// ord is its place among its siblings.
	ord uint32
	// seen are the rows before it that are shown when the document is folded
	// by each level.
	seen [levels]uint32
}

// node is a container with a mark in it. The nodes are in the order of their
// beginnings.
type node struct {
	// start is its key, off its bracket, end its closing bracket.
	start, off, end int64
	// row and close are the rows of its brackets; close is 0 while it is open.
	row, close uint32
	up         int32
	ord, kids  uint32
	depth      uint16
	keyLen     uint32
	object     bool
}

// places is what an index remembers, and how rows are found with it.
type places struct {
	body  *payload.Body
	marks []mark
	nodes []node
	// wides are the rows that are longer than a stride, remembered whole.
	wides []found
	// open are the containers that were not closed yet.
	open []frame
	next mark // the row after the last
	due  int64
	size int64
	// recent are the stretches that were read last.
	recent [8]*stretch
	turn   int
}

// frame is an open container.
type frame struct {
	found
	row  uint32
	ord  uint32
	kids uint32
	node int32
}

// one takes the next row in.
func (p *places) one(f *found) {
	if f.start >= p.due || len(p.marks) == 0 {
		p.remember(f.start)
	}
	if f.end-f.start >= stride {
		p.wides = append(p.wides, *f)
	}
	row := p.next.row
	p.next.row++
	for l := range levels {
		if shown(f.kind == Close, f.depth, l) {
			p.next.seen[l]++
		}
	}
	if f.kind == Close {
		p.shut(f, row)
		return
	}
	ord := p.next.ord
	if n := len(p.open); n > 0 {
		p.open[n-1].kids++
	}
	if f.opens() {
		p.open = append(p.open, frame{found: *f, row: row, ord: ord, node: -1})
		p.next.ord = 0
		return
	}
	p.next.ord++
}

// shut closes the innermost container.
func (p *places) shut(f *found, row uint32) {
	top := p.open[len(p.open)-1]
	p.open = p.open[:len(p.open)-1]
	if top.node >= 0 {
		n := &p.nodes[top.node]
		n.end, n.close, n.kids = f.start, row, top.kids
	}
	p.next.ord = top.ord + 1
}

// shown says whether a row is shown when every container from a level on is
// folded; the document itself is level 0.
func shown(isClose bool, depth, level int) bool {
	if isClose {
		return depth < level
	}
	return depth <= level
}

// remember makes the next row a mark, and nodes of the containers it is in.
func (p *places) remember(off int64) {
	first := len(p.open)
	for first > 0 && p.open[first-1].node < 0 {
		first--
	}
	up := int32(-1)
	if first > 0 {
		up = p.open[first-1].node
	}
	for i := first; i < len(p.open); i++ {
		f := &p.open[i]
		f.node = int32(len(p.nodes))
		p.nodes = append(p.nodes, node{
			start: f.start, off: f.val, row: f.row, up: up, ord: f.ord,
			depth: uint16(f.depth), keyLen: uint32(f.keyEnd - f.start), object: f.kind == Object,
		})
		up = f.node
	}
	m := p.next
	m.off, m.in = off, up
	p.marks = append(p.marks, m)
	p.due = off + max(stride, int64(len(p.open)-first)*perNode)
}

// markAt is the last mark that before says is not behind something.
func (p *places) markAt(behind func(m *mark) bool) int {
	return sort.Search(len(p.marks), func(k int) bool { return behind(&p.marks[k]) }) - 1
}
