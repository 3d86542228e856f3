package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/engine/collection"
	"postern/store"
)

const lookedAt = `{"info": {"name": "C", "_postman_id": "c", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
	"item": [{"name": "one", "request": {"method": "GET", "url": "http://a.test"}}]}`

func lookedAtIn(t *testing.T) (w *store.Workspace, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "c.postman_collection.json")
	place(t, path, lookedAt, time.Hour)
	w, err := store.Open(t.Context(), store.Options{Paths: []string{path}})
	if err != nil {
		t.Fatal(err)
	}
	return w, path
}

// place writes a file that looks as old as that.
func place(t *testing.T, path, text string, age time.Duration) {
	t.Helper()
	at := time.Now().Add(-age)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

func seen(t *testing.T, w *store.Workspace, want string) store.Outside {
	t.Helper()
	out := store.Look(t.Context(), w)
	got, o := "nothing", store.Outside{}
	if len(out) > 0 {
		o = out[0]
		switch {
		case o.Gone:
			got = "gone"
		case o.Same:
			got = "same"
		case o.Problem != nil:
			got = "broken: " + o.Problem.What
		default:
			got = o.Collection.Name
		}
	}
	if got != want {
		t.Fatalf("seen: %s, want %s", got, want)
	}
	return o
}

func TestLook(t *testing.T) {
	w, path := lookedAtIn(t)
	other := strings.Replace(lookedAt, `"C"`, `"D"`, 1) // of the same size
	seen(t, w, "nothing")
	place(t, path, lookedAt, 50*time.Minute) // touched
	seen(t, w, "nothing")
	place(t, path, other, 40*time.Minute)
	o := seen(t, w, "D")
	seen(t, w, "D") // nobody has settled it
	if !store.Leave(w, o) || store.Leave(w, o) {
		t.Error("it is new once")
	}
	seen(t, w, "nothing")
	place(t, path, lookedAt, 30*time.Minute)
	if o := seen(t, w, "same"); !store.Leave(w, o) {
		t.Error("that it is as it was is nothing new")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	store.Leave(w, seen(t, w, "gone"))
	seen(t, w, "nothing")
	place(t, path, `{"values": []}`, 20*time.Minute)
	store.Leave(w, seen(t, w, "broken: is a file of another kind now"))
	store.Return(w, path)
	seen(t, w, "broken: is a file of another kind now")
	place(t, path, other, 10*time.Minute)
	if o := seen(t, w, "D"); !store.Take(w, o) || store.Take(w, o) {
		t.Error("it is taken once")
	}
	seen(t, w, "nothing")
}

// A file that has just changed may do so again within the same tick of its
// clock.
func TestLookDoesNotTrustAYoungTime(t *testing.T) {
	w, path := lookedAtIn(t)
	place(t, path, strings.Replace(lookedAt, `"C"`, `"D"`, 1), 0)
	store.Take(w, seen(t, w, "D"))
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	place(t, path, strings.Replace(lookedAt, `"C"`, `"E"`, 1), 0)
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	seen(t, w, "E")
}

// What is read anew is saved into the text it was read from; what was read
// before cannot be saved into it any more, not even by force.
func TestTake(t *testing.T) {
	w, path := lookedAtIn(t)
	old := w.Collections()[0]
	theirs := strings.Replace(lookedAt, `"item": [`, `"odd": 1.50, "item": [{"name": "zero", "request": "http://zero.test"}, `, 1)
	place(t, path, theirs, time.Minute)
	o := seen(t, w, "C")
	if !store.Take(w, o) {
		t.Fatal("it is not taken")
	}
	c := o.Collection
	if c.ID != old.ID || w.Collections()[0] != c {
		t.Errorf("the collection is another one: %s", c.ID)
	}
	mine := old.Clone()
	mine.SetName("Mine")
	if err := w.OverwriteCollection(t.Context(), mine); err == nil || !strings.Contains(err.Error(), "was changed on disk and read anew meanwhile") {
		t.Errorf("saving what was read before: %v", err)
	}
	c.SetName("Now")
	if err := w.SaveCollection(t.Context(), c.Clone()); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != strings.Replace(theirs, `"C"`, `"Now"`, 1) {
		t.Errorf("saved as %s, %v", got, err)
	}
	seen(t, w, "nothing")
}

// A save in between wins over what was seen before it.
func TestTakeAfterASave(t *testing.T) {
	w, path := lookedAtIn(t)
	place(t, path, strings.Replace(lookedAt, `"C"`, `"D"`, 1), time.Minute)
	o := seen(t, w, "D")
	mine := w.Collections()[0].Clone()
	mine.SetName("Mine")
	if err := w.OverwriteCollection(t.Context(), mine); err != nil {
		t.Fatal(err)
	}
	if store.Take(w, o) || store.Leave(w, o) {
		t.Error("what was written over is taken")
	}
	seen(t, w, "nothing")
}

// Globals and environments of the same file stay what they are.
func TestLookAtAnEnvironment(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "e.postman_environment.json")
	place(t, path, `{"id": "e", "name": "E", "values": [{"key": "a", "value": "1"}]}`, time.Hour)
	w, err := store.Open(t.Context(), store.Options{Paths: []string{dir}})
	if err != nil {
		t.Fatal(err)
	}
	place(t, path, `{"id": "e", "values": [{"key": "b", "value": "2"}, {"key": "a", "value": "1"}]}`, time.Minute)
	out := store.Look(t.Context(), w)
	if len(out) != 1 || !store.Take(w, out[0]) {
		t.Fatalf("seen: %v", out)
	}
	e := w.Environments()[0]
	if e.Name != "e" || len(e.Vars) != 2 {
		t.Errorf("read anew: %+v", e)
	}
	e = e.Clone()
	e.Vars = append(e.Vars, collection.EnvVar{Key: "c", Initial: "3"})
	if err := w.SaveEnvironment(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(path); strings.Contains(string(got), "name") || !strings.Contains(string(got), `"c"`) {
		t.Errorf("saved as %s", got)
	}
}
