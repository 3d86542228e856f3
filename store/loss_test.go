package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/engine/collection"
	"postern/store"
	"postern/store/state"
	"postern/store/vault"
)

// A conversion that met a conflict has kept the old file already; that must
// not stand in the way of the person's decision.
func TestVersion1IsConvertedAfterAConflict(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"old.postman_collection.json": v1})
	w := openPath(t, dir)
	c := w.Collections()[0]
	c.Items[0].Name = "Pong"
	put(t, c.File, strings.Replace(v1, "Ping", "Theirs", 1))
	var conflict *store.Conflict
	if err := w.SaveCollection(t.Context(), c.Clone()); !errors.As(err, &conflict) {
		t.Fatalf("save: %v", err)
	}
	if err := w.OverwriteCollection(t.Context(), c.Clone()); err != nil {
		t.Errorf("overwrite: %v", err)
	}
	if got := read(t, c.File); !strings.Contains(got, "Pong") {
		t.Errorf("the file is %s", got)
	}
	if got := read(t, c.File+".v1.bak"); got != v1 {
		t.Errorf("the old file was kept as %s", got)
	}
}

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

// A value that moves out of the file must have arrived before it leaves.
func TestASecretLeavesTheFileOnlyForTheState(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"dev.postman_environment.json": devEnv})
	nowhere := filepath.Join(t.TempDir(), "file")
	put(t, nowhere, "no directory")
	w := open(t, store.Options{Paths: []string{dir}, State: state.NewWith(nowhere, vault.Options{Keyring: noRing{}})})
	e := w.Environments()[0].Clone()
	e.Vars[0].Secret, e.Vars[0].Current, e.Vars[0].Initial = true, ptr(e.Vars[0].Initial), ""
	if err := w.SaveEnvironment(t.Context(), e.Clone()); err == nil || store.Hint(err) == "" {
		t.Errorf("saved, or no hint: %v", err)
	}
	if got := read(t, e.File); got != devEnv {
		t.Errorf("the only copy of the value is gone:\n%s", got)
	}
	// What loses nothing is saved all the same.
	e = w.Environments()[0].Clone()
	e.Name, e.Vars[1].Current = "staging", ptr("typed")
	if err := w.SaveEnvironment(t.Context(), e); err == nil {
		t.Error("nobody was told that the current value is not kept")
	}
	if got := read(t, e.File); !strings.Contains(got, "staging") {
		t.Errorf("the new name is not in the file:\n%s", got)
	}
}
