package vars_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postern/engine/vars"
)

func layer(scope vars.Scope, name string, pairs ...string) vars.Layer {
	l := vars.Layer{Scope: scope, Name: name}
	for i := 0; i < len(pairs); i += 2 {
		l.Vars = append(l.Vars, vars.Var{Name: pairs[i], Value: pairs[i+1]})
	}
	return l
}

func env(pairs ...string) vars.Layer { return layer(vars.Environment, "dev", pairs...) }

// many is a layer that makes a set large enough for an index.
func many() vars.Layer {
	l := vars.Layer{Scope: vars.Globals, Name: "many"}
	for i := range 1000 {
		l.Vars = append(l.Vars, vars.Var{Name: "name" + strconv.Itoa(i), Value: "value"})
	}
	return l
}

func TestExpand(t *testing.T) {
	local, data := layer(vars.Local, "", "v", "1"), layer(vars.Data, "", "v", "2")
	coll, globals := layer(vars.Collection, "c", "v", "4"), layer(vars.Globals, "g", "v", "5")
	for _, tt := range []struct {
		name       string
		layers     []vars.Layer
		text, want string
	}{
		{"plain text", nil, "no templates { } here", "no templates { } here"},
		{"nested", []vars.Layer{env("h", "a", "x_a", "1")}, "{{x_{{h}}}}", "1"},
		{"cycle ends", []vars.Layer{env("a", "{{b}}", "b", "{{a}}")}, "http://h/{{a}}", "http://h/{{b}}"},
		{"self growth ends after 19 passes", []vars.Layer{env("a", "x{{a}}")}, "{{a}}", strings.Repeat("x", 19) + "{{a}}"},
		{"local wins", []vars.Layer{local, data, env("v", "3"), coll, globals}, "{{v}}", "1"},
		{"data before environment", []vars.Layer{data, env("v", "3"), coll, globals}, "{{v}}", "2"},
		{"environment before collection", []vars.Layer{env("v", "3"), coll, globals}, "{{v}}", "3"},
		{"collection before globals", []vars.Layer{coll, globals}, "{{v}}", "4"},
		{"globals last", []vars.Layer{globals}, "{{v}}", "5"},
		{"blanks count", []vars.Layer{env("a", "1")}, "{{ a }}", "{{ a }}"},
		{"blanks in a name", []vars.Layer{env(" a ", "1")}, "{{ a }}", "1"},
		{"dots, dashes, unicode", []vars.Layer{env("a.b-c é", "1")}, "{{a.b-c é}}", "1"},
		{"empty name", nil, "{{}}", "{{}}"},
		{"user variable hides dynamic", []vars.Layer{env("$guid", "fixed")}, "{{$guid}}", "fixed"},
		{"unknown dynamic stays", nil, "{{$nope}}", "{{$nope}}"},
		{"last duplicate wins", []vars.Layer{env("a", "1", "a", "2")}, "{{a}}", "2"},
		{"braces around", []vars.Layer{env("a", "1")}, "{{{a}}}", "{1}"},
		{"value with quotes is not escaped", []vars.Layer{env("a", `x"y`)}, `{"k":"{{a}}"}`, `{"k":"x"y"}`},
		{"template made by two values", []vars.Layer{env("a", "{{", "b", "c}}", "c", "1")}, "{{a}}{{b}}", "1"},
		{"empty value", []vars.Layer{env("a", "")}, "[{{a}}]", "[]"},
		{"a filter of OData stays", []vars.Layer{env("filter", "1")}, "?{{$filter}}=a eq 'b'&$filter=c", "?{{$filter}}=a eq 'b'&$filter=c"},
		{"a template of JavaScript stays", []vars.Layer{env("code", "1")}, "`${code}` $code {code}", "`${code}` $code {code}"},
		{"nineteen values in a row", []vars.Layer{chain(19)}, "{{k0}}", "end"},
		{"the twentieth stays", []vars.Layer{chain(20)}, "{{k0}}", "{{k19}}"},
		{"names of JavaScript's own stay", nil, "{{constructor}}{{toString}}", "{{constructor}}{{toString}}"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for kind, set := range map[string]vars.Set{
				"few": vars.NewSet(tt.layers...), "indexed": vars.NewSet(many()).With(tt.layers...), "by hand": {Layers: tt.layers},
			} {
				if got, _ := set.Expand(tt.text); got != tt.want {
					t.Errorf("%s: Expand(%q) = %q, want %q", kind, tt.text, got, tt.want)
				}
			}
		})
	}
}

