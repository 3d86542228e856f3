package script_test

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/engine/collection"
	"postern/engine/script"
	"postern/engine/script/reads"
	"postern/engine/vars"
)

func TestTestsSayWhereTheyFailed(t *testing.T) {
	out := run(t, host(t, script.Limits{}), `pm.test("passes", function () {
  pm.expect(pm.environment.get("e1")).to.equal("v1");
});
pm.test("fails",
  () => { pm.expect(1).to.equal(2) });
pm.test.skip("later", () => {});
pm.test("a callback", (done) => { setTimeout(() => done(new Error("bad")), 1) });
pm.test("a type", () => { undefined.x });
tests["old"] = pm.response.code === 404;
nope.x;`)
	place := func(line, column int) script.Place {
		return script.Place{Owner: "list users", Line: line, Column: column}
	}
	want := []script.Test{
		{Name: "passes", Passed: true, Place: place(1, 8)},
		{Name: "fails", Error: "AssertionError", Message: "expected 1 to equal 2", Place: place(5, 32)},
		{Name: "later", Passed: true, Skipped: true, Place: place(6, 13)},
		{Name: "a type", Error: "TypeError", Message: "Cannot read properties of undefined (reading 'x')", Place: place(8, 37)},
		{Name: "a callback", Error: "Error", Message: "bad", Place: place(7, 57)},
		{Name: "old", Error: "AssertionError", Message: "expected false to be truthy", Place: script.Place{Owner: "list users"}},
	}
	if d := cmp.Diff(want, out.Tests); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]script.Error{{Name: "ReferenceError", Message: "nope is not defined", Place: place(10, 1)}}, out.Errors); d != "" {
		t.Error(d)
	}
}

// A test that returns a promise is over when that is: it is told once, fails
// with what the promise failed with, and breaks nothing else off.
func TestTestsWaitForTheirPromise(t *testing.T) {
	out, err := host(t, script.Limits{}).Run(context.Background(), task(`pm.test("fails", async () => {
  await new Promise((r) => setTimeout(r, 1));
  pm.expect(1).to.equal(2);
});
pm.test("passes", async () => { await 1 });
pm.test("of a request", () => pm.sendRequest("http://h").then((r) => {
  pm.expect(r.code).to.equal(500) }));
pm.test("returns no promise", () => pm.expect(1).to.equal(1));
pm.test("nothing", () => Promise.reject());
pm.test("a callback, too", async (done) => { await 1; done(); throw new Error("late") });
pm.test("no callback", async (done) => { await 1; throw new Error("early") });
pm.test("never",
  () => new Promise(() => {}));`), script.Services{Send: answer})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"fails": "3 expected 1 to equal 2", "passes": "5 ", "of a request": "7 expected 200 to equal 500", "returns no promise": "8 ", "nothing": "9 undefined was thrown",
		"a callback, too": "10 ", "no callback": "11 early", "never": "12 the promise that the test returned never settled",
	}
	got := map[string]string{}
	for _, x := range out.Tests {
		got[x.Name] = strconv.Itoa(x.Place.Line) + " " + x.Message
		if x.Passed != (x.Message == "") {
			t.Errorf("%+v", x)
		}
	}
	if d := cmp.Diff(want, got); d != "" || len(out.Tests) != len(want) || len(out.Errors) > 0 {
		t.Errorf("%s %d tests, errors %+v", d, len(out.Tests), out.Errors)
	}
}

func TestWhatIsNoFunctionIsNamed(t *testing.T) {
	out := run(t, host(t, script.Limits{}), `
pm.test("q", () => { let q; q(1) });
pm.test("member", () => { pm.response.foo(2) });
pm.test("chain", () => { pm.response.json().b
  .map(x => x) });
pm.test("new", () => { let a; new a() });
pm.test("element", () => { let o = { a: 5 }; o["a"](3) });
pm.test("undefined", () => { pm.environment.get("none").split(",") });`)
	want := []string{
		"q is not a function", "pm.response.foo is not a function", "pm.response.json(...).b.map is not a function", "a is not a constructor",
		`o["a"] is not a function`, "Cannot read properties of undefined (reading 'split')",
	}
	for i, x := range out.Tests {
		if x.Message != want[i] {
			t.Errorf("%s: %s", x.Name, x.Message)
		}
	}
}

