package preview

import (
	"context"

	"postern/engine"
	"postern/engine/collection"
	"postern/ui/pane"
	"postern/ui/widget/text"
)

// Engine prepares a request without sending it; [engine.Engine] is one.
type Engine interface {
	Prepare(ctx context.Context, job collection.Job) (*engine.Prepared, error)
}

// Made brings a request as it would go out.
type Made struct {
	ItemID string
	// Rev is which of its states it was.
	Rev   int
	Lines []text.Line
}

// Make wishes for the request of a job as it would go out.
func Make(e Engine, job collection.Job, rev int) pane.Work {
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		p, err := e.Prepare(ctx, job)
		return Made{ItemID: job.ItemID, Rev: rev, Lines: Lines(p, err)}
	}}
}

// Copy wishes for it to be copied, as a command for a shell.
func Copy(e Engine, job collection.Job) pane.Work {
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		p, err := e.Prepare(ctx, job)
		if err != nil {
			return pane.Fail(err)
		}
		return pane.CopyAsked{What: "the request as a curl command", Text: Curl(p)}
	}}
}
