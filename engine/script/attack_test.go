package script_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"postern/engine/script"
	"postern/engine/script/wire"
)

// attacks are hostile scripts that go by what the program does for them: what it
// asks of their objects when it hands over what they did, and the libraries.
func attacks() map[string]string {
	return map[string]string{
		"proto toJSON on object":      `Object.prototype.toJSON = () => { for (;;) {} }; pm.request; pm.environment.set("a", 1)`,
		"proto toJSON that grows":     `Object.prototype.toJSON = function () { return { a: "x".repeat(1 << 22), b: { c: 1 } } }; pm.request.headers.add({ key: "a", value: {} }); console.log(JSON.stringify({}))`,
		"toPrimitive in a test name":  `pm.test({ [Symbol.toPrimitive]() { for (;;) {} } }, () => {})`,
		"toJSON in a variable":        `pm.environment.set("a", { toJSON() { for (;;) {} } })`,
		"getter in an error message":  `throw Object.defineProperty(new Error("x"), "message", { get() { for (;;) {} } })`,
		"getter in a stack":           `throw Object.defineProperty(new Error("x"), "stack", { get() { const a = []; for (;;) a.push(new Array(1000).fill(1)) } })`,
		"proxy thrown":                `throw new Proxy({}, { get() { for (;;) {} }, getPrototypeOf() { for (;;) {} } })`,
		"rejection with a proxy":      `Promise.reject(new Proxy(new Error("a"), { get(t, k) { for (;;) {} } }))`,
		"thenable that never settles": `pm.test("never", async () => { await { then() {} } }); await { then() {} }`,
		"job flood":                   `for (let i = 0; ; i++) Promise.resolve().then(() => new Promise((r) => r()))`,
		"sparse array":                `const a = []; a[4294967294] = 1; a.length = 4294967295; JSON.stringify(a)`,
		"sparse array in console":     `const a = []; a[4294967290] = 1; console.log(a, { a })`,
		"apply with a huge length":    `Math.max.apply(null, { length: 4294967295 })`,
		"Array.from a huge length":    `Array.from({ length: 4294967295 })`,
		"padEnd chain":                `let s = "x"; for (;;) s = s.padEnd(s.length * 4, s)`,
		"normalize":                   `"\ufdfa".repeat(1 << 22).normalize("NFKD").length`,
		"lodash template":             "_.template('<% for (;;) {} %>')()",
		"lodash template regex":       `_.template("<%".repeat(1e5))({})`,
		"lodash deep clone":           `let o = {}; for (let i = 0; i < 1e6; i++) o = { o }; _.cloneDeep(o)`,
		"lodash deep merge":           `let o = {}; for (let i = 0; i < 1e5; i++) o = { o }; _.merge({}, o); _.isEqual(o, _.cloneDeep(o)); _.flattenDeep(o)`,
		"lodash range":                `_.range(0, 1e10)`,
		"lodash set a deep path":      `_.set({}, "a".repeat(10) + ".b".repeat(1e6), 1); _.set({}, "a[4294967290]", 1)`,
		"moment of a long text":       `require("moment")("2020-".repeat(1e6)); require("moment")("1".repeat(1e6), "YYYY".repeat(1e4), true)`,
		"cheerio selector nesting":    `cheerio.load("<div></div>".repeat(1000))(":not(".repeat(1e5) + ")".repeat(1e5))`,
		"cheerio selector list":       `cheerio.load("<div></div>".repeat(1e4))("div,".repeat(1e5) + "div")`,
		"cheerio has":                 `cheerio.load("<div>".repeat(500) + "</div>".repeat(500))("div:has(div:has(div:has(div:has(div:has(p)))))")`,
		"cheerio siblings":            `cheerio.load("<p></p>".repeat(2e4))("p ~ p ~ p ~ p ~ b").length`,
		"cheerio nth":                 `cheerio.load("<p></p>".repeat(3e4))("p:nth-last-child(2n+1):nth-of-type(3n)").length`,
		"cheerio formatting elements": `cheerio.load("<a><b><i><u>".repeat(2e5) + "<p>".repeat(1e4)).html()`,
		"cheerio tables":              `cheerio.load("<table>".repeat(1e5) + "x".repeat(1e5)).html()`,
		"cheerio select":              `cheerio.load("<select>" + "<option>".repeat(1e6)).html()`,
		"xml entities":                `xml2Json('<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>' + "&b;".repeat(1e6) + "</a>")`,
		"xml nesting closed":          `xml2Json("<a>".repeat(9000) + "</a>".repeat(9000)); require("xml2js").parseString("<a>".repeat(9000) + "</a>".repeat(9000), (e, r) => JSON.stringify(r))`,
		"csv quotes":                  `require("csv-parse/lib/sync")('"'.repeat(5e6)); require("csv-parse/lib/sync")('"a""'.repeat(1e6))`,
		"ajv pattern":                 `const v = new (require("ajv"))(); v.validate({ pattern: "(x+x+)+y" }, "x".repeat(50)); v.validate({ patternProperties: { "^(a|a)*$": {} } }, { ["a".repeat(50) + "b"]: 1 })`,
		"ajv recursion":               `new (require("ajv"))().validate({ definitions: { a: { anyOf: [{ $ref: "#/definitions/b" }, { $ref: "#/definitions/b" }] }, b: { allOf: [{ $ref: "#/definitions/a" }, { $ref: "#/definitions/a" }] } }, $ref: "#/definitions/a" }, {})`,
		"ajv exponential":             `const d = {}; for (let i = 0; i < 60; i++) d["a" + i] = { allOf: [{ $ref: "#/definitions/a" + (i + 1) }, { $ref: "#/definitions/a" + (i + 1) }] }; d.a60 = {}; new (require("ajv"))().validate({ definitions: d, $ref: "#/definitions/a0" }, {})`,
		"ajv unique":                  `new (require("ajv"))().validate({ uniqueItems: true }, Array.from({ length: 1e5 }, (_, i) => ({ i })))`,
		"ajv multiple":                `new (require("ajv"))().validate({ multipleOf: 1e-300 }, 1e300); new (require("ajv"))().validate(JSON.parse('{"maximum":1e999999999}'), 1)`,
		"tv4 cyclic":                  `const s = {}; s.items = s; s.properties = { a: s }; const d = {}; d.a = d; tv4.validate(d, s, true)`,
		"EvpKDF rounds":               `CryptoJS.EvpKDF("a", "b", { iterations: 1e9, keySize: 8 }).toString()`,
		"word array of negative size": `const w = CryptoJS.lib.WordArray.create([1], -5); w.clamp(); w.toString(); CryptoJS.lib.WordArray.create([1], 1e9).toString()`,
		"visualizer bomb":             `let d = { a: [1,1,1,1,1,1,1,1,1,1] }; pm.visualizer.set("{{#a}}".repeat(1) + "{{#each a}}{{#each ../a}}{{#each ../../a}}{{#each ../../../a}}{{#each ../../../../a}}{{#each ../../../../../a}}{{#each ../../../../../../a}}xxxxxxxxxx{{/each}}{{/each}}{{/each}}{{/each}}{{/each}}{{/each}}{{/each}}{{/a}}", d)`,
		"visualizer tags":             `pm.visualizer.set("{{".repeat(1e6), {}); pm.visualizer.set("{{!--".repeat(1e5), {})`,
		"visualizer words":            `pm.visualizer.set("{{(" + "(".repeat(1e5) + "}}", {}); pm.visualizer.set("{{#if" + " a='".repeat(1e5) + "}}", {})`,
		"visualizer huge":             `pm.visualizer.set("x".repeat(1 << 23), {})`,
		"visualizer deep data":        `let o = {}; for (let i = 0; i < 9e3; i++) o = { o }; pm.visualizer.set("a", o)`,
		"structuredClone cycle":       `const o = {}; o.o = o; o.m = new Map([[o, o]]); o.s = new Set([o, o.m]); structuredClone(o); const b = structuredClone({ get a() { for (;;) {} } })`,
		"Intl locales":                `for (let i = 0; ; i++) try { new Intl.NumberFormat("x".repeat(1e6) + i).format(1) } catch (e) {}`,
		"Intl options":                `new Intl.NumberFormat("en", { minimumFractionDigits: 1e9 }).format(1); (1e300).toLocaleString("en", { minimumIntegerDigits: 1e9, maximumSignificantDigits: 1e9 })`,
		"interval for ever":           `setInterval(() => {}, 0)`,
		"interval that waits":         `setInterval(() => {}, 25)`,
		"timers flood":                `for (;;) setTimeout(() => {}, 1e9)`,
		"clear of many timers":        `const ids = []; for (let i = 0; i < 1e5; i++) ids.push(setTimeout(() => {}, 1e6)); for (const id of ids.reverse()) clearTimeout(id)`,
		"console of a deep object":    `const o = {}; let p = o; for (let i = 0; i < 24; i++) { p.a = { x: "y".repeat(1000) }; p = p.a } for (;;) console.log(o)`,
		"console of a wide object":    `const o = {}; for (let i = 0; i < 1e5; i++) o["k" + i] = i; console.log(o); console.log([o, o, o], new Map([[o, o]]))`,
		"console of a shared object":  `let o = {}; for (let i = 0; i < 60; i++) o = { a: o, b: o }; console.log(o)`,
		"console format":              `console.log("%s".repeat(1e6), ...Array(1e5).fill("x"))`,
		"toObject of variables":       `for (let i = 0; i < 3e4; i++) pm.variables.set("v" + i, i); for (;;) pm.variables.toObject()`,
		"replaceIn a lot":             `pm.variables.replaceIn("{{$randomLoremParagraphs}}".repeat(1e6))`,
		"replaceIn open braces":       `pm.variables.replaceIn("{{".repeat(4e6)); pm.variables.replaceIn("{{a".repeat(2e6))`,
		"replaceIn a cycle":           `const o = { s: "{{a}}" }; o.o = o; pm.variables.replaceIn(o)`,
		"send with a getter":          `pm.sendRequest({ get url() { for (;;) {} } }, () => {})`,
		"send in send":                `const f = () => pm.sendRequest("http://h", f); f()`,
		"send by the million":         `for (;;) pm.sendRequest("http://h", () => {})`,
		"send of a long URL":          `pm.sendRequest("http://h/" + "a/".repeat(2e6) + "?" + "b=c&".repeat(1e6), () => {})`,
		"send with a deep body":       `let o = {}; for (let i = 0; i < 2e4; i++) o = [o]; pm.sendRequest({ url: "http://h", method: "POST", body: o }, () => {})`,
		"Buffer":                      `Buffer.alloc(1 << 30); Buffer.from("ab".repeat(1 << 24), "hex"); Buffer.concat(Array(1e6).fill(Buffer.alloc(1e3)))`,
		"postman-collection":          `const { Collection } = require("postman-collection"); let item = { name: "a" }; for (let i = 0; i < 1e4; i++) item = { name: "f", item: [item] }; new Collection({ item: [item] }).forEachItem(() => {})`,
		"EventEmitter":                `const E = require("events"); const e = new E(); e.on("newListener", () => e.on("a", () => {})); e.on("a", () => {})`,
		"util.inspect":                `let o = {}; for (let i = 0; i < 30; i++) o = { a: o, b: o, c: o }; require("util").inspect(o, { depth: null })`,
		"chai deep":                   `let a = {}, b = {}; for (let i = 0; i < 40; i++) { a = { x: a, y: a }; b = { x: b, y: b } } pm.expect(a).to.eql(b)`,
		"chai members":                `const a = Array.from({ length: 3e4 }, (_, i) => ({ i })); pm.expect(a).to.have.deep.members(a.slice().reverse())`,
		"chai message":                `const o = {}; for (let i = 0; i < 1e6; i++) o["k" + i] = i; pm.expect(o).to.eql({}); pm.expect(o).to.have.all.keys("a")`,
		"chai property path":          `pm.expect({}).to.have.nested.property("a".repeat(1e6) + "[0".repeat(1e6))`,
		"jsonBody path":               `pm.response.to.have.jsonBody("a" + ".b".repeat(1e6))`,
		"Function in a loop":          `for (let i = 0; ; i++) new Function("return " + i)()`,
		"prepareStackTrace":           `Error.prepareStackTrace = () => { for (;;) {} }; new Error("x").stack; throw new Error("x")`,
		"tests global by the million": `for (let i = 0; i < 1e6; i++) tests["t" + i] = i % 2`,
		"tests global as a proxy":     `tests = new Proxy({}, { ownKeys() { for (;;) {} } })`,
		"promise replaced":            `globalThis.Promise = function () { for (;;) {} }; pm.test("a", async () => {})`,
		"object define replaced":      `Object.defineProperty = () => { for (;;) {} }; Object.getOwnPropertyDescriptor = Object.defineProperty; pm.cookies; cheerio; console.log({})`,
		"symbol iterator replaced":    `Array.prototype[Symbol.iterator] = function* () { for (;;) yield 1 }; console.log(1); pm.test("a", () => {})`,
		"array index setter":          `Object.defineProperty(Array.prototype, 0, { set() { for (;;) {} } }); console.log(1, 2); pm.environment.set("a", 1)`,
		"replace with functions":      `"x".repeat(1 << 20).replace(/x/g, () => "y".repeat(1 << 10))`,
		"match all":                   `Array.from("x".repeat(1 << 24).matchAll(/x/g))`,
		"sticky regex":                `const r = /(?:a?){40}a{40}/y; r.test("a".repeat(40)); /(a?){60}a{60}/.test("a".repeat(60)); /^(?:(a+)+)+\1$/.test("a".repeat(40) + "b")`,
		"regex alternatives":          `new RegExp(Array.from({ length: 1e5 }, (_, i) => "a" + i).join("|") + "|(?=b)").test("a".repeat(1e5))`,
		"date parse":                  `Date.parse("1".repeat(1e7)); new Date("2020-01-01T".repeat(1e6)); new Date(8.64e15).toLocaleDateString("x".repeat(100))`,
		"new in new":                  `eval("new ".repeat(2e5) + "Date"); eval("a=>".repeat(1e4) + "1")`,
		"weak map":                    `const m = new WeakMap(); const k = []; for (;;) { const o = {}; k.push(o); m.set(o, new Array(1000).fill(0)) }`,
		"setter storm":                `const o = { set a(v) { this.a = v } }; o.a = 1`,
		"header remove":               `for (let i = 0; i < 2e4; i++) pm.request.headers.add({ key: "k" + i, value: "v" }); for (let i = 0; i < 2e4; i++) pm.request.headers.remove("k" + i)`,
		"cookies jar flood":           `const jar = pm.cookies.jar(); for (let i = 0; ; i++) jar.set("http://h", "c" + i, "v".repeat(4000), () => {})`,
		"runRequest recursion":        `const f = () => pm.execution.runRequest("r1").then(f, f); f()`,
		"source with many lines":      `eval("\n".repeat(5e6) + "throw new Error('x')")`,
	}
}

