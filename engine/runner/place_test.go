package runner_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/runner"
	"postern/engine/runner/data"
	"postern/engine/script"
	"postern/engine/vars"
)

// moved is a plan whose scripts set variables of every scope, remove some and
// jump, and a world that carries them out.
func moved() (runner.Plan, *world) {
	change := func(s vars.Scope, op script.Op, key, value string) script.Change {
		return script.Change{Scope: s, Op: op, Var: script.Var{Key: key, Value: value}}
	}
	w := &world{after: func(j collection.Job) *script.Outcome {
		out := &script.Outcome{Tests: []script.Test{{Passed: j.ItemID != "r3"}}}
		at := fmt.Sprint(j.ItemID, j.Iteration)
		switch j.ItemID {
		case "r0":
			out.Changes = []script.Change{change(vars.Environment, script.Set, "a", at), change(vars.Globals, script.Set, "g"+at, at), change(vars.Local, script.Set, "l", at), change(vars.Environment, script.Set, "gone", "x")}
		case "r1":
			out.Changes = []script.Change{change(vars.Data, script.Unset, "row", ""), change(vars.Environment, script.Unset, "gone", ""), change(vars.Environment, script.Set, "a", "again "+at)}
			out.Next = &script.Next{Name: "r3"}
		case "r3":
			if j.Iteration == 1 {
				out.Changes = []script.Change{change(vars.Globals, script.Clear, "", ""), change(vars.Globals, script.Set, "only", at)}
			}
		}
		return out
	}}
	p := many("GET", "GET x()", "GET", "GET", "GET")
	p.Env = &collection.Environment{Name: "dev", Vars: []collection.EnvVar{{Key: "a", Initial: "-"}, {Key: "b", Initial: "b"}}}
	p.Data, p.Iterations = data.Rows{{{Name: "row", Value: "one"}}, {{Name: "row", Value: "two"}}, {{Name: "row", Value: "three"}}}, 3
	for i := range p.Collection.Items { // what changes is not to be foreseen
		p.Collection.Items[i].Events = []collection.Event{{Listen: collection.AfterResponse, Script: "x()"}}
	}
	return p, w
}

// went is what a run did: each request with the variables it got.
type went struct {
	lines []string
	ended runner.Ended
	stop  func(n int)
	n     int
}

func (l *went) Report(e runner.Event) {
	switch e := e.(type) {
	case runner.Sending:
		if l.n++; l.stop != nil {
			l.stop(l.n)
		}
	case runner.Done:
		l.lines = append(l.lines, fmt.Sprint(e.Ref.Item.ID, "/", e.Iteration))
	case runner.Ended:
		l.ended = e
	}
}

// Wherever a run ends early, what goes on there comes to the same as one that
// went through: the requests, the variables they got and left, and the totals.
func TestARunGoesOnAnywhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		carry := func(ctx context.Context, p runner.Plan, w *world, l *went) (seen []string) {
			answer := w.after
			w.after = func(j collection.Job) *script.Outcome {
				text, _ := j.Scopes.Expand("{{a}} {{b}} {{row}} {{l}} {{gone}} {{only}} {{gr00}} {{gr01}}")
				seen = append(seen, j.ItemID+" "+text)
				return answer(j)
			}
			_, _ = runner.Run(ctx, w, p, l) // cancelled, or not
			return seen
		}
		p, w := moved()
		var whole went
		want := carry(t.Context(), p, w, &whole)
		if len(want) != 12 {
			t.Fatalf("%d requests were sent: %v", len(want), want)
		}
		for n := 1; n <= len(want); n++ {
			var got []string
			var from *runner.Place
			l := went{}
			for l.ended.Left != nil || from == nil { // part after part, each ended at its request n
				ctx, cancel := context.WithCancel(t.Context())
				least := n
				if from != nil {
					least = max(n, 2) // else it would stay where it is
				}
				l = went{stop: func(at int) {
					if at == least {
						cancel()
					}
				}}
				p, w := moved()
				if p.From = from; from != nil {
					if err := from.Check(p); err != nil {
						t.Fatal(n, err)
					}
				}
				got = append(got, carry(ctx, p, w, &l)...)
				cancel()
				if l.ended.Left != nil {
					from = kept(t, l.ended.Left)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("stopped at %d: %s", n, diff)
			}
			if !whole.ended.Scopes.Equal(l.ended.Scopes) {
				t.Errorf("stopped at %d it leaves\n%v, instead of\n%v", n, l.ended.Scopes.Layers, whole.ended.Scopes.Layers)
			}
			sum := from.Whole(l.ended.Summary)
			sum.Elapsed = whole.ended.Summary.Elapsed
			if sum != whole.ended.Summary {
				t.Errorf("stopped at %d it counts\n%+v, instead of\n%+v", n, sum, whole.ended.Summary)
			}
		}
	})
}

// kept is a place as it is after it was written and read.
func kept(t *testing.T, p *runner.Place) *runner.Place {
	t.Helper()
	b, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	out := &runner.Place{}
	if err := json.Unmarshal(b, out); err != nil {
		t.Fatal(err)
	}
	return out
}

