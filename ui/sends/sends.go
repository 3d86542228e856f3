// Package sends holds the requests in flight and the latest exchange of every
// request:
//
//	job ─ Fly ─▶ a flight ─ wait ─▶ Landed ─┬─ Take ─▶ the latest exchange
//	                                        └─ Drop, Land: nothing to keep
//
// It waits for none: the workbench does, in a command.
package sends

import (
	"context"
	"fmt"
	"maps"
	"sync/atomic"
	"time"

	"postern/engine"
	"postern/engine/collection"
	"postern/ui/progress"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
	"postern/ui/works"
)

// maxKept is how many exchanges stay in memory with their bodies; the oldest
// goes first.
const maxKept = 20

// Sends are the requests in flight and the latest exchange of every request.
type Sends struct {
	// Flying and Last are by item id.
	Flying map[string]*Flight
	Last   map[string]*engine.Exchange
	// Asked are the requests of Last as they were saved and templated.
	Asked map[string]collection.Request
	order []string // item ids of Last, oldest first
	// ids counts the flights.
	ids int
	// trails are by item id.
	trails map[string]*trail
}

// Flight is one request in flight.
type Flight struct {
	ID, ItemID string
	// Asked is the request as it is saved and templated.
	Asked   collection.Request
	Started time.Time
	// From is the exchange it follows a link of, or loads the pages behind; nil
	// is none.
	From   *engine.Exchange
	Cancel context.CancelFunc
	// Pages is how many pages of a list were loaded, zero where none are, and
	// Members how many members they have.
	Pages, Members atomic.Int64
	// meter is how much has come.
	meter progress.Meter
	// event is the newest thing the engine reported. The loop looks at it
	// with the clock, so that a flood of events costs nothing.
	event atomic.Pointer[engine.Event]
	// told is what scripts have told up to now.
	told atomic.Pointer[engine.Exchange]
	// arriving is what [Flight.Arriving] returned last.
	arriving *engine.Exchange
}

// New returns an empty table.
func New() Sends {
	return Sends{Flying: map[string]*Flight{}, Last: map[string]*engine.Exchange{}, Asked: map[string]collection.Request{}, trails: map[string]*trail{}}
}

// Done takes a finished flight off and keeps its exchange. It reports false
// when the flight is not the item's current one.
func (s *Sends) Done(itemID, id string, x *engine.Exchange) bool {
	f := s.Flying[itemID]
	if f == nil || f.ID != id {
		return false
	}
	f.Cancel()
	delete(s.Flying, itemID)
	if f.From != nil {
		s.follow(itemID, f.From, x)
		return true
	}
	s.leave(itemID)
	s.Keep(itemID, x)
	s.Asked[itemID] = f.Asked
	return true
}

// Keep makes an exchange the latest of an item; the one before it, and the
// oldest of all if they are many, give their bodies up.
func (s *Sends) Keep(itemID string, x *engine.Exchange) {
	if old := s.Last[itemID]; old != nil {
		discard(old)
	} else {
		s.order = append(s.order, itemID)
	}
	s.Last[itemID] = x
	for len(s.order) > maxKept {
		discard(s.Last[s.order[0]])
		s.leave(s.order[0])
		delete(s.Last, s.order[0])
		delete(s.Asked, s.order[0])
		s.order = s.order[1:]
	}
}

// Close cancels all flights and lets go of the bodies.
func (s *Sends) Close() {
	s.CancelAll()
	for id, x := range s.Last {
		s.leave(id)
		discard(x)
	}
}

// discard gives up the body of an exchange that nobody looks at.
func discard(x *engine.Exchange) {
	if x != nil && x.Response != nil && x.Response.Body != nil {
		_ = x.Response.Body.Close() // a spool file that cannot be removed is the system's to clean up
	}
}

// Note takes in what the engine reports. It may be called from anywhere.
func (f *Flight) Note(e engine.Event) {
	if f.event.Store(&e); e.Told != nil {
		f.told.Store(e.Told)
	}
	if e.Phase == engine.PhaseReceiving {
		f.meter.Set(e.Received, e.Total, time.Now())
	}
}

// Told is the exchange with what its scripts have told up to now; nil while they
// told nothing. It is another one with each piece.
func (f *Flight) Told() *engine.Exchange { return f.told.Load() }

// Arriving is what has come of the answer, once its body has begun; nil until
// then. Of the headers it has only what the body is: they may hold secrets, and
// those are known when the exchange is complete.
func (f *Flight) Arriving() *engine.Exchange {
	e := f.event.Load()
	if e == nil || e.Response == nil || e.Response.Body.Size() == 0 || f.Pages.Load() > 0 {
		return nil
	}
	if f.arriving == nil || f.arriving.Response.Body != e.Response.Body {
		r := *e.Response
		r.Header = r.Header.Clone()
		maps.DeleteFunc(r.Header, func(name string, _ []string) bool { return name != "Content-Type" })
		f.arriving = &engine.Exchange{ID: f.ID, ItemID: f.ItemID, Started: f.Started, Response: &r}
	}
	return f.arriving
}

// Progress says how the flight is going, at a moment. cancel is the key that ends
// it, "" if there is none.
func (f *Flight) Progress(now time.Time, cancel string) text.Line {
	d := now.Sub(f.Started)
	what := fmt.Sprintf("sending · %.1f s", d.Seconds())
	if e := f.event.Load(); e != nil {
		what = f.doing(*e, now)
	}
	if n := f.Pages.Load(); n > 0 {
		what = fmt.Sprintf("loading page %d · %d members so far · %.1f s", n+1, f.Members.Load(), d.Seconds())
	}
	l := text.Of(theme.Accent, safe.Clean(works.Sign(d)+" "+what))
	if cancel == "" {
		return l
	}
	return l.Plus(theme.KeyName, safe.Clean("   "+cancel)).Plus(theme.Faint, safe.Lit(" cancel"))
}

// doing says in a few words what a send is about: of a body that comes how much
// and how fast, of all else since when.
func (f *Flight) doing(e engine.Event, now time.Time) string {
	what := string(e.Phase)
	switch e.Phase {
	case engine.PhaseReceiving:
		return "receiving " + f.meter.Text(now)
	case engine.PhaseScripts:
		what = "its scripts run"
	case engine.PhaseAuthorizing:
		what = "getting the token " + e.Token
	}
	return fmt.Sprintf("%s · %.1f s", what, now.Sub(f.Started).Seconds())
}
