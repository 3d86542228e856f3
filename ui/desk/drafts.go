package desk

import (
	"slices"

	"postern/engine/collection"
	"postern/store"
)

// maxTold is how many edits of a document are told of.
const maxTold = 20

// Edits counts everything that can change what is unsaved: edits, their undoing,
// and saves.
func (h *history) Edits() int { return h.moves }

// Drafts are copies of a desk's documents that are ahead of their files, with
// what was edited.
func Drafts(d *Desk) []store.Unsaved {
	var out []store.Unsaved
	for _, c := range d.EditedCollections() {
		out = append(out, store.Unsaved{Collection: c.Clone(), Changes: d.changes(c.ID), Items: d.items(c.ID)})
	}
	for _, e := range d.EditedEnvironments() {
		out = append(out, store.Unsaved{Environment: e.Clone(), Changes: d.changes(e.ID)})
	}
	return out
}

// changes are the titles of the edits of a document since it was saved, the last
// first.
func (h *history) changes(doc string) []string {
	saved := 0
	for m, state := range h.saved {
		if m.doc == doc {
			saved = max(saved, state)
		}
	}
	var out []string
	for _, s := range slices.Backward(h.done) {
		of := s.Collection == doc || s.Environment == doc
		if of && len(s.marks) > 0 && s.serial > saved && len(out) < maxTold && !slices.Contains(out, s.Title) {
			out = append(out, s.Title)
		}
	}
	return out
}

// items are the ids of a document's items that are ahead of its file.
func (h *history) items(doc string) []string {
	var out []string
	for m := range h.now {
		if m.doc == doc && m.id != doc && h.ahead(m) {
			out = append(out, m.id)
		}
	}
	slices.Sort(out)
	return out
}

// Recover takes back what a draft held: in place of the document that is open,
// as an edit that can be undone, or as a new one. It is unsaved either way.
func Recover(d *Desk, u store.Unsaved) {
	switch {
	case u.Collection != nil:
		recoverCollection(d, u.Collection, u.Items)
	case u.Environment == nil:
	case d.Environment(u.Environment.ID) == nil && u.Environment.Globals:
		recoverGlobals(d, u.Environment)
	case d.Environment(u.Environment.ID) == nil:
		d.AddEnvironment(u.Environment)
	default:
		d.EditEnvironment(withCurrent(u.Environment, d.Environment(u.Environment.ID)))
	}
}

// Join takes in what was opened beside what is open. It has files, so there is
// nothing to undo.
func Join(d *Desk, a store.Added) {
	d.Collections = append(slices.Clone(d.Collections), a.Collections...)
	d.Environments = append(slices.Clone(d.Environments), a.Environments...)
	if d.Globals == nil {
		d.Globals = a.Globals
	}
	if d.Env == nil && len(a.Environments) == 1 {
		d.Env = a.Environments[0]
	}
	d.Rev++
}

func recoverCollection(d *Desk, c *collection.Collection, items []string) {
	at := slices.IndexFunc(d.Collections, func(x *collection.Collection) bool { return x.ID == c.ID })
	if at < 0 {
		d.AddCollection(c)
		return
	}
	ids := []string{c.ID}
	for _, id := range items {
		if c.Chain(id) != nil {
			ids = append(ids, id)
		}
	}
	d.change(c.ID, "", "recovery of "+c.Name, func() (func(), bool) {
		at := slices.IndexFunc(d.Collections, func(x *collection.Collection) bool { return x.ID == c.ID })
		if at < 0 {
			return nil, false
		}
		old := d.Collections[at]
		exchange(d, old, c)
		return func() { exchange(d, c, old) }, true
	}, ids...)
}

// exchange puts another state of a collection in its place.
func exchange(d *Desk, old, c *collection.Collection) {
	d.Collections = slices.Clone(d.Collections)
	if i := slices.Index(d.Collections, old); i >= 0 {
		d.Collections[i] = c
	}
	if d.Collection != old {
		return
	}
	d.Collection = c
	if n := len(d.Chain); n > 0 {
		d.Chain = c.Chain(d.Chain[n-1].ID)
	}
}

func recoverGlobals(d *Desk, e *collection.Environment) {
	d.bear(Change{Title: "recovery of " + e.Name, Environment: e.ID}, e.ID, func() (func(), bool) {
		before := d.Globals
		d.Globals = e
		return func() { d.Globals = before }, true
	})
}

// withCurrent is e with the current values that now has: those of a draft are
// kept apart from it.
func withCurrent(e, now *collection.Environment) *collection.Environment {
	e = e.Clone()
	type slot struct {
		key string
		nth int
	}
	known, seen := map[slot]collection.EnvVar{}, map[string]int{}
	for _, v := range now.Vars {
		known[slot{v.Key, seen[v.Key]}] = v
		seen[v.Key]++
	}
	clear(seen)
	for i, v := range e.Vars {
		if was, ok := known[slot{v.Key, seen[v.Key]}]; ok {
			e.Vars[i].Current, e.Vars[i].Secret = was.Current, v.Secret || was.Secret
		}
		seen[v.Key]++
	}
	addPrivate(e, now)
	return e
}
