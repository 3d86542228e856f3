package store_test

import (
	"errors"
	"strings"
	"testing"

	"postern/engine/collection"
	"postern/store"
	"postern/store/state"
)

// badly keeps documents of which not all can be kept.
func (c *crash) badly(w *store.Workspace, docs ...store.Unsaved) error {
	c.Helper()
	c.number++
	err := store.DraftsOf(w).Keep(c.Context(), c.number, docs)
	if err == nil {
		c.Error("nobody is told that one is not kept")
	}
	return err
}

// incompressible is a text that is too large for a draft.
func incompressible() string {
	noise := make([]byte, 9<<20)
	x := uint32(1)
	for i := range noise {
		x = x*1664525 + 1013904223
		noise[i] = 'a' + byte(x>>24)%64
	}
	return string(noise)
}

// A document that cannot be spelled does not keep the others from being kept,
// and what was kept of it before stays.
func TestADraftThatCannotBeSpelled(t *testing.T) {
	t.Parallel()
	c := newCrash(t, map[string]string{"u.postman_collection.json": users, "dev.postman_environment.json": devEnv})
	w, died := c.open()
	env := w.Environments()[0].Clone()
	env.Vars[0].Initial = "https://other.example.com"
	c.keep(w, store.Unsaved{Environment: env})
	err := c.badly(
		w, store.Unsaved{Collection: &collection.Collection{Name: "Elsewhere", File: "/elsewhere.json"}},
		store.Unsaved{Collection: &collection.Collection{Name: "No collection", File: env.File}},
		store.Unsaved{Collection: renamed(w, "List All")},
	)
	if !strings.Contains(err.Error(), "/elsewhere.json") || !strings.Contains(err.Error(), env.File) {
		t.Errorf("it says %v", err)
	}
	died()
	w, _ = c.open()
	c.drafts(w, 2)
}

// A document that is too large is named, and the others are kept, brought up to
// date and forgotten as if it were not there.
func TestADraftThatIsTooLarge(t *testing.T) {
	t.Parallel()
	c := newCrash(t, map[string]string{"a.postman_collection.json": users, "b.postman_collection.json": strings.ReplaceAll(users, "c-users", "c-b")})
	w, died := c.open()
	large, small := w.Collections()[0].Clone(), w.Collections()[1].Clone()
	large.Description = incompressible()
	named := func(name string) store.Unsaved {
		own := small.Clone()
		own.Items[0].Name = name
		return store.Unsaved{Collection: own}
	}
	c.keep(w, named("First"))
	err := c.badly(w, store.Unsaved{Collection: large}, named("Second"))
	if !errors.Is(err, state.ErrDraftTooLarge) || store.Hint(err) == "" {
		t.Errorf("it says %v", err)
	}
	c.keep(w, named("First"))
	died()
	w, died = c.open()
	ds := c.drafts(w, 1)
	if u := c.recover(w, ds[0]); !strings.HasSuffix(ds[0].File, "b.postman_collection.json") || u.Collection.Items[0].Name != "First" {
		t.Errorf("kept %q of %s", u.Collection.Items[0].Name, ds[0].File)
	}
	if err := store.DraftsOf(w).Discard(t.Context(), ds); err != nil {
		t.Fatal(err)
	}

	_ = c.badly(w, store.Unsaved{Collection: large}, named("Taken back"))
	c.keep(w)
	died()
	w, _ = c.open()
	c.drafts(w, 0)
}
