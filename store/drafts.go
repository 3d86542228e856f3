package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"postern/engine/collection"
	"postern/store/postman"
	"postern/store/state"
)

// Unsaved is a document that is ahead of its file: one of the two is set.
type Unsaved struct {
	Collection  *collection.Collection
	Environment *collection.Environment
	// Changes say what was edited, for the person; Items are the ids of the
	// items that were.
	Changes, Items []string
}

// Draft is what was kept of a document that was not saved when a postern died.
type Draft struct {
	File, Name string
	// Kept is when it was kept last.
	Kept    time.Time
	Changes []string
	// Changed says that somebody else has written or deleted the file since.
	Changed bool

	kept state.Draft
}

// Drafts is what is kept of a workspace against a crash: copies of what is not
// saved, sealed, in the private state. Its methods are as safe as the
// workspace's.
type Drafts struct{ w *Workspace }

// DraftsOf returns the drafts of a workspace.
func DraftsOf(w *Workspace) Drafts { return Drafts{w} }

// drafts is what this workspace keeps of its own documents.
type drafts struct {
	mu sync.Mutex
	// last is the number of the newest call.
	last int
	// kept are the digests of what is kept, by file.
	kept map[string]string
}

// Keep keeps what is not saved, and forgets what it kept of the rest. The
// documents are copies. A call whose number is not higher than those before
// comes too late and does nothing.
func (x Drafts) Keep(ctx context.Context, number int, docs []Unsaved) error {
	w := x.w
	if w.state == nil {
		return nil
	}
	w.drafts.mu.Lock()
	defer w.drafts.mu.Unlock()
	if number <= w.drafts.last {
		return nil
	}
	w.drafts.last = number
	now := map[string]string{}
	var set []state.Draft
	var bad []error
	for _, u := range docs {
		d, err := x.of(u)
		if err != nil { // the rest is kept, and what was kept of this one before
			bad = append(bad, fmt.Errorf("keep unsaved edits against a crash: %w", err))
			if old, ok := w.drafts.kept[d.File]; ok {
				now[d.File] = old
			}
			continue
		}
		now[d.File] = digest(d.Data)
		if w.drafts.kept[d.File] != now[d.File] {
			set = append(set, d)
		}
	}
	var drop []string
	for file := range w.drafts.kept {
		if _, still := now[file]; !still {
			drop = append(drop, file)
		}
	}
	if len(set)+len(drop) > 0 {
		if err := w.state.Drafts().Set(ctx, set, drop); err != nil {
			bad = append(bad, err)
			for _, d := range set { // some may be kept all the same: set it again, and drop it in the end
				now[d.File] = ""
			}
			for _, file := range drop {
				now[file] = ""
			}
		}
		w.drafts.kept = now
	}
	return errors.Join(bad...)
}

// of spells a document as its file would be.
func (x Drafts) of(u Unsaved) (state.Draft, error) {
	w := x.w
	d := state.Draft{Changes: u.Changes, Items: u.Items}
	var f file
	var err error
	if c := u.Collection; c != nil {
		if f, err = w.fileOf(c.File, c.Reading); err != nil {
			return d, err
		}
		asRead := *c
		asRead.ID, asRead.Notes = f.id, f.notes
		d.Kind, d.Name = "collection", c.Name
		d.Data, _, err = f.collection(&asRead)
	} else {
		e := u.Environment
		if f, err = w.fileOf(e.File, e.Reading); err != nil {
			return d, err
		}
		d.Kind, d.Name = "environment", e.Name
		if e.Globals {
			d.Kind = "globals"
		}
		d.Data, err = f.environment(e)
	}
	d.File = f.real
	if f.disk != "" {
		d.Basis = hex.EncodeToString([]byte(f.disk))
	}
	return d, err
}

// Left returns what was left behind of the documents of this workspace by
// posterns that died, the oldest first. It may wait for the keyring. What can be
// read is returned beside an error.
func (x Drafts) Left(ctx context.Context) ([]Draft, error) {
	w := x.w
	if w.state == nil {
		return nil, nil
	}
	all, err := w.state.Drafts().Left(ctx, x.owns)
	var out []Draft
	var stale []state.Draft
	for _, d := range all {
		disk := ""
		now, rerr := os.ReadFile(d.File)
		if rerr == nil {
			disk = hex.EncodeToString([]byte(digest(now)))
		}
		if rerr == nil && digest(now) == digest(d.Data) {
			stale = append(stale, d) // it was saved, and died before it could say so
			continue
		}
		out = append(out, Draft{File: d.File, Name: d.Name, Kept: d.Kept, Changes: d.Changes, Changed: disk != d.Basis, kept: d})
	}
	if derr := w.state.Drafts().Drop(ctx, stale); err == nil {
		err = derr
	}
	return out, err
}

