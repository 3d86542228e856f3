package runner

import (
	"context"
	"errors"
	"maps"
	"strconv"
	"time"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
)

// flight is a request that was started, until it was told what became of it.
type flight struct {
	Cursor
	ref     collection.Ref
	started time.Time
	// cancel ends it early; nil if nothing can be under way beside it.
	cancel context.CancelFunc
	// done is closed when all below it is there.
	done  chan struct{}
	x     *engine.Exchange
	err   error
	ended time.Time
}

// start starts the next request. The first of those under way is told of at
// once, the others when their turn comes.
func (r *run) start(ctx context.Context) {
	r.data(r.at.Iteration)
	f := &flight{Cursor: r.at, ref: r.Requests[r.at.Position], done: make(chan struct{})}
	job := r.job(f.ref)
	r.under = append(r.under, f)
	if len(r.under) == 1 {
		r.tell(f)
	}
	r.at.Position++
	if r.Timeout > 0 {
		ctx, f.cancel = context.WithTimeout(ctx, r.Timeout)
	} else if r.Parallel > 1 {
		ctx, f.cancel = context.WithCancel(ctx)
	}
	f.started = time.Now()
	r.since = f.started
	if r.Parallel == 1 {
		f.fly(ctx, r.sender, job, r.watch(f, len(job.Before)+len(job.After) > 0))
		return
	}
	go f.fly(ctx, r.sender, job, nil)
}

// tell says that a request is being sent.
func (r *run) tell(f *flight) {
	if f.Iteration != r.told {
		r.told = f.Iteration
		r.sum.Iterations++
		r.reporter.Report(Iteration{f.Cursor})
	}
	r.reporter.Report(Sending{Cursor: f.Cursor, Ref: f.ref})
}

// watch tells what scripts tell, while the run waits for them; nil where there
// are none. It is called by who waits.
func (r *run) watch(f *flight, scripts bool) func(engine.Event) {
	if !scripts {
		return nil
	}
	return func(e engine.Event) {
		if e.Told != nil {
			r.reporter.Report(Told{Cursor: f.Cursor, Ref: f.ref, Exchange: e.Told})
		}
	}
}

// fly sends, beside others where there may be some.
func (f *flight) fly(ctx context.Context, s Sender, job collection.Job, watch func(engine.Event)) {
	defer close(f.done)
	f.x, f.err = s.Send(ctx, job, watch)
	f.ended = time.Now()
	if f.cancel != nil {
		f.cancel()
	}
}

// land waits for the first request under way, and tells what became of it.
func (r *run) land(ctx context.Context) error {
	f := r.under[0]
	<-f.done
	if f.err != nil && ctx.Err() != nil {
		return ctx.Err() // the flight is still among those under way
	}
	r.under = r.under[1:]
	defer Discard(f.x)
	if r.Parallel == 1 {
		r.since = f.ended
	}
	failed := Failure(f.err)
	r.sum.Add(f.x, failed)
	done := Done{Cursor: f.Cursor, Ref: f.ref, Exchange: f.x, Elapsed: f.ended.Sub(f.started)}
	if failed != nil { // a nil *engine.Error would be a non-nil error
		done.Err, r.sum.Bailed = failed, r.Bail
	}
	r.login(f, failed)
	r.meet(f)
	changes := r.changes
	next, steered := r.heed(f)
	if r.sum.stopped() {
		r.changes = changes // what stopped a run is sent again when it goes on
	} else {
		r.reach(f.Cursor, next)
	}
	r.reporter.Report(done)
	r.reporter.Report(r.reached)
	if steered { // what is behind it was started for nothing; see [order]
		r.scatter()
		r.at = f.Cursor
		r.at.Position = next
	}
	if len(r.under) > 0 && !r.sum.stopped() {
		r.tell(r.under[0])
	}
	return nil
}

// login looks whether somebody would have to log in anew.
func (r *run) login(f *flight, failed *engine.Error) {
	needed := f.x != nil && f.x.NeedsLogin || failed != nil && auth.KindOf(failed) == auth.KindNeedsLogin
	r.sum.NeedsLogin = needed && r.EndAtLogin && r.authorised
	r.authorised = r.authorised || !needed && f.x != nil && f.x.Token != nil
}

// scatter gives up what is under way, and waits until nothing of it is left.
// None of it is told or counted.
func (r *run) scatter() {
	for _, f := range r.under {
		if f.cancel != nil {
			f.cancel()
		}
	}
	for _, f := range r.under {
		<-f.done
		Discard(f.x)
	}
	r.under = nil
}

// job is the snapshot of a request with what the variables are now.
func (r *run) job(ref collection.Ref) collection.Job {
	j := collection.LentJob(r.Collection, ref.Chain, r.Env, r.scopes)
	j.ID = strconv.Itoa(r.sum.Requests + len(r.under) + 1)
	if len(r.Behavior) > 0 {
		if j.Behavior == nil {
			j.Behavior = make(map[string]any)
		}
		maps.Copy(j.Behavior, r.Behavior)
	}
	j.Trusted, j.Run, j.Iteration, j.Iterations = r.Trusted, r.id, r.at.Iteration, r.Iterations
	return j
}

// Failure is a sender's error as the engine's; nil stays nil.
func Failure(err error) *engine.Error {
	if err == nil {
		return nil
	}
	var e *engine.Error
	if !errors.As(err, &e) {
		e = &engine.Error{Stage: engine.StageTransfer, Summary: err.Error(), Err: err}
	}
	return e
}

// Discard gives back what an answer takes, once it was reported.
func Discard(x *engine.Exchange) {
	if x != nil && x.Response != nil && x.Response.Body != nil {
		_ = x.Response.Body.Close() // it was reported, and is not read again
	}
}
