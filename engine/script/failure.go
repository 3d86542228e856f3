package script

import (
	"fmt"
	"strconv"
	"time"
)

// Why says how a child came to its end.
type Why int

// The ends of a child that had a task.
const (
	Crashed Why = iota
	TookTooLong
	UsedTooMuch
	SaidTooMuch
	NotStarted
)

// Failure is the error of a task whose child did not finish it. The program
// goes on, and the next task gets another child.
type Failure struct {
	Why Why
	// Limit is the one that was passed, for people: "10 s", "256 MiB".
	Limit string
	// Owner is who declares the script that was running, as far as is known.
	Owner string
	// Detail is the first line of what the child said at its end.
	Detail string
	Err    error
}

func (f *Failure) Error() string {
	who := "the script"
	if f.Owner != "" {
		who += " of " + strconv.Quote(f.Owner)
	}
	switch f.Why {
	case TookTooLong:
		return who + " took more than " + f.Limit
	case UsedTooMuch:
		return who + " used more than " + f.Limit + " of memory"
	case SaidTooMuch:
		return who + " handed over more than " + f.Limit
	case NotStarted:
		return fmt.Sprintf("start the process that scripts run in: %v", f.Err)
	}
	if f.Detail != "" {
		return who + " crashed: " + f.Detail
	}
	return who + " crashed"
}

// Unwrap returns what the system said.
func (f *Failure) Unwrap() error { return f.Err }

// Hint is one thing to try.
func (f *Failure) Hint() string {
	switch f.Why {
	case TookTooLong:
		return "look for a loop that does not end; a run allows more with --timeout-script"
	case UsedTooMuch, SaidTooMuch:
		return "let the script keep less"
	case NotStarted:
		return "see that the program's own file is still there and may be run"
	}
	return "the input it worked on may be nested too deep"
}

// duration is for people: "10 s", "250 ms".
func duration(d time.Duration) string {
	if d >= time.Second {
		return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " s"
	}
	return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
}

func size(n int64) string {
	if n >= 1<<20 {
		return strconv.FormatInt(n>>20, 10) + " MiB"
	}
	return strconv.FormatInt(n>>10, 10) + " KiB"
}
