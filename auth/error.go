package auth

import (
	"context"
	"errors"
	"time"
)

// Kind says what sort of failure an [Error] is, and with that what may be done
// about it.
type Kind string

// The kinds of failure.
const (
	// KindConfig: the config is wrong; trying again does not help.
	KindConfig Kind = "config"
	// KindNeedsLogin: the session is over and only a person can start one.
	KindNeedsLogin Kind = "needs-login"
	// KindUnreachable: the server could not be reached, or asks to wait.
	// What is stored stays good; trying later may help.
	KindUnreachable Kind = "unreachable"
	// KindAnswer: the server answered something that makes no sense.
	KindAnswer Kind = "answer"
	// KindStore: the token store could not be read.
	KindStore Kind = "store"
	// KindCancelled: somebody stopped waiting.
	KindCancelled Kind = "cancelled"
)

// Error is why there is no token, in words for a person. It holds no secret.
type Error struct {
	Kind Kind
	// Summary is one short line.
	Summary string
	// Where is the endpoint or the attribute it happened at.
	Where string
	// Hint is one thing to try.
	Hint string
	// Code is the server's error code, RFC 6749 section 5.2, if it gave one.
	Code string
	// RetryAfter is how long the server asks to wait; zero means it did not.
	RetryAfter time.Duration
	Err        error
}

// Error returns the summary and the cause.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Summary
	}
	return e.Summary + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of err, "" for nil. An error of unknown origin
// counts as an odd answer.
func KindOf(err error) Kind {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Kind
	case errors.Is(err, context.Canceled):
		return KindCancelled
	case errors.Is(err, context.DeadlineExceeded):
		return KindUnreachable
	}
	return KindAnswer
}
