package runner_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/payload"
	"postern/engine/runner"
	"postern/engine/runner/data"
	"postern/engine/script"
	"postern/engine/vars"
)

// sample is a collection with folders in folders and a name that is there
// twice.
func sample() *collection.Collection {
	request := func(id, name string) *collection.Item {
		return &collection.Item{ID: id, Name: name, Request: &collection.Request{Method: "GET", URL: collection.ParseURL("http://h/" + id)}}
	}
	folder := func(id, name string, items ...*collection.Item) *collection.Item {
		return &collection.Item{ID: id, Name: name, Folder: true, Items: items}
	}
	return &collection.Collection{Name: "API", Items: []*collection.Item{
		request("r1", "Ping"),
		folder("f1", "Users", folder("f2", "Admin", request("r2", "List"), request("r3", "Make")), request("r4", "List")),
		folder("f3", "Empty"),
		folder("f4", "Admin", request("r5", "Reset")),
	}}
}

func TestSelect(t *testing.T) {
	for _, tc := range []struct {
		name  string
		names []string
		want  []string
	}{
		{"nothing is everything", nil, []string{"r1", "r2", "r3", "r4", "r5"}},
		{"a folder with its folders", []string{"Users"}, []string{"r2", "r3", "r4"}},
		{"a request", []string{"Make"}, []string{"r3"}},
		{"what is less deep comes first", []string{"Admin"}, []string{"r5"}},
		{"so does a request beside a folder", []string{"List"}, []string{"r4"}},
		{"an id", []string{"f2"}, []string{"r2", "r3"}},
		{"several in the order of the file, each once", []string{"Reset", "Users", "Ping", "Make"}, []string{"r1", "r2", "r3", "r4", "r5"}},
		{"a path", []string{"Users/Admin"}, []string{"r2", "r3"}},
		{"the path of a request", []string{"Users/Admin/List"}, []string{"r2"}},
		{"an empty folder", []string{"Empty"}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			refs, err := runner.Select(sample(), tc.names...)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range refs {
				got = append(got, r.Item.ID)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	var unknown *runner.UnknownError
	if _, err := runner.Select(sample(), "Users", "Nobody"); !errors.As(err, &unknown) || unknown.Name != "Nobody" {
		t.Errorf("error %v, want that there is no Nobody", err)
	}
}

// sender answers jobs by their item's id, and keeps what it handed out.
type sender struct {
	// answer returns a status, or an error.
	answer func(ctx context.Context, id string) (int, *engine.Error)
	jobs   []collection.Job
	bodies []*payload.Body
	at     []time.Time
}

func (s *sender) Send(ctx context.Context, j collection.Job, _ func(engine.Event)) (*engine.Exchange, error) {
	s.jobs, s.at = append(s.jobs, j), append(s.at, time.Now())
	status, err := s.answer(ctx, j.ItemID)
	if err != nil && status == 0 {
		return nil, err
	}
	x := &engine.Exchange{Response: &engine.Response{Status: status, Body: payload.FromBytes([]byte("body"))}, Err: err}
	s.bodies = append(s.bodies, x.Response.Body)
	if err != nil {
		return x, err
	}
	return x, nil
}

func failing(stage engine.Stage) *engine.Error { return &engine.Error{Stage: stage, Summary: "no"} }

// log is a reporter that writes down what it hears.
type log struct {
	lines []string
	// open counts bodies that could be read while they were reported.
	open       int
	iterations []int
	sum        runner.Summary
	ended      runner.Ended
}

func (l *log) Report(e runner.Event) {
	switch e := e.(type) {
	case runner.Began:
		l.lines = append(l.lines, fmt.Sprint("began ", len(e.Requests)))
	case runner.Iteration:
		l.iterations = append(l.iterations, e.Iteration)
	case runner.Sending:
		l.lines = append(l.lines, fmt.Sprintf("sending %s %d/%d", e.Ref.Item.ID, e.Position+1, e.Length))
	case runner.Done:
		l.lines = append(l.lines, fmt.Sprint("done ", e.Ref.Item.ID, " ", e.Err))
		if e.Exchange != nil {
			if p, err := e.Exchange.Response.Body.Bytes(10); err == nil && string(p) == "body" {
				l.open++
			}
		}
	case runner.Ended:
		l.lines, l.sum, l.ended = append(l.lines, fmt.Sprint("ended ", e.Err)), e.Summary, e
	}
}

// plan is everything of the sample.
func plan(t *testing.T, names ...string) runner.Plan {
	t.Helper()
	c := sample()
	refs, err := runner.Select(c, names...)
	if err != nil {
		t.Fatal(err)
	}
	return runner.Plan{Collection: c, Requests: refs}
}

func TestRunTellsAndCountsEverything(t *testing.T) {
	s := &sender{answer: func(_ context.Context, id string) (int, *engine.Error) {
		switch id {
		case "r2":
			return 404, nil
		case "r3":
			return 0, failing(engine.StageAuthorize)
		case "r4":
			return 200, failing(engine.StageTransfer)
		}
		return 200, nil
	}}
	var l log
	sum, err := runner.Run(t.Context(), s, plan(t), &l)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"began 5", "sending r1 1/5", "done r1 <nil>", "sending r2 2/5", "done r2 <nil>", "sending r3 3/5", "done r3 no",
		"sending r4 4/5", "done r4 no", "sending r5 5/5", "done r5 <nil>", "ended <nil>",
	}
	if diff := cmp.Diff(want, l.lines); diff != "" {
		t.Error(diff)
	}
	sum.Elapsed, l.sum.Elapsed = 0, 0
	if diff := cmp.Diff(runner.Summary{Iterations: 1, Requests: 5, Failed: 2, Unauthorised: 1, HTTPErrors: 1, Bytes: 16}, sum); diff != "" {
		t.Error(diff)
	}
	if l.sum != sum {
		t.Errorf("reported %+v, returned %+v", l.sum, sum)
	}
}

func TestBodiesLiveAsLongAsTheirEvent(t *testing.T) {
	s := &sender{answer: func(context.Context, string) (int, *engine.Error) { return 200, nil }}
	var l log
	if _, err := runner.Run(t.Context(), s, plan(t), &l); err != nil {
		t.Fatal(err)
	}
	if l.open != 5 {
		t.Errorf("%d bodies could be read when they were reported, want 5", l.open)
	}
	if i := slices.IndexFunc(s.bodies, func(b *payload.Body) bool { _, err := b.Bytes(1); return err == nil }); i >= 0 {
		t.Errorf("body %d is still there after the run", i)
	}
}

func TestBailEndsAtTheFirstFailure(t *testing.T) {
	s := &sender{answer: func(_ context.Context, id string) (int, *engine.Error) {
		if id == "r2" {
			return 0, failing(engine.StageConnect)
		}
		return 500, nil
	}}
	p := plan(t)
	p.Bail = true
	var l log
	sum, err := runner.Run(t.Context(), s, p, &l)
	if err != nil || len(s.jobs) != 2 || !sum.Bailed || sum.Failed != 1 {
		t.Errorf("%d requests, %+v, %v: want two, the second failed, and no error", len(s.jobs), sum, err)
	}
}

func TestPausesAndTimeLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &sender{answer: func(ctx context.Context, id string) (int, *engine.Error) {
			if id != "r4" {
				return 200, nil
			}
			<-ctx.Done()
			return 0, &engine.Error{Stage: engine.StageTransfer, Summary: "late", Err: ctx.Err()}
		}}
		p := plan(t, "List", "Reset")
		p.Delay, p.Timeout = 3*time.Second, time.Second
		sum, err := runner.Run(t.Context(), s, p, &log{})
		if err != nil || sum.Requests != 2 || sum.Failed != 1 {
			t.Errorf("%+v, %v: want two requests and one late", sum, err)
		}
		if got := s.at[1].Sub(s.at[0]); got != 4*time.Second || sum.Elapsed != got {
			t.Errorf("%v between the requests, %v in all: want 1s of waiting and 3s of pause", got, sum.Elapsed)
		}
	})
}

