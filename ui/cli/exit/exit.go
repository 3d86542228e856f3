// Package exit turns what became of a command into words for a person and an
// exit code for a program.
//
// It prints only what it is told to, and decides nothing but the code. An error
// type of the house that has something to say gets a case in [Explain].
package exit

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"postern/auth"
	"postern/engine"
	"postern/store"
	"postern/store/newman"
	"postern/store/postman"
	"postern/store/postman/jsondoc"
	"postern/store/settings"
	"postern/ui/cli/console"
	"postern/ui/theme"
)

// The exit codes. A script may rely on them.
const (
	// OK: it is done; of a send, that the answer was below 400.
	OK = iota
	// HTTPError: the server answered 400 or above.
	HTTPError
	// Usage: wrong arguments, a file that cannot be read or written, a
	// request that cannot be built.
	Usage
	// NotAuthorised: there is no token and none could be got, or nobody is there
	// for the login it takes.
	NotAuthorised
	// NotConnected: no connection, or it broke before the answer was complete.
	NotConnected
	// Cancelled: the person stopped it.
	Cancelled
)

// RunFailed: at least one request of a run failed. It is not the server's
// status that counts, but that there was no complete answer.
const RunFailed = HTTPError

// Codes is the list of them, for help.
const Codes = `Exit codes:
  0  done; of a send: the answer was below 400
  1  the server answered 400 or above, or a test or script failed
  2  wrong usage, a file that cannot be read, a request that cannot be built
  3  authorisation failed, or takes a login and nobody can do it
  4  could not connect, or the connection broke
  5  cancelled`

// Failure is why a command did not do what it was asked: the exit code, and
// the words for a person.
type Failure struct {
	Code int
	// What failed, Where, and one thing to try.
	What, Where, Hint string
	// More are further lines, such as candidates to choose from.
	More []string
	Err  error
}

// Error returns what failed.
func (f *Failure) Error() string { return f.What }

// Unwrap returns the cause.
func (f *Failure) Unwrap() error { return f.Err }

// Misused is a mistake in what was asked for.
func Misused(what, hint string) *Failure { return &Failure{Code: Usage, What: what, Hint: hint} }

// Offer lists what may have been meant instead; if there is anything, that is
// what to try.
func (f *Failure) Offer(lines []string) *Failure {
	switch len(lines) {
	case 0:
		return f
	case 1:
		f.Hint = "this one"
	default:
		f.Hint = "one of these"
	}
	f.More = lines
	return f
}

// Status is an exit code without words: everything was said.
type Status int

// Error names the code.
func (s Status) Error() string { return "exit " + strconv.Itoa(int(s)) }

// Report tells a person what became of a command, unless all is well or said,
// and returns the exit code. explain puts the error into words, as [Explain]
// does.
func Report(to *console.Stream, err error, explain func(error) *Failure) int {
	if err == nil {
		return OK
	}
	var s Status
	if errors.As(err, &s) {
		return int(s)
	}
	f := explain(err)
	to.Hang(theme.Error, "", f.What)
	if f.Where != "" {
		to.Hang(theme.Plain, "  at   ", f.Where)
	}
	for _, m := range f.More {
		to.Line(theme.Plain, "  "+m)
	}
	if f.Hint != "" {
		to.Hang(theme.Accent, "  try  ", f.Hint)
	}
	return f.Code
}

// Explain puts any error of the house into words.
func Explain(err error) *Failure {
	var (
		own    *Failure
		sent   *engine.Error
		file   *postman.Error
		bad    *jsondoc.SyntaxError
		ae     *auth.Error
		set    *settings.FileError
		theirs *newman.Error
	)
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &sent):
		return &Failure{Code: code(sent.Stage), What: sent.Summary, Where: sent.Where, Hint: sent.Hint, Err: err}
	case errors.As(err, &file) && errors.As(err, &bad):
		return &Failure{Code: Usage, What: bad.What, Where: fmt.Sprintf("%s:%d:%d", file.File, bad.Line, bad.Column), Hint: file.Hint, Err: err}
	case errors.As(err, &file):
		return &Failure{Code: Usage, What: file.Err.Error(), Where: file.File, Hint: file.Hint, Err: err}
	case errors.As(err, &ae):
		return &Failure{Code: tokenCode(ae.Kind), What: ae.Summary, Where: ae.Where, Hint: ae.Hint, Err: err}
	case errors.As(err, &set):
		return &Failure{Code: Usage, What: set.Error(), Hint: set.Hint(), Err: err}
	case errors.As(err, &theirs):
		return &Failure{Code: Usage, What: theirs.What, Where: theirs.Where(), Hint: theirs.Hint, Err: err}
	case errors.Is(err, context.Canceled):
		return &Failure{Code: Cancelled, What: "cancelled", Err: err}
	}
	f := &Failure{Code: Usage, What: err.Error(), Hint: store.Hint(err), Err: err}
	var pe *fs.PathError
	if errors.As(err, &pe) && f.Hint == "" {
		f.What, f.Where, f.Hint = doing(pe.Op)+": "+pe.Err.Error(), pe.Path, "check the path and its permissions"
	}
	return f
}

// doing is what an operation of the file system failed to do.
func doing(op string) string {
	switch op {
	case "open", "read", "write", "close", "sync", "remove", "truncate":
		return "cannot " + op + " the file"
	case "mkdir":
		return "cannot make the folder"
	}
	return "cannot use the file"
}

// code is the exit code of a send that failed in a stage.
func code(s engine.Stage) int {
	switch s {
	case engine.StageAuthorize:
		return NotAuthorised
	case engine.StageConnect, engine.StageTransfer:
		return NotConnected
	case engine.StageCancelled:
		return Cancelled
	}
	return Usage
}

// tokenCode is the exit code of a command that got no token.
func tokenCode(k auth.Kind) int {
	switch k {
	case auth.KindStore:
		return Usage
	case auth.KindUnreachable:
		return NotConnected
	case auth.KindCancelled:
		return Cancelled
	}
	return NotAuthorised
}
