package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"postern/engine/collection"
	"postern/store"
)

// The current values of an environment are found again although its folder was
// opened by another way.
func TestNewEnvironmentInALinkedFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	s := private(t)
	w := open(t, store.Options{Paths: []string{link}, State: s})
	e, err := w.NewEnvironment("dev")
	if err != nil {
		t.Fatal(err)
	}
	e.Vars = append(e.Vars, collection.EnvVar{Key: "token", Current: ptr("kept")})
	if err := w.SaveEnvironment(t.Context(), e.Clone()); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{link, dir} {
		envs, _, err := open(t, store.Options{Paths: []string{path}, State: s}).LoadPrivate(t.Context())
		if err != nil || len(envs) != 1 || envs[0].Vars[0].Value() != "kept" {
			t.Errorf("by way of %s: %+v, %v", filepath.Base(path), envs, err)
		}
	}
}
