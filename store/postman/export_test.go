package postman_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"postern/store/postman"
)

func list(t *testing.T, data []byte) (text, schema string) {
	t.Helper()
	c, err := postman.ReadCollection(data, "")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := postman.WriteList(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String(), c.Schema
}

func export(t *testing.T, data []byte, v postman.Version) []byte {
	t.Helper()
	out, err := postman.Export(data, "f.json", v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Every collection of the corpus says the same in either version, there and
// back again.
func TestCorpusExports(t *testing.T) {
	files := 0
	for name, data := range corpus(t) {
		if kindOf(data) != postman.Collection {
			continue
		}
		files++
		t.Run(name, func(t *testing.T) {
			want, was := list(t, data)
			for _, v := range postman.Versions() {
				out := export(t, data, v)
				got, schema := list(t, out)
				if got != want {
					t.Errorf("%s: the list differs: %s", v, firstDifference(got, want))
				}
				if schema != string(v) {
					t.Errorf("%s: the file says it is %s", v, schema)
				}
				if again := export(t, out, v); !bytes.Equal(again, out) {
					t.Errorf("%s: exporting it once more changes it", v)
				}
				for _, back := range postman.Versions() {
					if got, _ := list(t, export(t, out, back)); got != want {
						t.Errorf("%s and on to %s: the list differs: %s", v, back, firstDifference(got, want))
					}
				}
				if was == string(v) && bytes.Contains(data, []byte("schema.getpostman.com")) && !bytes.Contains(data, []byte(`"collection"`)) && !bytes.Equal(out, data) {
					t.Logf("%s: shapes of the other version were put right", v)
				}
			}
		})
	}
	t.Logf("%d collections", files)
}

// Postman's own software reads the same out of every export as out of the
// original.
func TestPostmanReadsTheExports(t *testing.T) {
	node := os.Getenv("POSTERN_NEWMAN")
	if _, err := os.Stat(filepath.Join(node, "node_modules", "postman-collection")); node == "" || err != nil {
		t.Skip("skipped: POSTERN_NEWMAN names no folder with newman (npm i newman@6.2.2)")
	}
	oracle := filepath.Join(shared(t, "tools"), "postman-oracle.js")
	dir := t.TempDir()
	originals, paths := map[string]string{}, ""
	for name, data := range corpus(t) {
		if kindOf(data) != postman.Collection {
			continue
		}
		for _, v := range postman.Versions() {
			p := filepath.Join(dir, string(v)+name)
			if err := os.WriteFile(p, export(t, data, v), 0o600); err != nil {
				t.Fatal(err)
			}
			originals[p], paths = filepath.Join(shared(t, "collections"), "oracle", name), paths+p+"\n"
		}
	}
	names := filepath.Join(dir, "list")
	if err := os.WriteFile(names, []byte(paths), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", oracle, "--batch", names, filepath.Join(dir, "out.tsv"))
	cmd.Dir = node
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	same := 0
	for p, original := range originals {
		oracleOf := func(p string) string { return strings.TrimSuffix(p, ".json") + ".oracle.json" }
		want, err := os.ReadFile(oracleOf(original))
		if errors.Is(err, os.ErrNotExist) {
			continue // Postman cannot read that one
		}
		got, err2 := os.ReadFile(oracleOf(p))
		if err = errors.Join(err, err2); err != nil {
			t.Errorf("%s: %v", filepath.Base(p), err)
			continue
		}
		if same++; !bytes.Equal(got, want) {
			t.Errorf("%s: Postman reads something else: %s", filepath.Base(p), firstDifference(string(got), string(want)))
		}
	}
	t.Logf("%d exports compared", same)
}

func TestExportUnwraps(t *testing.T) {
	const (
		bare    = "{\n  \"info\": {\n    \"name\": \"A\",\n    \"schema\": \"https://schema.getpostman.com/json/collection/v2.1.0/collection.json\"\n  },\n  \"item\": []\n}\n"
		oneLine = `{"info":{"name":"A","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[]}` + "\n"
		dense   = "{\n  \"info\": {\"name\": \"A\", \"schema\": \"https://schema.getpostman.com/json/collection/v2.1.0/collection.json\"},\n  \"item\": []}\n"
	)
	wrap := func(s string) string {
		return "{\n  \"collection\": " + strings.ReplaceAll(strings.TrimSuffix(s, "\n"), "\n", "\n  ") + "\n}\n"
	}
	for _, tc := range []struct{ name, data, want string }{
		{"an answer of the API", wrap(bare), bare},
		{"one on one line", wrap(oneLine), oneLine},
		{"one whose last line says something", wrap(dense), strings.ReplaceAll(dense, "\n  ", "\n    ")},
		{"a byte order mark", "\ufeff" + bare, bare},
		{"nothing to do", bare, bare},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := string(export(t, []byte(tc.data), postman.Version21)); got != tc.want {
				t.Errorf("got\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
	old := `{"id":"c1","name":"Dump","description":"Old","item":[{"name":"R","request":"http://h"}]}`
	for _, v := range postman.Versions() {
		c, err := postman.ReadCollection(export(t, []byte(old), v), "")
		if err != nil || c.Name != "Dump" || c.ID != "c1" || c.Description != "Old" || c.Schema != string(v) || len(c.Notes) > 0 {
			t.Errorf("%s: %+v, %v", v, c, err)
		}
	}
}
