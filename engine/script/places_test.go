package script_test

import (
	"context"
	"strings"
	"testing"

	"postern/engine/collection"
	"postern/engine/script"
)

// Whatever fails, and whenever, in a script of the collection, a folder or the
// request: the line is that of the script, and the message says what people
// know, or what to do instead.
func TestPlaces(t *testing.T) {
	h := host(t, script.Limits{})
	for _, c := range []struct {
		source, message string
		line            int
	}{
		{"\nsetTimeout(() => {\n  foo()\n}, 1)", "foo is not defined", 3},
		{"\nPromise.resolve().then(() => {\n  foo()\n})", "foo is not defined", 3},
		{"\n(async () => {\n await 1;\n  foo()\n})()", "foo is not defined", 4},
		{"\nawait 1;\n\nfoo()", "foo is not defined", 4},
		{"\npm.sendRequest('http://h', (e, r) => {\n foo()\n})", "foo is not defined", 3},
		{"\npm.sendRequest('http://h').then((r) => {\n foo()\n})", "foo is not defined", 3},
		{"const r = await pm.sendRequest('http://h');\n\nr.foo()", "r.foo is not a function", 3},
		{"\npm.test('x', (done) => {\n setTimeout(() => {\n pm.expect(1).to.eql(2); done() }, 1)})", "expected 1 to deeply equal 2", 4},
		{"\nPromise.reject(new Error('r'))", "r", 2},
		{"\n_.map([1], () => {\n nope() })", "nope is not defined", 3},
		{"for await (const x of [1, 2]) {\n  foo(x)\n}", "foo is not defined", 2},
		{"\n\nif (", "Unexpected end of input", 3},
		{"\nlet s = 'a\n", "Invalid or unexpected token: a text that does not end", 2},
		{"\nimport x from 'y'", "scripts are no modules: use require instead of import, and variables instead of export", 2},
		{"\nasync function* g() {}", "postern has no async generators: let a function return a list of promises, or await in a loop", 2},
		{"\nconst r = pm.response.json();\nr.q.z = 1", "Cannot set properties of undefined (setting 'z')", 3},
		{"\nfetch('x')", "fetch is not defined: scripts send requests with pm.sendRequest", 2},
		{"\nconsole.log(moment())", "moment is not defined: begin with const moment = require('moment')", 2},
		{"\nprocess.env.A", "process is not defined: scripts see nothing of the machine: values come from pm.environment", 2},
		{"\npm.datasets.get('x')", "Cannot read properties of undefined (reading 'get'): postern has no pm.datasets", 2},
		{"\npm.environment.gett('x')", "pm.environment.gett is not a function", 2},
		{"\npm.expect(1).to.be.ok()", "pm.expect(...).to.be.ok is not a function", 2},
		{"\nrequire('fs/promises')", "Cannot find module 'fs/promises'", 2},
	} {
		for at, owner := range []string{"api", "users", "list users"} {
			for _, event := range []script.Event{script.BeforeRequest, script.AfterResponse} {
				k := task("")
				k.Scripts = []collection.Script{{Owner: "api", Source: "1\n"}, {Owner: "users", Source: "\n1"}, {Owner: "list users", Source: "1"}}
				k.Scripts[at].Source = c.source
				if k.Event = event; event == script.BeforeRequest {
					k.Response, k.Scripts[at].Source = nil, "pm.response = { json: () => ({}) };"+c.source
				}
				out, err := h.Run(context.Background(), k, script.Services{Send: answer})
				if err != nil || len(out.Errors) != 1 {
					t.Fatalf("%q: %v %+v", c.source, err, out.Errors)
				}
				if e := out.Errors[0]; e.Message != c.message || e.Place.Line != c.line || e.Place.Owner != owner || e.Place.Script != at {
					t.Errorf("%s of %s %q\n got %q%v\nwant %q line %d", event, owner, c.source, e.Message, e.Place, c.message, c.line)
				}
			}
		}
	}
}

