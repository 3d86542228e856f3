package run

import (
	"slices"
	"sync"
	"time"

	"postern/ui/ran"
)

// Row is one request of the run, once it was sent.
type Row = ran.Row

// Totals are the figures of a run.
type Totals struct {
	// All are the requests there were to be, 0 if that is not known.
	All int
	// Rows are the requests so far, of which Failed failed and Skipped were not
	// sent.
	Rows, Failed, Skipped int
	// Passed of Tests have passed.
	Tests, Passed int
}

func (t *Totals) add(r Row) {
	t.Rows++
	t.Tests += r.Tests
	t.Passed += r.Passed
	if r.Skipped {
		t.Skipped++
	}
	if r.Failed() {
		t.Failed++
	}
}

// whole are the requests there were to be, as far as that is known.
func (t Totals) whole() int { return max(t.All, t.Rows) }

// answered are the requests that were sent and did not fail.
func (t Totals) answered() int { return t.Rows - t.Failed - t.Skipped }

// Most is how many rows are kept; behind them only those that failed are.
const Most = ran.Most

// Feed is what a run tells while it goes on. It is safe for concurrent use: the
// run adds to it, the dialog looks.
type Feed struct {
	mu   sync.Mutex
	rows []Row
	now  state
	stop func()
}

// NewFeed returns the feed of a run that began at a time, and that stop ends.
func NewFeed(began time.Time, stop func()) *Feed { return &Feed{now: state{began: began}, stop: stop} }

// Stop ends the run.
func (f *Feed) Stop() { f.stop() }

// Begin says how many requests there are, in how many iterations.
func (f *Feed) Begin(total, iterations int) {
	f.change(func(s *state) { s.totals.All, s.iterations = total, iterations })
}

// Sending says which request is under way.
func (f *Feed) Sending(name string) { f.change(func(s *state) { s.at, s.said = name, "" }) }

// Say says what the scripts of that request have told last.
func (f *Feed) Say(line string) { f.change(func(s *state) { s.said = line }) }

// Add adds a request that was sent.
func (f *Feed) Add(r Row) {
	f.change(func(s *state) {
		s.totals.add(r)
		s.at, s.said, s.iteration = "", "", r.Iteration
		if ran.Listed(len(f.rows), r) {
			f.rows = append(f.rows, r)
			s.rows++
		}
	})
}

// End says that it is over, how long it took, and why if that was before its
// end.
func (f *Feed) End(elapsed time.Duration, why string) {
	f.change(func(s *state) { s.ended, s.elapsed, s.why, s.at, s.said = true, elapsed, why, "", "" })
}

// Note tells what there is to say of the run as a whole, a line each.
func (f *Feed) Note(lines ...string) { f.change(func(s *state) { s.notes = lines }) }

// Left says that it can go on, now that it is over.
func (f *Feed) Left() { f.change(func(s *state) { s.left = true }) }

// Onward is the feed of a run that goes on, which took as long before: rows and
// totals are those of then.
func Onward(now time.Time, before time.Duration, stop func(), totals Totals, rows []Row) *Feed {
	f := NewFeed(now.Add(-before), stop)
	f.rows = slices.Clone(rows)
	f.change(func(s *state) { // the dialog looks at a feed that has changed
		s.rows, s.totals = len(rows), totals
		for _, r := range rows {
			s.iteration = max(s.iteration, r.Iteration)
		}
	})
	return f
}

// Of is the feed of a run of the past. How many of its rows were skipped they say
// themselves.
func Of(began time.Time, elapsed time.Duration, why string, totals Totals, rows []Row) *Feed {
	f := NewFeed(began, func() {})
	f.rows = rows
	s := &f.now
	s.rows, s.totals = len(rows), totals
	for _, r := range rows {
		s.iteration = max(s.iteration, r.Iteration)
		if r.Skipped {
			s.totals.Skipped++
		}
	}
	s.iterations = s.iteration + 1
	f.End(elapsed, why)
	return f
}

// Rows are the rows so far, and the totals.
func (f *Feed) Rows() ([]Row, Totals) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.rows[:len(f.rows):len(f.rows)], f.now.totals
}

// Ended reports whether the run is over.
func (f *Feed) Ended() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now.ended
}

func (f *Feed) change(set func(*state)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	set(&f.now)
	f.now.rev++
}

// state is a feed at a moment, but for its rows.
type state struct {
	rev, rows             int
	iteration, iterations int
	totals                Totals
	began                 time.Time
	elapsed               time.Duration
	at, said, why         string
	notes                 []string
	// left says that it ended early, and can go on.
	ended, left bool
}

// look returns how things stand.
func (f *Feed) look() state {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

func (f *Feed) row(i int) Row {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.rows[i]
}
