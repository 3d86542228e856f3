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

// Fate is what became of the request that failed, as far as it is known. It
// decides whether a refresh token may have been used up.
type Fate string

// The fates of a request.
const (
	// FateUnknown: it may have arrived, or may still.
	FateUnknown Fate = ""
	// FateUnsent: not a byte of it was written; another try may do better.
	FateUnsent Fate = "unsent"
	// FateAnswered: the server turned it down, by an answer or when it was
	// connected to. Nothing is on its way any more.
	FateAnswered Fate = "answered"
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
	// Fate is what became of the request.
	Fate Fate
	Err  error
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

// FateOf returns what became of the request that err ended. Where nothing was
// noted, the rest tells: a config that is wrong was never sent, a session that
// is over was answered, and only an answer asks to wait.
func FateOf(err error) Fate {
	var e *Error
	if errors.As(err, &e) {
		switch {
		case e.Fate != FateUnknown:
			return e.Fate
		case e.RetryAfter > 0:
			return FateAnswered
		}
	}
	switch KindOf(err) {
	case KindConfig, KindNeedsLogin:
		return FateAnswered
	}
	return FateUnknown
}