// A loop that awaits takes values as they come, from a list or from what gives
// them later.
func TestLoopsThatAwait(t *testing.T) {
	h := host(t, script.Limits{})
	out := run(t, h, `
const seen = [];
for await (const x of [1, Promise.resolve(2), new Promise((r) => setTimeout(r, 1, 3))]) { seen.push(x) }
const later = { [Symbol.asyncIterator]() { let n = 0; return { next: async () => ({ value: ++n, done: n > 3 }) } } };
for await (const n of later) {
  if (n === 3) break;
  seen.push("n" + n);
}
async function sum(list) { let s = 0; for await (let { v: [v] } of list.map((x) => ({ v: [x] }))) { s += v } return s }
seen.push(await sum([4, 5]));
let outer; for await (outer of "ab)") { for await (const inner of ["x", ")"]) { seen.push(outer + inner) } }
try { for await (const x of [Promise.reject(new Error("no"))]) { seen.push("never") } } catch (e) { seen.push(e.message) }
console.log(seen.join());`)
	if len(out.Console) != 1 || out.Console[0].Text != "1,2,3,n1,n2,9,ax,a),bx,b),)x,)),no" {
		t.Errorf("%+v %+v", out.Console, out.Errors)
	}
}

// A request of nothing is not sent, and whoever asked is told.
func TestNothingToRequest(t *testing.T) {
	h := host(t, script.Limits{})
	out := run(t, h, `pm.sendRequest("", (e, r) => console.log(e.message, r)); try { await pm.sendRequest() } catch (e) { console.log(e.message) }`)
	want := "sendrequest: nothing to request"
	if len(out.Console) != 2 || out.Console[0].Text+out.Console[1].Text != want+want+" null" {
		t.Errorf("%+v %+v", out.Console, out.Errors)
	}
}

// Classes of letters by their names, which the interpreter does not know, in
// literals and where an expression is made; it tells of itself as it was written.
func TestClassesOfLetters(t *testing.T) {
	h := host(t, script.Limits{})
	for _, c := range []struct{ source, want string }{
		{`[/^\p{L}+$/u.test("Zoë"), /\p{L}/u.test("1"), /^\P{L}$/u.test("1"), /\P{L}/u.test("é")]`, "true,false,true,false"},
		{`["aéß1_ 😀x".replace(/[^\p{L}\p{N}]/gu, "-"), "A]b".replace(/[\P{Lu}\]]/gu, "")]`, "aéß1---x,A"},
		{`"Ελλ".match(/\p{Script=Greek}+/u)[0] + "漢字かな".match(/\p{sc=Hani}+/u)[0] + /^\p{Uppercase_Letter}\p{gc=Ll}$/u.test("Éa")`, "Ελλ漢字true"},
		{`[/\p{White_Space}/u.test("\u3000"), /\p{Alphabetic}/u.test("ª"), /^\p{ASCII}$/u.test("é"), /^\p{Any}$/u.test("😀"), /(?<=\p{Sc})\d/u.exec("€5")[0]]`, "true,true,false,true,5"},
		{`[new RegExp("^\\p{L}+$", "u").test("é"), RegExp("\\p{Lu}", "iu").flags, new RegExp(/\p{L}/, "u").test("é"), new RegExp(/\p{L}/u).test("é")]`, "true,iu,true,true"},
		{`[String(/\p{L}/u), new RegExp("\\p{L}", "gu").source, new RegExp(/\p{Lu}/u, "u").source]`, `/\p{L}/u,\p{L},\p{Lu}`},
		{`[/\p{2}/.test("pp"), /\\p{2}/u.test("\\pp"), new RegExp("\\p{2}").test("pp")]`, "true,true,true"},
		{`[/a/ instanceof RegExp, new RegExp("a") instanceof RegExp, RegExp("a").constructor === RegExp, new (class A extends RegExp {})("a").test("a"), RegExp.name, RegExp(/a/g).flags, "a-b".split(new RegExp("-")).length]`, "true,true,true,true,RegExp,g,2"},
		{`(() => { try { new RegExp("\\p{Emoji}", "u") } catch (e) { return e.name + ": " + e.message } })()`, `SyntaxError: Invalid regular expression: \p{Emoji}: postern's regular expressions do not know this class: write the letters, as in [A-Za-zÀ-ÿ]`},
	} {
		out := run(t, h, "console.log(String("+c.source+"))")
		if len(out.Console) != 1 || out.Console[0].Text != c.want {
			t.Errorf("%s\n got %+v %+v\nwant %s", c.source, out.Console, out.Errors, c.want)
		}
	}
	out := run(t, h, "const a = 1;\nif (a) { const f = (x = `${/[\\p{Nope}]/u}`) => x; }")
	if len(out.Errors) != 1 || out.Errors[0].Name != "SyntaxError" || out.Errors[0].Place.Line != 2 || out.Errors[0].Place.Column != 28 || !strings.Contains(out.Errors[0].Message, `\p{Nope}`) {
		t.Errorf("%+v", out.Errors)
	}
}
