package script_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/engine/script"
)

// A failure whose message leaves out what differs has lines that tell it, and
// one that tells it has none. The message itself is as everywhere.
func TestDifferences(t *testing.T) {
	h := host(t, script.Limits{})
	for _, c := range []struct{ name, check, want string }{
		{
			"objects", `pm.expect({id: 1, name: "Ada", email: "ada@example.com", role: "admin", tags: ["a", "b"], at: {city: "Ghent"}})
			.to.eql({id: 1, name: "Ada", role: "owner", tags: ["a", "c", "d"], at: {city: "Brugge"}, "a phone": 0})`,
			"email: got 'ada@example.com', expected nothing|role: got 'admin', expected 'owner'|tags: got 2 items, expected 3|tags[1]: got 'b', expected 'c'|" +
				"at.city: got 'Ghent', expected 'Brugge'|['a phone']: is missing, expected 0",
		},
		{
			"no more than six", `pm.expect([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]).to.eql([20, 21, 22, 23, 24, 25, 26, 27, 28, 29])`,
			"[0]: got 10, expected 20|[1]: got 11, expected 21|[2]: got 12, expected 22|[3]: got 13, expected 23|[4]: got 14, expected 24|[5]: got 15, expected 25",
		},
		{
			"members", `pm.expect(["admin", "reader", "reader", "writer"]).to.have.members(["admin", "reader", "owner", "reader"])`,
			"missing: 'owner'|not expected: 'writer'",
		},
		{"a superset", `pm.expect(["admin", "reader", "reader", "writer"]).to.include.members(["admin", "owner"])`, "missing: 'owner'"},
		{
			"keys", `pm.expect({id: 1, name: "Ada", email: "ada@example.com", role: "admin"}).to.have.all.keys("id", "name", "role", "phone")`,
			"missing: 'phone'|not expected: 'email'",
		},
		{
			"any of some keys", `pm.expect({id: 1, name: "Ada", email: "ada@example.com", role: "admin"}).to.have.any.keys("phone", "fax")`,
			"missing: 'fax', 'phone'",
		},
		{
			"long texts", `pm.expect("a".repeat(60) + "one").to.equal("a".repeat(60) + "two")`,
			"they differ from character 51 on: got 'aaaaaaaaaaone', expected 'aaaaaaaaaatwo'",
		},
		{
			"texts that part far from their beginning", `const s = "é".repeat(10_000); pm.expect(s + "a").to.equal(s + "b".repeat(5_000))`,
			"they differ from character 9991 on: got 'ééééééééééa', expected 'éééééééééébbbbbbbbbbbbbbbbbbbbbbbbbbb…'",
		},
		{
			"one that is the beginning of the other", `pm.expect("a".repeat(4_096)).to.equal("a".repeat(4_096) + "b")`,
			"they differ from character 4087 on: got 'aaaaaaaaaa', expected 'aaaaaaaaaab'",
		},
		{
			"what goes in circles", `const a = {list: [1, 2, 3], name: "the first of the two"}, b = {list: [1, 2, 4], name: "the first of the two"}; a.a = a; b.a = b;
			pm.expect(a).to.eql(b)`,
			strings.Join([]string{
				"list[2]: got 3, expected 4", "a.list[2]: got 3, expected 4", "a.a.list[2]: got 3, expected 4", "a.a.a.list[2]: got 3, expected 4",
				"a.a.a.a.list[2]: got 3, expected 4", "a.a.a.a.a.list[2]: got 3, expected 4",
			}, "|"),
		},
		{"short ones", `pm.expect({a: 1}).to.eql({a: 2})`, ""},
		{"not equal", `const u = {id: 1, name: "Ada", email: "ada@example.com", role: "admin"}; pm.expect(u).to.not.eql({...u})`, ""},
		{"an error of its own", `throw {name: "Mine", message: "it is … equal", get actual() { throw 1 }, expected: 2}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := run(t, h, `pm.test("x", () => { `+c.check+` })`)
			if len(out.Tests) != 1 || out.Tests[0].Passed || out.Tests[0].Message == "" {
				t.Fatalf("the outcome is %+v", out)
			}
			if d := cmp.Diff(c.want, strings.Join(out.Tests[0].Differences, "|")); d != "" {
				t.Error(d)
			}
		})
	}
}

// However much differs, no more is looked at than is told: all of it would take
// the script's time.
func TestDifferencesOfMuch(t *testing.T) {
	out := run(t, host(t, script.Limits{}), `let looked = 0;
		const much = (from) => {
			const o = {};
			for (let i = 0; i < 1000; i++) Object.defineProperty(o, "k" + (from + i), {enumerable: true, get() { looked++; return i; }});
			return o;
		};
		pm.test("x", () => { pm.expect(much(0)).to.eql(much(1000)) });
		console.log(looked < 100 ? "few" : looked)`)
	if len(out.Tests) != 1 || len(out.Tests[0].Differences) != 6 || len(out.Console) != 1 || out.Console[0].Text != "few" {
		t.Errorf("the outcome is %+v", out)
	}
}
