package script_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"postern/engine/collection"
	"postern/engine/script"
	"postern/engine/script/wire"
)

// hostile are scripts that want to harm: to hang, to eat, to crash.
func hostile() map[string]string {
	return map[string]string{
		"endless loop":              `for (;;) {}`,
		"endless loop in a test":    `pm.test("x", () => { while (true) {} })`,
		"endless loop in catch":     `for (;;) { try { for (;;) {} } catch (e) {} finally { continue } }`,
		"endless promises":          `const again = () => Promise.resolve().then(again); again()`,
		"endless timers":            `const again = () => setTimeout(again, 0); again()`,
		"endless generator":         `function* g() { for (;;) yield 1 } for (const x of g()) {}`,
		"endless toString":          `String({ toString() { for (;;) {} } })`,
		"endless sort":              `[1, 2].sort(() => { for (;;) {} })`,
		"endless replace":           `"aa".replace(/a/g, () => { for (;;) {} })`,
		"regex with backreference":  `/^(([a-z])+.)+\1[A-Z]([a-z])+$/.test("a".repeat(60))`,
		"regex with lookahead":      `/(?=(a+)+$)(a|aa)+b/.test("a".repeat(64) + "!")`,
		"regex, nested":             `/(x+x+)+y(?!z)/.test("x".repeat(40)); /^(\w+\s?)*\1$/.test("word ".repeat(30) + "!")`,
		"regex of many classes":     `new RegExp("\\P{L}[^\\p{N}]".repeat(1e6), "u")`,
		"promise that spins":        `class P extends Promise { then() { for (;;) {} } } pm.test("x", () => new P(() => {}))`,
		"fill of a huge array":      `new Array(4294967295).fill(0)`,
		"join of a huge array":      `new Array(4294967295).join("x")`,
		"string doubling":           `let s = "x"; for (;;) s += s`,
		"string repeat":             `const a = []; for (;;) a.push("x".repeat(1 << 26) + a.length)`,
		"array growth":              `const a = []; for (;;) a.push({ a: [1, 2, 3], b: "x" + a.length })`,
		"typed arrays":              `const a = []; for (;;) a.push(new Uint8Array(1 << 26).fill(1))`,
		"a gigabyte at once":        `new ArrayBuffer(1 << 30); new Uint8Array(2 ** 31)`,
		"map growth":                `const m = new Map(); for (let i = 0; ; i++) m.set("k" + i, new Array(100).fill(i))`,
		"replace to a huge text":    `"x".repeat(1 << 20).replace(/x/g, "y".repeat(1 << 14))`,
		"BigInt power":              `2n ** (2n ** 40n)`,
		"BigInt product":            `let a = 3n; for (;;) a *= a`,
		"BigInt text":               `(7n ** 4000000n).toString()`,
		"deep JSON":                 `JSON.parse("[".repeat(5e6))`,
		"deep JSON, closed":         `JSON.parse("[".repeat(2e6) + "]".repeat(2e6), (k, v) => v)`,
		"deep stringify":            `let o = {}; for (let i = 0; i < 1e6; i++) o = { o }; JSON.stringify(o)`,
		"deep source":               `eval("(".repeat(2e6) + ")".repeat(2e6))`,
		"deep source of arrays":     `new Function("return " + "[".repeat(1e6) + "]".repeat(1e6))`,
		"deep calls":                `const f = () => f(); f()`,
		"deep getter":               `const o = { get x() { return this.x } }; o.x`,
		"deep proxy":                `const p = new Proxy({}, {}); const q = new Proxy(p, { get(t, k, r) { return r[k] } }); q.x`,
		"deep toJSON":               `const o = { toJSON() { return { o: JSON.parse(JSON.stringify(o)) } } }; JSON.stringify(o)`,
		"deep equality":             `let a = {}, b = {}; for (let i = 0; i < 2e5; i++) { a = { a }; b = { a: b } } pm.expect(a).to.eql(b)`,
		"deep variable":             `let o = {}; for (let i = 0; i < 1e6; i++) o = [o]; pm.environment.set("o", o)`,
		"deep markup":               `cheerio.load("<div>".repeat(1e6))("div").length`,
		"deep XML":                  `xml2Json("<a>".repeat(1e6))`,
		"console flood":             `for (;;) console.log("x".repeat(1e5))`,
		"test flood":                `for (let i = 0; ; i++) pm.test("t" + i, () => {})`,
		"a gigabyte of results":     `const s = "x".repeat(1 << 20); for (let i = 0; i < 64; i++) pm.environment.set("v" + i, s)`,
		"a gigabyte request":        `pm.sendRequest({ url: "http://h", method: "POST", body: { mode: "raw", raw: "x".repeat(1 << 25) } }, () => {})`,
		"many rounds":               `CryptoJS.PBKDF2("a", "b", { iterations: 9999999, keySize: 1024 })`,
		"schema that refers itself": `const Ajv = require("ajv"); new Ajv().validate({ $ref: "#" }, 1)`,
		"error with a wicked name":  `throw { get name() { for (;;) {} } }`,
		"thenable":                  `(async () => { await { then(f) { for (;;) {} } } })()`,
		"regex in a schema":         `new (require("ajv"))().validate({ pattern: "^(([a-z])+.)+\\\\1[A-Z]([a-z])+$" }, "a".repeat(60))`,
		"markup in itself":          `const $ = cheerio.load("<div><p><b></b></p></div>"); $("b").append($("div")); $("p").wrap($("b")); $.html(); $("b").text()`,
		"deep XML by selectors":     `cheerio.load("<a>".repeat(1e6), { xmlMode: true })("a").length`,
		"request that loops":        `pm.request.toJSON = () => { for (;;) {} }`,
		"request that eats":         `pm.request.toJSON = () => { const a = []; for (;;) a.push("x".repeat(1 << 20) + a.length) }`,
		"URL that loops":            `pm.request.url = { toJSON() { for (;;) {} } }`,
		"old test that loops":       `Object.keys = () => { for (;;) {} }; tests.a = 1`,
		"console and a getter":      `console.log({ get a() { for (;;) {} } })`,
		"console and a proxy":       `console.log(new Proxy({}, { ownKeys() { for (;;) {} } }))`,
		"console and a deep list":   `let a = []; for (let i = 0; i < 1e6; i++) a = [a]; console.log(a, [a], { a })`,
		"list of a huge length":     `Array.prototype.map = () => ({ length: 2 ** 31 }); console.log(1, 2)`,
		"event that raises itself":  `const m = new Backbone.Model(); m.on("change", () => m.set("n", Math.random())); m.set("n", 1)`,
		"rejections without end":    `for (;;) Promise.reject(new Error("x"))`,
		"BigInt for people":         `(7n ** 300000n).toLocaleString("en-US")`,
		"date of the far future":    `require("moment")().add(1e15, "years").fromNow(); new Date(8.64e15).toLocaleString("en-US", { timeZone: "Asia/Tokyo" })`,
		"zones without end":         `for (let i = 0; ; i++) try { new Intl.DateTimeFormat("en", { timeZone: "A" + i }) } catch (e) {}`,
		"variables that grow":       `for (let i = 0; i < 40; i++) pm.variables.set("v" + i, "{{v" + (i + 1) + "}}".repeat(9)); pm.variables.replaceIn("{{v0}}")`,
		"clone of a deep thing":     `let o = {}; for (let i = 0; i < 1e6; i++) o = { o }; structuredClone(o)`,
		"timers without number":     `for (let i = 0; ; i++) clearTimeout(setTimeout(() => {}, 1e6) - 1)`,
		"long stack":                `throw { name: "E", message: "m", stack: "script:99999999999999999999:1:1 ".repeat(1e6) }`,
		"huge error":                `throw new Error("x".repeat(1 << 26))`,
		"key of a gigabyte":         `pm.environment.set("x".repeat(1 << 26), 1)`,
		"many keys":                 `JSON.parse("{" + Array.from({ length: 1e6 }, (_, i) => '"k' + i + '":1').join() + "}")`,
	}
}

