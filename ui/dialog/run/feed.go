package run

import (
	"sync"
	"time"
)

// Row is one request of the run, once it was sent.
type Row struct {
	Method, Name string
	// Status is 0 where there is no answer; Problem says why, or what failed of
	// the tests.
	Status  int
	Problem string
	Took    time.Duration
	// Passed of Tests have passed.
	Passed, Tests int
	Skipped       bool
	// History is the id of the send in the history, 0 if it is not kept.
	History int64
}

// Failed reports whether the request or one of its tests failed.
func (r Row) Failed() bool { return !r.Skipped && r.Status == 0 || r.Passed < r.Tests }

// Feed is what a run tells while it goes on. It is safe for concurrent use: the
// run adds to it, the dialog looks.
type Feed struct {
	mu    sync.Mutex
	rows  []Row
	total int
	at    string
	ended bool
	why   string
	rev   int
	stop  func()
}

// NewFeed returns the feed of a run that stop ends.
func NewFeed(stop func()) *Feed { return &Feed{stop: stop} }

// Stop ends the run.
func (f *Feed) Stop() { f.stop() }

// Begin says how many requests there are.
func (f *Feed) Begin(total int) { f.change(func() { f.total = total }) }

// Sending says which request is under way.
func (f *Feed) Sending(name string) { f.change(func() { f.at = name }) }

// Add adds a request that was sent.
func (f *Feed) Add(r Row) { f.change(func() { f.rows, f.at = append(f.rows, r), "" }) }

// End says that it is over, and why if that was before its end.
func (f *Feed) End(why string) { f.change(func() { f.ended, f.why, f.at = true, why, "" }) }

func (f *Feed) change(set func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	set()
	f.rev++
}

// state is a feed at a moment, but for its rows.
type state struct {
	rev, rows, total int
	failed           int
	at, why          string
	ended            bool
}

// look returns how things stand; s is what was returned before.
func (f *Feed) look(s state) state {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.rev == s.rev {
		return s
	}
	for _, r := range f.rows[s.rows:] { // those before are counted
		if r.Failed() {
			s.failed++
		}
	}
	s.rev, s.rows, s.total, s.at, s.why, s.ended = f.rev, len(f.rows), f.total, f.at, f.why, f.ended
	return s
}

func (f *Feed) row(i int) Row {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.rows[i]
}
