package script_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"postern/engine/collection"
	"postern/engine/script"
	"postern/engine/script/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	lie()
	goleak.VerifyTestMain(m, goleak.Cleanup(os.Exit))
}

// plenty is more time than scripts that no limit is to end need on any machine.
const plenty = 2 * time.Minute

// host returns a host that is closed at the end of the test.
func host(t testing.TB, l script.Limits) *script.Host {
	t.Helper()
	if l.Time == 0 {
		l.Time = plenty
	}
	h := script.NewHost(script.Options{Limits: l})
	t.Cleanup(func() { _ = h.Close() })
	return h
}

// task is one script after an answer.
func task(source string) script.Task {
	return script.Task{
		Event:   script.AfterResponse,
		Scripts: []collection.Script{{Owner: "list users", Source: source}},
		Info:    script.Info{Name: "list users", ID: "r1", Location: []string{"api", "users", "list users"}},
		Request: collection.Request{Method: "POST", URL: collection.ParseURL("http://localhost:8080/p/a?x=1&y=2"), Headers: []collection.Param{{Key: "X-A", Value: "1"}}},
		Response: &script.Response{
			Code: 200, Reason: "OK",
			Header: []script.Header{{Key: "Content-Type", Value: "application/json; charset=utf-8"}, {Key: "X-B", Value: "b1"}, {Key: "X-B", Value: "b2"}},
			Body:   []byte(`{"a":1,"b":{"c":[1,2,{"d":"x"}]},"s":"text","n":null}`),
		},
		Scopes: script.Scopes{
			Environment: script.Scope{Name: "env", Vars: []script.Var{{Key: "e1", Value: "v1"}, {Key: "n", Value: "5", Type: script.Number}}},
			Globals:     script.Scope{Vars: []script.Var{{Key: "g1", Value: "G"}}},
			Collection:  script.Scope{Vars: []script.Var{{Key: "c1", Value: "C"}}},
		},
		Cookies: []script.Cookie{{Name: "ck", Value: "cv", Domain: "localhost", Path: "/"}},
	}
}

