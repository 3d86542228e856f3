// Package ran is a run of requests as the history keeps it: what it was to do, and
// a row for each request. Runs of the workbench and of the command line are kept
// alike.
package ran

import (
	"fmt"
	"strings"
	"time"

	"postern/engine/collection"
	"postern/engine/redact"
	"postern/engine/runner"
	"postern/ui/facts"
)

// Record is what the history keeps of a run beside its totals, as JSON.
type Record struct {
	Choice Choice `json:"choice"`
	// Items are the requests it was confined to, if it was.
	Items []string `json:"items,omitempty"`
	// All is how many requests there were to be.
	All  int   `json:"all,omitempty"`
	Rows []Row `json:"rows"`
	// Notes tell of the run as a whole.
	Notes []string `json:"notes,omitempty"`
	// Line says that it ran on the command line, which has no sends in the
	// history: the words that began it or go on with it, without a secret.
	Line string `json:"line,omitempty"`
}

// Choice is what a run is to do. It is kept as JSON in the history.
type Choice struct {
	// Iterations is how often the requests are sent.
	Iterations int `json:"iterations"`
	// Delay is the pause between two requests.
	Delay time.Duration `json:"delay,omitempty"`
	// Data is the path of a file of rows, "" for none; EachRow says that there is
	// an iteration for each of them, however many there are by then.
	Data    string `json:"data,omitempty"`
	EachRow bool   `json:"each_row,omitempty"`
	// Parallel is how many requests may be under way at once, 0 means one; Writes
	// lets those overlap too that change something at the server.
	Parallel int  `json:"parallel,omitempty"`
	Writes   bool `json:"writes,omitempty"`
	// Bail stops at the first failure; Forget drops what scripts do to
	// variables when it is over.
	Bail   bool `json:"bail,omitempty"`
	Forget bool `json:"forget,omitempty"`
	// Off are the ids of the requests that are left out.
	Off map[string]bool `json:"off,omitempty"`
}

// Row is one request of the run, once it was sent. It is kept as JSON in the
// history.
type Row struct {
	// Item is the request's id.
	Item      string `json:"item"`
	Method    string `json:"method"`
	Name      string `json:"name"`
	Iteration int    `json:"iteration,omitempty"`
	// Status is 0 where there is no answer; Problem says why, or what is wrong
	// with the answer.
	Status  int           `json:"status,omitempty"`
	Problem string        `json:"problem,omitempty"`
	Took    time.Duration `json:"took,omitempty"`
	// Passed of Tests have passed; Failures tell of the others, and where.
	Passed   int      `json:"passed,omitempty"`
	Tests    int      `json:"tests,omitempty"`
	Failures []string `json:"failures,omitempty"`
	Skipped  bool     `json:"skipped,omitempty"`
	// History is the id of the send in the history, 0 if it is not kept.
	History int64 `json:"history,omitempty"`
}

// Failed reports whether the request or one of its tests failed.
func (r Row) Failed() bool {
	return r.Problem != "" || r.Status == 0 && !r.Skipped || r.Passed < r.Tests
}

// Most is how many rows are kept; behind them only those that failed are.
const Most = 10_000

// Listed reports whether a row is kept behind so many others.
func Listed(others int, r Row) bool { return others < Most || r.Failed() && others < 2*Most }

// What a row tells of its failures; the send has them whole.
const (
	maxFailures = 5
	maxFailure  = 400 // bytes
)

// brief are failures as far as a row tells them.
func brief(failures []string) []string {
	if n := len(failures); n > maxFailures {
		failures = append(failures[:maxFailures:maxFailures], fmt.Sprintf("and %d more", n-maxFailures))
	}
	for i, f := range failures {
		if len(f) > maxFailure {
			failures[i] = strings.ToValidUTF8(f[:maxFailure], "") + "…"
		}
	}
	return failures
}

// Name is what a row calls a request.
func Name(ref collection.Ref) string { return strings.Join(ref.Names(), " › ") }

// Of is what became of a request as a row, without a secret. literals masks those
// that stand in the scripts of the collection: only a row that tells of failures
// asks for it.
func Of(e runner.Done, literals func() redact.Redactor) Row {
	row := Row{Item: e.Ref.Item.ID, Method: e.Ref.Item.Request.Method, Name: Name(e.Ref), Iteration: e.Iteration, Took: e.Elapsed}
	x := e.Exchange
	var mask redact.Redactor
	if e.Err != nil || x.Broken() {
		mask = literals()
	}
	if x != nil {
		mask = x.Public().And(mask)
	}
	if e.Err != nil {
		row.Problem = mask.Text(e.Err.Error())
	}
	if x == nil {
		return row
	}
	row.Passed, row.Tests = x.Tested()
	row.Failures = brief(facts.Failures(x, mask))
	row.Skipped = x.Skipped()
	if x.Response != nil {
		row.Status = x.Response.Status
		row.Took = x.Timing.Total - x.Timing.Auth // what scripts and logins take is not the server's
	}
	return row
}