// Every hostile script ends, by itself or because a limit ends it, and the
// program runs the next one. How long the longest took is told and not checked: it
// depends on what else the machine does.
func TestHostileScripts(t *testing.T) {
	l := script.Limits{Time: 400 * time.Millisecond, Wait: 700 * time.Millisecond, Memory: 128 << 20}
	h := host(t, l)
	ended, longest := map[string]int{}, time.Duration(0)
	for name, source := range hostile() {
		t.Run(name, func(t *testing.T) {
			_, f, took := endures(t, h, l, source)
			longest = max(longest, took)
			if f == nil {
				ended["by itself"]++
				return
			}
			ended[[]string{"crashed", "too long", "too much", "said too much", "not started"}[f.Why]]++
			if f.Owner != "list users" || f.Hint() == "" {
				t.Errorf("it does not say whose script it was, or what to try: %v", f)
			}
		})
	}
	t.Logf("%v, the longest took %v of %v", ended, longest.Round(time.Millisecond), l.Wait)
}

// endures runs a script within limits that are tight, and then another one within
// the usual ones: a child that was ended takes its time to be replaced. It tells
// how long the first took.
func endures(t *testing.T, h *script.Host, tight script.Limits, source string) (out script.Outcome, f *script.Failure, took time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // no limit has ended it
	defer cancel()
	h.SetLimits(tight)
	start := time.Now()
	out, err := h.Run(ctx, task(source), script.Services{Send: answer})
	took = time.Since(start)
	if err != nil && !errors.As(err, &f) {
		t.Error(err)
	}
	t.Logf("%v: %v", took.Round(time.Millisecond), err)
	h.SetLimits(script.Limits{Time: plenty})
	if next := run(t, h, `pm.test("alive", () => {})`); len(next.Tests) != 1 {
		t.Errorf("the next script does not run: %+v", next)
	}
	return out, f, took
}

