package ui

import (
	"context"
	"sync/atomic"
	"time"

	"postern/engine"
)

// maxKept is how many exchanges stay in memory with their bodies; the oldest
// goes first.
const maxKept = 20

// sends are the requests in flight and the latest exchange of every request.
type sends struct {
	flying map[string]*flight // by item id
	last   map[string]*engine.Exchange
	order  []string // item ids of last, oldest first
}

// flight is one request in flight.
type flight struct {
	id, itemID string
	started    time.Time
	cancel     context.CancelFunc
	// event is the newest thing the engine reported. The loop looks at it
	// with the clock, so that a flood of events costs nothing.
	event atomic.Pointer[engine.Event]
}

func newSends() sends {
	return sends{flying: map[string]*flight{}, last: map[string]*engine.Exchange{}}
}

// done takes a finished flight off and keeps its exchange. It reports false
// when the flight is not the item's current one.
func (s *sends) done(itemID, id string, x *engine.Exchange) bool {
	f := s.flying[itemID]
	if f == nil || f.id != id {
		return false
	}
	f.cancel()
	delete(s.flying, itemID)
	s.keep(itemID, x)
	return true
}

func (s *sends) keep(itemID string, x *engine.Exchange) {
	if old := s.last[itemID]; old != nil {
		discard(old)
	} else {
		s.order = append(s.order, itemID)
	}
	s.last[itemID] = x
	for len(s.order) > maxKept {
		discard(s.last[s.order[0]])
		delete(s.last, s.order[0])
		s.order = s.order[1:]
	}
}

// close cancels all flights and lets go of the bodies.
func (s *sends) close() {
	for _, f := range s.flying {
		f.cancel()
	}
	for _, x := range s.last {
		discard(x)
	}
}

func discard(x *engine.Exchange) {
	if x != nil && x.Response != nil && x.Response.Body != nil {
		_ = x.Response.Body.Close() // a spool file that cannot be removed is the system's to clean up
	}
}
