package jsontext_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"postern/engine/body"
	"postern/ui/jsontext"
)

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name, text, want string // "line:column what", or ""
	}{
		{"nothing", " \n", ""},
		{"plain", `{"a": [1, -2.5e+3, true, null, "x"]}`, ""},
		{"a name as a value", `{"a": {{b}}}`, ""},
		{"in a text", `{"a": "x{{b}}"}`, ""},
		{"as a part of a number", `{"a": 1{{b}}, "c": {{d}}{{e}}}`, ""},
		{"as a key", `{{{a}}: 1, "b": 2}`, ""},
		{"as a key in quotes", `{"{{a}}": 1}`, ""},
		{"as members", `{"a": 1, {{more}}}`, ""},
		{"as all the members", `{ {{all}} }`, ""},
		{"as items", `[{{items}}]`, ""},
		{"as the comma too", `{"a": 1 {{more}} }`, ""},
		{"as the whole", ` {{body}} `, ""},
		{"dynamic", `[{{$randomInt}}]`, ""},
		{"comments", "// one\n{ /* two */ \"a\": 1 // three\n}", ""},
		{"a missing comma", "{\n  \"a\": 1\n  \"b\": 2\n}", `3:3 a comma is missing before "b"`},
		{"a comma too many", "{\"a\": 1,\n}", "2:1 there is a comma too many before }"},
		{"in a list", "[1,]", "1:4 there is a comma too many before ]"},
		{"no value", `{"a": }`, "1:7 a value is missing before }"},
		{"no value in a list", `[,1]`, "1:2 a value is missing before ,"},
		{"no colon", `{"a" 1}`, "1:6 a colon is missing behind the key"},
		{"no colon at all", `{"a"}`, "1:5 a colon and a value are missing before }"},
		{"a key without quotes", `{a: 1}`, "1:2 a is no value: texts stand in quotes"},
		{"a number for a key", `{1: 1}`, "1:2 a key in quotes is missing before 1"},
		{"a text without quotes", `{"a": yes}`, "1:7 yes is no value: texts stand in quotes"},
		{"an odd number", `[01]`, "1:2 01 is no value: texts stand in quotes"},
		{"an open text", "[\"abc\n]", "1:2 the text is not closed on its line: a quote is missing"},
		{"an open text at the end", `["abc`, "1:2 the text is not closed: a quote is missing"},
		{"an odd escape", `["a\x"]`, "1:4 no such escape"},
		{"a short escape", `["\u12"]`, "1:3 no such escape"},
		{"a control character", "[\"\t\"]", "1:3 a control character must be escaped"},
		{"never closed", "{\n\"a\": [1\n", "2:6 the [ is never closed"},
		{"the wrong one", "{\n\"a\": [1}", "2:8 } does not close the [ of line 2"},
		{"closes nothing", "1]", "1:2 ] closes nothing"},
		{"more behind the end", "{} {}", "1:4 there is more behind the end"},
		{"an open comment", "1 /* x", "1:3 the comment is not closed"},
		{"columns are characters", `["世界" x]`, "1:7 a comma is missing before x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if p := jsontext.Check(c.text); p != nil {
				got = fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.What)
			}
			if got != c.want {
				t.Errorf("problem %q, want %q", got, c.want)
			}
		})
	}
}

func TestPretty(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", " ", ""},
		{"members", `{"b":1,"a":[1,{"c":[]},{}]}`, "{\n  \"b\": 1,\n  \"a\": [\n    1,\n    {\n      \"c\": []\n    },\n    {}\n  ]\n}"},
		{"big numbers and duplicates stay", `{"n":12345678901234567890,"n":1.0e+2,"s":"\u0041\/"}`, "{\n  \"n\": 12345678901234567890,\n  \"n\": 1.0e+2,\n  \"s\": \"\\u0041\\/\"\n}"},
		{"names", `{{{k}}:{{v}},"a":1{{b}},{{more}}}`, "{\n  {{k}}: {{v}},\n  \"a\": 1{{b}},\n  {{more}}\n}"},
		{"names without commas", `{"a":1{{b}} {{more}}}`, "{\n  \"a\": 1{{b}} {{more}}\n}"},
		{"a comment at the end of its line", "{\"a\":1, // one\n\"b\":2}", "{\n  \"a\": 1, // one\n  \"b\": 2\n}"},
		{"a comment before the comma", "[1 // one\n,2]", "[\n  1 // one\n  ,\n  2\n]"},
		{"a comment on its line", "// top\n[\n// in\n1]", "// top\n[\n  // in\n  1\n]"},
		{"a comment in nothing", "[ // none\n]", "[ // none\n]"},
		{"a comment between", `{"a": /* x */ 1}`, "{\n  \"a\": /* x */ 1\n}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := jsontext.Pretty(c.text, "  ")
			if got != c.want {
				t.Errorf("text is\n%s\nwant\n%s", got, c.want)
			}
			if again := jsontext.Pretty(got, "  "); again != got {
				t.Errorf("a second time it is\n%s", again)
			}
		})
	}
}

// Without names and comments it is JSON as others know it; what is pretty says
// the same.
func TestAgainstOthers(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"{", "}", "[", "]", ",", ":", `"a"`, `"b": 1`, "1", "-0.5e2", "01", "true", "nul", " ", "\n", `"`, `\`, `"\u00e9"`, "//x\n", "/*y*/", "世",
	})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), "")
		if strings.Contains(text, "{{") {
			return
		}
		sent := []byte(body.StripComments(text))
		p := jsontext.Check(text)
		if blank := len(bytes.TrimSpace(sent)) == 0; !blank && (p == nil) != json.Valid(sent) {
			t.Fatalf("%q is checked as %+v, what is sent is JSON: %t", text, p, json.Valid(sent))
		}
		if p == nil {
			same(t, text)
		}
	})
}

func same(t *rapid.T, text string) {
	pretty := jsontext.Pretty(text, "  ")
	var was, is bytes.Buffer
	if json.Compact(&was, []byte(body.StripComments(text))) != nil || json.Compact(&is, []byte(body.StripComments(pretty))) != nil {
		return // blank
	}
	if was.String() != is.String() {
		t.Fatalf("%q became %q", text, pretty)
	}
}

// Any text has an answer, whose place is in it.
func TestAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.StringMatching(`[{}\[\]:,"a1 \n/*]{0,6}`)), 0, 4).Draw(t, "pieces"), "")
		if p := jsontext.Check(text); p == nil {
			_ = jsontext.Pretty(text, "\t")
		} else if p.Line < 1 || p.Line > strings.Count(text, "\n")+1 || p.Column < 1 || p.What == "" {
			t.Fatalf("%+v", p)
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	text := "{\n" + strings.Repeat("    \"key\": \"a value that is some fifty bytes long or so\",\n", 10_000) + "\"a\": {{b}}}"
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if p := jsontext.Check(text); p != nil {
			b.Fatal(p)
		}
	}
}

// What is nested as deep as its length grows by a line for each bracket, and not
// by its square.
func TestPrettyOfManyLevels(t *testing.T) {
	deep := strings.Repeat("[", 5000) + "1" + strings.Repeat("]", 5000)
	got := jsontext.Pretty(deep, "  ")
	if len(got) > 2_100_000 || jsontext.Check(got) != nil || strings.Join(strings.Fields(got), "") != deep {
		t.Errorf("%d bytes became %d", len(deep), len(got))
	}
}
