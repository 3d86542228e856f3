package matrix

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/runner"
	"postern/engine/script"
	"postern/engine/scripted"
	"postern/engine/vars"
)

// Identity is one of those that requests are sent as.
type Identity struct {
	// Name is unlike that of any other.
	Name string
	// Auth takes the place of what authorises a request, see
	// [collection.Identity]; nil leaves it as it is in Env.
	Auth *auth.Config
	// Env is its environment; nil is that of the plan.
	Env *collection.Environment
}

// Nobody is the identity without any authorisation.
func Nobody(name string) Identity {
	return Identity{Name: name, Auth: &auth.Config{Type: auth.NoAuth{}.Type()}}
}

// Matrix is a run as several identities. Make one with [New]; it is good for one
// run.
type Matrix struct {
	plan     runner.Plan
	guests   []*guest
	leader   *guest
	expect   Expectations
	grid     *Grid
	sender   runner.Sender
	reporter runner.Reporter
	// place is where the run is, sent how long the leader's request took.
	place runner.Sending
	sent  time.Duration
	// sum is what became of the guests, and of iterations how many were begun.
	sum  runner.Summary
	stop context.CancelCauseFunc
}

// guest is an identity in the run; the leader is the first of them.
type guest struct {
	Identity
	number int
	env    *collection.Environment
	// shares says that it has the leader's variables, below its own.
	shares bool
	// own are the changes of its scripts, the last of each variable.
	own []script.Change
}

// New returns the run of a plan as identities, of which there must be one at
// least.
func New(p runner.Plan, as []Identity, expect Expectations) *Matrix {
	m := &Matrix{plan: p, expect: expect, grid: newGrid(&p, as, expect.some())}
	for i, id := range as {
		g := &guest{Identity: id, number: i, env: p.Env}
		if id.Env != nil {
			g.env = id.Env
		}
		g.shares = i == 0 || g.env == m.guests[0].env
		m.guests = append(m.guests, g)
	}
	m.leader = m.guests[0]
	return m
}

// Grid is what the run has come to so far. It grows before a reporter hears of
// what it is from.
func (m *Matrix) Grid() *Grid { return m.grid }

var errBailed = errors.New("the run ended at a failure, as planned")

// Run carries it out as [runner.Run] does. The totals are those of all
// identities, the variables that are left those of the first.
func (m *Matrix) Run(ctx context.Context, s runner.Sender, rep runner.Reporter) (runner.Summary, error) {
	m.sender, m.reporter = s, rep
	inner, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	m.stop = cancel
	p := m.plan
	p.Env, p.Timeout = m.leader.env, 0 // the time is that of each send
	sum, err := runner.Run(inner, m, p, m)
	return m.total(sum), m.ending(inner, err)
}

// ending is why the run ended: bailing out is no error.
func (m *Matrix) ending(ctx context.Context, err error) error {
	if err != nil && errors.Is(context.Cause(ctx), errBailed) {
		return nil
	}
	return err
}

// total is the leader's totals with what became of the guests.
func (m *Matrix) total(s runner.Summary) runner.Summary {
	s.Requests, s.Failed, s.Unauthorised = s.Requests+m.sum.Requests, s.Failed+m.sum.Failed, s.Unauthorised+m.sum.Unauthorised
	s.Skipped, s.HTTPErrors, s.Bytes = s.Skipped+m.sum.Skipped, s.HTTPErrors+m.sum.HTTPErrors, s.Bytes+m.sum.Bytes
	s.Tests, s.FailedTests, s.SkippedTests = s.Tests+m.sum.Tests, s.FailedTests+m.sum.FailedTests, s.SkippedTests+m.sum.SkippedTests
	s.ScriptErrors += m.sum.ScriptErrors
	s.Iterations = m.sum.Iterations
	s.Bailed = s.Bailed || m.bails()
	return s
}

// bails reports whether a guest's failure ends the run.
func (m *Matrix) bails() bool { return m.plan.Bail && (m.sum.Failed > 0 || m.sum.Broken()) }

// Report implements [runner.Reporter]: it hears of the leader's run, and passes
// on that of all.
func (m *Matrix) Report(e runner.Event) {
	switch e := e.(type) {
	case runner.Began:
		e.As = m.grid.As
		m.reporter.Report(e)
	case runner.Sending: // the guests send first
		e.As = m.leader.Name
		m.place = e
	case runner.Done:
		e.As, e.Elapsed = m.leader.Name, m.sent
		m.reporter.Report(e)
	case runner.Iteration:
		if !m.bails() {
			m.sum.Iterations++
			m.reporter.Report(e)
		}
	case runner.Ended:
		e.Summary = m.total(e.Summary)
		if e.Summary.Bailed {
			e.Err = nil
		}
		m.reporter.Report(e)
	default:
		m.reporter.Report(e)
	}
}