// owns reports whether a file is one of the workspace's, or was to be.
func (x Drafts) owns(real string) bool {
	w := x.w
	if x.pathOf(real) != "" {
		return true
	}
	rel, err := filepath.Rel(realPath(w.root), real)
	return w.root != "" && err == nil && filepath.IsLocal(rel)
}

// pathOf is the path under which a file is open, or "".
func (x Drafts) pathOf(real string) string {
	w := x.w
	w.mu.Lock()
	defer w.mu.Unlock()
	for path, f := range w.files {
		if f.real == real {
			return path
		}
	}
	return ""
}

// Recover returns the document of a draft. Of one that is open it is another
// reading, to be put in its place under the same id; if the file has changed
// since, saving it is a [*Conflict]. One whose file is gone becomes a new
// document, whose file the first save writes.
//
// The draft stays until it is discarded.
func (x Drafts) Recover(d Draft) (Unsaved, error) {
	w := x.w
	path := x.pathOf(d.File)
	isNew := path == ""
	if isNew {
		path = d.File
	}
	doc, err := postman.Read(d.kept.Data, path)
	if err != nil {
		return Unsaved{}, fmt.Errorf("recover %s: %w", d.Name, err)
	}
	u := Unsaved{Collection: doc.Collection, Environment: doc.Environment, Changes: d.Changes, Items: d.kept.Items}
	w.mu.Lock()
	defer w.mu.Unlock()
	if isNew {
		x.takeNew(d, u)
		return u, nil
	}
	f := w.files[path]
	r := reading{base: d.kept.Data, basis: new(string)}
	if basis, err := hex.DecodeString(d.kept.Basis); err == nil {
		*r.basis = string(basis)
	}
	number := f.reading + len(f.again) + 1
	if c := u.Collection; c != nil {
		r.notes = c.Notes
		for _, old := range w.collections {
			if old.File == path {
				c.ID, c.Reading = old.ID, number
				if old.Schema == "v1" && f.base != nil { // it is converted by the save, as it would have been
					c.Schema, r.base = old.Schema, f.base
				}
			}
		}
	} else {
		e := u.Environment
		r.notes = e.Notes
		e.ID, e.Reading = x.environmentAt(path), number
		if e.Name == "" {
			e.Name = f.name
		}
	}
	f.again = append(f.again, r)
	return u, nil
}

// environmentAt is the id of an environment that is open. The caller holds mu.
func (x Drafts) environmentAt(path string) string {
	w := x.w
	for _, e := range w.environments {
		if e.File == path {
			return e.ID
		}
	}
	if w.globals != nil && w.globals.File == path {
		return w.globals.ID
	}
	return ""
}

// takeNew makes a document one of the workspace's that has no file. The caller
// holds mu.
func (x Drafts) takeNew(d Draft, u Unsaved) {
	w := x.w
	f := &file{real: d.File, base: d.kept.Data}
	ids := x.ids()
	if c := u.Collection; c != nil {
		f.id, f.name, f.notes = c.ID, c.Name, c.Notes
		c.ID = unique(ids, c.ID, d.File)
		w.files[d.File] = f
		w.collections = append(w.collections, c.Clone())
		return
	}
	e := u.Environment
	f.id, f.name = e.ID, e.Name
	e.ID = unique(ids, e.ID, d.File)
	f.env = e.Clone()
	w.files[d.File] = f
	w.order = append(w.order, d.File)
	if e.Globals {
		w.globals = e.Clone()
		return
	}
	w.environments = append(w.environments, e.Clone())
}

// ids are those of the open documents. The caller holds mu.
func (x Drafts) ids() map[string]bool {
	w := x.w
	out := map[string]bool{}
	for _, c := range w.collections {
		out[c.ID] = true
	}
	for _, e := range w.environments {
		out[e.ID] = true
	}
	if w.globals != nil {
		out[w.globals.ID] = true
	}
	return out
}

// Discard forgets drafts for good.
func (x Drafts) Discard(ctx context.Context, ds []Draft) error {
	w := x.w
	if w.state == nil {
		return nil
	}
	var kept []state.Draft
	for _, d := range ds {
		kept = append(kept, d.kept)
	}
	return w.state.Drafts().Drop(ctx, kept)
}