// What is undefined or null, or no list, is named where the script has it.
func TestMistakesAreToldWithTheNamesOfTheScript(t *testing.T) {
	h := host(t, script.Limits{})
	for source, want := range map[string]string{
		"let a = 1; { log(zed, a); const zed = 2 }":               "Cannot access 'zed' before initialization",
		"for (const u of pm.response.json().none) {}":             "pm.response.json().none is not iterable",
		"let l;\nfor (const u of l) { }":                          "l is not iterable",
		"const a = [1, ...pm.none]":                               "pm.none is not iterable",
		"const [q] = null":                                        "null is not iterable",
		"let q; [q] = pm.none":                                    "pm.none is not iterable",
		"const { id, name } = pm.none":                            "Cannot destructure property 'id' of 'pm.none' as it is undefined or null.",
		"const { id } = undefined":                                "Cannot destructure property 'id' of 'undefined' as it is undefined.",
		"const o = {}; o.x[1] = 2":                                "Cannot convert undefined or null to object",
		"Object.keys(pm.none)":                                    "Cannot convert undefined or null to object",
		"'a' in 'text'":                                           "Cannot use 'in' operator to search for 'a' in text",
		"({}) instanceof 5":                                       "Right-hand side of 'instanceof' is not an object",
		"class Total {}; Total()":                                 "Class constructor Total cannot be invoked without 'new'",
		"[].reduce((a, b) => a)":                                  "Reduce of empty array with no initial value",
		"decodeURIComponent('%')":                                 "URI malformed",
		"JSON.parse(pm.environment.get('none'))":                  `"undefined" is not valid JSON`,
		"await 1; pm.none.x":                                      "Cannot read properties of undefined (reading 'x')",
		"'use strict'; notDeclared = 1; throw new Error('loose')": "loose",
	} {
		out := run(t, h, source)
		if len(out.Errors) != 1 || out.Errors[0].Message != want {
			t.Errorf("%s: %+v", source, out.Errors)
		} else if source == "await 1; pm.none.x" && out.Errors[0].Place.Column != 18 {
			t.Errorf("the place in a script that awaits is %+v", out.Errors[0].Place)
		}
	}
}

// Package reads lets these through, so they must not come by the constructor of
// functions, which a failed check has held.
func TestAFailedCheckGivesNoFunction(t *testing.T) {
	h := host(t, script.Limits{})
	for _, source := range []string{
		`Object.values(e.toJSON()).forEach((f) => { if (typeof f === "function") console.log(f("return 1")()) })`,
		`JSON.stringify([{ e }], (key, f) => { if (typeof f === "function") console.log(f("return 1")()); return f })`,
		`Object.values(e).concat(Object.values({ ...e })).forEach((f) => { if (typeof f === "function") console.log(f("return 1")()) })`,
	} {
		source = `try { pm.expect(() => {}).to.include({ ["const" + "ructor"]: 1 }) } catch (e) { console.log("failed"); ` + source + ` }`
		if out := run(t, h, source); len(out.Console) != 1 || len(out.Errors) > 0 {
			t.Errorf("%s: %q, %+v", source, printed(out), out.Errors)
		}
		if d := reads.Only(source); d != reads.None {
			t.Errorf("%s: %v, it proves nothing here", source, d)
		}
	}
}

func TestVariablesChangeInOrderAndWithTypes(t *testing.T) {
	out := run(t, host(t, script.Limits{}), `
pm.environment.set("text", "1"); pm.environment.set("number", 1.5); pm.environment.set("yes", true);
pm.globals.set("list", [1, { a: null }]); pm.collectionVariables.set("nothing", null);
pm.variables.set("local", "x"); pm.environment.unset("e1"); pm.environment.unset("not there"); pm.globals.clear();
postman.setEnvironmentVariable("old", 5); pm.environment.set("typed", "7", "number");`)
	set := func(s vars.Scope, key, value string, typ script.Type) script.Change {
		return script.Change{Scope: s, Op: script.Set, Var: script.Var{Key: key, Value: value, Type: typ}}
	}
	want := []script.Change{
		set(vars.Environment, "text", "1", script.Text), set(vars.Environment, "number", "1.5", script.Number), set(vars.Environment, "yes", "true", script.Boolean),
		set(vars.Globals, "list", `[1,{"a":null}]`, script.JSON), set(vars.Collection, "nothing", "null", script.Null), set(vars.Local, "local", "x", script.Text),
		{Scope: vars.Environment, Op: script.Unset, Var: script.Var{Key: "e1"}},
		{Scope: vars.Globals, Op: script.Clear},
		set(vars.Environment, "old", "5", script.Text), set(vars.Environment, "typed", "7", script.Number),
	}
	if d := cmp.Diff(want, out.Changes); d != "" {
		t.Error(d)
	}
	if got := (script.Var{Value: `[1,[2,null],{"a":1}]`, Type: script.JSON}).Template(); got != "1,2,,[object Object]" {
		t.Error(got)
	}
}

