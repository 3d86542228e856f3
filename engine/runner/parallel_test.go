package runner_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
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
	"postern/engine/script/reads"
	"postern/engine/vars"
)

// world answers requests after a time, and notes which were under way together.
type world struct {
	mu sync.Mutex
	// lasts is how long an answer takes, by item; a second if it does not say.
	lasts map[string]time.Duration
	fails map[string]*engine.Error
	// after is what scripts are said to have done, with what they were given.
	after  func(j collection.Job) *script.Outcome
	cookie map[string]string
	// elsewhere says that another host answers.
	elsewhere bool
	// under are the requests under way, beside those that were met in it.
	under  []string
	met    map[string][]string
	most   int
	sent   []string
	open   map[*payload.Body]bool
	widest int
}

func (w *world) Send(ctx context.Context, j collection.Job, _ func(engine.Event)) (*engine.Exchange, error) {
	w.mu.Lock()
	if w.met == nil {
		w.met, w.open = map[string][]string{}, map[*payload.Body]bool{}
	}
	w.sent = append(w.sent, j.ItemID)
	for _, other := range w.under {
		w.met[j.ItemID], w.met[other] = append(w.met[j.ItemID], other), append(w.met[other], j.ItemID)
	}
	w.under = append(w.under, j.ItemID)
	w.most = max(w.most, len(w.under))
	lasts, ok := w.lasts[j.ItemID]
	w.mu.Unlock()
	if !ok {
		lasts = time.Second
	}
	select {
	case <-time.After(lasts):
	case <-ctx.Done():
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.under = slices.Delete(w.under, slices.Index(w.under, j.ItemID), slices.Index(w.under, j.ItemID)+1)
	if ctx.Err() != nil {
		return nil, &engine.Error{Stage: engine.StageCancelled, Summary: "cancelled", Err: ctx.Err()}
	}
	if err := w.fails[j.ItemID]; err != nil {
		return nil, err
	}
	url, _ := j.Scopes.Expand(j.Request.URL.String())
	if w.elsewhere {
		url = "http://elsewhere/"
	}
	body := payload.FromBytes([]byte("body"))
	w.open[body] = true
	for b := range w.open {
		if _, err := b.Bytes(1); err != nil {
			delete(w.open, b)
		}
	}
	w.widest = max(w.widest, len(w.open))
	x := &engine.Exchange{ID: j.ID, Sent: engine.Sent{URL: url}, Response: &engine.Response{Status: 200, Body: body}}
	if c := w.cookie[j.ItemID]; c != "" {
		x.Response.Header = http.Header{"Set-Cookie": {c}}
	}
	if w.after != nil {
		x.After = w.after(j)
	}
	return x, nil
}

// many is a collection of requests by method and script: "GET", or
// "GET pm.test()".
func many(kinds ...string) runner.Plan {
	c := &collection.Collection{Name: "API"}
	for i, k := range kinds {
		method, source, _ := strings.Cut(k, " ")
		it := &collection.Item{ID: fmt.Sprint("r", i), Name: fmt.Sprint("r", i), Request: &collection.Request{Method: method, URL: collection.ParseURL("http://h/" + fmt.Sprint(i))}}
		if source != "" {
			it.Events = []collection.Event{{Listen: collection.AfterResponse, Script: source}}
		}
		c.Items = append(c.Items, it)
	}
	return runner.Plan{Collection: c, Requests: c.Requests(), Parallel: 3, Trusted: true}
}

// told are the lines of a run.
func told(t *testing.T, w runner.Sender, p runner.Plan) (*log, runner.Summary) {
	t.Helper()
	l := &log{}
	sum, err := runner.Run(t.Context(), w, p, l)
	if err != nil {
		t.Error(err)
	}
	return l, sum
}

// Whatever comes first, it is told in the order of the plan, and to the same
// totals as one by one.
func TestParallelTellsTheSame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := many("GET", "GET", "GET", "POST", "GET", "GET", "GET", "GET")
		p.Iterations = 3
		make := func() *world {
			return &world{lasts: map[string]time.Duration{"r1": 9 * time.Second, "r4": 5 * time.Second}, fails: map[string]*engine.Error{"r5": failing(engine.StageConnect)}}
		}
		quick, slow := make(), make()
		got, sum := told(t, quick, p)
		p.Parallel = 0
		want, whole := told(t, slow, p)
		if diff := cmp.Diff(want.lines, got.lines); diff != "" {
			t.Error(diff)
		}
		if !slices.Equal(got.iterations, []int{0, 1, 2}) {
			t.Errorf("iterations %v were told", got.iterations)
		}
		if sum.Elapsed >= whole.Elapsed {
			t.Errorf("it took %v, one by one %v", sum.Elapsed, whole.Elapsed)
		}
		sum.Elapsed, whole.Elapsed = 0, 0
		if sum != whole {
			t.Errorf("%+v, one by one %+v", sum, whole)
		}
		if quick.most != 3 || slow.most != 1 {
			t.Errorf("%d and %d were under way at once", quick.most, slow.most)
		}
		if len(quick.met["r3"]) > 0 {
			t.Errorf("the POST met %v", quick.met["r3"])
		}
	})
}