// What the scripts of the request did that a run ended at is done again, and not
// twice.
func TestWhatEndsARunCountsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, w := moved()
		p.Bail = true // the test of r3 fails
		l := went{}
		sum, err := runner.Run(t.Context(), w, p, &l)
		if err != nil || !sum.Bailed || sum.FailedTests != 1 {
			t.Fatalf("%+v, %v", sum, err)
		}
		answer := w.after
		w.after = func(j collection.Job) *script.Outcome { // r3 sets a variable, and fails
			out := answer(j)
			if j.ItemID == "r3" {
				out.Changes = append(out.Changes, script.Change{Scope: vars.Globals, Op: script.Set, Var: script.Var{Key: "n", Value: "1"}})
			}
			return out
		}
		l = went{}
		if _, err := runner.Run(t.Context(), w, p, &l); err != nil {
			t.Fatal(err)
		}
		left := l.ended.Left
		if left == nil || left.Position != 3 || left.Summary.Requests != 2 || left.Summary.FailedTests != 0 {
			t.Fatalf("left at %+v", left)
		}
		for _, c := range left.Changes {
			if c.Var.Key == "n" {
				t.Error("it keeps what the last request set")
			}
		}
	})
}

func TestAPlaceIsChecked(t *testing.T) {
	p := many("GET", "GET")
	at := runner.Place{Position: 1, Request: runner.At(p.Requests[1])}
	if err := at.Check(p); err != nil {
		t.Error(err)
	}
	p.Requests[1].Item.Name = "other"
	if err := at.Check(p); err == nil || !strings.Contains(err.Error(), "request 2 is another one now: other") {
		t.Errorf("a request that changed: %v", err)
	}
	p.Requests = p.Requests[:1]
	if err := at.Check(p); err == nil || !strings.Contains(err.Error(), "there are 1 requests") {
		t.Errorf("a request that is gone: %v", err)
	}
	at.Position, at.Iteration = 0, 1
	if err := at.Check(p); err == nil {
		t.Error("an iteration that is gone is found")
	}
}

// A login that is needed ends a run where tokens were good before, and only
// there; the request is sent again, and without the login the run ends there
// again.
func TestALoginThatEnds(t *testing.T) {
	needed := &engine.Error{Stage: engine.StageAuthorize, Summary: "no", Err: &auth.Error{Kind: auth.KindNeedsLogin}}
	for _, tc := range []struct {
		name  string
		token bool
		plan  bool
		want  bool
	}{
		{"in the middle", true, true, true},
		{"from the beginning", false, true, false},
		{"where the plan does not say", true, false, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := &authorised{sender: sender{answer: func(_ context.Context, id string) (int, *engine.Error) {
				if id == "r3" {
					return 0, needed
				}
				return 200, nil
			}}}
			if tc.token {
				s.token = &auth.Token{}
			}
			p := plan(t)
			p.EndAtLogin = tc.plan
			var l log
			sum, err := runner.Run(t.Context(), s, p, &l)
			if err != nil || sum.NeedsLogin != tc.want || sum.Failed != 1 {
				t.Fatalf("%+v, %v", sum, err)
			}
			if tc.want && (sum.Requests != 3 || l.ended.Left == nil || l.ended.Left.Position != 2 || l.ended.Left.Summary.Requests != 2) {
				t.Errorf("%+v, left at %+v", sum, l.ended.Left)
			}
			if !tc.want && (sum.Requests != 5 || l.ended.Left != nil) {
				t.Errorf("%+v, left at %+v", sum, l.ended.Left)
			}
			if !tc.want {
				return
			}
			p.From, l = kept(t, l.ended.Left), log{}
			if sum, err := runner.Run(t.Context(), s, p, &l); err != nil || !sum.NeedsLogin || sum.Requests != 1 || l.ended.Left == nil || l.ended.Left.Position != 2 || l.ended.Left.Summary.Requests != 2 {
				t.Errorf("it goes on without a login: %+v, %v, left at %+v", sum, err, l.ended.Left)
			}
		})
	}
}

// authorised sends with a token.
type authorised struct {
	sender
	token *auth.Token
}

func (s *authorised) Send(ctx context.Context, j collection.Job, w func(engine.Event)) (*engine.Exchange, error) {
	x, err := s.sender.Send(ctx, j, w)
	if x != nil {
		x.Token = s.token
	}
	return x, err
}

// A request that was under way at the end is none that the run was at.
func TestAPlaceOfSeveralUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{lasts: map[string]time.Duration{"r2": time.Hour}}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, cancel)
		var l log
		_, err := runner.Run(ctx, w, many("GET", "GET", "GET", "GET", "GET"), &l)
		if !errors.Is(err, context.Canceled) || l.ended.Left.Position != 2 || l.ended.Left.Summary.Requests != 2 || len(w.sent) != 5 {
			t.Errorf("%v, left at %+v, sent %v", err, l.ended.Left, w.sent)
		}
	})
}
