package intake_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"postern/store"
	"postern/store/intake"
)

const pasted = "curl https://h.example.com/a -x proxy:1"

// What was pasted is looked at first, and written when that is wanted.
func TestData(t *testing.T) {
	t.Chdir(t.TempDir())
	want := intake.Report{
		Written:  []intake.Written{{"clipboard", "collection", "clipboard", ""}},
		Notes:    []intake.Note{{"clipboard", "GET /a", "--proxy", "proxies are set in the settings"}},
		Failures: []intake.Failure{},
	}
	got, err := intake.Data(t.Context(), nil, "clipboard", []byte(pasted))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if list, err := os.ReadDir("."); err != nil || len(list) > 0 {
		t.Errorf("looking has written %v, %v", list, err)
	}
	want.Written[0].File = filepath.Join("out", "clipboard.postman_collection.json")
	if got, err = intake.Data(t.Context(), store.NewFolder("out"), "clipboard", []byte(pasted)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// Postman's own are looked at in the same way.
	got, err = intake.Data(t.Context(), nil, "x", []byte(`{"info":{"name":"A"},"item":[]}`))
	if err != nil || len(got.Written) != 1 || got.Written[0].File != "" || got.Written[0].Name != "A" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestStdin(t *testing.T) {
	t.Chdir(t.TempDir())
	got, err := intake.Import(t.Context(), store.NewFolder("out"), strings.NewReader(pasted), []string{intake.Stdin})
	if err != nil || len(got.Written) != 1 || got.Written[0].File != filepath.Join("out", "curl.postman_collection.json") {
		t.Errorf("got %+v, %v", got, err)
	}
	got, err = intake.Import(t.Context(), store.NewFolder("out"), iotest.ErrReader(errors.New("gone")), []string{intake.Stdin})
	if err != nil || len(got.Failures) != 1 || got.Failures[0].What != "gone" {
		t.Errorf("got %+v, %v", got, err)
	}
}

// Files of other tools are told with their place if they are broken, and so is
// a folder.
func TestOthersBroken(t *testing.T) {
	t.Chdir(write(t, map[string]string{
		"a.yaml": "openapi: 3.0.0\npaths: [\n", "b.har": `{"log": {"creator": {}}}`, "c.bru": "meta {\n", "d.yaml": "type: collection.insomnia.rest/5.0\n",
		"e.bru": "vars:secret [\n]\nvars {\n}\n",
	}))
	if err := os.Mkdir("bruno", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("bruno/bruno.json", []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := intake.Import(t.Context(), store.NewFolder("out"), nil, []string{"a.yaml", "b.har", "c.bru", "d.yaml", "bruno", "e.bru"})
	if err != nil {
		t.Fatal(err)
	}
	var failed []string
	for _, f := range got.Failures {
		if f.Hint == "" {
			t.Errorf("%s has no hint", f.Source)
		}
		failed = append(failed, f.Source+": "+f.What)
	}
	want := []string{
		"a.yaml: read as OpenAPI: read YAML: line 2: did not find expected node content",
		"b.har: read as HAR: this is no HTTP archive: it has no log.entries",
		"c.bru: read as Bruno: read c: line 1: the block never ends",
		"d.yaml: read as Insomnia: there is no workspace in it",
		"bruno: read bruno.json: line 1, column 2: unexpected end of file where a \"key\" should be",
	}
	if diff := cmp.Diff(want, failed); diff != "" {
		t.Error(diff)
	}
	if len(got.Written) != 1 || got.Written[0].Kind != "environment" || got.Written[0].Name != "e" {
		t.Errorf("wrote %+v", got.Written)
	}
}
