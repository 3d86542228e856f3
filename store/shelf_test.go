package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/store"
)

func TestDeleteACollectionsFile(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"u.postman_collection.json": users})
	w := open(t, store.Options{Paths: []string{dir}, State: private(t)})
	c := w.Collections()[0]
	if err := os.Chmod(c.File, 0o640); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{c.File + ".deleted.bak", c.File + ".deleted-2.bak"} {
		kept, err := store.DeleteCollection(t.Context(), w, c.Clone())
		if err != nil || kept != want || read(t, kept) != users {
			t.Fatalf("kept is %s: %v", kept, err)
		}
		if again, err := store.DeleteCollection(t.Context(), w, c.Clone()); again != "" || err != nil {
			t.Errorf("deleted twice: %s, %v", again, err)
		}
		if open := openPath(t, dir); len(open.Collections()) != 0 {
			t.Error("what was deleted is opened")
		}
		if err := w.SaveCollection(t.Context(), c.Clone()); err != nil || read(t, c.File) != users {
			t.Fatalf("saved, it is not back: %v", err)
		}
		if info, err := os.Stat(c.File); err != nil || info.Mode().Perm() != 0o640 {
			t.Errorf("it is back as %v: %v", info.Mode(), err)
		}
	}
}

// What somebody else wrote is in what is kept; what somebody else deleted needs
// no keeping.
func TestDeleteWhatOthersTouched(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"a.postman_collection.json": users, "b.postman_collection.json": users})
	w := openPath(t, dir)
	a, b := w.Collections()[0], w.Collections()[1]
	if err := os.WriteFile(a.File, []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	if kept, err := store.DeleteCollection(t.Context(), w, a); err != nil || read(t, kept) != "theirs" {
		t.Errorf("kept is %s: %v", kept, err)
	}
	if err := os.Remove(b.File); err != nil {
		t.Fatal(err)
	}
	if kept, err := store.DeleteCollection(t.Context(), w, b); err != nil || kept != "" {
		t.Errorf("kept is %q: %v", kept, err)
	}
}

// A link goes, what it leads to stays.
func TestDeleteALink(t *testing.T) {
	t.Parallel()
	real := filepath.Join(t.TempDir(), "real.json")
	if err := os.WriteFile(real, []byte(users), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(real, filepath.Join(dir, "u.postman_collection.json")); err != nil {
		t.Skip("skipped: needs symbolic links")
	}
	w := openPath(t, dir)
	c := w.Collections()[0]
	if _, err := store.DeleteCollection(t.Context(), w, c); err != nil || read(t, real) != users {
		t.Errorf("what the link leads to is gone: %v", err)
	}
	if err := w.SaveCollection(t.Context(), c); err != nil || read(t, c.File) != users {
		t.Errorf("saved, it is not back: %v", err)
	}
}

func TestDuplicateACollection(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"v2.1": users, "v1": v1} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, map[string]string{"u.postman_collection.json": text})
			w := openPath(t, dir)
			c := w.Collections()[0]
			c.Description = "edited"
			d, err := w.DuplicateCollection(c.Clone(), "A copy")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(d.File); err == nil || d.ID == c.ID || d.Description != "edited" || len(d.Requests()) != len(c.Requests()) {
				t.Errorf("the copy is %+v", d)
			}
			for i, r := range d.Requests() {
				if r.Item.ID == c.Requests()[i].Item.ID {
					t.Errorf("%s has the id of what it is a copy of", r.Item.Name)
				}
			}
			if err := w.SaveCollection(t.Context(), d.Clone()); err != nil {
				t.Fatal(err)
			}
			if got := read(t, d.File); !strings.HasSuffix(d.File, "A-copy.postman_collection.json") || !strings.Contains(got, `"A copy"`) {
				t.Errorf("%s is %s", d.File, got)
			}
			if read(t, c.File) != text {
				t.Error("the file of the first one changed")
			}
			again := openPath(t, d.File).Collections()[0]
			if again.Requests()[0].Item.ID != d.Requests()[0].Item.ID {
				t.Error("the ids are others when the file is read")
			}
		})
	}
}
