package shown

import (
	"context"
	"fmt"

	"postern/engine/payload"
)

// Finding is a search that is under way. Make one with [Find].
type Finding struct {
	ctx  context.Context
	told chan Told
}

// Told is how far a search has come or, when it is Done, what it has found.
type Told struct {
	payload.Progress
	Done  bool
	Found *payload.Found
	Err   error
}

// Find searches all of a text that has come, also what is not indexed yet. It
// waits for a listener whenever it has something to tell, and ends when the
// program does or nobody wants it any more.
func Find(program, wanted context.Context, l *payload.Lines, q payload.Query, from int64) *Finding {
	ctx, stop := context.WithCancel(wanted)
	f := &Finding{ctx, make(chan Told)}
	go func() {
		defer stop()
		defer context.AfterFunc(program, stop)()
		if err := l.Grow(ctx); err != nil {
			f.tell(Told{Done: true, Err: fmt.Errorf("search: %w", err)})
			return
		}
		found, err := payload.Search(ctx, l, q, from, 0, func(at payload.Progress) { f.tell(Told{Progress: at}) })
		f.tell(Told{Done: true, Found: found, Err: err})
	}()
	return f
}

func (f *Finding) tell(t Told) {
	select {
	case f.told <- t:
	case <-f.ctx.Done():
	}
}

// Next waits for the next thing to tell. It must not be called again once the
// search is done.
func (f *Finding) Next() Told {
	select {
	case t := <-f.told:
		return t
	case <-f.ctx.Done():
		return Told{Done: true, Err: f.ctx.Err()}
	}
}