func TestScriptsRunInOrderAndOneThatFailsStopsNoOther(t *testing.T) {
	k := task("")
	k.Scripts = []collection.Script{
		{Owner: "api", Source: `shared = 1; var own = 2; setTimeout(() => console.log("first"), 30); throw new RangeError("one")`},
		{Owner: "users", Source: `console.log("second", typeof shared, typeof own); return; console.log("never")`},
		{Owner: "list", Source: "const x = await Promise.resolve(3)\nconsole.log(x)\nawait Promise.reject(new Error('three'))"},
		{Owner: "broken", Source: "let a = 1\nlet = ;"},
		{Owner: "last", Source: `Promise.reject("unseen"); setTimeout(() => { throw new Error("timer") }, 1)`},
	}
	out, err := host(t, script.Limits{}).Run(context.Background(), k, script.Services{})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, l := range out.Console {
		said = append(said, l.Place.Owner+": "+l.Text)
	}
	if d := cmp.Diff([]string{"api: first", "users: second number undefined", "list: 3"}, said); d != "" {
		t.Error(d)
	}
	var failed []string
	for _, e := range out.Errors {
		failed = append(failed, e.Place.Owner+": "+e.Name+": "+e.Message)
	}
	want := []string{"api: RangeError: one", "list: Error: three", "broken: SyntaxError: Unexpected token ;", "last: Error: unseen", "last: Error: timer"}
	if d := cmp.Diff(want, failed); d != "" {
		t.Error(d)
	}
	if p := out.Errors[1].Place; p.Line != 3 {
		t.Errorf("%+v", p)
	}
	if p := out.Errors[2].Place; p.Line != 2 {
		t.Errorf("%+v", p)
	}
}

func TestARequestIsChangedBeforeItIsSent(t *testing.T) {
	k := task(`
pm.request.headers.add({ key: "X-New", value: "{{e1}}" }); pm.request.headers.upsert({ key: "x-a", value: "2" });
pm.request.url.query.add({ key: "z", value: "3" }); pm.request.removeQueryParams("x"); pm.request.method = "PUT";
pm.request.body.update({ mode: "raw", raw: JSON.stringify({ b: 2 }) });
pm.request.auth.use("bearer", [{ key: "token", value: "t" }]);`)
	k.Event = script.BeforeRequest
	k.Request.Auth = &auth.Config{Type: "basic", Attrs: []auth.Attr{{Key: "username", Value: "u"}}}
	k.Request.Body = collection.Body{Mode: "raw", Raw: "{}", Language: "json"}
	h := host(t, script.Limits{})
	out, err := h.Run(context.Background(), k, script.Services{})
	if err != nil || len(out.Errors) > 0 || out.Request == nil {
		t.Fatalf("%v %+v", err, out)
	}
	r := out.Request
	if r.Method != "PUT" || r.URL.String() != "http://localhost:8080/p/a?y=2&z=3" || r.Body.Raw != `{"b":2}` || r.Auth.Type != "bearer" || r.Auth.Get("token") != "t" {
		t.Errorf("%+v %+v", r, r.Auth)
	}
	if len(r.Headers) != 2 || r.Headers[0].Value != "2" || r.Headers[1].Key != "X-New" || r.Headers[1].Value != "{{e1}}" {
		t.Errorf("%+v", r.Headers)
	}
	for source, typ := range map[string]string{
		`pm.request.headers.add("X: y"); delete pm.request.auth`:            "noauth",
		`pm.request.headers.add("X: y")`:                                    "unchanged",
		`pm.request.auth.update({ username: "v" })`:                         "basic",
		`pm.request.authorizeUsing("apikey", [{ key: "key", value: "K" }])`: "apikey",
	} {
		k.Scripts[0].Source = source
		out, err := h.Run(context.Background(), k, script.Services{})
		if err != nil || out.Request == nil {
			t.Fatalf("%s: %v %+v", source, err, out)
		}
		got := "unchanged"
		if out.Request.Auth != nil {
			got = out.Request.Auth.Type
		}
		if got != typ {
			t.Errorf("%s: auth is %s", source, got)
		}
	}
	k.Scripts[0].Source = `pm.request.url.toString(); pm.request.headers.get("X-A")`
	if out, err = h.Run(context.Background(), k, script.Services{}); err != nil || out.Request != nil {
		t.Errorf("what was only read is changed: %v %+v", err, out.Request)
	}
}

