package format_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"postern/store/format"
	"postern/store/format/draft"
	"postern/store/postman"
)

func formatNamed(t *testing.T, name string) format.Format {
	t.Helper()
	for _, f := range format.All() {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("there is no format %s", name)
	return format.Format{}
}

const openapi = "openapi: 3.0.0\n"

// chain are YAML schemas, each of which has the next several times.
func chain(n int) string {
	var b strings.Builder
	b.WriteString(openapi + "paths: {/a: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/s0'}}}}}}}\ncomponents:\n  schemas:\n")
	for i := range n {
		fmt.Fprintf(&b, "    s%d: {properties: {a: {$ref: '#/components/schemas/s%d'}, b: {$ref: '#/components/schemas/s%[2]d'}, c: {$ref: '#/components/schemas/s%[2]d'}}}\n", i, i+1)
	}
	return b.String()
}

// laughs are YAML anchors, each of which is the one before ten times.
func laughs(n int) string {
	var b strings.Builder
	b.WriteString(openapi + "x0: &x0 [a]\n")
	for i := range n {
		fmt.Fprintf(&b, "x%d: &x%[1]d [%s]\n", i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*x%d,", i), 10), ","))
	}
	return b.String()
}

// Files that were made to hurt are an error, or less than they say with a note.
func TestHostile(t *testing.T) {
	many := strings.Repeat
	for _, c := range []struct {
		name, format, text string
		// wrong is in the error, note in a note: one of them is set, or the file
		// is just read.
		wrong, note string
	}{
		{"deep JSON", "OpenAPI", `{"openapi": "3.0.0", "paths": ` + many(`{"a":`, 100_000), "nested deeper", ""},
		{"deep YAML", "OpenAPI", openapi + "paths: " + many("[", 100_000), "read YAML", ""},
		{"deep YAML that ends", "OpenAPI", openapi + "x: " + many("[", 5000) + many("]", 5000), "nested deeper", ""},
		{"billion laughs", "OpenAPI", laughs(12), "more than", ""},
		{"alias to itself", "OpenAPI", openapi + "x: &x [*x]", "nested deeper", ""},
		{"merge of itself", "OpenAPI", openapi + "x: &x\n  <<: *x\n  a: 1\n", "", ""},
		{"many schemas in one", "OpenAPI", chain(40), "", "cut short"},
		{"references in a circle", "OpenAPI", openapi + `components: {parameters: {a: {$ref: '#/components/parameters/b'}, b: {$ref: '#/components/parameters/a'}}}` + "\npaths: {/a: {get: {parameters: [{$ref: '#/components/parameters/a'}]}}}", "", "circle"},
		{"path that is itself", "OpenAPI", openapi + "paths: {/a: {$ref: '#/paths/~1a'}}", "", "circle"},
		{"allOf of itself", "OpenAPI", openapi + "paths: {/a: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/x'}}}}}}}\nx: {allOf: [{$ref: '#/x'}, {$ref: '#/x'}], properties: {a: {$ref: '#/x'}}}", "", ""},
		{"many paths", "OpenAPI", `{"openapi": "3.0.0", "paths": {` + strings.TrimSuffix(many(`"/a":{"get":{}},`, draft.MaxItems+10), ",") + "}}", "", "more than"},
		{"wrong types", "OpenAPI", `{"openapi": 3, "info": [], "servers": {"a": 1}, "tags": "x", "security": 7, "paths": {"/a": {"get": {"tags": 1, "parameters": [1, {"in": {}}], "requestBody": [], "responses": 1}, "put": 1}}}`, "", ""},
		{"no entries", "HAR", `{"log": {"creator": {}, "entries": {}}}`, "no log.entries", ""},
		{"wrong types", "HAR", `{"log": {"entries": [1, {"request": 1}, {"request": {"url": "http://h", "headers": 1, "postData": {"params": 1}}, "response": {"status": 99999999999999999999, "content": []}}]}}`, "", "no HTTP request"},
		{"parents in a circle", "Insomnia", `{"_type": "export", "resources": [{"_id": "w", "_type": "workspace", "parentId": "a"}, {"_id": "a", "_type": "request_group", "parentId": "b"}, {"_id": "b", "_type": "request_group", "parentId": "a"}, {"_id": "a", "_type": "request_group", "parentId": "w"}]}`, "", ""},
		{"its own parent", "Insomnia", `{"_type": "export", "resources": [{"_id": "w", "_type": "workspace", "parentId": "w"}, {"_id": "a", "_type": "request_group", "parentId": "a"}]}`, "", "in no workspace"},
		{"deep folders", "Insomnia", "type: collection.insomnia.rest/5.0\ncollection: " + many("[{name: a, children: ", 200) + "[]" + many("}]", 200), "", "deeper than 64"},
		{"wrong types", "Insomnia", `{"_type": "export", "resources": [{"_id": {}, "_type": "workspace", "name": []}, {"_type": "request", "parentId": {}, "url": {}, "body": 1, "headers": {"a": 1}, "authentication": []}, 7, null]}`, "", ""},
		{"many blocks", "Bruno", "meta {\n}\nget {\n  url: h\n}\n" + many("x {\n}\n", 50_000), "", ""},
		{"no end", "Bruno", "meta {\n}\nget {\n  a: '''\n", "line 3", ""},
		{"many addresses", "curl", "curl" + many(" h", draft.MaxItems+10), "", "more than"},
		{"many options", "curl", "curl h " + many("--wat ", 20_000), "", "--wat"},
		{"many quotes", "curl", "curl " + many(`"$(`, 20_000), "", "in $( )"},
	} {
		t.Run(c.format+" "+c.name, func(t *testing.T) {
			in, err := formatNamed(t, c.format).Read("x", []byte(c.text))
			switch {
			case c.wrong != "":
				if err == nil || !strings.Contains(err.Error(), c.wrong) {
					t.Fatalf("the error is %.200v", err)
				}
				return
			case err != nil:
				t.Fatalf("the error is %.200v", err)
			}
			notes := ""
			for _, n := range in.Notes {
				notes += n.Field + " " + n.What + "\n"
			}
			if !strings.Contains(notes, c.note) {
				t.Errorf("the notes are %.500s", notes)
			}
			for _, c := range in.Collections {
				if n := len(postman.NewCollection(c)); n > 200<<20 {
					t.Errorf("the file has %d bytes", n)
				}
			}
		})
	}
}

// A folder with more files than are read is read up to there.
func TestHostileFolder(t *testing.T) {
	dir := fstest.MapFS{"bruno.json": {Data: []byte(`{"name": 7, "ignore": {"a": 1}}`)}}
	for i := range 10_100 {
		dir[fmt.Sprintf("f%d/r.bru", i%100)+fmt.Sprint(i)+".bru"] = &fstest.MapFile{Data: []byte("get {\n  url: h\n}\n")}
	}
	deep := strings.Repeat("d/", 100)
	dir[deep+"r.bru"] = &fstest.MapFile{Data: []byte("get {\n  url: h\n}\n")}
	in, err := formatNamed(t, "Bruno").ReadFolder("x", dir)
	if err != nil || len(in.Collections) != 1 {
		t.Fatal(err)
	}
	if n := len(in.Collections[0].Requests()); n < 9000 || n > 10_000 {
		t.Errorf("%d requests", n)
	}
	notes := fmt.Sprint(in.Notes)
	if !strings.Contains(notes, "more than 10000 files") || !strings.Contains(notes, "deeper than 64") {
		t.Errorf("the notes are %.500s", notes)
	}
}

// FuzzRead gives every format every file.
func FuzzRead(f *testing.F) {
	for _, x := range format.All() {
		list, err := os.ReadDir("testdata/" + x.Name)
		if err != nil {
			f.Fatal(err)
		}
		for _, e := range list {
			if data, err := os.ReadFile("testdata/" + x.Name + "/" + e.Name()); err == nil && !strings.HasSuffix(e.Name(), ".golden") {
				f.Add(data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, x := range format.All() {
			x.Detect("x", data)
			in, err := x.Read("x", data)
			if err != nil {
				continue
			}
			for _, c := range in.Collections {
				if _, err := postman.ReadCollection(postman.NewCollection(c), ""); err != nil {
					t.Errorf("%s makes a file that is none: %v", x.Name, err)
				}
			}
		}
	})
}
