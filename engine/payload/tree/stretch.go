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
func (p *places) stretch(k int) (*stretch, error) {
	m := &p.marks[k]
	last, to := p.next.row, p.size
	if k+1 < len(p.marks) {
		last, to = p.marks[k+1].row, p.marks[k+1].off
	}
	count := int(last - m.row)
	for _, s := range p.recent {
		if s != nil && s.off == m.off && len(s.members) == count {
			return s, nil
		}
	}
	s := &stretch{row: m.row, off: m.off, members: make([]member, 0, count)}
	var err error
	if s.data, err = readSpan(p.body, m.off, min(to-m.off, 2*stride)); err != nil {
		return nil, err
	}
	if err := p.parse(s, m, count); err != nil {
		return nil, err
	}
	p.recent[p.turn] = s
	p.turn = (p.turn + 1) % len(p.recent)
	return s, nil
}

// parse reads the rows of a stretch again.
func (p *places) parse(s *stretch, m *mark, count int) error {
	r := reader{scanner: scanner{src: p.body, end: p.body.Size(), p: s.data, at: s.off}, whole: p.body.Done()}
	r.scanner.buf = make([]byte, 2*stride)
	p.enter(&r, m)
	c := cursor{p: p, s: s, up: ^m.in, ord: m.ord}
	if m.in < 0 {
		c.up = none
	}
	for range count {
		var f found
		if err := p.again(&r, &f); err != nil {
			if errors.Is(err, errMore) { // the file became shorter
				err = payload.ErrNotJSON
			}
			return err
		}
		c.add(&f)
	}
	return nil
}

// enter puts a reader into the containers a mark is in.
func (p *places) enter(r *reader, m *mark) {
	if m.in < 0 {
		return
	}
	r.depth = int(p.nodes[m.in].depth) + 1
	for n := m.in; n >= 0; n = p.nodes[n].up {
		d := int(p.nodes[n].depth) + 1
		if p.nodes[n].object {
			r.objects[d/64] |= 1 << (d % 64)
		}
	}
}

// again reads a row that was read before. A wide one is known already.
func (p *places) again(r *reader, f *found) error {
	if err := r.toRow(); err != nil {
		return err
	}
	at := r.off()
	k := sort.Search(len(p.wides), func(k int) bool { return p.wides[k].start >= at })
	if k == len(p.wides) || p.wides[k].start != at {
		return r.read(f)
	}
	*f = p.wides[k]
	r.seek(f.end)
	if f.opens() {
		r.push(f.kind == Object)
	} else {
		r.after = true
	}
	return nil
}

// cursor follows the containers through a stretch.
type cursor struct {
	p   *places
	s   *stretch
	up  int32
	ord uint32
}

func (c *cursor) add(f *found) {
	at := int32(len(c.s.members))
	m := member{found: *f, up: c.up, mate: none, ord: c.ord}
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
		n := &c.p.nodes[^c.up]
		m.ord, m.kids, m.up = n.ord, n.kids, none
		if n.up >= 0 {
			m.up = ^n.up
		}
	}
	c.up, c.ord = m.up, m.ord+1
}

// nodeAt is the node whose bracket is at off, or -1.
func (p *places) nodeAt(off int64) int32 {
	k := sort.Search(len(p.nodes), func(k int) bool { return p.nodes[k].off >= off })
	if k == len(p.nodes) || p.nodes[k].off != off {
		return -1
	}
	return int32(k)
}

// at is a row and the stretch it is in.
func (p *places) at(row uint32) (*stretch, int32, error) {
	s, err := p.stretch(p.markAt(func(m *mark) bool { return m.row > row }))
	if err != nil {
		return nil, 0, err
	}
	return s, int32(row - s.row), nil
}
