package bring_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/store"
	"postern/store/intake"
	"postern/ui/bring"
)

func TestKindOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bring.Kind{
		"  \n":                        bring.Nothing,
		"~/api.yaml":                  bring.Path,
		"/tmp/a file.json":            bring.Path,
		`C:\work\api.json`:            bring.Path,
		"https://a.test/x.json\n":     bring.Link,
		"HTTP://a.test":               bring.Link,
		"ftp://a.test":                bring.Path,
		"curl https://a.test/x":       bring.Document,
		`{"openapi": "3.0.0"}`:        bring.Document,
		"openapi: 3.0.0\npaths: {}\n": bring.Document,
	} {
		if got := bring.KindOf(text); got != want {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// What is Postman's own can be opened where it is; what holds several documents,
// or is of another tool, cannot.
func TestFile(t *testing.T) {
	const zoo = `{"info": {"name": "Zoo", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [{"name": "a", "request": "h"}]}`
	for _, tt := range []struct {
		name, text, format string
		opens              bool
	}{
		{"zoo.json", zoo, "Postman", true},
		{"env.json", `{"name": "E", "values": [{"key": "a"}], "_postman_variable_scope": "environment"}`, "Postman", true},
		{"dump.json", `{"collections": [` + zoo + `], "environments": []}`, "Postman", false},
		{"api.yaml", "openapi: 3.0.0\npaths: {/a: {get: {}}}\n", "OpenAPI", false},
	} {
		path := file(t, tt.name, tt.text)
		f, err := bring.File(t.Context(), "'"+path+"' ") // as a terminal drops a file
		if err != nil || f.Batch.Format != tt.format || f.Opens != tt.opens || len(f.Batch.Docs) != 1 || f.Path != path {
			t.Errorf("%s is %+v, %v", tt.name, f, err)
		}
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	if err := os.WriteFile(filepath.Join(home, "z.json"), []byte(zoo), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "my zoo (1).json"), []byte(zoo), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"~/z.json", home + `/my\ zoo\ \(1\).json`, "file://" + home + "/my%20zoo%20(1).json", `"` + home + `/my zoo (1).json"`} {
		if _, err := bring.File(t.Context(), path); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	for _, path := range []string{file(t, "a.txt", "words"), filepath.Join(home, "gone"), "/dev/zero", t.TempDir()} {
		if _, err := bring.File(t.Context(), path); err == nil || store.Hint(err) == "" {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// However much is lost, the question has an end.
func TestAskIsBounded(t *testing.T) {
	t.Parallel()
	f := bring.Found{Name: "x"}
	for i := range 5000 {
		f.Batch.Notes = append(f.Batch.Notes, intake.Note{What: fmt.Sprint(i)})
		f.Batch.Docs = append(f.Batch.Docs, intake.Doc{Name: fmt.Sprint(i), Requests: 1})
	}
	lines := f.Ask("n", "/w", false).Lines
	if n := len(lines); n > 1100 {
		t.Errorf("%d lines", n)
	}
	all := fmt.Sprint(lines)
	if !strings.Contains(all, "5000 things would be lost") || !strings.Contains(all, "and 4500 more") {
		t.Error("what is left out is not told")
	}
}