// However much a script asks for at once, the program is asked for little at a
// time, and all is answered.
func TestManyQuestions(t *testing.T) {
	const asked = 3000
	var now, most atomic.Int32
	all := make(chan struct{}) // closed when the script has asked for all
	var once sync.Once
	h := host(t, script.Limits{Memory: 1 << 30}) // the race detector takes much of it
	out, err := h.Run(context.Background(), task(`let n = 0; for (let i = 0; i < 3000; i++) pm.sendRequest("http://h/" + i, () => { if (++n === 3000) console.log("all", n) }); console.log("asked")`), script.Services{
		Told: func(script.Outcome) { once.Do(func() { close(all) }) },
		Send: func(ctx context.Context, r collection.Request) (*script.Response, error) {
			n := now.Add(1)
			defer now.Add(-1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			select {
			case <-all:
			case <-ctx.Done(): // the script was ended
			}
			return answer(ctx, r)
		},
	})
	if said := printed(out); err != nil || len(said) != 2 || said[1] != "all "+strconv.Itoa(asked) {
		t.Fatalf("%v %v %+v", err, said, out.Errors)
	}
	if n := most.Load(); n > wire.AtOnce {
		t.Errorf("%d at once", n)
	}
}

// A script reaches nothing: no files, no environment, no network, nothing of
// the program.
func TestReach(t *testing.T) {
	t.Setenv("POSTERN_TEST_SECRET", "s3cret")
	file := filepath.Join(t.TempDir(), "target")
	h := host(t, script.Limits{})
	out := run(t, h, `
const tried = {
  process: () => process.env, global_process: () => globalThis.process.env, fs: () => require("fs").readFileSync("/etc/passwd"), fs2: () => require("fs").writeFileSync(`+"`"+file+"`"+`, "x"),
  child: () => require("child_process").exec("id"), net: () => require("net").connect(1), http: () => require("http").get("http://127.0.0.1"), fetch: () => fetch("http://127.0.0.1"),
  xhr: () => new XMLHttpRequest(), socket: () => new WebSocket("ws://127.0.0.1"), import_: () => eval("import('fs')"), deno: () => Deno.readTextFile("/etc/passwd"),
  construct: () => (function () {}).constructor("return process.env")(), native: () => native.call("x"), module: () => module.constructor, goja: () => Object.getOwnPropertyNames(console.log.constructor("return this")()).filter((n) => /native|process|goja/.test(n)).join() || missing(),
  caller: () => require.caller.arguments, file_url: () => require("url").fileURLToPath("file:///etc/passwd") && require("fs").readFileSync("x"), load: () => load("/etc/passwd"), java: () => java.lang.System.getenv(),
};
const reached = Object.keys(tried).filter((name) => { try { tried[name](); return true } catch (e) { return false } });
console.log(reached.join());`)
	if len(out.Console) != 1 || out.Console[0].Text != "" {
		t.Errorf("reached: %+v %+v", out.Console, out.Errors)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a file was written")
	}
}

// What one script does to the objects that all share is gone in the next, and
// does not reach the words between the processes.
func TestPrototypeTricks(t *testing.T) {
	h := host(t, script.Limits{})
	for _, trick := range []string{
		`Object.prototype.passed = true; Object.prototype.Skip = true; Array.prototype.push = () => { throw 1 }`,
		`JSON.stringify = () => '{"Skip":true}'; JSON.parse = () => ({}); pm.test("x", () => { throw 1 })`,
		`Object.defineProperty = () => { throw 1 }; Function.prototype.call = () => { throw 1 }; Promise.prototype.then = () => { throw 1 }`,
		`pm.test = () => {}; pm.expect = () => {}; globalThis.pm = null; console.log = null`,
		`JSON.parse('{"__proto__": {"polluted": 1}}'); _.merge({}, JSON.parse('{"__proto__": {"polluted": 1}}')); _.set({}, "__proto__.polluted", 1); if ({}.polluted) throw new Error("polluted")`,
		`console.log('\u0006\u0000\u0000\u0000{"Skip":true}'); console.log(JSON.stringify({ Kind: 7, Skip: true }))`,
	} {
		out, err := h.Run(context.Background(), task(trick), script.Services{})
		if err != nil {
			t.Fatalf("%s: %v", trick, err)
		}
		if out.Skip || out.Request != nil {
			t.Errorf("%s: forged %+v", trick, out)
		}
		if strings.Contains(trick, "polluted") && len(out.Errors) > 0 {
			t.Error(out.Errors)
		}
		next := run(t, h, `pm.test("clean", () => { pm.expect({}.passed).to.be.undefined; pm.expect(JSON.parse("[1]")).to.eql([1]) })`)
		if len(next.Tests) != 1 || !next.Tests[0].Passed {
			t.Errorf("%s: is felt by the next script: %+v", trick, next)
		}
	}
}

// A context that ends takes the child with it, and at once.
func TestCancel(t *testing.T) {
	h := host(t, script.Limits{})
	ctx, cancel := context.WithCancel(context.Background())
	asked := make(chan struct{})
	go func() { <-asked; cancel() }()
	_, err := h.Run(ctx, task(`pm.sendRequest("http://h", () => {})`), script.Services{
		Send: func(ctx context.Context, _ collection.Request) (*script.Response, error) {
			close(asked)
			<-ctx.Done()
			return nil, ctx.Err()
		},
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	run(t, h, `1`)
}
