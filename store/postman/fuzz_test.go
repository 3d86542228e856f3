package postman_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"postern/store/postman"
)

// seeds are the small files of the corpus, if it is there, and a few of ours.
func seeds(f *testing.F) []string {
	f.Helper()
	texts := []string{
		small,
		`{"requests":[{"id":"a","url":":x/y","data":[{}],"helperAttributes":"{}","currentHelper":"oAuth2"}],"order":["a"],"folders":[{"id":"f","folders_order":["f"]}]}`,
		"\xff\xfe{\x00}\x00",
		`{"collection":{"info":{},"item":[{"item":{"request":null}},null,{"request":"h/:a?b#c","event":{"script":"a\r\nb"}}]}}`,
		"{\r\n \"info\":{\"schema\":\"/v2.0.0/\"},\r\n \"item\":[{\"request\":{\"auth\":{\"type\":\"basic\",\"basic\":{\"username\":1}}}}]}",
		`{"name":"e","values":[{"key":"a","value":[1,{}],"type":"array","enabled":false},{"id":"b","type":"number"},1]}`,
	}
	paths, err := filepath.Glob(filepath.Join("..", "..", "..", "shared", "collections", "*.json"))
	if err != nil {
		f.Fatal(err)
	}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			f.Fatal(err)
		}
		if len(data) < 12_000 {
			texts = append(texts, string(data))
		}
	}
	return texts
}

// FuzzRead reads anything: it must not crash, and saving without an edit must
// give the same bytes.
func FuzzRead(f *testing.F) {
	for _, text := range seeds(f) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := postman.Read(data, "f")
		if err != nil {
			return
		}
		out := data
		if file.Collection != nil {
			if err := postman.WriteList(new(bytes.Buffer), file.Collection); err != nil {
				t.Fatal(err)
			}
			out, err = postman.WriteCollection(data, file.Collection.Clone())
		} else {
			out, err = postman.WriteEnvironment(data, file.Environment)
		}
		if err != nil || !bytes.Equal(out, data) {
			t.Fatalf("unedited %q became %q, %v", data, out, err)
		}
	})
}

// FuzzRoundTrip makes one edit to one request, saves, and reads the file
// again: it must hold what the model holds.
func FuzzRoundTrip(f *testing.F) {
	all := edits()
	names := slices.Sorted(maps.Keys(all))
	for i, text := range seeds(f) {
		f.Add([]byte(text), uint(i), uint(i))
	}
	f.Fuzz(func(t *testing.T, data []byte, which, what uint) {
		c, err := postman.ReadCollection(data, "")
		if err != nil || c.Schema == "v1" || len(c.Requests()) == 0 {
			return
		}
		rs := c.Requests()
		all[names[what%uint(len(names))]](rs[which%uint(len(rs))].Item)
		checkSaved(t, names[what%uint(len(names))], data, c)
	})
}

// FuzzWrongTypes puts values of a wrong type into a file, in up to three
// places, and then does what FuzzRoundTrip does.
func FuzzWrongTypes(f *testing.F) {
	all := edits()
	names := slices.Sorted(maps.Keys(all))
	for i, text := range seeds(f) {
		for k := range names {
			f.Add([]byte(text), uint64(100*i+k), uint(i), uint(k))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, seed uint64, which, what uint) {
		var v any
		if json.Unmarshal(data, &v) != nil {
			return
		}
		r := rand.New(rand.NewPCG(seed, 1))
		for range 1 + r.IntN(3) {
			spoil(r, v)
		}
		data, err := json.MarshalIndent(v, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		file, err := postman.Read(data, "f")
		if err != nil || file.Collection == nil {
			return
		}
		c := file.Collection
		if out, err := postman.WriteCollection(data, c.Clone()); err != nil || !bytes.Equal(out, data) {
			t.Fatalf("unedited %q became %q, %v", data, out, err)
		}
		rs := c.Requests()
		if c.Schema == "v1" || len(rs) == 0 {
			return
		}
		all[names[what%uint(len(names))]](rs[which%uint(len(rs))].Item)
		checkSaved(t, names[what%uint(len(names))], data, c)
		if t.Failed() {
			t.Logf("the file:\n%s", data)
		}
	})
}

// spoil puts a value that does not belong there somewhere into v.
func spoil(r *rand.Rand, v any) {
	var places []func(any)
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for i, e := range v {
				places = append(places, func(x any) { v[i] = x })
				walk(e)
			}
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(v)) {
				places = append(places, func(x any) { v[k] = x })
				walk(v[k])
			}
		}
	}
	walk(v)
	if len(places) == 0 {
		return
	}
	wrong := []any{
		nil, 0, 1, -1.5, true, false, "", "x", "a: b", "{{v}}", "http://h/:p?q=1#z",
		[]any{},
		[]any{"a"},
		[]any{nil},
		[]any{1},
		[]any{[]any{}},
		map[string]any{},
		map[string]any{"key": "k", "value": "v"},
		[]any{map[string]any{"key": "k", "value": "v"}},
		[]any{map[string]any{}},
	}
	places[r.IntN(len(places))](wrong[r.IntN(len(wrong))])
}

// FuzzEnvironment edits every row of an environment.
func FuzzEnvironment(f *testing.F) {
	for _, text := range seeds(f) {
		f.Add([]byte(text), "x", true)
	}
	f.Fuzz(func(t *testing.T, data []byte, value string, off bool) {
		e, err := postman.ReadEnvironment(data, "")
		if err != nil {
			return
		}
		value = strings.ToValidUTF8(value, "?") // what is typed is text
		for i := range e.Vars {
			e.Vars[i].Initial += value
			e.Vars[i].Type = "default"
			e.Vars[i].Disabled = off
		}
		out, err := postman.WriteEnvironment(data, e)
		if err != nil {
			t.Fatal(err)
		}
		back, err := postman.ReadEnvironment(out, "")
		if err != nil || len(back.Vars) != len(e.Vars) {
			t.Fatalf("%q became %q: %v", data, out, err)
		}
		for i, v := range back.Vars {
			if w := e.Vars[i]; v.Key != w.Key || v.Initial != w.Initial || v.Disabled != w.Disabled {
				t.Fatalf("%q became %q: %+v, want %+v", data, out, v, w)
			}
		}
	})
}
