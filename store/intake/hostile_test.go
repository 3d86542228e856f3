package intake_test

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/store/intake"
)

// Files that were made to hurt, or that are something else, end with an error in
// words and one thing to try, and nothing comes of them.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	many := strings.Repeat
	for _, tt := range []struct{ name, text, wrong string }{
		{"deep.json", `{"info": {}, "item": ` + many("[", 1_000_000), "nested deeper"},
		{"deep-openapi.json", `{"openapi": "3.0.0", "paths": ` + many(`{"a":`, 1_000_000), "nested deeper"},
		{"deep.yaml", "openapi: 3.0.0\npaths: " + many("{a: ", 200_000), "read YAML"},
		{"bomb.yaml", "openapi: 3.0.0\na: &a [x,x,x,x,x,x,x,x,x,x]\n" + bomb(12), "more than"},
		{"self.yaml", "openapi: 3.0.0\npaths: &a {x: *a}\n", "read as OpenAPI"},
		{"tag.yaml", "openapi: 3.0.0\npaths: !!binary '@@@'\n", ""},
		{"cut.json", `{"openapi": "3.0.0", "paths": {"/a": {"get": {`, "line 1"},
		{"cut.har", `{"log": {"creator": {}, "entries": [`, "line 1"},
		{"zeros.json", many("\x00", 4096), "no text"},
		{"noise.bin", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no text"},
		{"page.json", "\n<!DOCTYPE html><html><body>Sign in", "web page"},
		{"words.txt", "buy milk\n", "nothing of Postman's"},
		{"empty.yaml", " \n\t\n", "nothing in it"},
		{"mark.json", "\xef\xbb\xbf", "nothing in it"},
		{"odd.json", "\xff\xfe{\x00\"", "line 1"},
		{"array.json", "[1, 2, 3]", "JSON"},
		{"scalar.json", `{"info": 1, "item": 2}`, ""},
		{"zip.zip", "PK\x03\x04" + many("\xff", 5000), "ZIP"},
		{"names.json", `{"openapi": "3.0.0", "paths": {` + strings.TrimSuffix(many(`"/a":{"get":{"tags":["`+many("x", 100)+`"]}},`, 50_000), ",") + "}}", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(write(t, map[string]string{tt.name: tt.text}), tt.name)
			b, err := intake.Open(t.Context(), path)
			switch {
			case err != nil:
				t.Fatal(err)
			case tt.wrong == "":
				return // whatever it is, it was read within bounds
			case len(b.Docs) > 0 || len(b.Failures) != 1:
				t.Fatalf("%d documents, failures %.300v", len(b.Docs), b.Failures)
			}
			f := b.Failures[0]
			if !strings.Contains(f.What, tt.wrong) || f.Hint == "" || len(f.What) > 400 {
				t.Errorf("it says %.500q, and to try %q", f.What, f.Hint)
			}
		})
	}
}

// bomb are YAML anchors, each of which is the one before ten times.
func bomb(n int) string {
	var b strings.Builder
	last := "a"
	for i := range n {
		now := fmt.Sprintf("b%d", i)
		fmt.Fprintf(&b, "%s: &%[1]s [%s]\n", now, strings.TrimSuffix(strings.Repeat("*"+last+",", 10), ","))
		last = now
	}
	return b.String()
}

// What is longer than any format's files is not read, and what is no file, not
// waited for.
func TestWhatIsNotRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	large := filepath.Join(dir, "large.json")
	f, err := os.Create(large)
	if err == nil {
		err = f.Truncate(100<<20 + 1)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(dir, "s")
	if l, err := net.Listen("unix", socket); err == nil {
		defer l.Close()
	}
	for path, wrong := range map[string]string{large: "larger than 100 MiB", "/dev/zero": "no regular file", socket: "no regular file"} {
		if _, err := os.Stat(path); err != nil {
			continue // not on this system
		}
		b, err := intake.Open(t.Context(), path)
		if err != nil || len(b.Failures) != 1 || !strings.Contains(b.Failures[0].What, wrong) || b.Failures[0].Hint == "" {
			t.Errorf("%s: %+v, %v", path, b.Failures, err)
		}
	}
}