func TestWhatGoesAlone(t *testing.T) {
	const sets = `GET pm.environment.set("a", 1)`
	for _, tc := range []struct {
		name  string
		plan  func() runner.Plan
		alone map[runner.Reason]int
	}{
		{"the first of a host", func() runner.Plan { return many("GET", "GET", "HEAD") }, map[runner.Reason]int{runner.FirstOfHost: 1}},
		{"once, though it leads to another", func() runner.Plan { return many("GET", "GET", "GET", "GET") }, map[runner.Reason]int{runner.FirstOfHost: 1}},
		{"what writes", func() runner.Plan { return many("GET", "POST", "PUT", "GET") }, map[runner.Reason]int{runner.FirstOfHost: 1, runner.Writes: 2}},
		{"unless it may", func() runner.Plan { p := many("GET", "POST", "PUT", "GET"); p.Writes = true; return p }, map[runner.Reason]int{runner.FirstOfHost: 1}},
		{"the first of each host that a row names", func() runner.Plan {
			p := many("GET", "GET", "GET")
			for _, r := range p.Requests {
				r.Item.Request.URL = collection.ParseURL("http://{{host}}/")
			}
			p.Data, p.Iterations = data.Rows{{{Name: "host", Value: "a"}}, {{Name: "host", Value: "b"}}}, 2
			return p
		}, map[runner.Reason]int{runner.FirstOfHost: 2}},
		{"scripts that change", func() runner.Plan { return many("GET", sets, `GET pm.test("ok", () => {})`) }, map[runner.Reason]int{runner.FirstOfHost: 1, runner.ReasonOf(reads.Changes): 1}},
		{"unless they do not run", func() runner.Plan { p := many("GET", sets, "GET"); p.Trusted = false; return p }, map[runner.Reason]int{runner.FirstOfHost: 1}},
		{"one by one nothing is counted", func() runner.Plan { p := many("GET", sets); p.Parallel = 1; return p }, map[runner.Reason]int{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var l log
				if _, err := runner.Run(t.Context(), &world{elsewhere: strings.Contains(tc.name, "another")}, tc.plan(), &l); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tc.alone, l.ended.Alone); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

// Variables that a script sets are there for all behind it, and for none before.
func TestParallelKeepsTheVariables(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen sync.Map
		w := &world{lasts: map[string]time.Duration{"r1": 5 * time.Second}, after: func(j collection.Job) *script.Outcome {
			text, _ := j.Scopes.Expand("{{a}} {{n}}")
			seen.Store(fmt.Sprint(j.ItemID, "/", j.Iteration, " #", j.ID), text)
			if j.ItemID != "r2" {
				return nil
			}
			return &script.Outcome{Changes: []script.Change{{Scope: vars.Environment, Op: script.Set, Var: script.Var{Key: "a", Value: fmt.Sprint(j.Iteration)}}}}
		}}
		p := many("GET", "GET", `GET pm.environment.set("a", pm.info.iteration)`, "GET", "GET")
		p.Env = &collection.Environment{Name: "dev", Vars: []collection.EnvVar{{Key: "a", Initial: "-"}}}
		p.Data = data.Rows{{{Name: "n", Value: "one"}}, {{Name: "n", Value: "two"}}}
		p.Iterations = 2
		told(t, w, p)
		want := map[string]string{
			"r0/0 #1": "- one", "r1/0 #2": "- one", "r2/0 #3": "- one", "r3/0 #4": "0 one", "r4/0 #5": "0 one",
			"r0/1 #6": "0 two", "r1/1 #7": "0 two", "r2/1 #8": "0 two", "r3/1 #9": "1 two", "r4/1 #10": "1 two",
		}
		got := map[string]string{}
		seen.Range(func(k, v any) bool { got[k.(string)] = v.(string); return true })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if m := w.met["r2"]; len(m) > 0 {
			t.Errorf("the one that sets met %v", m)
		}
	})
}

// A script that was taken for one that reads only, and is none, costs time: what
// was sent behind it is sent again, with what it has left.
func TestAScriptThatDidMoreThanItsTextSays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var values sync.Map
		w := &world{lasts: map[string]time.Duration{"r1": 5 * time.Second}, after: func(j collection.Job) *script.Outcome {
			text, _ := j.Scopes.Expand("{{a}}")
			values.Store(j.ItemID, text)
			if j.ItemID != "r1" {
				return nil
			}
			return &script.Outcome{
				Changes: []script.Change{{Scope: vars.Environment, Op: script.Set, Var: script.Var{Key: "a", Value: "set"}}},
				Next:    &script.Next{Name: "r3"},
			}
		}}
		l, sum := told(t, w, many("GET", `GET console.log("tampered with")`, "GET", "GET", "GET"))
		want := []string{"began 5", "sending r0 1/5", "done r0 <nil>", "sending r1 2/5", "done r1 <nil>", "sending r3 4/5", "done r3 <nil>", "sending r4 5/5", "done r4 <nil>", "ended <nil>"}
		if diff := cmp.Diff(want, l.lines); diff != "" {
			t.Error(diff)
		}
		if v, _ := values.Load("r3"); v != "set" || sum.Requests != 4 {
			t.Errorf("r3 got %v, %d requests were counted", v, sum.Requests)
		}
	})
}

