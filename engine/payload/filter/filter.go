// Package filter evaluates GJSON paths on JSON bodies: "users.#.profile.email".
// The result is raw JSON, with numbers and escapes as they were sent, and a
// body of its own.
//
// The body comes from a server that need not be friendly, and some paths are
// dear by themselves, so a filter refuses rather than hangs:
// [payload.ErrTooDeep] and [payload.ErrNotJSON] as [payload.Check] gives them,
// [ErrRefused] for what is not allowed in a path, and with
// [payload.ErrTooLarge] for a body or a result out of proportion, [ErrSlow].
package filter

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tidwall/gjson"

	"postern/engine/payload"
)

// The costs a filter may have.
const (
	// maxTime is how long a filter may take to evaluate.
	maxTime = time.Second
	// maxInput is how large a body is read for it; the query language needs all
	// of it in memory.
	maxInput = 128 << 20
	// maxOutput is how large its result may be.
	maxOutput = 64 << 20
	// maxWork bounds what a path could write on its way to the result.
	maxWork = 512 << 20
	// maxPath is how long a path may be, in bytes.
	maxPath = 1 << 10
)

var (
	// ErrNoMatch says that a path leads to nothing.
	ErrNoMatch = errors.New("nothing matches the filter")
	// ErrRefused says that a path is not evaluated, because of what it could
	// cost. Its text tells the person what to change.
	ErrRefused = errors.New("the filter is refused")
	// ErrSlow says that a filter took longer than a second.
	ErrSlow = errors.New("the filter is refused: it takes too long")
)

// Source is a body that is filtered again and again, as a path is typed: it is
// checked and read once, and then stays in memory until the source is
// forgotten. It is safe for concurrent use; one path is evaluated at a time.
type Source struct {
	load func(context.Context) (*payload.Body, error)
	// turn is held by whoever evaluates: what was given up runs to its end, and
	// a flood of typed characters must not make a flood of those.
	turn chan struct{}
	data []byte
	size int64
	read bool
}

// New returns a source of the body that load brings. It is called when the
// first path is evaluated.
func New(load func(context.Context) (*payload.Body, error)) *Source {
	return &Source{load: load, turn: make(chan struct{}, 1)}
}

// Get evaluates a path.
func (s *Source) Get(ctx context.Context, path string) (*payload.Body, error) {
	copies, err := checkPath(path)
	if err != nil {
		return nil, err
	}
	got := make(chan gjson.Result, 1)
	err = s.run(ctx, copies, func() { got <- get(s.data, path) })
	if err != nil {
		return nil, err
	}
	r := <-got
	switch {
	case !r.Exists() || r.Raw == "":
		return nil, fmt.Errorf("%w %q", ErrNoMatch, path)
	case len(r.Raw) > maxOutput:
		return nil, fmt.Errorf("%w: with %s its %w", ErrRefused, payload.FormatSize(int64(len(r.Raw))), payload.ErrTooLarge)
	}
	return payload.FromBytes([]byte(r.Raw)), nil
}

// get evaluates a path. A panic over a strange one ends in "nothing matches",
// not in the end of the program.
func get(data []byte, path string) (r gjson.Result) {
	defer func() {
		if recover() != nil {
			r = gjson.Result{}
		}
	}()
	return gjson.GetBytes(data, path)
}

// run calls do with the body at hand, beside, because an evaluation cannot be
// interrupted. When it is given up it still ends by itself: checkPath and the
// limits saw to that.
func (s *Source) run(ctx context.Context, copies int, do func()) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case s.turn <- struct{}{}:
	}
	if err := s.fill(ctx, copies); err != nil {
		<-s.turn
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, maxTime, ErrSlow)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer func() { <-s.turn }()
		defer close(done)
		do()
	}()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-done:
		return nil
	}
}

// fill checks the body and reads it.
func (s *Source) fill(ctx context.Context, copies int) error {
	tooLarge := func() error {
		if s.size > maxInput || s.size*int64(copies) > maxWork {
			return fmt.Errorf("%w: on a body of %s its %w", ErrRefused, payload.FormatSize(s.size), payload.ErrTooLarge)
		}
		return nil
	}
	if s.read {
		return tooLarge()
	}
	b, err := s.load(ctx)
	if err != nil {
		return err
	}
	s.size = b.Size()
	if err := tooLarge(); err != nil {
		return err
	}
	if err := payload.Check(ctx, b); err != nil {
		return err
	}
	if s.data, err = b.Bytes(s.size); err != nil {
		return err
	}
	s.read = true
	return nil
}
