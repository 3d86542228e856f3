package scripted_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/runner"
	"postern/engine/script"
	"postern/engine/script/sandbox"
	"postern/engine/scripted"
	"postern/engine/vars"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	goleak.VerifyTestMain(m, goleak.Cleanup(os.Exit))
}

// echo answers with what it was asked, and keeps it.
type echo struct {
	*httptest.Server
	asked []string
}

func newEcho(t *testing.T) *echo {
	t.Helper()
	e := &echo{}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // what cannot be read is not there
		e.asked = append(e.asked, strings.TrimSpace(r.Method+" "+r.URL.String()+" "+r.Header.Get("X-A")+r.Header.Get("Authorization")+" "+string(body)))
		http.SetCookie(w, &http.Cookie{Name: "seen", Value: "yes", Path: "/"})
		_, _ = io.WriteString(w, `{"id":"00u1","path":"`+r.URL.Path+`"}`) // the client's side is tested
	}))
	t.Cleanup(e.Close)
	return e
}

// sender returns a sender with a real child.
func sender(t *testing.T) *scripted.Sender {
	t.Helper()
	e, h := engine.New(engine.Options{}), script.NewHost(script.Options{})
	t.Cleanup(func() { e.Close(); _ = h.Close() })
	return scripted.New(e, h)
}

// job is a request to an echo with scripts around it.
func job(e *echo, before, after string) collection.Job {
	j := collection.Job{
		ID: "1", ItemID: "r1", Path: []string{"API", "Get"}, Trusted: true,
		Request: collection.Request{Method: "GET", URL: collection.ParseURL(e.URL + "/{{where}}")},
		Scopes:  vars.NewSet(vars.Layer{Scope: vars.Environment, Name: "dev", Vars: []vars.Var{{Name: "where", Value: "saved"}}}),
	}
	if before != "" {
		j.Before = []collection.Script{{Owner: "API", Source: before}}
	}
	if after != "" {
		j.After = []collection.Script{{Owner: "Get", Source: after}}
	}
	return j
}

func send(t *testing.T, s *scripted.Sender, j collection.Job) *engine.Exchange {
	t.Helper()
	x, err := s.Send(t.Context(), j, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if x.Response != nil {
			_ = x.Response.Body.Close()
		}
	})
	return x
}

func TestScriptsAroundASend(t *testing.T) {
	e := newEcho(t)
	x := send(t, sender(t), job(e, `pm.environment.set("where", "users"); pm.request.headers.add({key: "X-A", value: "added"}); console.log("going")`,
		`pm.test("found", () => { pm.response.to.have.status(200); pm.expect(pm.response.json().path).to.equal("/users") });
		 pm.environment.set("userId", pm.response.json().id); pm.test("wrong", () => pm.expect(1).to.equal(2)); pm.cookies.has("seen") && pm.globals.set("cookie", pm.cookies.get("seen"))`))
	if diff := cmp.Diff([]string{"GET /users added"}, e.asked); diff != "" {
		t.Error(diff)
	}
	if len(x.Before.Console) != 1 || x.Before.Console[0].Text != "going" || x.Before.Console[0].Place.Owner != "API" {
		t.Errorf("the console says %+v", x.Before.Console)
	}
	if ts := x.After.Tests; len(ts) != 2 || !ts[0].Passed || ts[1].Passed || ts[1].Message != "expected 1 to equal 2" {
		t.Errorf("the tests say %+v", ts)
	}
	after := scripted.Apply(scripted.Apply(vars.Set{}, x.Before.Changes), x.After.Changes)
	if got, _ := after.Expand("{{where}} {{userId}} {{cookie}}"); got != "users 00u1 yes" {
		t.Errorf("the variables are %q", got)
	}
}

