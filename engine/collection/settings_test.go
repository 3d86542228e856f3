package collection_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/engine/collection"
)

func settings() *collection.Collection {
	return &collection.Collection{
		Name: "C", Description: "c", Events: []collection.Event{{Listen: "test", Script: "c", Origin: 1}},
		Vars: []collection.Variable{{Key: "k", Value: "v", Origin: 1}},
		Items: []*collection.Item{
			{ID: "f", Folder: true, Description: "f"},
			{ID: "in", Request: &collection.Request{Description: "in the request"}},
			{ID: "beside", Description: "beside it", Request: &collection.Request{}},
			{ID: "none", Request: &collection.Request{}},
		},
	}
}

// A description is edited where it stands; a new one of a request stands in it.
func TestSetSettings(t *testing.T) {
	for id, where := range map[string]func(c *collection.Collection) *string{
		"":       func(c *collection.Collection) *string { return &c.Description },
		"f":      func(c *collection.Collection) *string { return &c.Items[0].Description },
		"in":     func(c *collection.Collection) *string { return &c.Items[1].Request.Description },
		"beside": func(c *collection.Collection) *string { return &c.Items[2].Description },
		"none":   func(c *collection.Collection) *string { return &c.Items[3].Request.Description },
	} {
		c, want := settings(), settings()
		s := c.Settings()
		if chain := c.Chain(id); chain != nil {
			s = chain[0].Settings()
		}
		if s.Description != *where(c) {
			t.Errorf("%q: described as %q", id, s.Description)
		}
		s.Description = "new"
		undo, ok := c.SetSettings(id, s)
		*where(want) = "new"
		if d := cmp.Diff(want, c); d != "" || !ok {
			t.Errorf("%q: %s", id, d)
		}
		if undo(); !cmp.Equal(settings(), c) {
			t.Errorf("%q: not undone: %s", id, cmp.Diff(settings(), c))
		}
	}
	if _, ok := settings().SetSettings("nothing", collection.Settings{}); ok {
		t.Error("what is not there has settings")
	}
}

func TestWithScript(t *testing.T) {
	type E = collection.Event
	both := []E{{Listen: "test", Script: "one", Origin: 1}, {Listen: "test", Script: "two", Origin: 2}, {Listen: "other", Origin: 3}}
	for _, c := range []struct {
		name, listen, text string
		was, want          []E
	}{
		{"the first of two", "test", "x", both, []E{{Listen: "test", Script: "x", Origin: 1}, both[1], both[2]}},
		{"emptied, it stays in its file", "test", "", both, []E{{Listen: "test", Origin: 1}, both[1], both[2]}},
		{"a new one", "prerequest", "x", both, append(both[:3:3], E{Listen: "prerequest", Script: "x"})},
		{"a new one that is emptied", "test", "", []E{{Listen: "test", Script: "x"}}, []E{}},
		{"none stays none", "test", "", nil, nil},
	} {
		before := append([]E(nil), c.was...)
		if d := cmp.Diff(c.want, collection.WithScript(c.was, c.listen, c.text)); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		if d := cmp.Diff(before, c.was); d != "" {
			t.Errorf("%s: the list that was given changed: %s", c.name, d)
		}
	}
	if e, n := collection.ScriptOf(both, "test"); n != 2 || e.Script != "one" {
		t.Errorf("%d scripts, the first is %q", n, e.Script)
	}
}
