package jsondoc_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"postern/store/postman/jsondoc"
)

func TestSyntaxErrorsSayWhere(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", "line 1, column 1: a value is missing at the end of the file"},
		{"comment", "{\n  // no\n}", "line 2, column 3: unexpected comment (JSON has none) where a \"key\" should be"},
		{"trailing comma", "[\n  1,\n]", "line 3, column 1: unexpected ']' where a value should be"},
		{"no colon", "{\"é\" 1}", "line 1, column 6: unexpected '1' where ':' should be"},
		{"no comma", "[1 2]", "line 1, column 4: unexpected '2' where ',' or ']' should be"},
		{"no end", "[1", "line 1, column 3: unexpected end of file where ',' or ']' should be"},
		{"garbage behind", "{} x", "line 1, column 4: unexpected 'x' after the end of the document"},
		{"open string", "\"ab", "line 1, column 1: this string has no end"},
		{"raw line end in a string", "\"a\nb\"", `line 1, column 3: a string may not hold the control character '\n' as it is`},
		{"escape", `"\x"`, `line 1, column 2: a string has no escape \x`},
		{"short \\u", `"\u12"`, `line 1, column 2: \u needs four hexadecimal digits`},
		{"leading zero", "01", "line 1, column 2: unexpected '1' after the end of the document"},
		{"point", "1.", "line 1, column 3: a number needs a digit after the point"},
		{"exponent", "1e+", "line 1, column 4: a number needs a digit in its exponent"},
		{"minus", "-", "line 1, column 2: a number needs a digit here"},
		{"word", "nul", "line 1, column 1: unexpected 'n' where a value should be"},
		{"deep", strings.Repeat("[", 501), "line 1, column 501: nested deeper than 500 levels"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := jsondoc.Parse(tt.text)
			var e *jsondoc.SyntaxError
			if !errors.As(err, &e) || e.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
	if _, err := jsondoc.Parse(strings.Repeat("[", 500) + strings.Repeat("]", 500)); err != nil {
		t.Errorf("500 levels are allowed: %v", err)
	}
}

func TestValue(t *testing.T) {
	d, err := jsondoc.Parse(` {"a": [1, "x\n\ud83d\ude00\ud800", {}], "a": true, "é": null, "b": {"c": 1.50}} `)
	if err != nil {
		t.Fatal(err)
	}
	r := d.Root()
	for _, tt := range []struct {
		name      string
		got, want any
	}{
		{"the last duplicate wins", r.Get("a").True(), true},
		{"all duplicates are there", r.Len(), 4},
		{"an escaped key", r.Get("é").Is(jsondoc.Null), true},
		{"the spelling of a number", r.Path("b", "c").Raw(), "1.50"},
		{"what is not there", r.Path("x", "y").At(3).Get("z").Exists(), false},
		{"text of an object", r.Get("b").Text(), `{"c": 1.50}`},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
	var first jsondoc.Value
	for _, v := range r.Children() {
		first = v
		break
	}
	s := first.At(1).Str()
	if s != "x\n😀\xed\xa0\x80" {
		t.Errorf("string is %q", s)
	}
	if back := string(jsondoc.AppendString(nil, s)); back != `"x\n😀\ud800"` {
		t.Errorf("and is spelled %s", back)
	}
}

func TestJSNumber(t *testing.T) {
	for raw, want := range map[string]string{
		"1": "1", "1.50": "1.5", "-0": "0", "1e3": "1000", "1e21": "1e+21", "123456789012345680000": "123456789012345680000",
		"0.000001": "0.000001", "1e-7": "1e-7", "1.5e-10": "1.5e-10", "1e999": "null", "9007199254740993": "9007199254740992",
	} {
		if got := jsondoc.JSNumber(raw); got != want {
			t.Errorf("%s is %s, want %s", raw, got, want)
		}
	}
}

func TestEdit(t *testing.T) {
	obj := func(e *jsondoc.Edit, r jsondoc.Value) {
		e.SetMember(r, "n", jsondoc.Obj{{Key: "k", Value: jsondoc.Arr{1}}})
	}
	tests := []struct {
		name, before string
		edit         func(e *jsondoc.Edit, r jsondoc.Value)
		want         string
	}{
		{"set", "{\"a\" : 1}", func(e *jsondoc.Edit, r jsondoc.Value) { e.Set(r.Get("a"), "x") }, "{\"a\" : \"x\"}"},
		{"add to tabs", "{\n\t\"a\": 1\n}\n", obj, "{\n\t\"a\": 1,\n\t\"n\": {\n\t\t\"k\": [\n\t\t\t1\n\t\t]\n\t}\n}\n"},
		{"add to carriage returns", "{\r\n  \"a\": 1\r\n}", obj, "{\r\n  \"a\": 1,\r\n  \"n\": {\r\n    \"k\": [\r\n      1\r\n    ]\r\n  }\r\n}"},
		{"add to one line", `{"a":1}`, obj, `{"a":1,"n":{"k":[1]}}`},
		{"add to one spaced line", `{ "a": 1 }`, obj, `{ "a": 1, "n": {"k": [1]} }`},
		{"add to nothing", "{\n  \"a\": {}\n}", func(e *jsondoc.Edit, r jsondoc.Value) { obj(e, r.Get("a")) }, "{\n  \"a\": {\n    \"n\": {\n      \"k\": [\n        1\n      ]\n    }\n  }\n}"},
		{"add twice is once", `{"a":1}`, func(e *jsondoc.Edit, r jsondoc.Value) {
			e.SetMember(r, "n", 1)
			e.SetMember(r, "n", 2)
		}, `{"a":1,"n":2}`},
		{"delete the first", "[\n  1,\n  2\n]", func(e *jsondoc.Edit, r jsondoc.Value) {
			e.Arrange(r, []jsondoc.Slot{{Old: r.At(1)}})
		}, "[\n  2\n]"},
		{"delete the last", `{"a":1 , "b":2}`, func(e *jsondoc.Edit, r jsondoc.Value) { e.DeleteMember(r, "b") }, `{"a":1}`},
		{"delete all", "{\n  \"a\": 1,\n  \"a\": 2\n}", func(e *jsondoc.Edit, r jsondoc.Value) { e.DeleteMember(r, "a") }, "{}"},
		{"delete what is not there", `{"a":1}`, func(e *jsondoc.Edit, r jsondoc.Value) { e.DeleteMember(r, "b") }, `{"a":1}`},
		{"swap", "[\n  1,\n  {\"a\":0}\n]", func(e *jsondoc.Edit, r jsondoc.Value) {
			e.SetMember(r.At(1), "a", 9)
			e.Arrange(r, []jsondoc.Slot{{Old: r.At(1)}, {New: true}, {Old: r.At(0)}})
		}, "[\n  {\"a\":9},\n  true,\n  1\n]"},
		{"move indents anew", "{\n  \"a\": [\n    {\n      \"x\": 1\n    }\n  ],\n  \"b\": [\n  ]\n}", func(e *jsondoc.Edit, r jsondoc.Value) {
			x := r.Get("a").At(0)
			e.Arrange(r.Get("a"), nil)
			e.Set(r.Get("b"), jsondoc.Arr{jsondoc.Raw("0")})
			e.Arrange(r, []jsondoc.Slot{{Old: r.Get("b")}, {Old: r.Get("a")}, {Key: "c", New: jsondoc.Raw(x.Raw())}})
		}, "{\n  \"b\": [\n    0\n  ],\n  \"a\": [],\n  \"c\": {\n      \"x\": 1\n    }\n}"},
		{"escape like JavaScript", `[0]`, func(e *jsondoc.Edit, r jsondoc.Value) { e.Set(r.At(0), "</a>&\u2028\x01\"\\\t\xff") }, "[\"</a>&\u2028\\u0001\\\"\\\\\\t\ufffd\"]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := jsondoc.Parse(tt.before)
			if err != nil {
				t.Fatal(err)
			}
			e := d.Edit()
			tt.edit(e, d.Root())
			if got := e.Text(); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestMovedElementIsIndentedAnew(t *testing.T) {
	d, err := jsondoc.Parse("{\n  \"a\": [\n    {\n      \"x\": [\n        1\n      ]\n    }\n  ],\n  \"b\": {\n    \"c\": [\n      2\n    ]\n  }\n}")
	if err != nil {
		t.Fatal(err)
	}
	r := d.Root()
	e := d.Edit()
	e.Arrange(r.Path("b", "c"), []jsondoc.Slot{{Old: r.Path("b", "c").At(0)}, {Old: r.Get("a").At(0)}})
	e.Arrange(r.Get("a"), nil)
	want := "{\n  \"a\": [],\n  \"b\": {\n    \"c\": [\n      2,\n      {\n        \"x\": [\n          1\n        ]\n      }\n    ]\n  }\n}"
	if got := e.Text(); got != want {
		t.Errorf("got\n%s", got)
	}
}

// TestRandomEdits changes random documents and checks that the result is the
// JSON that encoding/json makes of the same change.
func TestRandomEdits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.Custom(func(t *rapid.T) any { return randomValue(t, 3) }).Draw(t, "value")
		var text []byte
		if rapid.Bool().Draw(t, "indented") {
			text, _ = json.MarshalIndent(value, "", rapid.SampledFrom([]string{"\t", "  "}).Draw(t, "indent"))
		} else {
			text, _ = json.Marshal(value)
		}
		if rapid.Bool().Draw(t, "crlf") {
			text = bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
		}
		d, err := jsondoc.Parse(string(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Edit().Text(); got != string(text) {
			t.Fatalf("without an edit %q became %q", text, got)
		}
		e := d.Edit()
		m, ok := value.(map[string]any)
		if !ok {
			return
		}
		for range rapid.IntRange(1, 4).Draw(t, "edits") {
			key := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "key")
			if rapid.Bool().Draw(t, "delete") {
				e.DeleteMember(d.Root(), key)
				delete(m, key)
				continue
			}
			s := rapid.String().Draw(t, "text")
			e.SetMember(d.Root(), key, s)
			m[key] = s
		}
		want, _ := json.Marshal(m)
		var got any
		if err := json.Unmarshal([]byte(e.Text()), &got); err != nil {
			t.Fatalf("%v in %s", err, e.Text())
		}
		if again, _ := json.Marshal(got); !bytes.Equal(again, want) {
			t.Fatalf("got %s, want %s", again, want)
		}
	})
}

func randomValue(t *rapid.T, depth int) any {
	switch k := rapid.IntRange(0, 6).Draw(t, "kind"); {
	case k == 0:
		return nil
	case k == 1:
		return rapid.Bool().Draw(t, "bool")
	case k == 2:
		return rapid.Float64Range(-1e9, 1e9).Draw(t, "number")
	case k == 3 || depth == 0:
		return rapid.String().Draw(t, "string")
	case k == 4:
		list := []any{}
		for range rapid.IntRange(0, 3).Draw(t, "len") {
			list = append(list, randomValue(t, depth-1))
		}
		return list
	}
	m := map[string]any{}
	for range rapid.IntRange(0, 3).Draw(t, "len") {
		m[rapid.SampledFrom([]string{"a", "b", "c", "é", ""}).Draw(t, "key")] = randomValue(t, depth-1)
	}
	return m
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.5e-3,"\u00e9\ud800",null,true]}`, "[", "\"\\u", "{\"a\" :\r\n}", "\xff", "[1,]", "-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := jsondoc.Parse(s)
		if valid := json.Valid([]byte(s)); valid != (err == nil) && len(s) < 1000 {
			t.Fatalf("encoding/json says %v, we say %v", valid, err)
		}
		if err != nil {
			return
		}
		if got := d.Edit().Text(); got != s {
			t.Fatalf("%q became %q", s, got)
		}
		canonical := jsondoc.Format(d.Root().Plain(), jsondoc.OneLine(), "")
		if !json.Valid([]byte(canonical)) {
			t.Fatalf("%q became %q", s, canonical)
		}
	})
}

// Files that are exported by programs are of one line, and each edit is written
// as a draft.
func BenchmarkEditOfOneLine(b *testing.B) {
	d, err := jsondoc.Parse(`[` + strings.Repeat(`{"name":"a request"},`, 50_000) + `{}]`)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		e := d.Edit()
		e.Set(d.Root().At(7).Get("name"), "another")
		e.Text()
	}
}
