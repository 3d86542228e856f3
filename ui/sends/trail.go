package sends

import (
	"slices"

	"postern/engine"
	"postern/engine/collection"
)

// maxTrail is how many steps of a trail are kept with their bodies.
const maxTrail = 20

// trail are the exchanges that links led through, before and after the one on
// show, the nearest last.
type trail struct{ back, forward []*engine.Exchange }

// follow makes an exchange the latest of an item, behind the one that a link of
// has led to it. That may be one of the past, which goes behind what was sent.
func (s *Sends) follow(itemID string, from, x *engine.Exchange) {
	switch old := s.Last[itemID]; {
	case old == nil:
		s.Keep(itemID, from)
	case old != from:
		s.step(itemID, old)
	}
	s.step(itemID, from)
	s.Last[itemID] = x
}

// Behind are the exchanges that links led through to the one on show, the first
// first.
func (s *Sends) Behind(itemID string) []*engine.Exchange {
	if t := s.trails[itemID]; t != nil {
		return slices.Clone(t.back)
	}
	return nil
}

// step puts the exchange that was on show behind the one a link has led to.
func (s *Sends) step(itemID string, from *engine.Exchange) {
	t := s.trail(itemID)
	discardAll(t.forward)
	t.forward = nil
	if t.back = append(t.back, from); len(t.back) > maxTrail {
		discard(t.back[0])
		t.back = t.back[1:]
	}
}

func (s *Sends) trail(itemID string) *trail {
	if s.trails[itemID] == nil {
		s.trails[itemID] = &trail{}
	}
	return s.trails[itemID]
}

// leave forgets the trail of an item: it was sent anew.
func (s *Sends) leave(itemID string) {
	if t := s.trails[itemID]; t != nil {
		discardAll(t.back)
		discardAll(t.forward)
		delete(s.trails, itemID)
	}
}

// Whole reports whether x is an exchange that has come to its end: what is only
// coming is nothing to work on.
func (s *Sends) Whole(x *engine.Exchange) bool {
	if x == nil {
		return false
	}
	f := s.Flying[x.ItemID]
	return f == nil || f.arriving != x
}

// AskedOf is the request of an exchange as it was saved and templated, or nil
// where nobody knows that: of one of the past, or where a link has led.
func (s *Sends) AskedOf(x *engine.Exchange) *collection.Request {
	if x == nil || s.Last[x.ItemID] != x || len(s.Behind(x.ItemID)) > 0 {
		return nil
	}
	if asked, ok := s.Asked[x.ItemID]; ok {
		return &asked
	}
	return nil
}

// Steps says how many exchanges lie behind and ahead of the one on show.
func (s *Sends) Steps(itemID string) (back, forward int) {
	t := s.trails[itemID]
	if t == nil {
		return 0, 0
	}
	return len(t.back), len(t.forward)
}

// Back goes back one link; ok is false where none was followed.
func (s *Sends) Back(itemID string) bool {
	t := s.trail(itemID)
	return s.move(itemID, &t.back, &t.forward)
}

// Forward takes a [Sends.Back] back.
func (s *Sends) Forward(itemID string) bool {
	t := s.trail(itemID)
	return s.move(itemID, &t.forward, &t.back)
}

func (s *Sends) move(itemID string, from, to *[]*engine.Exchange) bool {
	n := len(*from)
	if n == 0 || s.Last[itemID] == nil {
		return false
	}
	*to = append(*to, s.Last[itemID])
	s.Last[itemID] = (*from)[n-1]
	*from = (*from)[:n-1]
	return true
}

func discardAll(xs []*engine.Exchange) {
	for _, x := range xs {
		discard(x)
	}
}