// Send implements [runner.Sender]: it sends the leader's job, and that of every
// guest before it.
func (m *Matrix) Send(ctx context.Context, job collection.Job, _ func(engine.Event)) (*engine.Exchange, error) {
	for _, g := range slices.Backward(m.guests[1:]) {
		if err := m.visit(ctx, g, job); err != nil {
			return nil, err
		}
		if err := pause(ctx, m.plan.Delay); err != nil {
			return nil, err
		}
	}
	m.reporter.Report(m.place)
	start := time.Now()
	x, err := m.send(ctx, m.leader.job(job, m.plan))
	m.sent = time.Since(start)
	if err != nil && ctx.Err() != nil {
		return x, err
	}
	x = m.judge(m.leader, x, runner.Failure(err))
	if err == nil && m.bails() {
		m.stop(errBailed)
	}
	return x, err
}

// visit sends the leader's job as a guest. The error is that of ctx.
func (m *Matrix) visit(ctx context.Context, g *guest, lead collection.Job) error {
	place := m.place
	place.As = g.Name
	m.reporter.Report(place)
	start := time.Now()
	x, err := m.send(ctx, g.job(lead, m.plan))
	defer runner.Discard(x)
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	failed := runner.Failure(err)
	x = m.judge(g, x, failed)
	g.take(x)
	m.sum.Add(x, failed)
	done := runner.Done{Cursor: place.Cursor, Ref: place.Ref, As: g.Name, Exchange: x, Elapsed: time.Since(start)}
	if failed != nil { // a nil *engine.Error would be a non-nil error
		done.Err = failed
	}
	m.reporter.Report(done)
	return nil
}

func (m *Matrix) send(ctx context.Context, j collection.Job) (*engine.Exchange, error) {
	if m.plan.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, m.plan.Timeout)
		defer cancel()
	}
	return m.sender.Send(ctx, j, nil)
}

// judge writes an answer into the grid, and gives the exchange the test whether
// it is as expected.
func (m *Matrix) judge(g *guest, x *engine.Exchange, err *engine.Error) *engine.Exchange {
	open := x != nil && x.Open
	row := &m.grid.Rows[m.place.Position]
	row.Open = row.Open || open
	cell := &row.Cells[g.number]
	if want := m.expect.of(m.place.Ref, g.number, open); want != "" {
		cell.Expected = want
	}
	o := outcome(x, err, cell.Expected)
	cell.add(o)
	if cell.Expected == "" || o.Kind != Answered {
		return x // that there is no answer is told anyway
	}
	t := script.Test{Name: fmt.Sprintf("as %s: status is %s", g.Name, cell.Expected.Words()), Passed: !o.Missed}
	if o.Missed {
		t.Error, t.Message = "AssertionError", fmt.Sprintf("expected %s, got %d", cell.Expected.Words(), o.Status)
	}
	if x.After == nil {
		x.After = &script.Outcome{}
	}
	x.After.Tests = append(x.After.Tests, t)
	return x
}

// job is the leader's job as it is for g.
func (g *guest) job(lead collection.Job, p runner.Plan) collection.Job {
	j := lead
	j.As = &collection.Identity{Auth: g.Auth, Guest: g.number > 0}
	j.Auth.Realm = ""
	if g.env != nil {
		j.Auth.Realm = g.env.Realm()
	}
	if g.Auth != nil { // cookies are kept by the realm, and must not be another's
		j.Auth.Realm += "\nas " + g.Name
	}
	if g.number == 0 {
		return j
	}
	j.ID += "." + strconv.Itoa(g.number)
	if !g.shares {
		j.Scopes = collection.Scopes(p.Collection, g.env, p.Globals, p.Locals)
		if row := p.Data.At(lead.Iteration); row != nil {
			j.Scopes = j.Scopes.Edit(vars.Data, func([]vars.Var) []vars.Var { return row })
		}
	}
	j.Scopes = scripted.Apply(j.Scopes, g.own)
	return j
}

// take remembers what the scripts around an exchange did to variables.
func (g *guest) take(x *engine.Exchange) {
	if x == nil {
		return
	}
	for _, out := range []*script.Outcome{x.Before, x.After} {
		if out == nil {
			continue
		}
		for _, c := range out.Changes {
			g.own = slices.DeleteFunc(g.own, func(old script.Change) bool {
				return old.Scope == c.Scope && (c.Op == script.Clear || old.Op != script.Clear && old.Var.Key == c.Var.Key)
			})
			g.own = append(g.own, c)
		}
	}
}

// pause waits between two sends.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