func run(t testing.TB, h *script.Host, source string) script.Outcome {
	t.Helper()
	out, err := h.Run(context.Background(), task(source), script.Services{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// BenchmarkSmallTest is a task with one pm.test, from the parent and back.
func BenchmarkSmallTest(b *testing.B) {
	for _, session := range []string{"", "run 1"} {
		b.Run("session="+session, func(b *testing.B) {
			h := host(b, script.Limits{})
			run(b, h, `pm.test("warm", () => {})`)
			k := task(`pm.test("status is 200", function () { pm.response.to.have.status(200) })`)
			k.Session = session
			for b.Loop() {
				out, err := h.Run(context.Background(), k, script.Services{})
				if err != nil || len(out.Tests) != 1 || len(out.Errors) > 0 {
					b.Fatalf("%v %+v", err, out)
				}
			}
		})
	}
}

// A session finds what its tasks left; nobody else does.
func TestSessions(t *testing.T) {
	h := host(t, script.Limits{})
	in := func(session, source string) string {
		k := task(source)
		k.Session = session
		out, err := h.Run(context.Background(), k, script.Services{})
		if err != nil || len(out.Errors) > 0 {
			t.Fatalf("%v %+v", err, out.Errors)
		}
		return out.Console[0].Text
	}
	if got := in("run 1", `tool = () => 5; pm.environment.set("e1", "changed"); console.log(pm.environment.get("e1"))`); got != "changed" {
		t.Error(got)
	}
	if got := in("run 1", `console.log(typeof tool, pm.environment.get("e1"), pm.test.index())`); got != "function v1 0" {
		t.Errorf("the same session: %s", got)
	}
	k := task(`left = 1`)
	k.Info.Iterations = 1 // which is no session yet: another collection may be called the same
	if _, err := h.Run(context.Background(), k, script.Services{}); err != nil {
		t.Fatal(err)
	}
	k.Scripts[0].Source = `console.log(typeof left)`
	if out, err := h.Run(context.Background(), k, script.Services{}); err != nil || out.Console[0].Text != "undefined" {
		t.Errorf("two tasks of collections of one name: %v %+v", err, out)
	}
	for _, other := range []string{"run 2", ""} {
		if got := in(other, `console.log(typeof tool)`); got != "undefined" {
			t.Errorf("session %q: %s", other, got)
		}
	}
}

// What is too large for one message is cut, and who reads it is told.
func TestLargeBodies(t *testing.T) {
	h := host(t, script.Limits{Message: 1 << 20})
	k := task(`pm.test("code", () => pm.response.to.have.status(200)); pm.test("size", () => pm.expect(pm.response.responseSize).to.equal(3145728)); pm.response.text()`)
	k.Response.Body = make([]byte, 3<<20)
	out, err := h.Run(context.Background(), k, script.Services{})
	if err != nil || len(out.Tests) != 2 || !out.Tests[0].Passed || !out.Tests[1].Passed {
		t.Fatalf("%v %+v", err, out)
	}
	if len(out.Errors) != 1 || out.Errors[0].Message != "the response is larger than the 1 MiB that scripts can read: ask for less of it, or test only its status and headers" {
		t.Errorf("%+v", out.Errors)
	}
	out = run(t, h, `pm.environment.set("x", "y".repeat(2 << 20)); pm.test("t", () => {})`)
	if len(out.Changes) != 0 || len(out.Errors) != 1 || !out.Cut {
		t.Errorf("%+v", out.Errors)
	}
}

// What a script told before it was ended is not lost.
func TestWhatWasToldSurvives(t *testing.T) {
	h := host(t, script.Limits{Time: 3 * time.Second})
	run(t, h, `1`) // the child is there and has nothing to do but its task
	k := task(`console.log("one"); pm.test("two", () => {})`)
	k.Scripts = append(k.Scripts, collection.Script{Owner: "the loop", Source: `console.log("three"); for (;;) {}`})
	out, err := h.Run(context.Background(), k, script.Services{})
	var f *script.Failure
	if !errors.As(err, &f) || err.Error() != `the script of "the loop" took more than 3 s` {
		t.Error(err)
	}
	if len(out.Console) != 2 || len(out.Tests) != 1 {
		t.Errorf("%+v", out)
	}
}

func TestManyAtOnce(t *testing.T) {
	h := script.NewHost(script.Options{Children: 3})
	defer h.Close()
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			if out, err := h.Run(context.Background(), task(`pm.test("x", () => {})`), script.Services{}); err != nil || len(out.Tests) != 1 {
				t.Errorf("%v %+v", err, out)
			}
		})
	}
	all.Wait()
	_ = h.Close()
	if _, err := h.Run(context.Background(), task(`1`), script.Services{}); !errors.Is(err, script.ErrClosed) {
		t.Error(err)
	}
}

// A script that asks for much and then leaves does not block the next one.
func TestAnswersThatNobodyWaitsFor(t *testing.T) {
	h := host(t, script.Limits{})
	k := task(`for (let i = 0; i < 200; i++) pm.sendRequest("http://h", () => {}); pm.execution.skipRequest()`)
	k.Event = script.BeforeRequest
	for range 2 {
		if out, err := h.Run(context.Background(), k, script.Services{Send: answer}); err != nil || !out.Skip {
			t.Fatalf("%v %+v", err, out)
		}
	}
	run(t, h, `1`)
	many := task(`let n = 0; for (let i = 0; i < 200; i++) pm.sendRequest("http://h", () => { n++; if (n === 200) pm.test("all", () => {}) });`)
	if out, err := h.Run(context.Background(), many, script.Services{Send: answer}); err != nil || len(out.Tests) != 1 {
		t.Fatalf("%v %+v", err, out)
	}
}

func TestAProgramThatIsNotThere(t *testing.T) {
	h := script.NewHost(script.Options{Command: []string{"/nowhere/postern"}})
	defer h.Close()
	_, err := h.Run(context.Background(), task(`1`), script.Services{})
	if err == nil || !strings.HasPrefix(err.Error(), "start the process that scripts run in: ") {
		t.Error(err)
	}
}

