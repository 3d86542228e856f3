package tree_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/store/format/draft"
	"postern/store/format/tree"
	"postern/store/postman/jsondoc"
)

// YAML and JSON come to the same.
func TestParse(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"JSON", " {\"a\": [1, \"x\"]}", `{"a":[1,"x"]}`},
		{"byte order mark", "\ufeff{}", `{}`},
		{"scalars", "a: 1\nb: 1.50\nc: true\nd: ~\ne: 'yes'\nf: yes\ng: 0x1F\nh: 2020-01-01\ni: 1_000\nj: -0\nk: .inf\n", `{"a":1,"b":1.50,"c":true,"d":null,"e":"yes","f":"yes","g":"0x1F","h":"2020-01-01","i":"1_000","j":-0,"k":".inf"}`},
		{"keys that are no text", "200: a\ntrue: b\n", `{"200":"a","true":"b"}`},
		{"order", "z: 1\na: {y: 1, b: 2}\n", `{"z":1,"a":{"y":1,"b":2}}`},
		{"alias", "a: &x [1]\nb: *x\n", `{"a":[1],"b":[1]}`},
		{"merge", "a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\nc:\n  <<: [*x, {r: 4}]\n", `{"a":{"p":1,"q":2},"b":{"q":3,"p":1},"c":{"p":1,"q":2,"r":4}}`},
		{"block text", "a: |\n  one\n  two\nb: >-\n  one\n  two\n", `{"a":"one\ntwo\n","b":"one two"}`},
		{"only the first of several", "a: 1\n---\nb: 2\n", `{"a":1}`},
		{"tag of others", "a: !!binary aGk=\nb: !own 1\n", `{"a":"aGk=","b":"1"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, err := tree.Parse([]byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			got := jsondoc.Format(jsondoc.Raw(strings.TrimSpace(v.Raw())), jsondoc.OneLine(), "")
			want, err := jsondoc.Parse(c.want)
			if err != nil {
				t.Fatal(err)
			}
			back, err := jsondoc.Parse(got)
			if err != nil || !jsondoc.Same(back.Root().Any(), want.Root().Any()) || strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(c.want, " ", "") {
				t.Errorf("got %s, %v", got, err)
			}
		})
	}
}

func TestParseFails(t *testing.T) {
	for text, want := range map[string]string{
		"":             "there is nothing in it",
		"a: [":         "line 1",
		"{\"a\": 1,}":  "line 1, column 9",
		"a: b: c":      "mapping values are not allowed",
		"a: *nowhere":  "unknown anchor",
		"\t- a":        "cannot start any token",
		"[1, 2] extra": "line 1",
	} {
		_, err := tree.Parse([]byte(text))
		var e *draft.Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) || e.Hint == "" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// The head of a document says what its outermost members are, wherever it ends.
func TestTop(t *testing.T) {
	json := "{\"a\": {\"openapi\": \"9\", \"x\": [{}]}, \"openapi\": \"3.0\", \"n\": 4, \"l\": [1, {\"b\": 2}], \"z\": \"cut"
	want := map[string]string{"a": "", "openapi": "3.0", "n": "4", "l": "", "z": ""}
	if diff := cmp.Diff(want, tree.Top([]byte(json))); diff != "" {
		t.Error(diff)
	}
	yaml := "# comment: no\n\"openapi\": '3.1' # why\ninfo:\n  title: x\n- item: 1\ntype: a.b/5.0\ncut"
	want = map[string]string{"openapi": "3.1", "info": "", "type": "a.b/5.0"}
	if diff := cmp.Diff(want, tree.Top([]byte(yaml))); diff != "" {
		t.Error(diff)
	}
}
