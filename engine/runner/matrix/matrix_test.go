package matrix_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/payload"
	"postern/engine/runner"
	"postern/engine/runner/data"
	"postern/engine/runner/matrix"
	"postern/engine/script"
	"postern/engine/vars"
)

// users is a collection that makes a user and does something with it.
func users() *collection.Collection {
	request := func(id, name, url string) *collection.Item {
		return &collection.Item{ID: id, Name: name, Request: &collection.Request{Method: "GET", URL: collection.ParseURL(url)}}
	}
	return &collection.Collection{Name: "API", Auth: &auth.Config{Type: "bearer"}, Items: []*collection.Item{
		{ID: "f", Name: "Users", Folder: true, Items: []*collection.Item{request("make", "Make", "http://h/make"), request("get", "Get", "http://h/{{id}}")}},
		request("drop", "Drop", "http://h/drop/{{id}}"),
	}}
}

// service answers by who asks what, and keeps what it was asked, as "who what".
type service struct {
	mu     sync.Mutex
	asked  []string
	status map[string]int
	// sets is what the scripts behind an answer set, by who and what.
	sets map[string]script.Var
	// once says that they set it in the row of data, and the first time only.
	once bool
	fail map[string]*engine.Error
	took time.Duration
	open string
	jobs []collection.Job
}

func (s *service) Send(ctx context.Context, j collection.Job, _ func(engine.Event)) (*engine.Exchange, error) {
	time.Sleep(s.took)
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return nil, &engine.Error{Stage: engine.StageCancelled, Summary: "cancelled", Err: ctx.Err()}
	}
	who := "itself"
	if j.As.Auth != nil {
		if who = j.As.Auth.Get("who"); who == "" {
			who = "none"
		}
	}
	url, _ := j.Scopes.Expand(j.Request.URL.String())
	what := who + strings.TrimPrefix(url, "http://h")
	s.asked, s.jobs = append(s.asked, what), append(s.jobs, j)
	if err := s.fail[who+"/"+j.ItemID]; err != nil {
		return nil, err
	}
	status, ok := s.status[who+"/"+j.ItemID]
	if !ok {
		status = 200
	}
	x := &engine.Exchange{Sent: engine.Sent{URL: url}, Response: &engine.Response{Status: status, Body: payload.FromBytes(nil)}, Open: s.open == j.ItemID}
	if v, ok := s.sets[who+"/"+j.ItemID]; ok && !j.Refused(status) {
		scope := vars.Environment
		if s.once {
			scope = vars.Data
			delete(s.sets, who+"/"+j.ItemID)
		}
		x.After = &script.Outcome{Changes: []script.Change{{Scope: scope, Op: script.Set, Var: v}}}
	}
	return x, nil
}

// as is an identity by a token.
func as(name string) matrix.Identity {
	return matrix.Identity{Name: name, Auth: &auth.Config{Type: "oauth2", Attrs: []auth.Attr{{Key: "who", Value: name}}}}
}

// told writes down what a run tells.
type told struct {
	lines []string
	sum   runner.Summary
	left  vars.Set
}

func (r *told) Report(e runner.Event) {
	switch e := e.(type) {
	case runner.Began:
		r.lines = append(r.lines, fmt.Sprintf("%d requests as %s", len(e.Requests), strings.Join(e.As, " ")))
	case runner.Sending:
		r.lines = append(r.lines, "send "+e.Ref.Item.ID+" as "+e.As)
	case runner.Done:
		what := "failed"
		if e.Err == nil {
			what = fmt.Sprint(e.Exchange.Response.Status)
			for _, t := range tests(e.Exchange) {
				what += fmt.Sprintf(" %s: %t %s", t.Name, t.Passed, t.Message)
			}
		}
		r.lines = append(r.lines, "done "+e.Ref.Item.ID+" as "+e.As+" "+what)
	case runner.Reached:
		r.lines = append(r.lines, "another run would go on here")
	case runner.Ended:
		r.sum, r.left = e.Summary, e.Scopes
		if e.Left != nil {
			r.lines = append(r.lines, "another run can go on")
		}
	}
}