func TestVisualizer(t *testing.T) {
	out := run(t, host(t, script.Limits{}), `pm.visualizer.set("<table>{{#each list}}<tr><td>{{@index}}</td><td>{{name}}</td></tr>{{else}}none{{/each}}</table>{{#if x}}yes{{else}}no{{/if}}", { list: [{ name: "<a>" }, { name: "b" }] })`)
	want := "<table><tr><td>0</td><td>&lt;a&gt;</td></tr><tr><td>1</td><td>b</td></tr></table>no"
	if v := out.Visual; v == nil || v.HTML != want || !strings.Contains(string(v.Data), `{"name":"b"}`) {
		t.Errorf("%+v", v)
	}
}

// jar is a jar of one cookie list.
type jar struct{ cookies map[string]string }

func (j *jar) Cookies(context.Context, string) ([]script.Cookie, error) {
	var out []script.Cookie
	for k, v := range j.cookies {
		out = append(out, script.Cookie{Name: k, Value: v})
	}
	return out, nil
}

func (j *jar) SetCookie(_ context.Context, _ string, c script.Cookie) error {
	j.cookies[c.Name] = c.Value
	return nil
}

func (j *jar) Remove(_ context.Context, _, name string) error {
	if name == "" {
		return errors.New("not allowed for this domain")
	}
	delete(j.cookies, name)
	return nil
}

func TestCookies(t *testing.T) {
	j := &jar{cookies: map[string]string{"a": "1"}}
	out, err := host(t, script.Limits{}).Run(context.Background(), task(`
const jar = pm.cookies.jar();
console.log(pm.cookies.get("ck"), await jar.get("http://h", "a"), await jar.get("http://h", "zz"));
jar.set("http://h", "b", "2", (err, c) => { console.log(err, c.name); jar.unset("h", "a", (err) => console.log(err)) });
await jar.clear("http://h").catch((e) => console.log(e.message));`), script.Services{Jar: j})
	if err != nil || len(out.Errors) > 0 {
		t.Fatalf("%v %+v", err, out.Errors)
	}
	var said []string
	for _, l := range out.Console {
		said = append(said, l.Text)
	}
	slices.Sort(said)
	if d := cmp.Diff([]string{"cv 1 null", "not allowed for this domain", "null", "null b"}, said); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(map[string]string{"b": "2"}, j.cookies); d != "" {
		t.Error(d)
	}
}

// An answer that is larger than what may be handed over is told of, and not
// waited for.
func TestAnAnswerThatIsTooLarge(t *testing.T) {
	h := host(t, script.Limits{Message: 1 << 20, Wait: time.Minute})
	large := func(context.Context, collection.Request) (*script.Response, error) {
		return &script.Response{Code: 200, Header: []script.Header{{Key: "X-Large", Value: strings.Repeat("x", 2<<20)}}}, nil
	}
	out, err := h.Run(context.Background(), task(`try { await pm.sendRequest("http://h") } catch (e) { console.log(e.message) }`), script.Services{Send: large})
	if err != nil || len(out.Console) != 2 || out.Console[1].Text != "the answer is larger than the 1 MiB that scripts can read" {
		t.Errorf("%v %+v", err, out)
	}
}

// Whether a script asked for more than its task is told by who answered, whatever
// the script does about it.
func TestAsked(t *testing.T) {
	h := host(t, script.Limits{})
	for source, want := range map[string]bool{
		`pm.test("a", () => pm.response.text()); pm.cookies.get("ck")`:                   false,
		`pm.sendRequest("http://h", () => {})`:                                           true,
		`Promise.prototype.then = () => {}; try { pm.sendRequest("http://h") } catch {}`: true,
		`pm.cookies.jar().set("http://h", "a", "b", () => {})`:                           true,
	} {
		out, err := h.Run(context.Background(), task(source), script.Services{Send: answer})
		if err != nil || out.Asked != want {
			t.Errorf("%s: %v, %v", source, out.Asked, err)
		}
	}
}
