package tree

import (
	"errors"
	"math"
	"sort"

	"postern/engine/payload"
)

// none stands for no row and no node.
const none = math.MinInt32

// member is a row in a stretch. Its container, and the other bracket of its
// own, are rows of the stretch, or nodes: a node n is written ^n. What opens
// here and closes elsewhere has no mate: its node may be made only later.
type member struct {
	found
	up, mate  int32
	ord, kids uint32
}

// stretch is the rows from one mark to the next.
type stretch struct {
	row     uint32
	off     int64
	members []member
	data    []byte
}

// stretch is the rows from mark k on.
func (x *Index) stretch(k int) (*stretch, error) {
	m := &x.marks[k]
	last, to := x.next.row, x.size
	if k+1 < len(x.marks) {
		last, to = x.marks[k+1].row, x.marks[k+1].off
	}
	count := int(last - m.row)
	for _, s := range x.recent {
		if s != nil && s.off == m.off && len(s.members) == count {
			return s, nil
		}
	}
	s := &stretch{row: m.row, off: m.off, members: make([]member, 0, count)}
	p, err := readSpan(x.body, m.off, min(to-m.off, 2*stride))
	if err != nil {
		return nil, err
	}
	s.data = p
	if err := x.parse(s, m, count); err != nil {
		return nil, err
	}
	x.recent[x.turn] = s
	x.turn = (x.turn + 1) % len(x.recent)
	return s, nil
}

// parse reads the rows of a stretch again.
func (x *Index) parse(s *stretch, m *mark, count int) error {
	r := reader{scanner: scanner{src: x.body, end: x.body.Size(), p: s.data, at: s.off}, whole: x.body.Done()}
	r.scanner.buf = make([]byte, 2*stride)
	x.enter(&r, m)
	c := cursor{x: x, s: s, up: ^m.in, ord: m.ord}
	if m.in < 0 {
		c.up = none
	}
	for range count {
		f, err := x.again(&r)
		if err != nil {
			if errors.Is(err, errMore) { // the file became shorter
				err = payload.ErrNotJSON
			}
			return err
		}
		c.add(f)
	}
	return nil
}

// enter puts a reader into the containers a mark is in.
func (x *Index) enter(r *reader, m *mark) {
	if m.in < 0 {
		return
	}
	r.depth = int(x.nodes[m.in].depth) + 1
	for n := m.in; n >= 0; n = x.nodes[n].up {
		d := int(x.nodes[n].depth) + 1
		if x.nodes[n].object {
			r.objects[d/64] |= 1 << (d % 64)
		}
	}
}

// again reads a row that was read before. A wide one is known already.
func (x *Index) again(r *reader) (found, error) {
	if err := r.toRow(); err != nil {
		return found{}, err
	}
	at := r.off()
	k := sort.Search(len(x.wides), func(k int) bool { return x.wides[k].start >= at })
	if k == len(x.wides) || x.wides[k].start != at {
		return r.read()
	}
	f := x.wides[k].found
	r.seek(f.end)
	if f.opens() {
		r.push(f.kind == Object)
	} else {
		r.after = true
	}
	return f, nil
}

// cursor follows the containers through a stretch.
type cursor struct {
	x   *Index
	s   *stretch
	up  int32
	ord uint32
}

func (c *cursor) add(f found) {
	at := int32(len(c.s.members))
	m := member{found: f, up: c.up, mate: none, ord: c.ord}
	switch {
	case f.kind == Close:
		c.leave(&m, at)
	case f.opens():
		c.up, c.ord = at, 0
	default:
		c.ord++
	}
	c.s.members = append(c.s.members, m)
}

// leave closes the container the cursor is in.
func (c *cursor) leave(m *member, at int32) {
	m.mate = c.up
	if c.up >= 0 {
		opening := &c.s.members[c.up]
		opening.mate, opening.kids = at, c.ord
		m.up, m.ord, m.kids = opening.up, opening.ord, c.ord
	} else {
		n := &c.x.nodes[^c.up]
		m.ord, m.kids, m.up = n.ord, n.kids, none
		if n.up >= 0 {
			m.up = ^n.up
		}
	}
	c.up, c.ord = m.up, m.ord+1
}

// nodeAt is the node whose bracket is at off, or -1.
func (x *Index) nodeAt(off int64) int32 {
	k := sort.Search(len(x.nodes), func(k int) bool { return x.nodes[k].off >= off })
	if k == len(x.nodes) || x.nodes[k].off != off {
		return -1
	}
	return int32(k)
}

// at is a row and the stretch it is in.
func (x *Index) at(row uint32) (*stretch, int32, error) {
	s, err := x.stretch(x.markAt(func(m *mark) bool { return m.row > row }))
	if err != nil {
		return nil, 0, err
	}
	return s, int32(row - s.row), nil
}
