package runner

import (
	"context"
	"errors"
	"maps"
	"strconv"
	"time"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/script"
	"postern/engine/scripted"
	"postern/engine/vars"
)

// Sender sends one job and waits for the answer. [scripted.Sender] is one, and
// [engine.Engine], which runs no scripts.
type Sender interface {
	Send(ctx context.Context, job collection.Job, watch func(engine.Event)) (*engine.Exchange, error)
}

// Run carries out a plan and returns its totals. A request that fails is
// counted and does not end the run unless the plan says so. The error is that
// of ctx, which ends the run at once; what was under way then does not count.
func Run(ctx context.Context, s Sender, p Plan, rep Reporter) (Summary, error) {
	p.Iterations = max(p.Iterations, 1)
	r := &run{Plan: p, sender: s, reporter: rep, scopes: collection.Scopes(p.Collection, p.Env, p.Globals, p.Locals)}
	r.scopes = scripted.Apply(r.scopes, p.Left)
	start := time.Now()
	rep.Report(Began{Requests: p.Requests, Iterations: p.Iterations})
	err := r.iterations(ctx)
	r.sum.Elapsed = time.Since(start)
	rep.Report(Ended{Summary: r.sum, Scopes: r.scopes, Err: err})
	return r.sum, err
}

// run is one run under way.
type run struct {
	Plan
	sender   Sender
	reporter Reporter
	// scopes are the variables as they are now.
	scopes vars.Set
	sum    Summary
}

// iterations sends the requests as often as planned.
func (r *run) iterations(ctx context.Context) error {
	for i := 0; i < r.Iterations && !r.sum.Bailed; i++ {
		if row := r.Data.At(i); row != nil {
			r.scopes = r.scopes.Edit(vars.Data, func([]vars.Var) []vars.Var { return row })
		}
		r.sum.Iterations++
		c := Cursor{Length: len(r.Requests), Iteration: i, Iterations: r.Iterations}
		r.reporter.Report(Iteration{c})
		if err := r.requests(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// requests follows the cursor through one iteration.
func (r *run) requests(ctx context.Context, c Cursor) error {
	for c.Position < c.Length && !r.sum.Bailed {
		if err := r.pause(ctx); err != nil {
			return err
		}
		next, err := r.request(ctx, c)
		if err != nil {
			return err
		}
		c.Position = next
	}
	return nil
}

// pause waits between two requests.
func (r *run) pause(ctx context.Context) error {
	if r.Delay <= 0 || r.sum.Requests == 0 {
		return ctx.Err()
	}
	t := time.NewTimer(r.Delay)
	defer t.Stop()
	select {
	case <-t.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// request sends one request and returns the position of the next.
func (r *run) request(ctx context.Context, c Cursor) (next int, err error) {
	ref := r.Requests[c.Position]
	r.reporter.Report(Sending{Cursor: c, Ref: ref})
	start := time.Now()
	x, err := r.send(ctx, r.job(ref, c))
	defer Discard(x)
	if err != nil && ctx.Err() != nil {
		return 0, ctx.Err()
	}
	failed := Failure(err)
	r.sum.Add(x, failed)
	done := Done{Cursor: c, Ref: ref, Exchange: x, Elapsed: time.Since(start)}
	if failed != nil { // a nil *engine.Error would be a non-nil error
		done.Err, r.sum.Bailed = failed, r.Bail
	}
	next = r.heed(x, c)
	r.reporter.Report(done)
	return next, nil
}

// heed takes over what the scripts around a request want: their variables, and
// where the run goes on.
func (r *run) heed(x *engine.Exchange, c Cursor) (next int) {
	next = c.Position + 1
	if x == nil {
		return next
	}
	for _, out := range []*script.Outcome{x.Before, x.After} {
		if out == nil {
			continue
		}
		r.scopes = scripted.Apply(r.scopes, out.Changes)
		r.sum.Bailed = r.sum.Bailed || r.Bail && r.sum.Broken()
		if out.Next != nil {
			next = r.position(out.Next.Name)
		}
	}
	return next
}

// position is that of the request with a name or id, of several with the name
// the last. Any other name, and none, ends the iteration.
func (r *run) position(name string) int {
	for i := len(r.Requests) - 1; i >= 0; i-- {
		if it := r.Requests[i].Item; name != "" && (it.Name == name || it.ID == name) {
			return i
		}
	}
	return len(r.Requests)
}

// job is the snapshot of a request with what the variables are now.
func (r *run) job(ref collection.Ref, c Cursor) collection.Job {
	j := collection.NewJobIn(r.Collection, ref.Chain, r.Env, r.scopes)
	j.ID = strconv.Itoa(r.sum.Requests + 1)
	if len(r.Behavior) > 0 {
		if j.Behavior == nil {
			j.Behavior = make(map[string]any)
		}
		maps.Copy(j.Behavior, r.Behavior)
	}
	j.Trusted, j.Iteration, j.Iterations = r.Trusted, c.Iteration, c.Iterations
	return j
}

func (r *run) send(ctx context.Context, j collection.Job) (*engine.Exchange, error) {
	if r.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, r.Timeout)
		defer cancel()
	}
	return r.sender.Send(ctx, j, nil)
}

// Failure is a sender's error as the engine's; nil stays nil.
func Failure(err error) *engine.Error {
	var e *engine.Error
	if err != nil && !errors.As(err, &e) {
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
