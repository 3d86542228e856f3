package store_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/engine/collection"
	"postern/store"
	"postern/store/state"
	"postern/store/vault"
)

// crash is a workspace that is edited and whose program then dies: everything is
// opened anew with what that one kept.
type crash struct {
	*testing.T
	dir, private string
	number       int
}

func newCrash(t *testing.T, files map[string]string) *crash {
	return &crash{T: t, dir: folder(t, files), private: filepath.Join(t.TempDir(), "state")}
}

func (c *crash) open() (*store.Workspace, func()) {
	c.Helper()
	st := state.NewWith(c.private, vault.Options{Keyring: noRing{}})
	died := func() {
		if err := st.Close(); err != nil {
			c.Error(err)
		}
	}
	c.Cleanup(died)
	return open(c, store.Options{Paths: []string{c.dir}, State: st}), died
}

func (c *crash) keep(w *store.Workspace, docs ...store.Unsaved) {
	c.Helper()
	c.number++
	if err := store.DraftsOf(w).Keep(c.Context(), c.number, docs); err != nil {
		c.Fatal(err)
	}
}

// drafts are those that are offered.
func (c *crash) drafts(w *store.Workspace, want int) []store.Draft {
	c.Helper()
	ds, err := store.DraftsOf(w).Left(c.Context())
	if err != nil || len(ds) != want {
		c.Fatalf("%d drafts, want %d: %v", len(ds), want, err)
	}
	return ds
}

func (c *crash) recover(w *store.Workspace, d store.Draft) store.Unsaved {
	c.Helper()
	u, err := store.DraftsOf(w).Recover(d)
	if err != nil {
		c.Fatal(err)
	}
	return u
}

func renamed(w *store.Workspace, name string) *collection.Collection {
	c := w.Collections()[0]
	c.Items[0].Name = name
	return c.Clone()
}

func TestACrashLosesNothing(t *testing.T) {
	t.Parallel()
	c := newCrash(t, map[string]string{"u.postman_collection.json": users})
	w, died := c.open()
	col := renamed(w, "List All")
	c.keep(w, store.Unsaved{Collection: col, Changes: []string{"renaming of List Users"}, Items: []string{"i"}})
	other, _ := c.open()
	c.drafts(other, 0) // the one who keeps it lives

	died()
	d := c.drafts(other, 1)[0]
	if d.Changed || d.Name != "Users" || len(d.Changes) != 1 || d.Kept.IsZero() {
		t.Errorf("it is offered as %+v", d)
	}
	u := c.recover(other, d)
	if u.Collection.Items[0].Name != "List All" || u.Collection.ID != other.Collections()[0].ID || len(u.Items) != 1 {
		t.Errorf("recovered %+v", u.Collection)
	}
	if got := read(t, col.File); got != users {
		t.Errorf("recovering wrote %s", got)
	}
	// Another edit on top, and the file has both and nothing else changed.
	u.Collection.Items = append(u.Collection.Items, &collection.Item{ID: "n", Name: "New", Request: &collection.Request{Method: "GET"}})
	if err := other.SaveCollection(t.Context(), u.Collection); err != nil {
		t.Fatal(err)
	}
	got := read(t, col.File)
	if !strings.Contains(got, `"List All"`) || !strings.Contains(got, `"New"`) || !strings.Contains(got, `"x-unknown": 1.50`) {
		t.Errorf("saved %s", got)
	}
	// Taken back, the document as it was opened can be saved again.
	before := other.Collections()[0]
	before.Items[0].Name = "As it was"
	if err := other.SaveCollection(t.Context(), before.Clone()); err != nil {
		t.Fatal(err)
	}
	if got, want := read(t, col.File), strings.Replace(users, `"List Users"`, `"As it was"`, 1); got != want {
		t.Errorf("taken back and saved it is %s", got)
	}
	if err := store.DraftsOf(other).Discard(t.Context(), []store.Draft{d}); err != nil {
		t.Fatal(err)
	}
	c.drafts(other, 0)
}

// What was saved, taken back or given up is not offered.
func TestWhatIsNotUnsavedIsNotOffered(t *testing.T) {
	t.Parallel()
	c := newCrash(t, map[string]string{"u.postman_collection.json": users})
	w, died := c.open()
	col := renamed(w, "Other")
	c.keep(w, store.Unsaved{Collection: col})
	c.keep(w)
	died()
	w, died = c.open()
	c.drafts(w, 0)

	c.keep(w, store.Unsaved{Collection: renamed(w, "Third")})
	if err := w.SaveCollection(t.Context(), w.Collections()[0].Clone()); err != nil {
		t.Fatal(err)
	}
	died() // before it could forget the draft
	w, _ = c.open()
	c.drafts(w, 0)
}

// A write that was begun before another and comes after it changes nothing.
func TestALateDraftIsDropped(t *testing.T) {
	t.Parallel()
	c := newCrash(t, map[string]string{"u.postman_collection.json": users})
	w, died := c.open()
	c.keep(w)
	if err := store.DraftsOf(w).Keep(t.Context(), c.number, []store.Unsaved{{Collection: renamed(w, "Late")}}); err != nil {
		t.Fatal(err)
	}
	died()
	w, _ = c.open()
	c.drafts(w, 0)
}