// carryOut runs all of a collection.
func carryOut(t *testing.T, s *service, p runner.Plan, ids []matrix.Identity, expect ...string) (*matrix.Grid, *told) {
	t.Helper()
	e, err := matrix.ParseExpect(p.Collection, len(ids), expect)
	if err != nil {
		t.Fatal(err)
	}
	if p.Requests == nil {
		p.Requests = p.Collection.Requests()
	}
	m, rep := matrix.New(p, ids, e), &told{}
	sum, err := m.Run(t.Context(), s, rep)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rep.sum, sum); diff != "" {
		t.Error("the totals are told otherwise than returned", diff)
	}
	return m.Grid(), rep
}

func env(name, id string) *collection.Environment {
	return &collection.Environment{ID: name, Name: name, Vars: []collection.EnvVar{{Key: "id", Initial: id}}}
}

// Every request is sent by the last identity first, and what the leader made is
// there for all; what a guest is refused leaves nothing behind.
func TestOrderAndVariables(t *testing.T) {
	s := &service{
		status: map[string]int{"reader/make": 403, "none/make": 401, "none/get": 401, "none/drop": 401, "reader/drop": 403},
		sets: map[string]script.Var{
			"admin/make": {Key: "id", Value: "7"}, "writer/make": {Key: "id", Value: "8"},
			"reader/make": {Key: "id", Value: "undefined"}, "none/make": {Key: "id", Value: "undefined"},
		},
	}
	p := runner.Plan{Collection: users(), Env: env("dev", "old")}
	g, rep := carryOut(t, s, p, []matrix.Identity{as("admin"), as("writer"), as("reader"), matrix.Nobody("none")})
	want := []string{
		"none/make", "reader/make", "writer/make", "admin/make", "none/7", "reader/7", "writer/8", "admin/7",
		"none/drop/7", "reader/drop/7", "writer/drop/8", "admin/drop/7",
	}
	if diff := cmp.Diff(want, s.asked); diff != "" {
		t.Error(diff)
	}
	if got, _ := rep.left.Expand("{{id}}"); got != "7" {
		t.Errorf("the run leaves %q", got)
	}
	if rep.sum.Requests != 12 || rep.sum.HTTPErrors != 5 || rep.sum.Tests != 0 || g.Judged {
		t.Errorf("the totals are %+v", rep.sum)
	}
	if got := g.Rows[0].Cells[2]; got.Last.Status != 403 || got.Last.Missed || got.Expected != "" {
		t.Errorf("a cell is %+v", got)
	}
	realms := map[string]bool{}
	for _, j := range s.jobs[:4] {
		realms[j.Auth.Realm] = true
		if !strings.HasPrefix(j.Auth.Realm, p.Env.Realm()) {
			t.Errorf("the cookies are those of %q", j.Auth.Realm)
		}
	}
	if len(realms) != 4 {
		t.Errorf("the identities share their cookies: %v", realms)
	}
}

// An environment is an identity too, with nothing of the leader's.
func TestEnvironments(t *testing.T) {
	s := &service{sets: map[string]script.Var{"itself/make": {Key: "id", Value: "7"}}}
	p := runner.Plan{Collection: users(), Data: data.Rows{{{Name: "row", Value: "1"}}}}
	p.Requests = p.Collection.Requests()[1:]
	dev, other := env("admin", "a"), env("user", "u")
	carryOut(t, s, p, []matrix.Identity{{Name: "admin", Env: dev}, {Name: "user", Env: other}, as("token")})
	if diff := cmp.Diff([]string{"token/{{id}}", "itself/u", "itself/a"}, s.asked[:3]); diff != "" {
		t.Error(diff)
	}
	if got := s.jobs[1].Auth.Realm; got != other.Realm() {
		t.Errorf("the tokens are those of %q", got)
	}
	for _, j := range s.jobs {
		if got, _ := j.Scopes.Expand("{{row}}"); got != "1" {
			t.Errorf("the row of data is %q", got)
		}
	}
}

// What a guest's script does to a row of data is over with it, as for the leader.
func TestARowOfAGuest(t *testing.T) {
	s := &service{sets: map[string]script.Var{"reader/make": {Key: "id", Value: "own"}}, once: true}
	p := runner.Plan{Collection: users(), Data: data.Rows{{{Name: "id", Value: "1"}}, {{Name: "id", Value: "2"}}}, Iterations: 2}
	p.Requests = p.Collection.Requests()[:2]
	carryOut(t, s, p, []matrix.Identity{as("admin"), as("reader")})
	want := []string{"reader/make", "admin/make", "reader/own", "admin/1", "reader/make", "admin/make", "reader/2", "admin/2"}
	if diff := cmp.Diff(want, s.asked); diff != "" {
		t.Error(diff)
	}
}

