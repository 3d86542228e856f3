package matrix

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
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
	plan   runner.Plan
	guests []*guest
	leader *guest
	expect Expectations
	// refs are the requests by their ids.
	refs     map[string]collection.Ref
	grid     *Grid
	sender   runner.Sender
	reporter runner.Reporter
	// sum is what became of the guests.
	sum  runner.Summary
	stop context.CancelCauseFunc

	// mu guards the rest, and what guests remember.
	mu sync.Mutex
	// rows are what was sent and not told yet.
	rows map[place][]row
}

// place is where a row belongs. A request that was sent for nothing, and is sent
// again, has two at one place.
type place struct {
	item      string
	iteration int
}

// row is one request as it was sent to all, the leader's last.
type row []sent

// sent is what became of one send.
type sent struct {
	*guest
	x    *engine.Exchange
	err  *engine.Error
	took time.Duration
}

// guest is an identity in the run; the leader is the first of them.
type guest struct {
	Identity
	number int
	env    *collection.Environment
	// shares says that it has the leader's variables, below its own.
	shares bool
	// own are the changes of its scripts, each variable once, until now in an
	// iteration.
	own       []script.Change
	iteration int
}

// New returns the run of a plan as identities, of which there must be one at
// least.
func New(p runner.Plan, as []Identity, expect Expectations) *Matrix {
	m := &Matrix{plan: p, expect: expect, grid: newGrid(&p, as, expect.some()), refs: map[string]collection.Ref{}}
	for _, ref := range p.Requests {
		m.refs[ref.Item.ID] = ref
	}
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
	m.sender, m.reporter, m.rows = s, rep, map[place][]row{}
	inner, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	m.stop = cancel
	p := m.plan
	p.Env, p.Timeout = m.leader.env, 0 // the time is that of each send
	p.From, p.EndAtLogin = nil, false  // the others may go on
	sum, err := runner.Run(inner, m, p, m)
	for _, rows := range m.rows {
		discard(rows...)
	}
	if errors.Is(context.Cause(inner), errBailed) {
		err = nil
	}
	return m.total(sum), err
}

// total is the leader's totals with what became of the guests.
func (m *Matrix) total(s runner.Summary) runner.Summary {
	s.Requests, s.Failed, s.Unauthorised = s.Requests+m.sum.Requests, s.Failed+m.sum.Failed, s.Unauthorised+m.sum.Unauthorised
	s.Skipped, s.HTTPErrors, s.Bytes = s.Skipped+m.sum.Skipped, s.HTTPErrors+m.sum.HTTPErrors, s.Bytes+m.sum.Bytes
	s.Tests, s.FailedTests, s.SkippedTests = s.Tests+m.sum.Tests, s.FailedTests+m.sum.FailedTests, s.SkippedTests+m.sum.SkippedTests
	s.ScriptErrors += m.sum.ScriptErrors
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
	case runner.Sending:
		e.As = m.leader.Name
		m.reporter.Report(e)
	case runner.Done:
		m.row(e)
	case runner.Reached: // no other run can go on here: it would not know what the guests have
	case runner.Ended:
		e.Summary, e.Left = m.total(e.Summary), nil
		if m.bails() {
			e.Err = nil
		}
		m.reporter.Report(e)
	default:
		m.reporter.Report(e)
	}
}

// row tells what became of a request of the leader's, and before of those of the
// guests.
func (m *Matrix) row(e runner.Done) {
	r := m.taken(e)
	defer discard(r)
	for _, s := range r {
		done := e
		done.As, done.Exchange, done.Err, done.Elapsed = s.Name, s.x, nil, s.took
		if s.err != nil { // a nil *engine.Error would be a non-nil error
			done.Err = s.err
		}
		m.note(e.Position, s)
		if s.guest != m.leader {
			m.take(s, e.Iteration)
			m.sum.Add(s.x, s.err)
			m.reporter.Report(runner.Sending{Cursor: e.Cursor, Ref: e.Ref, As: s.Name})
		}
		m.reporter.Report(done)
	}
	if m.bails() {
		m.stop(errBailed)
	}
}

