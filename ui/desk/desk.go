// Package desk holds what is open: the documents, which of them are chosen, and
// which have changed since they were read or saved. It is plain state without
// I/O; the workbench's loop owns it, and commands get copies.
package desk

import (
	"slices"

	"postern/engine/collection"
	"postern/engine/vars"
	"postern/store"
)

// Desk is the open documents. Make one with [New].
type Desk struct {
	// Workspace is where the documents came from; nil while nothing is open.
	Workspace    *store.Workspace
	Collections  []*collection.Collection
	Environments []*collection.Environment
	Globals      *collection.Environment

	// Env is the chosen environment, nil for none.
	Env *collection.Environment
	// Collection and Chain are the chosen row of the tree; an empty chain is
	// the collection itself.
	Collection *collection.Collection
	Chain      []*collection.Item

	// Rev counts everything that changes what names resolve to or what a
	// request is.
	Rev int

	// edited holds the items and environments whose files are behind, with the
	// revision of their last edit.
	edited map[string]int
	// behind are the environments whose current values are not kept yet;
	// keeping is the one that is being written.
	behind  map[string]bool
	keeping string
}

// New returns the desk of a workspace; nil is an empty one.
func New(ws *store.Workspace) Desk {
	d := Desk{Workspace: ws, edited: map[string]int{}, behind: map[string]bool{}}
	if ws != nil {
		d.Collections, d.Environments, d.Globals = ws.Collections(), ws.Environments(), ws.Globals()
	}
	return d
}

// Item returns the chosen request, or nil.
func (d *Desk) Item() *collection.Item {
	if len(d.Chain) == 0 {
		return nil
	}
	if it := d.Chain[len(d.Chain)-1]; !it.Folder {
		return it
	}
	return nil
}

// ItemID returns the id of the chosen request, or "".
func (d *Desk) ItemID() string {
	if it := d.Item(); it != nil {
		return it.ID
	}
	return ""
}

// Folder reports whether a folder is chosen.
func (d *Desk) Folder() bool { return len(d.Chain) > 0 && d.Chain[len(d.Chain)-1].Folder }

// Job takes a snapshot of the chosen request, which there must be.
func (d *Desk) Job() collection.Job {
	return collection.NewJob(d.Collection, d.Chain, d.Env, d.Globals, nil)
}

// Scopes are the layers the chosen request's names are looked up in.
func (d *Desk) Scopes() vars.Set {
	if d.Item() != nil {
		return d.Job().Scopes
	}
	var layers []vars.Layer
	if d.Env != nil {
		layers = append(layers, d.Env.Layer())
	}
	if d.Globals != nil {
		layers = append(layers, d.Globals.Layer())
	}
	return vars.NewSet(layers...)
}

// Edit replaces an item's request. It reports false if there is no such item.
func (d *Desk) Edit(itemID string, r collection.Request) bool {
	for _, c := range d.Collections {
		if chain := c.Chain(itemID); chain != nil {
			chain[len(chain)-1].Request = &r
			d.Rev++
			d.edited[itemID] = d.Rev
			return true
		}
	}
	return false
}

// Unsaved reports whether any file is behind.
func (d *Desk) Unsaved() bool { return len(d.edited) > 0 }

// Edited is the number of items and environments whose files are behind.
func (d *Desk) Edited() int { return len(d.edited) }

// IsEdited reports whether an item or environment is ahead of its file.
func (d *Desk) IsEdited(id string) bool {
	_, ok := d.edited[id]
	return ok
}

// EditedItems are the ids of all items and environments ahead of their files.
func (d *Desk) EditedItems() map[string]bool {
	out := make(map[string]bool, len(d.edited))
	for id := range d.edited {
		out[id] = true
	}
	return out
}

// EditedCollections are the collections with items ahead of their files.
func (d *Desk) EditedCollections() []*collection.Collection {
	var out []*collection.Collection
	for _, c := range d.Collections {
		if slices.ContainsFunc(c.Requests(), func(r collection.Ref) bool { return d.IsEdited(r.Item.ID) }) {
			out = append(out, c)
		}
	}
	return out
}

// EditedEnvironments are the environments ahead of their files.
func (d *Desk) EditedEnvironments() []*collection.Environment {
	var out []*collection.Environment
	for _, e := range d.all() {
		if d.IsEdited(e.ID) {
			out = append(out, e)
		}
	}
	return out
}

// Saved notes that a document was written as it was at a revision. What was
// edited since stays ahead.
func (d *Desk) Saved(id string, rev int) {
	settle := func(id string) {
		if d.edited[id] <= rev {
			delete(d.edited, id)
		}
	}
	settle(id)
	for _, c := range d.Collections {
		if c.ID != id {
			continue
		}
		for _, r := range c.Requests() {
			settle(r.Item.ID)
		}
	}
}

// EachNote calls f with everything in the files that was not understood.
func (d *Desk) EachNote(f func(file string, n collection.Note)) {
	for _, c := range d.Collections {
		for _, n := range c.Notes {
			f(c.File, n)
		}
	}
	for _, e := range d.all() {
		for _, n := range e.Notes {
			f(e.File, n)
		}
	}
}

// Notes counts what [Desk.EachNote] tells.
func (d *Desk) Notes() int {
	n := 0
	d.EachNote(func(string, collection.Note) { n++ })
	return n
}

// all are the environments and the globals.
func (d *Desk) all() []*collection.Environment {
	if d.Globals == nil {
		return d.Environments
	}
	return append(slices.Clone(d.Environments), d.Globals)
}
