package scripts_test

import (
	"os"
	"path/filepath"
	"testing"

	"postern/ui/scripts"
)

// The scripts of the sample are trusted when it is opened, and nobody else's:
// neither those of what is opened after it nor what has come into its folder.
func TestOnlyTheScriptsOfTheSampleAreTrusted(t *testing.T) {
	write := func(dir, script string) {
		text := `{"info":{"name":"A","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[],
			"event":[{"listen":"test","script":{"exec":["` + script + `"]}}]}`
		if err := os.WriteFile(filepath.Join(dir, script+".postman_collection.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ours, theirs := t.TempDir(), t.TempDir()
	write(ours, "ours")
	write(theirs, "theirs")
	known, sample := trusted{}, &scripts.Sample{}
	open := func(dir string) {
		if err := sample.Opening(t.Context(), known, []string{dir}); err != nil {
			t.Fatal(err)
		}
	}
	open(ours)
	if len(known) > 0 {
		t.Errorf("trusted before it was expected: %v", known)
	}
	sample.Expect([]string{ours})
	open(theirs)
	open(ours)
	write(ours, "imported")
	open(ours)
	open(theirs)
	if len(known) != 1 || !known["ours"] {
		t.Errorf("trusted are %v", known)
	}
}