// So it is with one that sent a request of its own.
func TestAScriptThatSentMoreThanItsTextSays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{lasts: map[string]time.Duration{"r1": 5 * time.Second}, after: func(j collection.Job) *script.Outcome {
			if j.ItemID != "r1" {
				return nil
			}
			return &script.Outcome{Asked: true}
		}}
		_, sum := told(t, w, many("GET", `GET console.log("tampered with")`, "GET", "GET"))
		again := slices.Sorted(slices.Values(w.sent))
		if want := []string{"r0", "r1", "r2", "r2", "r3", "r3"}; !slices.Equal(again, want) || sum.Requests != 4 {
			t.Errorf("sent were %v, want %v; %d were counted", again, want, sum.Requests)
		}
	})
}

// Behind the first failure, in the order of the plan, nothing is told or
// counted, and what is under way is cancelled.
func TestParallelBails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{
			lasts: map[string]time.Duration{"r1": 3 * time.Second, "r3": time.Hour},
			fails: map[string]*engine.Error{"r1": failing(engine.StageConnect), "r2": failing(engine.StageConnect)},
		}
		p := many("GET", "GET", "GET", "GET", "GET")
		p.Bail = true
		l, sum := told(t, w, p)
		want := []string{"began 5", "sending r0 1/5", "done r0 <nil>", "sending r1 2/5", "done r1 no", "ended <nil>"}
		if diff := cmp.Diff(want, l.lines); diff != "" {
			t.Error(diff)
		}
		if sum.Failed != 1 || sum.Requests != 2 || !sum.Bailed || sum.Elapsed != 4*time.Second {
			t.Errorf("%+v", sum)
		}
		if l.ended.Left == nil || l.ended.Left.Position != 1 || l.ended.Left.Summary.Requests != 1 {
			t.Errorf("it is left at %+v", l.ended.Left)
		}
	})
}

func TestParallelIsCancelledAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{lasts: map[string]time.Duration{"r1": time.Hour, "r2": time.Hour}}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(2*time.Second, cancel)
		var l log
		sum, err := runner.Run(ctx, w, many("GET", "GET", "GET", "GET"), &l)
		if !errors.Is(err, context.Canceled) || sum.Elapsed != 2*time.Second || sum.Requests != 1 || sum.Failed != 0 {
			t.Errorf("%+v, %v", sum, err)
		}
		if len(w.under) > 0 {
			t.Errorf("%v are still under way", w.under)
		}
	})
}

// The pause is between the starts, and an answer does not wait for it.
func TestParallelPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{lasts: map[string]time.Duration{"r1": 10 * time.Second}}
		p := many("GET", "GET", "GET", "GET")
		p.Delay = 4 * time.Second
		var at []time.Duration
		start := time.Now()
		rep := reporterFunc(func(e runner.Event) {
			if _, ok := e.(runner.Done); ok {
				at = append(at, time.Since(start))
			}
		})
		if _, err := runner.Run(t.Context(), w, p, rep); err != nil {
			t.Fatal(err)
		}
		// Started at 0, 4, 8 and 12; the second takes 10, so the third waits for it.
		if want := []time.Duration{time.Second, 14 * time.Second, 14 * time.Second, 14 * time.Second}; !slices.Equal(at, want) {
			t.Errorf("told at %v, want %v", at, want)
		}
	})
}

type reporterFunc func(runner.Event)

func (f reporterFunc) Report(e runner.Event) { f(e) }

// However slow the first is, no more answers wait for it than may be under way.
func TestAnswersThatWaitAreFew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{lasts: map[string]time.Duration{"r0": time.Minute}}
		p := many("GET", "GET", "GET", "GET", "GET", "GET")
		p.Parallel, p.Iterations = 4, 50
		told(t, w, p)
		if w.widest > 4 || w.most != 4 {
			t.Errorf("%d bodies were open at once, %d requests under way", w.widest, w.most)
		}
	})
}

// What went out before an answer in front of it had set a cookie is counted.
func TestCookiesThatCameTooLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{
			lasts:  map[string]time.Duration{"r1": 3 * time.Second},
			cookie: map[string]string{"r0": "first=1", "r1": "late=1; Path=/", "r5": "late=2"},
		}
		l, _ := told(t, w, many("GET", "GET", "GET", "GET", "GET", "GET", "GET"))
		if l.ended.Early != 2 {
			t.Errorf("%d went out too early, want r2 and r3", l.ended.Early)
		}
	})
}