func TestExpandUses(t *testing.T) {
	set := vars.NewSet(
		vars.Layer{Scope: vars.Environment, Name: "dev", Vars: []vars.Var{
			{Name: "url", Value: "{{proto}}://h"}, {Name: "key", Value: "s3cret", Secret: true},
		}},
		layer(vars.Collection, "API", "proto", "https", "loop", "{{loop}}"),
	)
	_, got := set.Expand("{{url}}/{{key}}/{{nope}}/{{nope}}/{{loop}}")
	byName := make(map[string]vars.Use)
	for _, u := range got {
		byName[u.Name] = u
	}
	want := map[string]vars.Use{
		"url":   {Name: "url", Value: "{{proto}}://h", Scope: vars.Environment, Layer: "dev", Resolved: true},
		"key":   {Name: "key", Value: "s3cret", Scope: vars.Environment, Layer: "dev", Secret: true, Resolved: true},
		"proto": {Name: "proto", Value: "https", Scope: vars.Collection, Layer: "API", Resolved: true},
		"nope":  {Name: "nope"},
		"loop":  {Name: "loop", Scope: vars.Collection, Layer: "API", Cyclic: true},
	}
	if diff := cmp.Diff(want, byName); diff != "" {
		t.Errorf("uses (-want +got):\n%s", diff)
	}
}

// chain is a layer where k0 leads to the word end over n variables.
func chain(n int) vars.Layer {
	l := env("k"+strconv.Itoa(n-1), "end")
	for i := range n - 1 {
		l.Vars = append(l.Vars, vars.Var{Name: "k" + strconv.Itoa(i), Value: "{{k" + strconv.Itoa(i+1) + "}}"})
	}
	return l
}

// longest is how long a text may grow for [postmans], which takes a second for a
// megabyte.
const longest = 1 << 14

// postmans is Postman's own way of replacing, which needs no bounds for short
// texts.
func postmans(set vars.Set, text string) string {
	re := regexp.MustCompile(`\{\{([^{}]*?)\}\}`)
	for range 19 {
		replaced := false
		text = re.ReplaceAllStringFunc(text, func(ref string) string {
			replaced = true
			if v, _, ok := set.Lookup(ref[2 : len(ref)-2]); ok {
				return v.Value
			}
			return ref
		})
		if !replaced || len(text) > longest {
			break
		}
	}
	return text
}

func TestExpandDoesWhatPostmanDoes(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"{{a}}", "{{b}}", "{{c}}", "{{x_{{a}}}}", "{{ a }}", "{{}}", "{{{a}}}", "{", "}", "{{", "}}", "a", "b", "x_", "$", "é", "\n",
	})
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 5).Draw(t, "pieces"), "") })
	rapid.Check(t, func(t *rapid.T) {
		l := env("a", text.Draw(t, "a"), "b", text.Draw(t, "b"), "x_a", text.Draw(t, "x_a"), "x_b", "b")
		set, in := vars.NewSet(l), text.Draw(t, "text")
		want := postmans(set, in)
		if got, _ := set.Expand(in); got != want && len(want) <= longest {
			t.Fatalf("%q with %v became %q, want %q", in, l.Vars, got, want)
		}
	})
}

func TestUsesAreBounded(t *testing.T) {
	set := vars.NewSet(env("a", "{{b}}", "b", "{{a}}", "c", "1"))
	got, uses := set.Expand(strings.Repeat("{{a}}", 1_000_000) + "{{c}}")
	if len(uses) > 10_000 || len(got) != 5_000_001 {
		t.Errorf("%d uses, %d bytes", len(uses), len(got))
	}
	told := make(map[string]bool)
	for _, u := range uses {
		told[u.Name] = told[u.Name] || u.Resolved
	}
	if !told["a"] || !told["b"] || !told["c"] {
		t.Errorf("not every name is told: %v", told)
	}
}

func FuzzExpand(f *testing.F) {
	f.Add("http://h/{{a}}/{{x_{{b}}}}", "{{b}}", "{{a}}", "x{{c}}")
	f.Add("{{a}}{{b}}", "{{", "c}}", "1")
	f.Add("{{{a}}} {{ a }} {{}} ${a} {{$guid}}", "{{a}}{{a}}", "}}{{", "")
	for _, text := range corpus(f) {
		f.Add(text, "{{b}}", "1", "")
	}
	f.Fuzz(func(t *testing.T, text, a, b, c string) {
		set := vars.NewSet(env("a", a, "b", b, "c", c, "x_a", "1", "x_b", "{{c}}"), layer(vars.Globals, "g", "a", "0", "d", "{{a}}"))
		got, uses := set.Expand(text)
		if most := len(text) + 17<<20 + len(a) + len(b) + len(c); len(got) > most {
			t.Fatalf("%d bytes grew to %d", len(text), len(got))
		}
		if !vars.Has(text) && (got != text || uses != nil) {
			t.Fatalf("%q has no template and became %q", text, got)
		}
		for i, r := range vars.Scan(got) {
			if got[r.Start:r.End] != "{{"+r.Name+"}}" || strings.ContainsAny(r.Name, "{}") {
				t.Fatalf("template %d of %q is %+v", i, got, r)
			}
		}
		if random := regexp.MustCompile(`\$(guid|timestamp|isoTimestamp|random)`); len(text) > 1<<12 || random.MatchString(text+a+b+c) {
			return
		}
		if want := postmans(set, text); len(want) <= longest && got != want {
			t.Fatalf("%q became %q, want %q", text, got, want)
		}
	})
}

// corpus returns texts with templates from the files beside the repository, or
// none if they are not there.
func corpus(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "..", "..", "shared", "collections", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile(`"[^"\n]*\{\{[^"\n]*"`)
	var texts []string
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range quoted.FindAllString(string(data), 3) {
			texts = append(texts, m[1:len(m)-1])
		}
	}
	return texts
}

