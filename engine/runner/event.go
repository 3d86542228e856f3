package runner

import (
	"time"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/script"
	"postern/engine/vars"
)

// Reporter hears what happens in a run, one event at a time and in order. The
// run waits until Report returns.
type Reporter interface {
	Report(Event)
}

// Event is one of the types below. There may be more of them one day: a
// reporter passes over those it does not know.
type Event interface{ event() }

// Began comes first.
type Began struct {
	// Requests are what will be sent, in order, Iterations times.
	Requests   []collection.Ref
	Iterations int
	// As are the identities that each of them is sent as, nil in a run without.
	As []string
	// From is where the run goes on that another one has left; nil at the
	// beginning.
	From *Place
}

// Iteration says that the requests are sent once more, or for the first time.
type Iteration struct{ Cursor }

// Sending says that a request is about to be sent.
type Sending struct {
	Cursor
	Ref collection.Ref
	// As is the name of the identity it is sent as, "" in a run without.
	As string
}

// Told says what the scripts of the request under way have told up to now. It
// comes only where requests are sent one after the other.
type Told struct {
	Cursor
	Ref      collection.Ref
	Exchange *engine.Exchange
}

// Done says what became of a request. One that was cancelled with the run has
// none.
type Done struct {
	Cursor
	Ref collection.Ref
	// As is the name of the identity it was sent as, "" in a run without.
	As string
	// Exchange is nil if the request could not be built. It and its body are
	// good until Report returns.
	Exchange *engine.Exchange
	// Err is an [*engine.Error] if the request failed. Any complete answer, also
	// one of 400 or above, is no failure.
	Err error
	// Elapsed is from the Sending to the end of the answer.
	Elapsed time.Duration
}

// Reached follows every Done. Place tells where another run would go on now; it
// is to be asked before Report returns.
type Reached struct{ Place func() Place }

// Ended comes last.
type Ended struct {
	Summary Summary
	// Scopes are the variables as the run has left them.
	Scopes vars.Set
	// Err is why the run ended early, and nil if it came to its end or bailed.
	Err error
	// Left is where another run can go on; nil if it came to its end.
	Left *Place
	// Alone tells how many requests of a run with several at once went alone,
	// and why; Early how many went out before the answer to one in front of them
	// had set a cookie for their host.
	Alone map[Reason]int
	Early int
}

func (Began) event()     {}
func (Iteration) event() {}
func (Sending) event()   {}
func (Told) event()      {}
func (Done) event()      {}
func (Reached) event()   {}
func (Ended) event()     {}

// Cursor is the place of a run.
type Cursor struct {
	// Position is the request's index among the Length of the plan, from 0.
	Position, Length int
	// Iteration counts from 0 to Iterations, which is 1 at least.
	Iteration, Iterations int
}

// wrapped is the cursor of the next iteration's beginning behind the end of one.
func (c Cursor) wrapped() Cursor {
	if c.Position >= c.Length {
		c.Position = 0
		c.Iteration++
	}
	return c
}

// Summary are the totals of a run.
type Summary struct {
	// Iterations is the number that were begun.
	Iterations int
	// Requests is the number that were sent, or tried. Failed of them have an
	// error, of which Unauthorised for the want of a token or credential.
	Requests, Failed, Unauthorised int
	// Skipped are those that a script kept from being sent; Requests leaves
	// them out.
	Skipped int
	// HTTPErrors is the number of complete answers of 400 or above.
	HTTPErrors int
	// Tests is the number of tests that ran, of which FailedTests failed, and
	// SkippedTests were skipped on top. ScriptErrors are scripts that broke off.
	Tests, FailedTests, SkippedTests, ScriptErrors int
	// Bytes is the size of all decoded bodies.
	Bytes int64
	// Elapsed is the time of the whole run with its pauses.
	Elapsed time.Duration
	// Bailed says that the run ended at a failure, as planned.
	Bailed bool
	// NeedsLogin says that it ended because a login came to its end.
	NeedsLogin bool
}

// stopped reports whether the run ends before its end.
func (s *Summary) stopped() bool { return s.Bailed || s.NeedsLogin }

// Broken reports whether a script or a test failed.
func (s *Summary) Broken() bool { return s.FailedTests+s.ScriptErrors > 0 }

// Add adds what became of one request. err may be nil.
func (s *Summary) Add(x *engine.Exchange, err *engine.Error) {
	s.count(x, err)
	for _, out := range x.Outcomes() {
		s.scripts(out)
	}
}

// scripts adds what the scripts of one event did.
func (s *Summary) scripts(out *script.Outcome) {
	s.ScriptErrors += len(out.Errors)
	for _, t := range out.Tests {
		switch {
		case t.Skipped:
			s.SkippedTests++
			continue
		case !t.Passed:
			s.FailedTests++
		}
		s.Tests++
	}
}

// count adds one request without its scripts.
func (s *Summary) count(x *engine.Exchange, err *engine.Error) {
	if x != nil && x.Skipped() {
		s.Skipped++
		return
	}
	s.Requests++
	if x != nil && x.Response != nil {
		s.Bytes += x.Response.Body.Size()
		if err == nil && x.Response.Status >= 400 {
			s.HTTPErrors++
		}
	}
	if err == nil {
		return
	}
	s.Failed++
	if err.Stage == engine.StageAuthorize {
		s.Unauthorised++
	}
}