// Each of them ends, and the program runs the next one.
func TestAttacks(t *testing.T) {
	l := script.Limits{Time: 250 * time.Millisecond, Wait: 500 * time.Millisecond, Memory: 128 << 20}
	h := host(t, l)
	for name, source := range attacks() {
		t.Run(name, func(t *testing.T) {
			out, _, _ := endures(t, h, l, source)
			if n := told(out); n > 20<<20 {
				t.Errorf("it told %d bytes", n)
			}
		})
	}
}

// told is how long all is that scripts told.
func told(o script.Outcome) (n int) {
	for _, x := range o.Tests {
		n += len(x.Name) + len(x.Error) + len(x.Message)
	}
	for _, x := range o.Console {
		n += len(x.Text) + len(strings.Join(x.Args, ""))
	}
	for _, x := range o.Errors {
		n += len(x.Name) + len(x.Message)
	}
	return n
}

// However much a script tells, and by whatever of it, the program keeps little,
// and what it keeps is not lost for what is too much.
func TestFloods(t *testing.T) {
	const repeat = `const big = "x".repeat(1 << 20), some = Array(200).fill("y".repeat(9000)); `
	for name, source := range map[string]string{
		"lines":          `for (let i = 0; i < 200; i++) console.log(big)`,
		"arguments":      `for (let i = 0; i < 100; i++) console.log(...some)`,
		"unprintable":    `const s = "\u0001".repeat(3000); for (let i = 0; i < 100; i++) console.log(s)`,
		"names of tests": `for (let i = 0; i < 100; i++) pm.test(big, () => {})`,
		"errors":         `for (let i = 0; i < 100; i++) Promise.reject({ name: big, message: big })`,
		"failures":       `for (let i = 0; i < 100; i++) pm.test("a", () => { throw { name: big, message: big } })`,
		"with variables": `for (let i = 0; i < 4000; i++) { pm.environment.set("v" + i, "z".repeat(4000)); console.log(i) } pm.environment.clear()`,
	} {
		t.Run(name, func(t *testing.T) {
			pieces := 0
			h := host(t, script.Limits{Memory: 1 << 30}) // the race detector gives none back
			out, err := h.Run(context.Background(), task(repeat+source), script.Services{Told: func(script.Outcome) { pieces++ }})
			var f *script.Failure
			if err != nil && !errors.As(err, &f) {
				t.Fatal(err)
			}
			if n := told(out); n == 0 || n > 17<<20 {
				t.Errorf("%d bytes were told in %d pieces, %v", n, pieces, err)
			}
			if len(out.Errors) > 0 && name != "errors" && name != "with variables" {
				t.Errorf("it failed: %.200v", out.Errors)
			}
		})
	}
}

// Of one variable only the last value counts, and there may be many, not any
// number.
func TestManyChanges(t *testing.T) {
	h := host(t, script.Limits{Memory: 1 << 30}) // the race detector takes much of it
	out := run(t, h, `for (let i = 0; i < 20000; i++) pm.environment.set("a", i); pm.environment.unset("a"); pm.environment.set("b", 1); pm.environment.clear(); pm.environment.set("b", 2)`)
	var ops []string
	for _, c := range out.Changes {
		ops = append(ops, string(c.Op)+" "+c.Var.Key+" "+c.Var.Value)
	}
	if got := strings.Join(ops, ", "); len(out.Errors) > 0 || got != "set a 19999, unset a , set b 1, clear  , set b 2" {
		t.Errorf("%s, %+v", got, out.Errors)
	}
	out = run(t, h, `for (let i = 0; i < 20000; i++) pm.environment.set("v" + i, i)`)
	if len(out.Changes) != wire.MostChanges || len(out.Errors) != 1 || out.Errors[0].Message != "a script may set 5000 variables: keep what belongs together as one list" {
		t.Errorf("%d changes, %+v", len(out.Changes), out.Errors)
	}
}
