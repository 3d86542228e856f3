// Package desk holds what is open: the documents, which of them are chosen, and
// which have changed since they were read or saved. It is plain state without
// I/O; the workbench's loop owns it, and commands get copies.
//
// Every edit goes through the desk, which keeps the way back: [Desk.Undo] takes
// the last one back, of whatever it was. To add an edit, give the document a
// method that returns its undo and the desk one that calls it in
// [history.change].
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

	history
	cut
	left
	// gone are the collections that were deleted.
	gone []*collection.Collection
	// behind are the environments whose current values are not kept yet;
	// keeping is the one that is being written.
	behind  map[string]bool
	keeping string
	// read says that the private state was asked for the current values.
	read bool
}

// New returns the desk of a workspace; nil is an empty one.
func New(ws *store.Workspace) Desk {
	d := Desk{Workspace: ws, history: newHistory(), behind: map[string]bool{}}
	if ws != nil {
		d.Collections, d.Environments, d.Globals = ws.Collections(), ws.Environments(), ws.Globals()
	}
	return d
}

// Title names a workspace, if it is one with a name, after the program.
func Title(ws *store.Workspace) string {
	if ws == nil || ws.Name() == "" {
		return "postern"
	}
	return "postern ─ " + ws.Name()
}

// Problems are the files of a workspace that could not be read; ws may be nil.
func Problems(ws *store.Workspace) []store.Problem {
	if ws == nil {
		return nil
	}
	return ws.Problems()
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
	return JobOf(d, d.Collection, d.Chain)
}

// Scopes are the layers that names are looked up in: those of the chosen
// collection too, if one is chosen.
func (d *Desk) Scopes() vars.Set {
	if d.Collection != nil {
		return d.over(d.Collection.ID, collection.Scopes(d.Collection, d.Env, d.Globals, nil))
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

// EditedCollections are the collections ahead of their files.
func (d *Desk) EditedCollections() []*collection.Collection {
	edited := d.edited()
	var out []*collection.Collection
	for _, c := range d.Collections {
		if edited[c.ID] {
			out = append(out, c)
		}
	}
	return out
}

// EditedEnvironments are the environments ahead of their files.
func (d *Desk) EditedEnvironments() []*collection.Environment {
	edited := d.edited()
	var out []*collection.Environment
	for _, e := range d.all() {
		if edited[e.ID] {
			out = append(out, e)
		}
	}
	return out
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
