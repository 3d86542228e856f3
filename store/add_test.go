package store_test

import (
	"path/filepath"
	"strings"
	"testing"

	"postern/store"
)

// More is opened beside what is open, whose edits stay.
func TestAdd(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"u.postman_collection.json": users})
	more := folder(t, map[string]string{
		"copy.postman_collection.json": strings.Replace(users, `"Users"`, `"Copy"`, 1), "dev.postman_environment.json": devEnv,
		"g.postman_globals.json": globals, "broken.postman_collection.json": "{", "other.json": "[]",
	})
	st := private(t)
	before := open(t, store.Options{Paths: []string{more}, State: st})
	e := before.Environments()[0].Clone()
	e.Vars[1].Current = ptr("mine")
	if err := before.SaveCurrent(t.Context(), e); err != nil {
		t.Fatal(err)
	}

	w := open(t, store.Options{Paths: []string{dir}, State: st})
	edited := w.Collections()[0]
	edited.Name = "Edited"
	got, err := store.Add(t.Context(), w, []string{more, edited.File})
	if err != nil || len(got.Collections) != 1 || len(got.Environments) != 1 || got.Globals == nil || len(got.Problems) != 1 {
		t.Fatalf("added %+v, %v", got, err)
	}
	if len(got.Open) != 1 || got.Open[0] != edited.File {
		t.Errorf("open already are %v", got.Open)
	}
	if c := got.Collections[0]; c.Name != "Copy" || c.ID == edited.ID {
		t.Errorf("%s has the id %s of another", c.Name, c.ID)
	}
	if v := got.Environments[0].Vars[1]; v.Value() != "mine" {
		t.Errorf("the current value is %q", v.Value())
	}
	if names := contents(t, w); !strings.Contains(names, "Edited") || !strings.Contains(names, "Copy") || len(w.Problems()) != 1 {
		t.Errorf("now there are %s", names)
	}
	c := got.Collections[0].Clone()
	c.Name = "Saved"
	if err := w.SaveCollection(t.Context(), c); err != nil || !strings.Contains(read(t, c.File), `"Saved"`) {
		t.Errorf("saved: %v", err)
	}
	if got, err = store.Add(t.Context(), w, []string{more}); err != nil || len(got.Collections)+len(got.Environments) != 0 || len(got.Open) != 3 {
		t.Errorf("added again: %+v, %v", got, err)
	}
	if _, err = store.Add(t.Context(), w, []string{filepath.Join(more, "gone.json")}); err == nil || store.Hint(err) == "" {
		t.Errorf("a path that is not there: %v", err)
	}
}
