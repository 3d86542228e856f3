package postman_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"postern/engine/collection"
	"postern/store/postman"
	"postern/store/postman/jsondoc"
)

// kindOf is what a file is read as; its name does not matter.
func kindOf(data []byte) postman.Kind {
	f, err := postman.Read(data, "file")
	switch {
	case err != nil:
		return postman.Unknown
	case f.Collection != nil:
		return postman.Collection
	case f.Environment.Globals:
		return postman.Globals
	}
	return postman.Environment
}

func TestWhatAFileHolds(t *testing.T) {
	tests := []struct {
		name, text string
		want       postman.Kind
	}{
		{"v2.1", `{"info":{"name":"x"},"item":[]}`, postman.Collection},
		{"v2 without info", `{"item":[]}`, postman.Collection},
		{"v1", `{"name":"x","order":[],"requests":[]}`, postman.Collection},
		{"API answer", `{"collection":{"info":{}}}`, postman.Collection},
		{"environment", `{"name":"e","values":[]}`, postman.Environment},
		{"environment of the API", `{"environment":{"values":[]}}`, postman.Environment},
		{"globals", `{"values":[],"_postman_variable_scope":"globals"}`, postman.Globals},
		{"bare list", `[{"key":"a","value":"b"}]`, postman.Environment},
		{"data dump of one collection", `{"version":1,"collections":[{"name":"x","order":[],"requests":[]}],"environments":[]}`, postman.Collection},
		{"data dump of one environment", `{"version":1,"collections":[],"environments":[{"name":"e","values":[]}]}`, postman.Environment},
		{"data dump of two", `{"version":1,"collections":[{"item":[]},{"item":[]}]}`, postman.Unknown},
		{"ZIP archive", "PK\x03\x04…", postman.Unknown},
		{"OpenAPI", `{"openapi":"3.0.0","info":"x"}`, postman.Unknown},
		{"list of numbers", `[1]`, postman.Unknown},
		{"text", `hello`, postman.Unknown},
		{"empty", ``, postman.Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := kindOf([]byte(tt.text)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestErrorsSayFileLineAndHint(t *testing.T) {
	_, err := postman.ReadCollection([]byte("{\n  \"info\": {},\n  \"item\": [1,]\n}"), "a.json")
	var e *postman.Error
	var syntax *jsondoc.SyntaxError
	if !errors.As(err, &e) || !errors.As(err, &syntax) || syntax.Line != 3 || syntax.Column != 14 || e.Hint == "" {
		t.Fatalf("error is %#v", err)
	}
	if want := "a.json: read JSON: line 3, column 14: unexpected ']' where a value should be"; err.Error() != want {
		t.Errorf("got %s", err)
	}
	if _, err := postman.ReadCollection([]byte(`{"values":[]}`), "e.json"); !errors.Is(err, postman.ErrKind) ||
		err.Error() != "e.json: read collection: not that kind of Postman file: this is a Postman environment" {
		t.Errorf("got %v", err)
	}
	for text, want := range map[string]string{
		`{"collections":[{},{}],"environments":[{}]}`: "f: read collection: not that kind of Postman file: this is a data dump with 2 collections and 1 environments",
		"PK\x03\x04…": "f: read collection: not that kind of Postman file: this is a ZIP archive",
	} {
		_, err := postman.ReadCollection([]byte(text), "f")
		if !errors.As(err, &e) || err.Error() != want || e.Hint == "" {
			t.Errorf("got %v, want %s with a hint", err, want)
		}
	}
	if _, err := postman.ReadEnvironment([]byte(`{"item":[]}`), ""); !errors.Is(err, postman.ErrKind) {
		t.Errorf("got %v", err)
	}
	if _, err := postman.ReadCollection(make([]byte, jsondoc.MaxSize+1), ""); !errors.Is(err, jsondoc.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

// utf16File spells text in UTF-16 with a byte order mark.
func utf16File(text string, order binary.AppendByteOrder) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + text)) {
		b = order.AppendUint16(b, u)
	}
	return b
}

func TestEncodingsAreKept(t *testing.T) {
	const file = "{\"name\": \"Bjö\", \"values\": [{\"key\": \"ö\", \"value\": \"1\"}]}"
	latin := []byte(strings.ReplaceAll(file, "ö", "\xf6"))
	tests := []struct {
		name string
		data []byte
		want []byte
	}{
		{"plain", []byte(file), []byte(strings.Replace(file, `"1"`, `"€😀"`, 1))},
		{"mark", []byte("\ufeff" + file), []byte("\ufeff" + strings.Replace(file, `"1"`, `"€😀"`, 1))},
		{"UTF-16 little end first", utf16File(file, binary.LittleEndian), utf16File(strings.Replace(file, `"1"`, `"€😀"`, 1), binary.LittleEndian)},
		{"UTF-16 big end first", utf16File(file, binary.BigEndian), utf16File(strings.Replace(file, `"1"`, `"€😀"`, 1), binary.BigEndian)},
		{"Latin-1", latin, bytes.Replace(latin, []byte(`"1"`), []byte(`"\u20ac\ud83d\ude00"`), 1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, err := postman.ReadEnvironment(tt.data, "")
			if err != nil {
				t.Fatal(err)
			}
			if e.Name != "Bjö" || e.Vars[0].Key != "ö" {
				t.Errorf("read %q, %q", e.Name, e.Vars[0].Key)
			}
			if out, err := postman.WriteEnvironment(tt.data, e); err != nil || !bytes.Equal(out, tt.data) {
				t.Errorf("unedited it became %q, %v", out, err)
			}
			e.Vars[0].Initial = "€😀"
			if out, err := postman.WriteEnvironment(tt.data, e); err != nil || !bytes.Equal(out, tt.want) {
				t.Errorf("edited it became %q, %v", out, err)
			}
		})
	}
}

func TestMalformedShapesAreRead(t *testing.T) {
	file := `{"info": {"description": {"content": "D"}}, "auth": {}, "variable": [null, {"id": "k", "value": null}, 3],
		"item": [null, "x", {"name": "F", "item": {"name": "one"}, "request": "http://ignored"},
			{"request": {"url": {"raw": "http://h/a"}, "method": "prop find", "header": "A: 1\r\nB: 2", "body": 5, "event": null}},
			{"item": null, "event": {"listen": "test", "script": "s"}, "response": null},
			{"id": "same"}, {"id": "same"}, {"name": "N"}, {"name": "N"}]}`
	c := read(t, file)
	if c.Description != "D" || c.Auth != nil || len(c.Vars) != 1 || c.Vars[0].Key != "k" || c.Vars[0].Value != "null" {
		t.Errorf("collection is %+v", c)
	}
	f, q := c.Items[0], c.Items[1].Request
	if !f.Folder || len(f.Items) != 1 || f.Items[0].Name != "one" || f.Items[0].Request == nil {
		t.Errorf("folder is %+v", f)
	}
	if q.URL.String() != "http://h/a" || q.Method != "PROP FIND" || len(q.Headers) != 2 || q.Headers[1].Value != "2" || q.Body.Mode != "" {
		t.Errorf("request is %+v", q)
	}
	if e := c.Items[2].Events; len(e) != 1 || e[0].Script != "s" {
		t.Errorf("events are %+v", e)
	}
	ids := map[string]bool{}
	for _, it := range c.Items {
		if it.ID == "" || ids[it.ID] {
			t.Errorf("id %q is empty or there twice", it.ID)
		}
		ids[it.ID] = true
	}
	if again := read(t, file); again.Items[6].ID != c.Items[6].ID {
		t.Error("made-up ids change from one reading to the next")
	}
	var notes []string
	for _, n := range c.Notes {
		notes = append(notes, n.Where+"|"+n.Field)
	}
	if got := strings.Join(notes, " "); !strings.Contains(got, "F|request") || !strings.Contains(got, "|item") {
		t.Errorf("notes are %s", got)
	}
}

func TestEnvironment(t *testing.T) {
	const file = `{
	"id": "e1",
	"name": "Dev",
	"values": [
		{
			"key": "url",
			"value": "http://h",
			"enabled": true,
			"x": 1
		},
		{"key": "n", "value": 5, "type": "any"},
		{"key": "pw", "value": "s3cret", "type": "secret", "enabled": false},
		{"key": "off", "value": null, "disabled": true}
	]
}
`
	e, err := postman.ReadEnvironment([]byte(file), "")
	if err != nil {
		t.Fatal(err)
	}
	if e.ID != "e1" || e.Vars[1].Initial != "5" || !e.Vars[2].Secret || !e.Vars[2].Disabled || !e.Vars[3].Disabled || e.Vars[0].Disabled {
		t.Errorf("environment is %+v", e)
	}
	current := "private"
	tests := []struct {
		name     string
		edit     func(e *collection.Environment)
		old, new string
	}{
		{"a current value is never written", func(e *collection.Environment) { e.Vars[0].Current = &current }, "", ""},
		{"value", func(e *collection.Environment) { e.Vars[0].Initial = "http://i" }, `"http://h"`, `"http://i"`},
		{"number", func(e *collection.Environment) { e.Vars[1].Initial = "6" }, `5`, `6`},
		{"number that is one no more", func(e *collection.Environment) { e.Vars[1].Initial = "six" }, `5`, `"six"`},
		{"switch off", func(e *collection.Environment) { e.Vars[0].Disabled = true }, `"enabled": true`, `"enabled": false`},
		{"switch on", func(e *collection.Environment) { e.Vars[3].Disabled = false }, `"disabled": true`, `"enabled": true`},
		{"no secret any more", func(e *collection.Environment) { e.Vars[2].Secret = false }, `"secret"`, `"default"`},
		{"rename it", func(e *collection.Environment) { e.Name = "D" }, `"Dev"`, `"D"`},
		{"delete one", func(e *collection.Environment) { e.Vars = append(e.Vars[:1:1], e.Vars[2:]...) }, "\n\t\t{\"key\": \"n\", \"value\": 5, \"type\": \"any\"},", ""},
		{
			"a new one", func(e *collection.Environment) { e.Vars = append(e.Vars, collection.EnvVar{Key: "k", Secret: true}) },
			"true}\n", "true},\n\t\t{\n\t\t\t\"key\": \"k\",\n\t\t\t\"value\": \"\",\n\t\t\t\"type\": \"secret\",\n\t\t\t\"enabled\": true\n\t\t}\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := e.Clone()
			tt.edit(e)
			got, err := postman.WriteEnvironment([]byte(file), e)
			if want := strings.Replace(file, tt.old, tt.new, 1); err != nil || string(got) != want {
				t.Errorf("got %s, %v", got, err)
			}
			if strings.Contains(string(got), current) {
				t.Error("the current value is in the file")
			}
		})
	}
	bare := `[{"key":"a","value":"1"}]`
	b, err := postman.ReadEnvironment([]byte(bare), "")
	if err != nil {
		t.Fatal(err)
	}
	b.Vars[0].Initial = "2"
	if got, err := postman.WriteEnvironment([]byte(bare), b); err != nil || string(got) != `[{"key":"a","value":"2"}]` {
		t.Errorf("a bare list became %s, %v", got, err)
	}
}

func TestNewFilesReadTheSame(t *testing.T) {
	for name, data := range corpus(t) {
		f, err := postman.Read(data, name)
		if err != nil {
			continue
		}
		if e := f.Environment; e != nil {
			back, err := postman.ReadEnvironment(postman.NewEnvironment(e), name)
			if err != nil || len(back.Vars) != len(e.Vars) || back.Name != e.Name || back.Globals != e.Globals {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		made := postman.NewCollection(f.Collection)
		var want, got bytes.Buffer
		if err := errors.Join(postman.WriteList(&want, f.Collection), postman.WriteList(&got, read(t, string(made)))); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("%s: %s", name, firstDifference(got.String(), want.String()))
		}
	}
}

// withoutEmptyBodies forgets bodies without a mode.
func withoutEmptyBodies(c *collection.Collection) *collection.Collection {
	for _, r := range c.Requests() {
		r.Item.Request.Body.Declared = false
	}
	return c
}
