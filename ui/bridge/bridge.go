// Package bridge carries the token manager's questions to the screen and the
// person's answers back: the one way in which something from below asks for a
// person. It knows neither what draws the question nor what it is for.
package bridge

import (
	"context"

	"postern/auth"
)

// Bridge implements [auth.Prompter]. Make one with [New], for one screen.
type Bridge struct{ ask chan Question }

// Question is one wait for a login.
type Question struct {
	Prompt auth.Prompt

	ctx    context.Context
	answer chan answer
}

type answer struct {
	pasted string
	err    error
}

// New returns a bridge for one screen.
func New() *Bridge { return &Bridge{ask: make(chan Question)} }

// Authorize asks, and waits until ctx ends or the question is answered.
func (b *Bridge) Authorize(ctx context.Context, p auth.Prompt) (string, error) {
	q := Question{Prompt: p, ctx: ctx, answer: make(chan answer, 1)}
	select {
	case b.ask <- q:
	case <-ctx.Done():
		return "", ctx.Err()
	}
	select {
	case a := <-q.answer:
		return a.pasted, a.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// Next waits for the next question; ok is false when ctx ended first.
func (b *Bridge) Next(ctx context.Context) (q Question, ok bool) {
	select {
	case q := <-b.ask:
		return q, true
	case <-ctx.Done():
		return Question{}, false
	}
}

// Over is closed when nobody waits for the answer any more.
func (q Question) Over() <-chan struct{} { return q.ctx.Done() }

// Answer gives what the person pasted, or why there is no answer. Only the
// first one counts.
func (q Question) Answer(pasted string, err error) {
	select {
	case q.answer <- answer{pasted, err}:
	default: // answered before
	}
}