func TestSkipAndNext(t *testing.T) {
	h := host(t, script.Limits{})
	k := task(`console.log("before"); try { pm.execution.skipRequest() } finally { console.log("never") } console.log("never")`)
	k.Event = script.BeforeRequest
	k.Scripts = append(k.Scripts, collection.Script{Owner: "other", Source: `console.log("never")`})
	out, err := h.Run(context.Background(), k, script.Services{})
	if err != nil || !out.Skip || len(out.Console) != 1 || len(out.Errors) != 0 {
		t.Errorf("%v %+v", err, out)
	}
	if out = run(t, h, `postman.setNextRequest("a"); pm.execution.setNextRequest("get user")`); out.Next == nil || out.Next.Name != "get user" {
		t.Errorf("%+v", out.Next)
	}
	if out = run(t, h, `postman.setNextRequest(null)`); out.Next == nil || out.Next.Name != "" {
		t.Errorf("%+v", out.Next)
	}
	if out = run(t, h, `console.log(pm.execution.location.current, pm.execution.location, pm.info.requestName, pm.info.eventName)`); out.Console[0].Text != "list users [\n  'api',\n  'users',\n  'list users',\n  current: 'list users'\n] list users test" &&
		!strings.HasPrefix(out.Console[0].Text, "list users [ 'api', 'users', 'list users'") {
		t.Errorf("%+v", out.Console)
	}
}

// printed is what scripts printed themselves.
func printed(out script.Outcome) []string {
	var texts []string
	for _, l := range out.Console {
		if l.Level != "sent" {
			texts = append(texts, l.Text)
		}
	}
	return texts
}