func TestExpectations(t *testing.T) {
	s := &service{status: map[string]int{"reader/make": 201, "none/make": 401, "none/get": 401}, open: "drop"}
	ids := []matrix.Identity{as("admin"), as("reader"), matrix.Nobody("none")}
	g, rep := carryOut(t, s, runner.Plan{Collection: users()}, ids, "2xx,403,401", "Users/Get=200|204,*,401")
	if missed, of := g.Expected(); missed != 1 || of != 9 {
		t.Errorf("%d of %d answers are not as expected", missed, of)
	}
	want := []string{
		"3 requests as admin reader none",
		"send make as admin", "send make as none", "done make as none 401 as none: status is 401: true ",
		"send make as reader", "done make as reader 201 as reader: status is 403: false expected 403, got 201",
		"done make as admin 200 as admin: status is 2xx: true ",
		"send get as admin", "send get as none", "done get as none 401 as none: status is 401: true ",
		"send get as reader", "done get as reader 200 as reader: status is any: true ",
		"done get as admin 200 as admin: status is 200 or 204: true ",
		// open to everybody: all are held against the same
		"send drop as admin", "send drop as none", "done drop as none 200 as none: status is 2xx: true ",
		"send drop as reader", "done drop as reader 200 as reader: status is 2xx: true ",
		"done drop as admin 200 as admin: status is 2xx: true ",
	}
	if diff := cmp.Diff(want, rep.lines); diff != "" {
		t.Error(diff)
	}
	if rep.sum.Tests != 9 || rep.sum.FailedTests != 1 || !g.Rows[2].Open || g.Rows[1].Open {
		t.Errorf("the totals are %+v", rep.sum)
	}
}

func TestWhatIsExpected(t *testing.T) {
	for pattern, want := range map[matrix.Pattern][2][]int{
		"200": {{200}, {201, 401}}, "200|204": {{200, 204}, {201}}, "2xx": {{200, 299}, {300, 404}}, "4XX|200": {{200, 404}, {201}}, "*": {{100, 599}, nil},
	} {
		for i, list := range want {
			for _, status := range list {
				if pattern.Fits(status) != (i == 0) {
					t.Errorf("%s fits %d: %t", pattern, status, i != 0)
				}
			}
		}
	}
	for text, want := range map[string]string{
		"200": "1 status for 2 identities", "Users=200,200,200": `3 statuses of "Users" for 2 identities`,
		"200,": `"" is no status`, "200,6xx": `"6xx" is no status`, "20,200": `"20" is no status`, "200,abc": `"abc" is no status`,
		"Nobody=200,200": `there is no folder or request "Nobody"`,
	} {
		if _, err := matrix.ParseExpect(users(), 2, []string{text}); err == nil || err.Error() != want {
			t.Errorf("%s: %v", text, err)
		}
	}
	// The innermost name counts, in whatever order.
	s := &service{}
	g, _ := carryOut(t, s, runner.Plan{Collection: users()}, []matrix.Identity{as("admin")}, "Users/Make=201", "Users=202", "Users=203", "204")
	for i, want := range []matrix.Pattern{"201", "203", "204"} {
		if got := g.Rows[i].Cells[0].Expected; got != want {
			t.Errorf("of row %d is expected %s, want %s", i, got, want)
		}
	}
}

