package reads

import (
	"strings"
	"testing"
)

// However deep a script nests, with brackets or without, it is told or doubted.
func TestDeepScripts(t *testing.T) {
	for name, source := range map[string]string{
		"brackets":    strings.Repeat("(", 30_000) + "1" + strings.Repeat(")", 30_000),
		"not":         strings.Repeat("!", 60_000) + "1",
		"minus":       strings.Repeat("- ", 30_000) + "1",
		"sum":         strings.Repeat("1+", 30_000) + "1",
		"power":       strings.Repeat("2**", 20_000) + "1",
		"choice":      strings.Repeat("1?1:", 15_000) + "1",
		"arrows":      strings.Repeat("a=>", most) + "1",
		"many arrows": strings.Repeat("a=>", 20_000) + "1",
		"if":          strings.Repeat("if(1)\n", 10_000) + ";",
		"else":        strings.Repeat("if(1);else ", 5_000) + ";",
		"labels":      strings.Repeat("a:\n", most) + ";",
		"many labels": strings.Repeat("a:\n", 20_000) + ";",
		"assignments": "let a;" + strings.Repeat("a=", 30_000) + "1",
		"members":     "const a = 1; a" + strings.Repeat(".b", 30_000),
		"calls":       "const a = 1; a" + strings.Repeat("()", 30_000),
		"new":         strings.Repeat("new ", 15_000) + "Date",
		"typeof":      strings.Repeat("typeof ", 9_000) + "1",
		"too long":    strings.Repeat(" ", longest+1),
		"templates":   strings.Repeat("`${", 10_000),
		"a regexp":    "/" + strings.Repeat("(a*)*", 10_000) + "/",
		"classes":     strings.Repeat("[", 30_000) + "a",
	} {
		t.Run(name, func(t *testing.T) { Only(source) })
	}
}

// FuzzOnly looks for texts that a parser or reader does not come through.
func FuzzOnly(f *testing.F) {
	for _, s := range []string{`pm.test("a", () => pm.expect(1).to.equal(1))`, `const {a: [b = 1], ...c} = pm.response.json(); for (let i = 0; i < 3; i++) c[i]`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if d := Only(source); d == None && strings.Contains(source, "pm.environment.set(") && !strings.ContainsAny(source, "'\"`/") {
			t.Errorf("%q is taken for one that reads only", source)
		}
	})
}