func TestCancelEndsTheRun(t *testing.T) {
	for _, tc := range []struct {
		name string
		when time.Duration
		want []string
	}{
		{"in a request", time.Second, []string{"began 2", "sending r4 1/2", "ended context canceled"}},
		{"in a pause", 3 * time.Second, []string{"began 2", "sending r4 1/2", "done r4 <nil>", "ended context canceled"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &sender{answer: func(ctx context.Context, _ string) (int, *engine.Error) {
					select {
					case <-time.After(2 * time.Second):
						return 200, nil
					case <-ctx.Done():
						return 0, failing(engine.StageCancelled)
					}
				}}
				p := plan(t, "List", "Reset")
				p.Delay = time.Minute
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(tc.when, cancel)
				var l log
				sum, err := runner.Run(ctx, s, p, &l)
				if !errors.Is(err, context.Canceled) || sum.Failed != 0 {
					t.Errorf("%+v, %v: want no failure, and that it was cancelled", sum, err)
				}
				if diff := cmp.Diff(tc.want, l.lines); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestJobsCarryTheScopes(t *testing.T) {
	s := &sender{answer: func(context.Context, string) (int, *engine.Error) { return 200, nil }}
	p := plan(t, "Ping", "Reset")
	p.Env = &collection.Environment{ID: "dev", Name: "dev", Vars: []collection.EnvVar{{Key: "a", Initial: "env"}, {Key: "b", Initial: "env"}}}
	p.Globals = &collection.Environment{Globals: true, Vars: []collection.EnvVar{{Key: "c", Initial: "globals"}}}
	p.Locals = []vars.Var{{Name: "a", Value: "local"}}
	if _, err := runner.Run(t.Context(), s, p, &log{}); err != nil {
		t.Fatal(err)
	}
	for i, j := range s.jobs {
		if got, _ := j.Scopes.Expand("{{a}} {{b}} {{c}}"); got != "local env globals" || j.Auth.Realm != "dev\ndev" || j.ID != fmt.Sprint(i+1) {
			t.Errorf("job %q of %q gets %q", j.ID, j.Auth.Realm, got)
		}
	}
}

// Every iteration sends all requests with its own row of data; what lies beyond
// the rows gets the last one.
func TestIterations(t *testing.T) {
	s := &sender{answer: func(context.Context, string) (int, *engine.Error) { return 200, nil }}
	p := plan(t, "Ping", "Reset")
	p.Env = &collection.Environment{ID: "dev", Name: "dev", Vars: []collection.EnvVar{{Key: "n", Initial: "env"}}}
	p.Locals = []vars.Var{{Name: "l", Value: "local"}}
	p.Iterations, p.Data = 3, data.Rows{{{Name: "n", Value: "1"}, {Name: "l", Value: "no"}}, {{Name: "n", Value: "2"}}}
	var l log
	sum, err := runner.Run(t.Context(), s, p, &l)
	if err != nil || sum.Requests != 6 || sum.Iterations != 3 {
		t.Errorf("%+v, %v: want six requests in three iterations", sum, err)
	}
	var got []string
	for _, j := range s.jobs {
		text, _ := j.Scopes.Expand("{{n}} {{l}}")
		got = append(got, j.ID+": "+j.ItemID+" "+text)
	}
	want := []string{"1: r1 1 local", "2: r5 1 local", "3: r1 2 local", "4: r5 2 local", "5: r1 2 local", "6: r5 2 local"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if at := l.iterations; !slices.Equal(at, []int{0, 1, 2}) {
		t.Errorf("iterations %v were told", at)
	}
}

// scripting answers every job with what its scripts are said to have done.
type scripting struct {
	sender
	before, after map[string]script.Outcome
}

func (s *scripting) Send(ctx context.Context, j collection.Job, w func(engine.Event)) (*engine.Exchange, error) {
	x, err := s.sender.Send(ctx, j, w)
	if out, ok := s.before[j.ItemID]; ok {
		x.Before = &out
	}
	if out, ok := s.after[j.ItemID]; ok {
		x.After = &out
	}
	return x, err
}

func ids(jobs []collection.Job) string {
	var out []string
	for _, j := range jobs {
		out = append(out, j.ItemID)
	}
	return strings.Join(out, " ")
}

// Scripts say where the run goes on, and with which variables.
func TestScriptsSteerTheRun(t *testing.T) {
	fine := func(context.Context, string) (int, *engine.Error) { return 200, nil }
	next := func(name string) script.Outcome { return script.Outcome{Next: &script.Next{Name: name}} }
	for _, tc := range []struct {
		name string
		s    scripting
		bail bool
		want string
		sum  runner.Summary
	}{
		{"by name, the last of two", scripting{after: map[string]script.Outcome{"r1": next("List")}}, false, "r1 r4 r5", runner.Summary{}},
		{"by id", scripting{after: map[string]script.Outcome{"r1": next("r3")}}, false, "r1 r3 r4 r5", runner.Summary{}},
		{"the one behind the answer has the last word", scripting{before: map[string]script.Outcome{"r1": next("r2")}, after: map[string]script.Outcome{"r1": next("r5")}}, false, "r1 r5", runner.Summary{}},
		{"null ends it", scripting{after: map[string]script.Outcome{"r2": next("")}}, false, "r1 r2", runner.Summary{}},
		{"so does an unknown name", scripting{after: map[string]script.Outcome{"r2": next("nobody")}}, false, "r1 r2", runner.Summary{}},
		{"a failed test is counted", scripting{after: map[string]script.Outcome{"r1": {Tests: []script.Test{{Passed: true}, {}, {Skipped: true}}}}}, false, "r1 r2 r3 r4 r5", runner.Summary{Tests: 2, FailedTests: 1, SkippedTests: 1}},
		{"and ends it where asked to", scripting{after: map[string]script.Outcome{"r2": {Tests: []script.Test{{}}}}}, true, "r1 r2", runner.Summary{Tests: 1, FailedTests: 1, Bailed: true}},
		{"so does a script that broke off", scripting{before: map[string]script.Outcome{"r2": {Errors: []script.Error{{}}}}}, true, "r1 r2", runner.Summary{ScriptErrors: 1, Bailed: true}},
		{"a skipped one is not counted", scripting{before: map[string]script.Outcome{"r2": {Skip: true}}}, false, "r1 r2 r3 r4 r5", runner.Summary{Skipped: 1}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.s.answer = fine
			p := plan(t)
			p.Bail = tc.bail
			sum, err := runner.Run(t.Context(), &tc.s, p, &log{})
			if err != nil {
				t.Fatal(err)
			}
			if got := ids(tc.s.jobs); got != tc.want {
				t.Errorf("sent %s, want %s", got, tc.want)
			}
			tc.sum.Iterations, tc.sum.Requests, tc.sum.Bytes, tc.sum.Elapsed = 1, sum.Requests, sum.Bytes, sum.Elapsed
			if diff := cmp.Diff(tc.sum, sum); diff != "" || sum.Requests+sum.Skipped != len(tc.s.jobs) {
				t.Error(diff, sum)
			}
		})
	}
}

func TestVariablesOfScriptsStayInTheRun(t *testing.T) {
	s := &scripting{after: map[string]script.Outcome{"r1": {Changes: []script.Change{
		{Scope: vars.Environment, Op: script.Set, Var: script.Var{Key: "v", Value: "1", Type: script.Number}},
		{Scope: vars.Local, Op: script.Set, Var: script.Var{Key: "l", Value: "local"}},
	}}}}
	s.answer = func(context.Context, string) (int, *engine.Error) { return 200, nil }
	p := plan(t, "Ping", "Reset")
	p.Iterations, p.Trusted = 2, true
	p.Env = &collection.Environment{ID: "dev", Name: "dev", Vars: []collection.EnvVar{{Key: "v", Initial: "0"}}}
	if _, err := runner.Run(t.Context(), s, p, &log{}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, j := range s.jobs {
		text, _ := j.Scopes.Expand("{{v}} {{l}}")
		got = append(got, fmt.Sprint(j.ItemID, " ", text, " ", j.Iteration, "/", j.Iterations, " ", j.Trusted))
	}
	want := []string{"r1 0 {{l}} 0/2 true", "r5 1 local 0/2 true", "r1 1 local 1/2 true", "r5 1 local 1/2 true"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if v := p.Env.Vars[0]; v.Value() != "0" {
		t.Errorf("the environment of the plan has become %s", v.Value())
	}
}