// A run lends its requests: whatever scripts do to theirs, and whatever names stand
// for, the one of the collection stays as it is.
func TestScriptsLeaveTheRequestAlone(t *testing.T) {
	e, s := newEcho(t), sender(t)
	for before, want := range map[string]string{
		"": "POST /a?p=1 saved saved=saved",
		`pm.request.method = "PUT"; pm.request.headers.upsert({ key: "X-A", value: "changed" }); pm.request.url.query.add({ key: "q", value: "2" });
		 pm.request.url.path.push("more"); pm.request.body.urlencoded.all()[0].value = "changed"`: "PUT /a/more?p=1&q=2 changed saved=changed",
	} {
		e.asked = nil
		j := job(e, before, `pm.request.headers.clear(); pm.request.body.urlencoded.clear()`)
		j.Request.URL = collection.ParseURL(e.URL + "/a?p=1&access_token=x")
		j.Request.Method, j.Request.Headers = "POST", []collection.Param{{Key: "Authorization", Value: "Bearer x"}, {Key: "X-A", Value: "{{where}}"}}
		j.Request.Body = collection.Body{Declared: true, Mode: "urlencoded", URLEncoded: []collection.Param{{Key: "{{where}}", Value: "{{where}}"}}}
		j.As = &collection.Identity{Auth: &auth.Config{Type: "noauth"}}
		was := j.Request.Clone()
		send(t, s, j)
		if diff := cmp.Diff([]string{want}, e.asked); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(was, j.Request); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAScriptSendsItsOwn(t *testing.T) {
	e := newEcho(t)
	j := job(e, `const r = await pm.sendRequest({url: pm.variables.replaceIn("`+e.URL+`/own/{{where}}"), method: "POST", header: {"X-A": "mine"}, body: {mode: "raw", raw: "{{where}}"}});
		pm.variables.set("where", r.json().path.slice(1))`, "")
	j.Auth = auth.Config{Type: "bearer", Attrs: []auth.Attr{{Key: "token", Value: "t0ken"}}}
	send(t, sender(t), j)
	want := []string{"POST /own/saved mine {{where}}", "GET /own/saved Bearer t0ken"}
	if diff := cmp.Diff(want, e.asked); diff != "" {
		t.Error(diff)
	}
	// So is a body with GET: a script has no switch for it.
	e.asked = nil
	send(t, sender(t), job(e, `await pm.sendRequest({url: "`+e.URL+`/get", body: {mode: "raw", raw: "meant"}})`, ""))
	if diff := cmp.Diff([]string{"GET /get  meant", "GET /saved"}, e.asked); diff != "" {
		t.Error(diff)
	}
	// As in Postman, files are left out of what a script sends.
	e.asked = nil
	send(t, sender(t), job(e, `await pm.sendRequest({url: "`+e.URL+`/file", method: "POST", body: {mode: "file", file: {src: "/etc/hosts"}}})`, ""))
	if diff := cmp.Diff([]string{"POST /file", "GET /saved"}, e.asked); diff != "" {
		t.Error(diff)
	}
}

// Scripts see secrets that the request does not use, and may print them.
func TestSecretsThatScriptsPrintAreKnown(t *testing.T) {
	e, s := newEcho(t), sender(t)
	const print = "console.log(pm.environment.get('pin'), pm.environment.get('open'));"
	for _, before := range []string{print, print + "pm.execution.skipRequest()", print + "pm.environment.set('api_key', 'k-5f3c9a');"} {
		j := job(e, before, print+"pm.environment.set('client_secret', 's-5f3c9a'); console.log('s-5f3c9a')")
		j.Scopes = j.Scopes.With(vars.Layer{Scope: vars.Environment, Name: "dev", Vars: []vars.Var{
			{Name: "pin", Value: "p-5f3c9a", Secret: true}, {Name: "open", Value: "o-5f3c9a"},
		}})
		x := send(t, s, j)
		got := x.Redactor().Text("p-5f3c9a o-5f3c9a k-5f3c9a s-5f3c9a")
		want := auth.Mask + " o-5f3c9a k-5f3c9a " + auth.Mask // the last stands in a script, whether that runs or not
		if strings.Contains(before, "api_key") {
			want = auth.Mask + " o-5f3c9a " + auth.Mask + " " + auth.Mask
		}
		if got != want {
			t.Errorf("after %q: %q", before, got)
		}
	}
}

func TestSkip(t *testing.T) {
	e := newEcho(t)
	x := send(t, sender(t), job(e, `pm.execution.skipRequest()`, `console.log("never")`))
	if !x.Skipped() || x.Response != nil || x.After != nil || len(e.asked) != 0 {
		t.Errorf("skipped %v, after %+v, asked %v", x.Skipped(), x.After, e.asked)
	}
}

// A script that fails stops neither the other scripts nor the request.
func TestAFailingScript(t *testing.T) {
	e := newEcho(t)
	j := job(e, `nope.x`, "")
	j.Before = append(j.Before, collection.Script{Owner: "Get", Source: `pm.variables.set("where", "on")`})
	x := send(t, sender(t), j)
	if es := x.Before.Errors; len(es) != 1 || es[0].Name != "ReferenceError" || es[0].Place.Owner != "API" || es[0].Place.Line != 1 {
		t.Errorf("errors %+v", es)
	}
	if len(e.asked) != 1 || e.asked[0] != "GET /on" {
		t.Errorf("asked %v", e.asked)
	}
}

// What a request of a script's own fails with is told as it is of any send,
// without the words of the network's library.
func TestAFailedRequestOfAScript(t *testing.T) {
	refused := func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	}
	e, h := engine.New(engine.Options{Dial: refused}), script.NewHost(script.Options{})
	t.Cleanup(func() { e.Close(); _ = h.Close() })
	x := send(t, scripted.New(e, h), job(newEcho(t), `await pm.sendRequest("http://127.0.0.1:1/").catch((e) => console.log(e.message)); pm.execution.skipRequest()`, ""))
	var told []string
	for _, l := range x.Before.Console {
		if l.Level == "log" {
			told = append(told, l.Text)
		}
	}
	if diff := cmp.Diff([]string{"cannot connect to 127.0.0.1:1: nothing listens there"}, told); diff != "" {
		t.Error(diff)
	}
}

func TestUntrustedScriptsAreHeld(t *testing.T) {
	e := newEcho(t)
	j := job(e, `pm.variables.set("where", "evil")`, `pm.test("t", () => {})`)
	j.Trusted = false
	x := send(t, sender(t), j)
	if len(e.asked) != 1 || e.asked[0] != "GET /saved" || x.Before != nil || x.After != nil {
		t.Errorf("asked %v, %+v, %+v", e.asked, x.Before, x.After)
	}
	if diff := cmp.Diff([]string{scripted.Held}, x.Warnings); diff != "" {
		t.Error(diff)
	}
}

// What the scripts before it told is there although the request could not be
// built.
func TestARequestThatCannotBeBuilt(t *testing.T) {
	e := newEcho(t)
	j := job(e, `console.log("before")`, "")
	j.Request.Method = "GE T"
	x, err := sender(t).Send(t.Context(), j, nil)
	if err == nil || x == nil || x.Err == nil || len(x.Before.Console) != 1 {
		t.Errorf("%+v, %v", x, err)
	}
}

// never is a child that ends with its context.
type never struct{}

func (never) Run(ctx context.Context, _ script.Task, _ script.Services) (script.Outcome, error) {
	<-ctx.Done()
	return script.Outcome{}, ctx.Err()
}

func TestCancelledInAScript(t *testing.T) {
	e := engine.New(engine.Options{})
	defer e.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := scripted.New(e, never{}).Send(ctx, job(newEcho(t), "1", ""), nil)
	if f, ok := err.(*engine.Error); !ok || f.Stage != engine.StageCancelled { //nolint:errorlint // it is handed back as it is
		t.Errorf("error %v", err)
	}
}

func TestApply(t *testing.T) {
	set := vars.NewSet(vars.Layer{Scope: vars.Environment, Name: "dev", Vars: []vars.Var{
		{Name: "a", Value: "1", Secret: true}, {Name: "b", Value: "2"}, {Name: "b", Value: "3"},
	}})
	change := func(op script.Op, scope vars.Scope, key, value string) script.Change {
		return script.Change{Op: op, Scope: scope, Var: script.Var{Key: key, Value: value}}
	}
	got := scripted.Apply(set, []script.Change{
		change(script.Set, vars.Environment, "a", "x"), change(script.Set, vars.Environment, "b", "y"), change(script.Set, vars.Globals, "g", "z"),
		change(script.Set, vars.Environment, "access_token", "t"), change(script.Unset, vars.Environment, "nobody", ""),
	})
	want := []vars.Layer{
		{Scope: vars.Environment, Name: "dev", Vars: []vars.Var{
			{Name: "a", Value: "x", Secret: true}, {Name: "b", Value: "y"}, {Name: "access_token", Value: "t", Secret: true},
		}},
		{Scope: vars.Globals, Vars: []vars.Var{{Name: "g", Value: "z"}}},
	}
	if diff := cmp.Diff(want, got.Layers); diff != "" {
		t.Error(diff)
	}
	if v, _, _ := set.Lookup("a"); v.Value != "1" {
		t.Error("the set before has changed")
	}
	if cleared := scripted.Apply(got, []script.Change{change(script.Clear, vars.Environment, "", "")}); len(cleared.Layers[0].Vars) != 0 {
		t.Errorf("cleared it has %v", cleared.Layers[0].Vars)
	}
}

// A job is sent as whom it is to be sent as, whatever its scripts do about its
// authorisation; the settings of that auth are not for scripts, and a guest that
// is refused runs none behind the answer.
func TestSentAsSomebody(t *testing.T) {
	e := newEcho(t)
	as := auth.Config{Type: "bearer", Attrs: []auth.Attr{{Key: "token", Value: "t0ken"}}}
	j := job(e, `pm.request.headers.add({key: "authorization", value: "mine"}); console.log(JSON.stringify(pm.request.auth))`,
		`console.log(JSON.stringify(pm.request.auth)); pm.environment.set("ran", "yes")`)
	j.Auth, j.As = auth.Config{Type: "noauth"}, &collection.Identity{Auth: &as, Guest: true}
	x := send(t, sender(t), j)
	if diff := cmp.Diff([]string{"GET /saved Bearer t0ken"}, e.asked); diff != "" || x.Open {
		t.Error(diff, x.Open)
	}
	for _, out := range []*script.Outcome{x.Before, x.After} {
		if out == nil || len(out.Console) != 1 || strings.Contains(out.Console[0].Text, "t0ken") {
			t.Errorf("scripts say %+v", out)
		}
	}
	refusing := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(refusing.Close)
	j.Request.URL, j.Before = collection.ParseURL(refusing.URL), nil
	if x = send(t, sender(t), j); x.After != nil || !x.Open {
		t.Errorf("behind a refusal ran %+v; open is %t", x.After, x.Open)
	}
}

// Whoever watches hears what scripts tell while they run, with no secret that is
// known by then.
func TestScriptsAreWatched(t *testing.T) {
	e := newEcho(t)
	j := job(e, `console.log(pm.environment.get("pin"), pm.request.auth.bearer.get("token")); await new Promise(r => setTimeout(r, 150))`,
		`pm.test("one", () => {}); pm.environment.set("api_key", "k-5f3c9a"); console.log("k-5f3c9a"); await new Promise(r => setTimeout(r, 150)); console.log("end")`)
	j.Auth = auth.Config{Type: "bearer", Attrs: []auth.Attr{{Key: "token", Value: "t-5f3c9a"}}}
	j.Scopes = vars.NewSet(vars.Layer{Scope: vars.Environment, Name: "dev", Vars: []vars.Var{{Name: "where", Value: "saved"}, {Name: "pin", Value: "p-5f3c9a", Secret: true}}})
	var got []string
	x, err := sender(t).Send(t.Context(), j, func(ev engine.Event) {
		if ev.Phase != engine.PhaseScripts {
			return
		}
		line := "scripts"
		if ev.Response != nil {
			line += " 200"
		}
		if x := ev.Told; x != nil {
			for _, o := range []*script.Outcome{x.Before, x.After} {
				if o != nil {
					line += " |"
					for _, l := range o.Console {
						line += " " + x.Redactor().Text(l.Text)
					}
					for _, t := range o.Tests {
						line += " " + t.Name
					}
				}
			}
		}
		got = append(got, line)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Response.Body.Close() })
	want := []string{"scripts", "scripts | •••••••• ••••••••", "scripts 200", "scripts 200 | •••••••• •••••••• | •••••••• one"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// However many variables scripts set, in whatever scopes, taking them over costs
// each of them the same, and the last word counts. What looks at all for each
// takes minutes here; what does not takes a moment, also on a busy machine.
func TestApplyMany(t *testing.T) {
	const n = 100_000
	var changes []script.Change
	for i := range n {
		scope := vars.Environment
		if i%2 == 1 {
			scope = vars.Globals
		}
		changes = append(changes, script.Change{Op: script.Set, Scope: scope, Var: script.Var{Key: strconv.Itoa(i), Value: "1"}})
	}
	for i := range n / 2 {
		changes = append(changes, script.Change{Op: script.Unset, Scope: vars.Globals, Var: script.Var{Key: strconv.Itoa(2*i + 1)}})
	}
	start := time.Now()
	all := runner.Added(runner.Added(nil, changes), changes)
	got := scripted.Apply(scripted.Apply(vars.Set{}, changes), all)
	if took := time.Since(start); took > time.Minute {
		t.Errorf("it took %v", took)
	}
	if len(all) != n || len(got.Layers[0].Vars) != n/2 || len(got.Layers[1].Vars) != 0 {
		t.Errorf("%d changes, %d and %d variables", len(all), len(got.Layers[0].Vars), len(got.Layers[1].Vars))
	}
}

// A script may set many cookies, not any number, and none of any length.
func TestManyCookies(t *testing.T) {
	const source = `let n = 0, refused = ""; const jar = pm.cookies.jar(); const set = (value) => new Promise((done) => jar.set("http://h.test", "c" + n, value, (e) => { if (e) refused = e.message; else n++; done() }));
await set("v".repeat(9000)); console.log(refused); refused = ""; while (!refused) await set("v"); console.log(n, refused)`
	x := send(t, sender(t), job(newEcho(t), source, ""))
	var said []string
	for _, l := range x.Before.Console {
		said = append(said, l.Text)
	}
	if diff := cmp.Diff([]string{"the cookie is longer than 8 KiB", "3000 a script may set 3000 cookies"}, said); diff != "" {
		t.Error(diff, x.Before.Errors)
	}
}
