package runs_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/payload"
	"postern/engine/runner"
	"postern/engine/script"
	"postern/store/history"
	"postern/ui/dialog/run"
	"postern/ui/pane"
	"postern/ui/runs"
	"postern/ui/widget"
)

// guard sends by a function, and trusts all scripts.
type guard func(ctx context.Context, job collection.Job) (*engine.Exchange, error)

func (g guard) Send(ctx context.Context, job collection.Job, _ func(engine.Event)) (*engine.Exchange, error) {
	return g(ctx, job)
}
func (guard) Check(context.Context, []collection.Script) error { return nil }

// kept is a log of one run, beside one of before.
type kept struct {
	runs.Log
	run history.Run
}

func (*kept) StartRun(context.Context, history.Run) (int64, error) { return 1, nil }
func (*kept) Add(ctx context.Context, _ *engine.Exchange, _ history.Meta) (int64, error) {
	return 1, ctx.Err()
}

func (k *kept) EndRun(ctx context.Context, r history.Run) error {
	k.run = r
	return ctx.Err()
}

func (*kept) Run(context.Context, int64) (history.Run, error) {
	return history.Run{ID: 7, Name: "Nightly", Elapsed: 1, Requests: 1}, nil
}

// api is a request, the only thing that is open.
func api(place string) (s runs.Subject, ok bool) {
	c := &collection.Collection{ID: "c", Items: []*collection.Item{{ID: "r", Name: "List", Request: &collection.Request{Method: "GET"}}}}
	return runs.Subject{Name: "API", Place: "c\n", Plan: runner.Plan{Collection: c, Requests: c.Requests()}}, place == "c\n"
}

// begun is a run of it that was chosen, as a work.
func begun(t *testing.T, r *runs.Runs) pane.Work {
	t.Helper()
	s, _ := api("c\n")
	r.Ask(widget.DefaultEnv(), s)
	return answer(t, r, run.Chosen{Choice: run.Choice{Iterations: 1}}).(pane.Batch)[1].(pane.Work)
}

// answer is what an intent comes to.
func answer(t *testing.T, r *runs.Runs, in pane.Intent) pane.Intent {
	t.Helper()
	out, ok := r.Handle(widget.DefaultEnv(), in)
	if !ok {
		t.Fatalf("%T is of others", in)
	}
	return out
}

// What is kept of a request tells no secret, not more of its failures than the
// send itself does in a glance, and of its time only the server's.
func TestWhatIsKeptOfARow(t *testing.T) {
	const secret = "hunter22"
	x := &engine.Exchange{
		Secrets: []auth.Secret{secret}, Response: &engine.Response{Status: 500, Body: payload.FromBytes(nil)}, Timing: engine.Timing{Total: 3 * time.Second, Auth: 2 * time.Second},
		Err: &engine.Error{Stage: engine.StageTransfer, Summary: "broke off at " + secret}, After: &script.Outcome{},
	}
	for range 8 {
		x.After.Tests = append(x.After.Tests, script.Test{Name: "is long", Message: secret + strings.Repeat("é", 500)})
	}
	log := &kept{}
	r := runs.New(runs.Deps{Log: log, Find: api, Guard: guard(func(context.Context, collection.Job) (*engine.Exchange, error) { return x, x.Err })})
	begun(t, r).Do(t.Context())
	if strings.Contains(log.run.Record, secret) {
		t.Errorf("a secret is kept: %s", log.run.Record)
	}
	var rec struct{ Rows []run.Row }
	if err := json.Unmarshal([]byte(log.run.Record), &rec); err != nil || len(rec.Rows) != 1 {
		t.Fatalf("%v in %s", err, log.run.Record)
	}
	row := rec.Rows[0]
	if n := len(row.Failures); row.Took != time.Second || row.Status != 500 || row.Tests != 8 || n != 6 || row.Failures[n-1] != "and 3 more" {
		t.Errorf("kept is %+v", row)
	}
	if f := row.Failures[0]; len(f) > 410 || !strings.HasSuffix(f, "é…") {
		t.Errorf("a failure is kept as %q", f)
	}
}

// A run that was stopped is kept as far as it came, though what it was sent with
// has ended.
func TestAStoppedRunIsKept(t *testing.T) {
	log := &kept{}
	ctx, stop := context.WithCancel(t.Context())
	r := runs.New(runs.Deps{Log: log, Find: api, Guard: guard(func(context.Context, collection.Job) (*engine.Exchange, error) {
		stop()
		return &engine.Exchange{Response: &engine.Response{Status: 200, Body: payload.FromBytes(nil)}}, nil
	})})
	for _, in := range begun(t, r).Do(ctx).(pane.Batch) {
		if f, failed := in.(pane.Failed); failed {
			t.Error(f.Err)
		}
	}
	if log.run.Elapsed == 0 && log.run.Record == "" {
		t.Errorf("kept is %+v", log.run)
	}
}

// Who looks at a run of before while the one that has just ended still hands in
// its figures reports the one on show.
func TestFiguresThatComeTooLate(t *testing.T) {
	r := runs.New(runs.Deps{Log: &kept{}, Find: api, Guard: guard(func(context.Context, collection.Job) (*engine.Exchange, error) {
		return &engine.Exchange{Response: &engine.Response{Status: 200, Body: payload.FromBytes(nil)}}, nil
	})})
	figures := begun(t, r).Do(t.Context()).(pane.Batch)[0]
	past := answer(t, r, run.RunAsked{ID: 7}).(pane.Work).Do(t.Context())
	answer(t, r, past)
	answer(t, r, figures)
	if note, ok := answer(t, r, run.ReportAsked{}).(pane.Noted); !ok || !strings.Contains(note.Text, "not open here") {
		t.Errorf("a report is made of the other run: %+v", note)
	}
}

// A send that comes back while the person chooses what a run is to do may leave
// other variables, which are the run's.
func TestARunHasTheVariablesOfItsBegin(t *testing.T) {
	sent := ""
	r := runs.New(runs.Deps{
		Find: func(place string) (runs.Subject, bool) {
			s, ok := api(place)
			s.Plan.Env = &collection.Environment{Vars: []collection.EnvVar{{Key: "token", Initial: "fresh"}}}
			return s, ok
		},
		Guard: guard(func(_ context.Context, job collection.Job) (*engine.Exchange, error) {
			sent, _ = job.Scopes.Expand("{{token}}")
			return &engine.Exchange{Response: &engine.Response{Status: 200, Body: payload.FromBytes(nil)}}, nil
		}),
	})
	begun(t, r).Do(t.Context())
	if sent != "fresh" {
		t.Errorf("sent with %q", sent)
	}
}
