// Package runner carries out a collection run: it sends the requests of a
// collection, one after the other or several at once, and tells a reporter what
// becomes of each, in the order of the plan.
//
// It draws nothing, writes no report and keeps no answer: an [Event] holds an
// exchange only while it is reported, then its body is closed, so that a run
// of ten thousand requests takes the memory of one, or of as many as may be
// under way. Sending is the engine's.
//
//	place ─▶ order admits ─▶ start ─▶ send ─▶ land: tell, heed the scripts
//	  ▲                       (flight)            │
//	  └───────────── where to go on ◀─────────────┘
//
// One goroutine owns the run. It starts a flight for each request and lands them
// in the order in which they were started; a flight's own goroutine does nothing
// but send. Which requests may be under way together is decided by order, and
// [Reason] says by what rule. Their scripts take turns in one child, as they do
// one by one: a test takes a tenth of a millisecond there, and what scripts leave
// to one another is where they left it.
//
// A [Place] is all that another run needs to go on where one was.
//
// # How it grows
//
//   - What a request is sent with is put together in run.job, right before it is
//     sent, from the scopes of the run. A script that changes a variable gives
//     the run other scopes; a row of a data file is one more layer of them, below
//     the locals.
//   - Where the run goes next is what run.heed returns. Whatever it is to know of
//     earlier requests must stand in the Place, too.
//   - Why a request must go alone is a [Reason], found in order.reason.
//   - What happens around a request tells of itself by a new type of [Event];
//     reporters that do not know it pass over it.
//
// A new kind of report is a [Reporter] elsewhere and nothing here.
package runner
