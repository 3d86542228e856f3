package runner

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/redact"
	"postern/engine/script"
	"postern/engine/scripted"
	"postern/engine/vars"
)

// Sender sends one job and waits for the answer. [scripted.Sender] is one, and
// [engine.Engine], which runs no scripts. It is used by several goroutines at
// once where the plan says so.
type Sender interface {
	Send(ctx context.Context, job collection.Job, watch func(engine.Event)) (*engine.Exchange, error)
}

// Run carries out a plan and returns its totals. A request that fails is
// counted and does not end the run unless the plan says so. The error is that
// of ctx, which ends the run at once; what was under way then does not count.
func Run(ctx context.Context, s Sender, p Plan, rep Reporter) (Summary, error) {
	p.Iterations, p.Parallel = max(p.Iterations, 1), max(p.Parallel, 1)
	r := &run{Plan: p, sender: s, reporter: rep, scopes: collection.Scopes(p.Collection, p.Env, p.Globals, p.Locals), began: time.Now(), id: rand.Text(), row: -1, told: -1, order: newOrder(p)}
	r.scopes = scripted.Apply(r.scopes, p.Left)
	r.begin()
	rep.Report(Began{Requests: p.Requests, Iterations: p.Iterations, From: p.From})
	err := r.work(ctx)
	r.sum.Elapsed = time.Since(r.began)
	rep.Report(Ended{Summary: r.sum, Scopes: r.scopes, Err: err, Left: r.left(err), Alone: r.waited, Early: r.early})
	return r.sum, err
}

// run is one run under way. All of it belongs to one goroutine; those that send
// have only their flight.
type run struct {
	Plan
	order
	sender   Sender
	reporter Reporter
	began    time.Time
	// id tells this run from all others: what its scripts leave is for it alone.
	id string
	// scopes are the variables as they are now, row the iteration whose row of
	// data is among them.
	scopes vars.Set
	row    int
	sum    Summary
	// told is the iteration that was told of last.
	told int
	// at is the request that is started next.
	at Cursor
	// next is the one whose answer is told next; counted and changes are what was
	// told and done to variables until there.
	next    Cursor
	counted Summary
	changes []script.Change
	// under are the requests under way, in the order of the plan.
	under []*flight
	// since is when the pause before the next request began; zero before the
	// first.
	since time.Time
	// authorised says that a token was used.
	authorised bool
	// reached is told after every request; made once, it costs nothing.
	reached Reached
}

// begin goes to the place that the plan begins at.
func (r *run) begin() {
	r.at = Cursor{Length: len(r.Requests), Iterations: r.Iterations}
	r.reached = Reached{r.place}
	if r.From != nil {
		r.at.Iteration, r.at.Position = r.From.Iteration, r.From.Position
		r.changes, r.authorised = r.From.Changes, r.From.Authorised
		r.data(r.at.Iteration)
		r.scopes = scripted.Apply(r.scopes, r.changes)
	}
	r.next = r.at
}

// work starts what may be started, and tells what has come, until there is
// nothing left of either.
func (r *run) work(ctx context.Context) error {
	defer r.scatter()
	for i := 0; len(r.Requests) == 0 && i < r.Iterations; i++ { // there is nothing to send, as often as planned
		r.sum.Iterations++
		r.reporter.Report(Iteration{Cursor{Iteration: i, Iterations: r.Iterations}})
	}
	for r.more() || len(r.under) > 0 {
		if r.more() && len(r.under) < r.Parallel && r.admits(r.at, r.scopesOf(r.at.Iteration), len(r.under)) {
			due, err := r.pause(ctx)
			if err != nil {
				return err
			}
			if due {
				r.start(ctx)
				continue
			}
		}
		if err := r.land(ctx); err != nil || r.sum.stopped() {
			return err
		}
	}
	return nil
}

// more reports whether there is a request to start.
func (r *run) more() bool {
	r.at = r.at.wrapped()
	return r.at.Iteration < r.at.Iterations && r.at.Length > 0
}

// scopesOf are the variables with those of an iteration's row.
func (r *run) scopesOf(iteration int) vars.Set {
	if row := r.Data.At(iteration); row != nil && r.row != iteration {
		return r.scopes.Edit(vars.Data, func([]vars.Var) []vars.Var { return row })
	}
	return r.scopes
}

// data takes over the variables of an iteration's row.
func (r *run) data(iteration int) { r.scopes, r.row = r.scopesOf(iteration), iteration }

// pause waits between two requests: after the answer of the one before or, where
// several may be under way, after its start. The first of them may be done
// before the pause is over; then due is false.
func (r *run) pause(ctx context.Context) (due bool, err error) {
	if r.Delay <= 0 || r.since.IsZero() {
		return true, ctx.Err()
	}
	var landed chan struct{}
	if len(r.under) > 0 {
		landed = r.under[0].done
	}
	t := time.NewTimer(r.Delay - time.Since(r.since))
	defer t.Stop()
	select {
	case <-t.C:
		return true, ctx.Err()
	case <-landed:
		return false, ctx.Err()
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// heed takes over what the scripts around a request want: their variables, and
// where the run goes on. It reports whether that is anything but the request
// behind it with the variables as they were, and nothing sent or done to cookies
// in between.
func (r *run) heed(f *flight) (next int, steered bool) {
	next = f.Position + 1
	name := ""
	for _, out := range f.x.Outcomes() {
		r.scopes = scripted.Apply(r.scopes, out.Changes)
		r.changes = Added(r.changes, out.Changes)
		steered = steered || len(out.Changes) > 0 || out.Next != nil || out.Asked
		r.sum.Bailed = r.sum.Bailed || r.Bail && r.sum.Broken()
		if out.Next != nil {
			name = out.Next.Name
			next = r.position(name)
		}
	}
	if name != "" && next == len(r.Requests) {
		astray(f.x, name)
	}
	return next, steered
}

// longestName is how much is told of a name that no request has, in bytes.
const longestName = 80

// astray warns of a script that goes on at a request that is none of the run:
// it ends without a word otherwise, and a slip of the pen looks like success.
func astray(x *engine.Exchange, name string) {
	if name = x.Public().Text(name); len(name) > longestName {
		name = strings.ToValidUTF8(name[:longestName], "") + redact.Cut
	}
	x.Warnings = append(slices.Clip(x.Warnings), fmt.Sprintf("its script goes on at %q, which is no request of this run: the iteration ends here", name))
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