func TestAFileChangedSinceIsNotOverwritten(t *testing.T) {
	t.Parallel()
	c := newCrash(t, map[string]string{"u.postman_collection.json": users})
	w, died := c.open()
	col := renamed(w, "Mine")
	c.keep(w, store.Unsaved{Collection: col})
	died()
	theirs := strings.Replace(users, "List Users", "Theirs", 1)
	put(t, col.File, theirs)

	w, _ = c.open()
	d := c.drafts(w, 1)[0]
	if !d.Changed {
		t.Error("nobody is told that the file has changed")
	}
	u := c.recover(w, d)
	var conflict *store.Conflict
	if err := w.SaveCollection(t.Context(), u.Collection); !errors.As(err, &conflict) || read(t, col.File) != theirs {
		t.Errorf("saved over another's edit: %v", err)
	}
	if err := w.OverwriteCollection(t.Context(), u.Collection); err != nil || !strings.Contains(read(t, col.File), "Mine") {
		t.Errorf("the decision was not heeded: %v", err)
	}
	u.Collection.Items[0].Name = "Again"
	if err := w.SaveCollection(t.Context(), u.Collection); err != nil {
		t.Errorf("what was decided once is asked again: %v", err)
	}
}

// Documents that had no file yet, or have none any more, come back as such.
func TestADraftWithoutAFile(t *testing.T) {
	t.Parallel()
	c := newCrash(t, map[string]string{"u.postman_collection.json": users})
	w, died := c.open()
	fresh, err := w.NewCollection("Fresh")
	if err != nil {
		t.Fatal(err)
	}
	env, err := w.NewEnvironment("here")
	if err != nil {
		t.Fatal(err)
	}
	env = env.Clone()
	env.Vars = append(env.Vars, collection.EnvVar{Key: "a", Initial: "1", Type: "default"})
	old := renamed(w, "Gone soon")
	c.keep(w, store.Unsaved{Collection: fresh.Clone()}, store.Unsaved{Environment: env}, store.Unsaved{Collection: old})
	died()
	if err := os.Remove(old.File); err != nil {
		t.Fatal(err)
	}

	w, _ = c.open()
	for _, d := range c.drafts(w, 3) {
		u := c.recover(w, d)
		if _, err := os.Stat(d.File); !errors.Is(err, fs.ErrNotExist) || d.Changed != (d.File == old.File) {
			t.Errorf("%s: changed %v, %v", d.Name, d.Changed, err)
		}
		if u.Collection != nil {
			err = w.SaveCollection(t.Context(), u.Collection)
		} else {
			err = w.SaveEnvironment(t.Context(), u.Environment)
		}
		if err != nil {
			t.Error(err)
		}
	}
	if got := read(t, old.File); !strings.Contains(got, "x-unknown") || !strings.Contains(got, "Gone soon") {
		t.Errorf("the file that was deleted is %s", got)
	}
	w, _ = c.open()
	if got := contents(t, w); !strings.Contains(got, "collection Fresh") || !strings.Contains(got, "environment here") {
		t.Errorf("there is %s", got)
	}
}

func TestADraftOfAnEnvironment(t *testing.T) {
	t.Parallel()
	c := newCrash(t, map[string]string{"dev.postman_environment.json": devEnv, "g.postman_globals.json": globals})
	w, died := c.open()
	env, all := w.Environments()[0].Clone(), w.Globals().Clone()
	env.Vars[0].Initial, all.Vars[0].Initial = "https://other.example.com", "2"
	c.keep(w, store.Unsaved{Environment: env}, store.Unsaved{Environment: all})
	died()
	w, _ = c.open()
	for _, d := range c.drafts(w, 2) {
		u := c.recover(w, d)
		if w.Environments()[0].ID != u.Environment.ID && w.Globals().ID != u.Environment.ID {
			t.Errorf("%s has another id", u.Environment.Name)
		}
		if err := w.SaveEnvironment(t.Context(), u.Environment); err != nil {
			t.Error(err)
		}
	}
	if got, want := read(t, env.File), strings.Replace(devEnv, "dev.example", "other.example", 1); got != want {
		t.Errorf("it is %s", got)
	}
}

// A draft of a v1 file is converted by the save, as the document would have
// been, and the old file is kept.
func TestADraftOfAVersion1File(t *testing.T) {
	t.Parallel()
	c := newCrash(t, map[string]string{"old.postman_collection.json": v1})
	w, died := c.open()
	col := renamed(w, "Pong")
	c.keep(w, store.Unsaved{Collection: col})
	died()
	w, _ = c.open()
	u := c.recover(w, c.drafts(w, 1)[0])
	if err := w.SaveCollection(t.Context(), u.Collection); err != nil {
		t.Fatal(err)
	}
	if got := read(t, col.File); !strings.Contains(got, "Pong") || !strings.Contains(got, "v2.1.0") || read(t, col.File+".v1.bak") != v1 {
		t.Errorf("it is %s", got)
	}
}

// Nothing of a draft can be read in the private state's files.
func TestADraftIsSealed(t *testing.T) {
	t.Parallel()
	const canary = "canary-d7-never-plain"
	c := newCrash(t, map[string]string{"u.postman_collection.json": users})
	w, _ := c.open()
	col := renamed(w, canary)
	col.Items[0].Request.Headers = append(col.Items[0].Request.Headers, collection.Param{Key: "Authorization", Value: canary})
	c.keep(w, store.Unsaved{Collection: col, Changes: []string{"renaming of " + canary}})
	seen := 0
	err := filepath.WalkDir(c.private, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		seen++
		if bytes.Contains(b, []byte(canary)) {
			t.Errorf("%s has it in plain text", d.Name())
		}
		return err
	})
	if err != nil || seen < 2 {
		t.Fatalf("looked at %d files: %v", seen, err)
	}
}
