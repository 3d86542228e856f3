package tree

import (
	"errors"
	"fmt"
	"slices"

	"postern/engine/payload"
)

// ErrNoRow says that there is no such row, or not yet.
var ErrNoRow = errors.New("no such row")

// Row is one row of a document.
type Row struct {
	// Number counts the rows of the document without folds, from 0.
	Number int
	// Depth is 0 for the document itself.
	Depth int
	Kind  Kind
	// Key is the key with its quotes, as it was sent; its Len is 0 in an
	// array.
	Key payload.Span
	// Value is all of the value, of a container from bracket to bracket. Of
	// one that has not all come it is what is there.
	Value payload.Span
	// Ord is its place among its siblings, from 0. In an object, too.
	Ord int
	// Kids is the number of members of a container; -1 while they come.
	Kids int
	// Last says that no sibling follows.
	Last bool
	// Close is the row of the closing bracket, for a row that is one the row
	// of the opening one, and Number for all others. It is -1 while the end
	// has not come.
	Close int
	// Folded says that the members are not shown. It is set by a [View].
	Folded bool
}

// Opens says that the row is the opening bracket of a container that has
// members, so that it can be folded.
func (r Row) Opens() bool { return r.Kind != Close && r.Close != r.Number }

// Row is a row of the document without folds.
func (x *Index) Row(n int) (Row, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.rowAt(n)
}

func (p *places) rowAt(n int) (Row, error) {
	if n < 0 || n >= int(p.next.row) {
		return Row{}, fmt.Errorf("row %d: %w", n, ErrNoRow)
	}
	s, i, err := p.at(uint32(n))
	if err != nil {
		return Row{}, fmt.Errorf("row %d: %w", n, err)
	}
	return p.row(s, i), nil
}

// row is a member as callers see it.
func (p *places) row(s *stretch, i int32) Row {
	m := &s.members[i]
	r := Row{
		Number: int(s.row) + int(i), Depth: m.depth, Kind: m.kind, Ord: int(m.ord),
		Key:   payload.Span{Offset: m.start, Len: int(m.keyEnd - m.start)},
		Value: payload.Span{Offset: m.val, Len: int(m.end - m.val)},
	}
	r.Close = r.Number
	switch {
	case m.kind == Close:
		r.Kids = int(m.kids)
		r.Close = int(p.opening(s, m))
	case m.opens():
		p.extent(s, m, &r)
	}
	if up := p.kids(s, m.up); up >= 0 {
		r.Last = r.Ord == up-1
	}
	r.Last = r.Last || m.depth == 0
	return r
}

// opening is the row of the bracket that a closing one belongs to.
func (p *places) opening(s *stretch, m *member) uint32 {
	if m.mate >= 0 {
		return s.row + uint32(m.mate)
	}
	return p.nodes[^m.mate].row
}

// extent tells where a container ends.
func (p *places) extent(s *stretch, m *member, r *Row) {
	if m.mate >= 0 {
		r.Close, r.Kids = int(s.row)+int(m.mate), int(m.kids)
		r.Value.Len = int(s.members[m.mate].end - m.val)
		return
	}
	if k := p.nodeAt(m.val); k >= 0 && p.nodes[k].close > 0 {
		n := &p.nodes[k]
		r.Close, r.Kids = int(n.close), int(n.kids)
		r.Value.Len = int(n.end + 1 - n.off)
		return
	}
	r.Close, r.Kids, r.Value.Len = -1, -1, int(p.size-m.val)
}

// kids is the number of members of a container; -1 if it is not known.
func (p *places) kids(s *stretch, up int32) int {
	k := ^up
	switch {
	case up == none:
		return -1
	case up >= 0 && s.members[up].mate >= 0:
		return int(s.members[up].kids)
	case up >= 0:
		k = p.nodeAt(s.members[up].val)
	}
	if k < 0 || p.nodes[k].close == 0 {
		return -1
	}
	return int(p.nodes[k].kids)
}

// RowOf is the row that the byte at off belongs to.
func (x *Index) RowOf(off int64) (int, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.marks) == 0 {
		return 0, fmt.Errorf("byte %d: %w", off, ErrNoRow)
	}
	k := max(0, x.markAt(func(m *mark) bool { return m.off > off }))
	s, err := x.stretch(k)
	if err != nil {
		return 0, fmt.Errorf("byte %d: %w", off, err)
	}
	n := len(s.members) - 1
	for n > 0 && s.members[n].start > off {
		n--
	}
	return int(s.row) + n, nil
}

// Bytes is at most limit bytes of a span of the body.
func (x *Index) Bytes(sp payload.Span, limit int) ([]byte, error) {
	return readSpan(x.body, sp.Offset, int64(min(sp.Len, limit)))
}

// up is the row of the container that a row is a member of, or -1.
func (p *places) up(s *stretch, m *member) int {
	switch {
	case m.up == none:
		return -1
	case m.up >= 0:
		return int(s.row) + int(m.up)
	}
	return int(p.nodes[^m.up].row)
}

// Chain is a row and the containers around it, the document first. A closing
// bracket stands for its container.
func (x *Index) Chain(n int) ([]Row, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	r, err := x.rowAt(n)
	if err != nil {
		return nil, err
	}
	if r.Kind == Close {
		n = r.Close
	}
	var chain []Row
	for n >= 0 {
		s, i, err := x.at(uint32(n))
		if err != nil {
			return nil, err
		}
		chain = append(chain, x.row(s, i))
		n = x.up(s, &s.members[i])
	}
	slices.Reverse(chain)
	return chain, nil
}
