package engine

import (
	"sync"

	"postern/engine/trace"
)

// Phase is what a send is doing.
type Phase string

// The phases of a send, in the order they usually come. After a redirect or a
// refusal that is replayed they start again at connecting.
const (
	// PhaseAuthorizing: a token is being got or refreshed, and it takes
	// longer than a blink.
	PhaseAuthorizing Phase = "authorizing"
	PhaseConnecting  Phase = "connecting"
	// PhaseWaiting: the request is written, the answer is awaited.
	PhaseWaiting Phase = "waiting"
	// PhaseHeaders: status and headers are there; Event.Response can be shown
	// while its body grows.
	PhaseHeaders   Phase = "headers"
	PhaseReceiving Phase = "receiving"
	PhaseDone      Phase = "done"
	// PhaseScripts: scripts run, those behind the answer with Event.Response.
	PhaseScripts Phase = "scripts"
)

// Event is a change of state during a send. Events come one at a time, but
// from several goroutines, and there may be thousands of PhaseReceiving: the
// receiver returns at once and coalesces.
type Event struct {
	// ID is the job's ID.
	ID    string
	Phase Phase
	// Hop counts the requests made so far, from 0.
	Hop int
	// URL is where the request goes, or the token endpoint.
	URL string
	// Token is the name of the token that is being got.
	Token string
	// Received is the number of body bytes on the wire so far, Total what the
	// server announced, -1 if it did not.
	Received, Total int64
	// Response is set from PhaseHeaders on. Its body grows until PhaseDone.
	Response *Response
	// Told is the exchange so far with what its scripts have told; nil is nothing.
	Told *Exchange
}

// watcher hands events on, one at a time, and none after the last.
type watcher struct {
	mu   sync.Mutex
	send func(Event)
	id   string
	hop  int
}

// heard reports whether anybody listens.
func (w *watcher) heard() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.send != nil
}

func (w *watcher) emit(e Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.send == nil {
		return
	}
	e.ID, e.Hop = w.id, w.hop
	w.send(e)
}

// step tells how far the round trip to an address has come.
func (w *watcher) step(t trace.Step, url string) {
	phase := PhaseConnecting
	if t == trace.Written {
		phase = PhaseWaiting
	}
	w.emit(Event{Phase: phase, URL: url})
}

// next says that another request of the same send begins.
func (w *watcher) next() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hop++
}

// close sends the last event.
func (w *watcher) close(r *Response) {
	w.emit(Event{Phase: PhaseDone, Response: r})
	w.mu.Lock()
	defer w.mu.Unlock()
	w.send = nil
}
