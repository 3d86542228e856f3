// Package failure puts into words why a send failed: what failed, where, and one
// thing to try. [postern/engine] hands its [Error] on under its own name.
//
// It goes by the types of errors; only where net/http has none does it look at
// their text. Words for one more failure of the network are a line in
// network.go.
package failure

import (
	"strings"

	"postern/auth"
	"postern/engine/redact"
)

// Stage is the part of a send that failed.
type Stage string

// The stages of a send, in order.
const (
	Resolve   Stage = "resolve"
	Encode    Stage = "encode"
	Authorize Stage = "authorize"
	Connect   Stage = "connect"
	Transfer  Stage = "transfer"
	Cancelled Stage = "cancelled"
)

// Error is a failed send, in words for a person. Summary, Where and Hint hold no
// secret. They may hold what a server or a file said, so whoever draws them
// cleans them; the cause is as it came.
type Error struct {
	Stage Stage
	// Summary is one short line: "cannot connect to 127.0.0.1:9".
	Summary string
	// Where is the URL, the field or the variable it happened at.
	Where string
	// Hint is one thing to try.
	Hint string
	// Missing are the unresolved names that caused it.
	Missing []string
	// Err is the cause, for errors.Is and errors.As; it may be nil.
	Err error
}

// Error returns the summary and, where it says more, the cause.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Summary
	}
	cause := e.Err.Error()
	if strings.HasPrefix(cause, e.Summary) {
		return cause
	}
	return e.Summary + ": " + cause
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Report is the error as lines for the command line: what, where, one hint.
func (e *Error) Report() string {
	lines := []string{e.Summary}
	if e.Where != "" {
		lines = append(lines, "  at   "+e.Where)
	}
	if e.Hint != "" {
		lines = append(lines, "  try  "+e.Hint)
	}
	return strings.Join(lines, "\n")
}

// Masked takes the secrets out of what is shown of the error.
func (e *Error) Masked(secrets []auth.Secret) *Error {
	r := redact.New(secrets...)
	e.Summary, e.Where, e.Hint = r.Text(e.Summary), r.URL(e.Where), r.Text(e.Hint)
	return e
}

// New returns a failure. Where, hint and err may be missing.
func New(stage Stage, summary, where, hint string, err error) *Error {
	return &Error{Stage: stage, Summary: summary, Where: where, Hint: hint, Err: err}
}