// Text comes in many spellings; what had to be guessed is told.
func TestEncodings(t *testing.T) {
	t.Parallel()
	const api = "openapi: 3.0.0\ninfo: {title: Prüfung}\nservers: [{url: 'http://h'}]\npaths: {/a: {get: {}}}\n"
	wide := func(s string, low, high int) string {
		var b bytes.Buffer
		for _, r := range s {
			pair := [2]byte{}
			pair[low], pair[high] = byte(r), byte(r>>8)
			b.Write(pair[:])
		}
		return b.String()
	}
	for name, tt := range map[string]struct{ text, note string }{
		"UTF-8":            {api, ""},
		"with a mark":      {"\ufeff" + api, ""},
		"UTF-16":           {wide("\ufeff"+api, 0, 1), ""},
		"UTF-16, big":      {wide("\ufeff"+api, 1, 0), ""},
		"UTF-16, unmarked": {wide(api, 0, 1), "UTF-16"},
		"Latin-1":          {strings.ReplaceAll(api, "ü", "\xfc"), "Latin-1"},
	} {
		b, err := intake.Text(t.Context(), "api.yaml", []byte(tt.text))
		if err != nil || len(b.Docs) != 1 || b.Docs[0].Name != "Prüfung" {
			t.Errorf("%s: %+v, %v", name, b.Failures, err)
		}
		if told := fmt.Sprint(b.Notes); tt.note == "" && len(b.Notes) > 0 || !strings.Contains(told, tt.note) {
			t.Errorf("%s: told is %s", name, told)
		}
	}
}

// Nothing that a file refers to is read: no other file, no address.
func TestNothingReferredToIsRead(t *testing.T) {
	t.Parallel()
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		_, _ = w.Write([]byte(`{"get": {"summary": "fetched"}}`))
	}))
	defer server.Close()
	const canary = "canary-of-another-file"
	dir := write(t, map[string]string{"secret.json": `{"get": {"summary": "` + canary + `"}}`, "id_rsa": canary})
	abs := filepath.Join(dir, "secret.json")
	for name, text := range map[string]string{
		"refs.yaml": "openapi: 3.0.0\npaths:\n" +
			"  /a: {$ref: '" + server.URL + "/a.yaml'}\n  /b: {$ref: 'secret.json'}\n  /c: {$ref: 'file://" + abs + "'}\n  /d: {$ref: '" + abs + "#/get'}\n" +
			"  /e: {get: {requestBody: {$ref: '../secret.json#/x'}, externalDocs: {url: '" + server.URL + "'}, parameters: [{$ref: '" + server.URL + "'}]}}\n",
		"include.yaml":   "openapi: 3.0.0\npaths: {/a: {get: {summary: !include id_rsa}}}\n",
		"page.har":       `{"log": {"entries": [{"request": {"method": "POST", "url": "` + server.URL + `", "postData": {"params": [{"name": "f", "fileName": "` + filepath.Join(dir, "id_rsa") + `"}]}}}]}}`,
		"commands.sh":    "curl " + server.URL + " -d @" + filepath.Join(dir, "id_rsa") + " -K " + abs + " --netrc-file " + abs,
		"collection.bru": "meta {\n  name: a\n}\nget {\n  url: " + server.URL + "\n}\nbody:json {\n  {{file:id_rsa}}\n}\n",
		"insomnia.json":  `{"_type": "export", "resources": [{"_id": "w", "_type": "workspace", "name": "W"}, {"_id": "r", "_type": "request", "parentId": "w", "url": "{% file '` + abs + `' %}", "body": {"mimeType": "application/octet-stream", "fileName": "` + abs + `"}}]}`,
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		b, err := intake.Open(t.Context(), path)
		if err != nil || len(b.Docs) == 0 {
			t.Errorf("%s: %+v, %v", name, b.Failures, err)
		}
		if name == "refs.yaml" && strings.Count(fmt.Sprint(b.Notes), "in another file") < 5 {
			t.Errorf("what was not read is not told: %v", b.Notes)
		}
		for _, d := range b.Docs {
			if bytes.Contains(d.Data, []byte(canary)) || bytes.Contains(d.Data, []byte("fetched")) {
				t.Errorf("%s has what stands elsewhere:\n%s", name, d.Data)
			}
		}
	}
	if asked > 0 {
		t.Errorf("the server was asked %d times", asked)
	}
}
