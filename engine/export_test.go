package engine

import (
	"context"

	"postern/engine/collection"
)

// Ready does what [Engine.Send] does before its transport is called, for the
// benchmarks: that is what a send costs beside a bare one.
func (e *Engine) Ready(ctx context.Context, job collection.Job) error {
	s := e.begin(ctx, &job, nil)
	var err *Error
	if s.d, err = e.draft(&job); err != nil {
		return err
	}
	if err = s.authorize(); err != nil {
		return err
	}
	return nil
}
