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

func TestStdin(t *testing.T) {
	t.Chdir(t.TempDir())
	want := intake.Report{
		Written:  []intake.Written{{intake.Stdin, "collection", "curl", filepath.Join("out", "curl.postman_collection.json")}},
		Notes:    []intake.Note{{intake.Stdin, "GET /a", "--proxy", "proxies are set in the settings"}},
		Failures: []intake.Failure{},
	}
	got, err := intake.Import(t.Context(), store.NewFolder("out"), strings.NewReader(pasted), []string{intake.Stdin})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
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
