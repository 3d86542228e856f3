package tree

import (
	"fmt"

	"postern/engine/payload"
)

// before is how many rows before a row are shown when the document is folded
// by a level. On an error it is too few.
func (p *places) before(row uint32, level int) (uint32, error) {
	k := p.markAt(func(m *mark) bool { return m.row > row })
	n := p.marks[k].seen[level]
	s, err := p.stretch(k)
	if err != nil {
		return n, err
	}
	for i := range s.members[:row-s.row] {
		if shown(s.members[i].kind == Close, s.members[i].depth, level) {
			n++
		}
	}
	return n, nil
}

// nth is the row that so many are shown before when the document is folded by
// a level.
func (p *places) nth(want uint32, level int) (uint32, error) {
	k := p.markAt(func(m *mark) bool { return m.seen[level] > want })
	s, err := p.stretch(k)
	if err != nil {
		return 0, err
	}
	n := p.marks[k].seen[level]
	for i := range s.members {
		if !shown(s.members[i].kind == Close, s.members[i].depth, level) {
			continue
		}
		if n == want {
			return s.row + uint32(i), nil
		}
		n++
	}
	return 0, ErrNoRow
}

// Member is a member of a container by its place, found without walking those
// before it. It is for containers down to the seventh level only; of those
// deeper it says [payload.ErrTooDeep].
func (x *Index) Member(container Row, ord int) (Row, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	level := container.Depth + 1
	switch {
	case level >= levels:
		return Row{}, fmt.Errorf("member %d: %w", ord, payload.ErrTooDeep)
	case ord < 0 || container.Kids >= 0 && ord >= container.Kids:
		return Row{}, fmt.Errorf("member %d: %w", ord, ErrNoRow)
	}
	n, err := x.before(uint32(container.Number), level)
	if err == nil {
		n, err = x.nth(n+1+uint32(ord), level)
	}
	if err != nil {
		return Row{}, fmt.Errorf("member %d: %w", ord, err)
	}
	return x.rowAt(int(n))
}
