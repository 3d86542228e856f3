package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/google/uuid"

	"postern/engine/collection"
	"postern/store/postman"
)

// DuplicateCollection adds a copy of c to the workspace, as c is now: with
// what its file holds and the model knows nothing of. Its file is written by
// the first save. c is a copy.
func (w *Workspace) DuplicateCollection(c *collection.Collection, name string) (*collection.Collection, error) {
	fail := func(err error) (*collection.Collection, error) {
		return nil, fmt.Errorf("duplicate collection %q: %w", c.Name, err)
	}
	f, err := w.fileOf(c.File, c.Reading)
	if err != nil {
		return fail(err)
	}
	asRead := *c
	asRead.ID, asRead.Notes = f.id, f.notes
	data := postman.NewCollection(&asRead)
	if c.Schema != "v1" && f.base != nil {
		if data, err = postman.WriteCollection(f.base, &asRead); err != nil {
			return fail(err)
		}
	}
	if data, err = postman.Copy(data, c.File, name, uuid.NewString); err != nil {
		return fail(err)
	}
	path, err := w.claim(name, collectionSuffix)
	if err != nil {
		return fail(err)
	}
	d, err := postman.ReadCollection(data, path)
	if err != nil {
		return fail(err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.files[path] = &file{real: realNew(path), base: data, id: d.ID, name: name, notes: d.Notes}
	d.ID = uuid.NewString()
	w.collections = append(w.collections, d)
	return d, nil
}

// deletedSuffix ends the name under which the file of a deleted collection is
// kept. No workspace opens such a file.
const deletedSuffix = ".deleted.bak"

// DeleteCollection takes c's file out of the workspace: it is kept beside under
// a name that no workspace opens, which is returned; "" says that there was no
// file. Saving c again brings its file back.
func DeleteCollection(ctx context.Context, w *Workspace, c *collection.Collection) (kept string, err error) {
	w.saving.Lock()
	defer w.saving.Unlock()
	f, err := w.fileOf(c.File, c.Reading)
	if err != nil || f.disk == "" {
		return "", err
	}
	if w.state != nil {
		unlock, err := w.state.Lock(ctx, "file:"+f.real)
		if err != nil {
			return "", err
		}
		defer unlock()
	}
	info, err := os.Stat(c.File)
	if err == nil {
		kept, err = moveAside(c.File)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("delete collection %q: %w", c.Name, err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.files[c.File]
	now.disk, now.real = "", realNew(c.File)
	if info != nil {
		now.mode = info.Mode().Perm()
	}
	return kept, nil
}

// moveAside renames a file, to a name that is free.
func moveAside(path string) (string, error) {
	for n := 1; ; n++ {
		to := path + deletedSuffix
		if n > 1 {
			to = fmt.Sprintf("%s.deleted-%d.bak", path, n)
		}
		if _, err := os.Lstat(to); err == nil {
			continue
		}
		return to, os.Rename(path, to)
	}
}
