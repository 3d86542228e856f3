package script_test

import (
	"context"
	"os"
	"testing"

	"go.uber.org/goleak"

	"postern/engine/collection"
	"postern/engine/script"
	"postern/engine/script/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	goleak.VerifyTestMain(m, goleak.Cleanup(os.Exit))
}

// host returns a host that is closed at the end of the test.
func host(t testing.TB, l script.Limits) *script.Host {
	t.Helper()
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

func TestTestsAndVariables(t *testing.T) {
	h := host(t, script.Limits{})
	out := run(t, h, `pm.test("status is 200", function () {
  if (pm.environment.get("e1") !== "v1") throw new Error("e1");
});
pm.test("fails",
  () => { null.x });
pm.environment.set("a", {b: [1]});
console.log("hi %s", "you", {a: 1});
nope.x;`)
	t.Logf("%+v", out)
}

func BenchmarkSmallTest(b *testing.B) {
	h := host(b, script.Limits{})
	run(b, h, `pm.test("warm", () => {})`)
	k := task(`pm.test("status is 200", function () { pm.response.to.have.status(200) })`)
	for b.Loop() {
		out, err := h.Run(context.Background(), k, script.Services{})
		if err != nil || len(out.Tests) != 1 || len(out.Errors) > 0 {
			b.Fatalf("%v %+v", err, out)
		}
	}
}