// A run ends behind the row of a failure, whoever's it is, and not before its
// end.
func TestBail(t *testing.T) {
	for who, s := range map[string]*service{
		"a guest's answer": {status: map[string]int{"reader/make": 500}}, "the leader's": {status: map[string]int{"admin/make": 500}},
		"a guest that fails": {fail: map[string]*engine.Error{"reader/make": {Stage: engine.StageConnect, Summary: "no"}}},
		"a leader that does": {fail: map[string]*engine.Error{"admin/make": {Stage: engine.StageConnect, Summary: "no"}}},
	} {
		p := runner.Plan{Collection: users(), Bail: true, Iterations: 2}
		_, rep := carryOut(t, s, p, []matrix.Identity{as("admin"), as("reader")}, "200,200")
		if len(s.asked) != 2 || !rep.sum.Bailed {
			t.Errorf("%s: asked %q, %+v", who, s.asked, rep.sum)
		}
	}
	s := &service{status: map[string]int{"reader/drop": 500}}
	_, rep := carryOut(t, s, runner.Plan{Collection: users(), Bail: true, Iterations: 2}, []matrix.Identity{as("admin"), as("reader")}, "200,200")
	if len(s.asked) != 6 || rep.sum.Iterations != 1 {
		t.Errorf("asked %q in %d iterations", s.asked, rep.sum.Iterations)
	}
}

func TestNoAnswer(t *testing.T) {
	login := &engine.Error{Stage: engine.StageAuthorize, Summary: "not logged in", Err: &auth.Error{Kind: auth.KindNeedsLogin}}
	s := &service{fail: map[string]*engine.Error{"reader/make": login, "none/make": {Stage: engine.StageConnect, Summary: "no"}}}
	g, rep := carryOut(t, s, runner.Plan{Collection: users(), Iterations: 2}, []matrix.Identity{as("admin"), as("reader"), matrix.Nobody("none")}, "200,*,*")
	var got []matrix.Kind
	for _, c := range g.Rows[0].Cells {
		got = append(got, c.Last.Kind)
	}
	if diff := cmp.Diff([]matrix.Kind{matrix.Answered, matrix.Login, matrix.Failed}, got); diff != "" {
		t.Error(diff)
	}
	if tally := g.Rows[0].Cells[1].Tally; len(tally) != 1 || tally[0].Count != 2 || !tally[0].Missed {
		t.Errorf("the tally is %+v", tally)
	}
	if rep.sum.Failed != 4 || rep.sum.Unauthorised != 2 || rep.sum.Broken() {
		t.Errorf("the totals are %+v", rep.sum)
	}
}

// The times of a plan are those of each send.
func TestTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, start := &service{took: time.Second}, time.Now()
		p := runner.Plan{Collection: users(), Delay: time.Minute, Timeout: 2 * time.Second}
		_, rep := carryOut(t, s, p, []matrix.Identity{as("admin"), as("reader"), as("other")})
		if got := time.Since(start); got != 8*time.Minute+9*time.Second || rep.sum.Failed != 0 {
			t.Errorf("it took %v, %+v", got, rep.sum)
		}
		s.took = 3 * time.Second
		if _, rep = carryOut(t, s, p, []matrix.Identity{as("admin"), as("reader")}); rep.sum.Failed != 6 {
			t.Errorf("the totals are %+v", rep.sum)
		}
	})
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s, rep := &service{}, &told{}
	p := runner.Plan{Collection: users(), Requests: users().Requests()}
	if _, err := matrix.New(p, []matrix.Identity{as("admin"), as("b")}, matrix.Expectations{}).Run(ctx, s, rep); err == nil || slices.ContainsFunc(rep.lines, func(l string) bool { return strings.HasPrefix(l, "done") }) {
		t.Errorf("cancelled it ends with %v: %q", err, rep.lines)
	}
}

func tests(x *engine.Exchange) []script.Test {
	if x.After == nil {
		return nil
	}
	return x.After.Tests
}

// Several requests at once come to the same.
func TestParallel(t *testing.T) {
	ids := []matrix.Identity{as("admin"), as("reader"), matrix.Nobody("none")}
	var want *told
	for _, n := range []int{1, 3} {
		synctest.Test(t, func(t *testing.T) {
			s := &service{took: time.Second, status: map[string]int{"reader/get": 403, "none/drop": 401}}
			p := runner.Plan{Collection: users(), Parallel: n, Iterations: 3, Trusted: true}
			_, rep := carryOut(t, s, p, ids, "200,200|403,*")
			took := rep.sum.Elapsed
			rep.sum.Elapsed = 0
			if want == nil {
				want = rep
				return
			}
			if diff := cmp.Diff(want.lines, rep.lines); diff != "" || want.sum != rep.sum || took >= 27*time.Second {
				t.Errorf("it took %v, %+v, one by one %+v\n%s", took, rep.sum, want.sum, diff)
			}
		})
	}
}