// taken is the row that ends with what the leader was told.
func (m *Matrix) taken(e runner.Done) row {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := place{e.Ref.Item.ID, e.Iteration}
	rows := m.rows[at]
	for i, r := range slices.Backward(rows) {
		if r[len(r)-1].x == e.Exchange {
			if m.rows[at] = slices.Delete(rows, i, i+1); len(rows) == 1 {
				delete(m.rows, at)
			}
			return r
		}
	}
	return nil
}

// note writes an outcome into the grid.
func (m *Matrix) note(position int, s sent) {
	r := &m.grid.Rows[position]
	open := s.x != nil && s.x.Open
	r.Open = r.Open || open
	c := &r.Cells[s.number]
	if want := m.expect.of(r.Ref, s.number, open); want != "" {
		c.Expected = want
	}
	c.add(outcome(s.x, s.err, c.Expected))
}

// discard gives back what the answers to guests take; that to the leader belongs
// to the run.
func discard(rows ...row) {
	for _, r := range rows {
		for _, s := range r {
			if s.number > 0 {
				runner.Discard(s.x)
			}
		}
	}
}

// Send implements [runner.Sender]: it sends the leader's job, and that of every
// guest before it.
func (m *Matrix) Send(ctx context.Context, job collection.Job, _ func(engine.Event)) (*engine.Exchange, error) {
	var r row
	for i, g := range slices.Backward(m.guests) {
		start := time.Now()
		x, err := m.send(ctx, m.job(g, job))
		s := sent{guest: g, x: x, err: runner.Failure(err), took: time.Since(start)}
		if err == nil || ctx.Err() == nil {
			m.judge(s, job)
			r = append(r, s)
		}
		if i > 0 && pause(ctx, m.plan.Delay) != nil || err != nil && ctx.Err() != nil {
			discard(append(r, s))
			return nil, ctx.Err()
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	at := place{job.ItemID, job.Iteration}
	m.rows[at] = append(m.rows[at], r)
	led := r[len(r)-1]
	if led.err != nil {
		return led.x, led.err
	}
	return led.x, nil
}

// TestName is the name of the test that an identity is answered as expected.
func TestName(as string, want Pattern) string {
	return fmt.Sprintf("as %s: status is %s", as, want.Words())
}

func (m *Matrix) send(ctx context.Context, j collection.Job) (*engine.Exchange, error) {
	if m.plan.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, m.plan.Timeout)
		defer cancel()
	}
	return m.sender.Send(ctx, j, nil)
}

// judge gives an answer the test whether it is as expected. That there is none
// is told anyway.
func (m *Matrix) judge(s sent, job collection.Job) {
	want := m.expect.of(m.refs[job.ItemID], s.number, s.x != nil && s.x.Open)
	o := outcome(s.x, s.err, want)
	if want == "" || o.Kind != Answered {
		return
	}
	t := script.Test{Name: TestName(s.Name, want), Passed: !o.Missed}
	if o.Missed {
		t.Error, t.Message = "AssertionError", fmt.Sprintf("expected %s, got %d", want.Words(), o.Status)
	}
	if s.x.After == nil {
		s.x.After = &script.Outcome{}
	}
	s.x.After.Tests = append(s.x.After.Tests, t)
}

// job is the leader's job as it is for g.
func (m *Matrix) job(g *guest, lead collection.Job) collection.Job {
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
		j.Scopes = collection.Scopes(m.plan.Collection, g.env, m.plan.Globals, m.plan.Locals)
		if row := m.plan.Data.At(lead.Iteration); row != nil {
			j.Scopes = j.Scopes.Edit(vars.Data, func([]vars.Var) []vars.Var { return row })
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	j.Scopes = scripted.Apply(j.Scopes, g.ownIn(lead.Iteration))
	return j
}

// take remembers what the scripts around a send of a guest did to variables.
func (m *Matrix) take(s sent, iteration int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s.own, s.iteration = s.ownIn(iteration), iteration
	for _, out := range s.x.Outcomes() {
		s.own = runner.Added(s.own, out.Changes)
	}
}

// ownIn are the changes that are there in an iteration.
func (g *guest) ownIn(iteration int) []script.Change {
	if iteration == g.iteration {
		return g.own
	}
	return runner.Lasting(g.own)
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