// The console tells what a script sent and what came of it, and keeps to itself
// what an address may hold of secrets.
func TestConsoleTellsWhatWasSent(t *testing.T) {
	serve := script.Services{Send: func(_ context.Context, r collection.Request) (*script.Response, error) {
		if r.URL.Host[0] == "down" {
			return nil, errors.New("connection refused")
		}
		return &script.Response{Code: 201}, nil
	}}
	out, err := host(t, script.Limits{}).Run(context.Background(), task(`
await pm.sendRequest("http://me:hush@a/b?token=hush#hush");
pm.sendRequest({ url: "http://down/", method: "POST" }, () => {});`), serve)
	var got []string
	for _, l := range out.Console {
		got = append(got, l.Level+" "+regexp.MustCompile(`\d+ ms`).ReplaceAllString(l.Text, "<time>"))
	}
	want := []string{"sent GET http://a/b 201 Created · <time>", "sent POST http://down/ connection refused · <time>"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestSendRequest(t *testing.T) {
	var mu sync.Mutex
	var got []collection.Request
	serve := script.Services{Send: func(_ context.Context, r collection.Request) (*script.Response, error) {
		mu.Lock()
		got = append(got, r)
		mu.Unlock()
		if r.URL.Host[0] == "down" {
			return nil, errors.New("connection refused")
		}
		return &script.Response{Code: 201, Header: []script.Header{{Key: "X-T", Value: "1"}}, Body: []byte(`{"token":"t"}`), Time: 5 * time.Millisecond}, nil
	}}
	h := host(t, script.Limits{})
	out, err := h.Run(context.Background(), task(`
pm.sendRequest("http://a/b?c={{d}}", (err, res) => { pm.test("callback", () => { pm.expect(err).to.be.null; pm.expect(res).to.have.status(201); pm.expect(res.json().token).to.equal("t"); pm.environment.set("token", res.json().token) }) });
pm.sendRequest({ url: "http://down/", method: "POST", header: { A: "b" }, body: { mode: "urlencoded", urlencoded: [{ key: "k", value: "v" }] } }, (err) => console.log(err.message));
const r = await pm.sendRequest({ url: { protocol: "http", host: ["c"], path: ["d"] }, header: ["X: y"], auth: { type: "basic", basic: [{ key: "username", value: "u" }] } });
console.log(r.code, r.status, r.headers.get("x-t"), r.responseTime);
pm.sendRequest("http://a", () => { throw new Error("in the callback") });`), serve)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 4 || len(out.Tests) != 1 || !out.Tests[0].Passed || len(out.Changes) != 1 {
		t.Fatalf("%d sent, %+v", len(got), out)
	}
	byHost := map[string]collection.Request{}
	for _, r := range got {
		byHost[r.URL.Host[0]+r.Method] = r
	}
	if r := byHost["downPOST"]; r.Body.Mode != "urlencoded" || r.Body.URLEncoded[0].Value != "v" || r.Headers[0].Key != "A" {
		t.Errorf("%+v", r)
	}
	if r := byHost["cGET"]; r.Auth == nil || r.Auth.Get("username") != "u" || r.Headers[0].Value != "y" {
		t.Errorf("%+v", r)
	}
	text := strings.Join(printed(out), "|")
	if !strings.Contains(text, "connection refused") || !strings.Contains(text, "201 Created 1 5") {
		t.Error(text)
	}
	if len(out.Errors) != 1 || out.Errors[0].Message != "in the callback" || out.Errors[0].Place.Line != 6 {
		t.Errorf("%+v", out.Errors)
	}
	out, err = h.Run(context.Background(), task(`pm.sendRequest("http://a", (e) => console.log(e.message))`), script.Services{})
	if err != nil || !slices.Equal(printed(out), []string{"requests of scripts are not allowed here"}) {
		t.Errorf("%v %+v", err, out)
	}
}

// Every library that Postman names is there; one that is not says so.
func TestLibraries(t *testing.T) {
	out := run(t, host(t, script.Limits{}), `
for (const name of ["lodash", "moment", "uuid", "ajv", "tv4", "cheerio", "xml2js", "csv-parse/lib/sync", "crypto-js", "postman-collection", "chai", "atob", "btoa", "buffer",
  "util", "url", "path", "querystring", "punycode", "assert", "stream", "timers", "events", "string_decoder", "csv-parse", "uuid/v4", "crypto-js/sha256", "fs", "os"])
  pm.test(name, () => { if (!require(name)) throw new Error("it is nothing") });
for (const name of ["Buffer", "URL", "URLSearchParams", "TextEncoder", "TextDecoder", "crypto", "atob", "btoa", "structuredClone", "queueMicrotask", "setImmediate", "AbortController", "_", "CryptoJS", "cheerio", "tv4", "xml2Json"])
  pm.test(name, () => { if (!globalThis[name]) throw new Error("it is nothing") });
for (const bad of [() => require("http"), () => require("left-pad"), () => _.nope, () => require("lodash").chain([1]).nope(), () => Backbone.View, () => require("postman-collection").Nope, () => pm.require("npm:dayjs@1"), () => CryptoJS.Rabbit.encrypt("a", "b")])
  try { bad(); console.log("no error from", String(bad)) } catch (e) { console.log(e.message) }`)
	for _, x := range out.Tests {
		if !x.Passed {
			t.Errorf("%s: %s", x.Name, x.Message)
		}
	}
	want := []string{
		"postern has no library 'http' for scripts", "Cannot find module 'left-pad'", "postern has no '_.nope' of lodash", "postern has no '_.nope' of lodash",
		"postern's Backbone has no View: scripts have no page and no server", "postern has no 'Nope' of postman-collection", "postern cannot load the package 'npm:dayjs@1': only the built-in libraries are there",
		"postern has no CryptoJS.Rabbit",
	}
	var said []string
	for _, l := range out.Console {
		said = append(said, l.Text)
	}
	if d := cmp.Diff(want, said); d != "" || len(out.Errors) > 0 {
		t.Error(d, out.Errors)
	}
}
