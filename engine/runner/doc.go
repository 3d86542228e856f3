// Package runner carries out a collection run: it sends the requests of a
// collection one after the other and tells a reporter what becomes of each.
//
// It draws nothing, writes no report and keeps no answer: an [Event] holds an
// exchange only while it is reported, then its body is closed, so that a run
// of ten thousand requests takes the memory of one. Sending is the engine's.
//
// # How it grows
//
// A run is a walk of a [Cursor] over a list of requests, and three places are
// made to be added to:
//
//   - What a request is sent with is put together in run.job, right before it is
//     sent and never earlier, from the scopes of the run. A script that changes a
//     variable gives the run other scopes; a row of a data file is one more layer
//     of them, below the locals.
//   - Where the run goes next is what run.request returns. A script that names
//     the next request returns another position than the one behind it.
//     Iterations are a loop around run.requests and a number in the Cursor.
//   - What happens around a request, scripts and their assertions, stands in
//     run.request before and after the send. Each tells of itself by a new type
//     of [Event]; reporters that do not know it pass over it.
//
// A new kind of report is a [Reporter] elsewhere and nothing here.
package runner
