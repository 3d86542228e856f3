package intake_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/store"
	"postern/store/intake"
)

// write makes files in a new folder and returns the folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestImport(t *testing.T) {
	t.Chdir(write(t, map[string]string{
		"dump.json":    `{"collections":[{"info":{"name":"A"},"item":[]},7],"environments":[],"headerPresets":[{}]}`,
		"list.v1.json": `[{"key":"a","value":"b"}]`,
		"globals.json": `{"values":[],"_postman_variable_scope":"globals"}`,
		"empty.json":   `{"collections":[]}`,
	}))
	got, err := intake.Import(t.Context(), store.NewFolder("out"), nil, []string{"dump.json", "list.v1.json", "globals.json", "empty.json", "gone.json", "."})
	if err != nil {
		t.Fatal(err)
	}
	const check = "check the path and its permissions"
	want := intake.Report{
		Written: []intake.Written{
			{"dump.json: collections[0]", "collection", "A", filepath.Join("out", "A.postman_collection.json")},
			{"list.v1.json", "environment", "list", filepath.Join("out", "list.postman_environment.json")},
			{"globals.json", "globals", "globals", filepath.Join("out", "globals.postman_globals.json")},
		},
		Notes: []intake.Note{{"dump.json", "", "headerPresets", "a list of 1 has no place in a collection or environment and is left behind"}},
		Failures: []intake.Failure{
			{
				"dump.json: collections[1]", "read collection: not that kind of Postman file: this is JSON, but no file of Postman's",
				"export it from Postman as Collection v2.1, or as an environment",
			},
			{"empty.json", "there is nothing in it", "export it from Postman again"},
			{"gone.json", "cannot be read: no such file or directory", check},
			{".", "cannot be read: is a directory", check},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What cannot be written and who has gone away end the import, with what was
// done until then.
func TestImportEnds(t *testing.T) {
	t.Chdir(write(t, map[string]string{"a.json": `{"info":{"name":"A"},"item":[]}`, "file": ""}))
	if _, err := intake.Import(t.Context(), store.NewFolder("file"), nil, []string{"a.json"}); err == nil {
		t.Error("wrote into a file as if it were a folder")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := intake.Import(ctx, store.NewFolder("out"), nil, []string{"a.json"})
	if !errors.Is(err, context.Canceled) || len(r.Written) != 0 {
		t.Errorf("got %+v, %v", r, err)
	}
}