func TestExpandIsBounded(t *testing.T) {
	set := vars.NewSet(env(
		"bomb", strings.Repeat("{{bomb}}", 1000), "twice", "{{twice}}{{twice}}", "long", strings.Repeat("x", 5<<20),
		"form", strings.Repeat("y", 5<<20)+"{{end}}", "end", ".", "mail", strings.Repeat("y", 5<<20)+"{{name}}{{name}}", "name", "Ada {{last}}", "last", "L",
	))
	for _, tt := range []struct {
		text     string
		from, to int
	}{
		{"{{bomb}}", 1 << 19, 1<<20 + 8_000},
		{strings.Repeat("{{bomb}}", 2000), 1 << 19, 1<<20 + 24_000},
		{"{{twice}}", 1 << 19, 1<<20 + 18},
		{"{{long}}{{long}}", 10 << 20, 10 << 20},
		{"{{long}}{{long}}{{long}}{{long}}", 15<<20 + 8, 15<<20 + 8},
		{"{{form}}", 5<<20 + 1, 5<<20 + 1},
		{"{{mail}}", 5<<20 + 10, 5<<20 + 10},
		{"{{form}}{{form}}", 5<<20 + 7 + 8, 5<<20 + 7 + 8},
	} {
		got, _ := set.Expand(tt.text)
		if len(got) < tt.from || len(got) > tt.to {
			t.Errorf("%.40s became %d bytes, not %d to %d", tt.text, len(got), tt.from, tt.to)
		}
	}
}

// A value that holds itself twice stands in every address of a file.
func BenchmarkExpandWhatHoldsItself(b *testing.B) {
	set := vars.NewSet(env("twice", "{{twice}}{{twice}}"))
	for b.Loop() {
		set.Expand("{{twice}}")
	}
}

func TestScanFindsWhatTheExpressionFinds(t *testing.T) {
	re := regexp.MustCompile(`\{\{([^{}]*?)\}\}`)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("{}ab é")), 0, 24, -1).Draw(t, "text")
		var want []vars.Ref
		for _, m := range re.FindAllStringSubmatchIndex(text, -1) {
			want = append(want, vars.Ref{Start: m[0], End: m[1], Name: text[m[2]:m[3]]})
		}
		if diff := cmp.Diff(want, vars.Scan(text)); diff != "" {
			t.Fatalf("Scan(%q) (-regexp +got):\n%s", text, diff)
		}
	})
}

func TestNames(t *testing.T) {
	got := vars.Names("{{b}} {{a}} {{b}}", "{{c}} {{x_{{a}}}}")
	if diff := cmp.Diff([]string{"b", "a", "c"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAll(t *testing.T) {
	got := vars.NewSet(env("a", "1", "b", "2", "a", "3"), layer(vars.Globals, "g", "b", "9", "c", "8")).All()
	origin := func(s vars.Scope, l, n, v string) vars.Origin {
		return vars.Origin{Var: vars.Var{Name: n, Value: v}, Scope: s, Layer: l}
	}
	want := []vars.Visible{
		{Origin: origin(vars.Environment, "dev", "b", "2"), Shadowed: []vars.Origin{origin(vars.Globals, "g", "b", "9")}},
		{Origin: origin(vars.Environment, "dev", "a", "3")},
		{Origin: origin(vars.Globals, "g", "c", "8")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSetFollowsItsLayers(t *testing.T) {
	set := vars.NewSet(env("a", "1"), many())
	set.Layers = []vars.Layer{env("a", "2"), many()}
	if v, _, _ := set.Lookup("a"); v.Value != "2" {
		t.Errorf("Lookup after assigning Layers = %q, want 2", v.Value)
	}
	set = set.With(layer(vars.Local, "", "a", "3"))
	if v, l, _ := set.Lookup("a"); v.Value != "3" || l.Scope != vars.Local {
		t.Errorf("Lookup after With = %q from %v, want 3 from local", v.Value, l.Scope)
	}
	if !cmp.Equal(vars.NewSet(env("a", "1")), vars.Set{Layers: []vars.Layer{env("a", "1")}}) {
		t.Error("sets with the same layers differ")
	}
}

func TestDynamicsRepeatWithTheSameSource(t *testing.T) {
	text := "{{$guid}} {{$guid}} {{$randomFullName}}"
	sample := func() string {
		n := uint64(1)
		src := vars.Source{Rand: func() uint64 { n = n*6364136223846793005 + 1442695040888963407; return n }}
		got, _ := vars.Set{}.WithSource(src).Expand(text)
		return got
	}
	if a, b := sample(), sample(); a != b {
		t.Errorf("%q and %q from the same source", a, b)
	}
	if parts := strings.Fields(sample()); parts[0] == parts[1] {
		t.Errorf("two uses gave the same value %s", parts[0])
	}
}

func BenchmarkExpand(b *testing.B) {
	set := vars.NewSet(many())
	b.ReportAllocs()
	for b.Loop() {
		set.Expand("{{name1}}/api/v1/users/{{name999}}?limit={{name500}}")
	}
}
