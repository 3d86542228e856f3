package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"postern/engine/collection"
	"postern/store/atomicfile"
	"postern/store/postman"
)

// Conflict says that a file was edited outside since it was read. Nothing was
// written.
type Conflict struct {
	File string
	// Gone says that the file was deleted or moved.
	Gone bool
	// Theirs is what is in the file now, Ours what would have been written.
	Theirs, Ours []byte
}

// Error returns what happened.
func (e *Conflict) Error() string {
	if e.Gone {
		return e.File + " was deleted or moved on disk"
	}
	return e.File + " was changed on disk since it was read"
}

// Advice returns one thing to try.
func (e *Conflict) Advice() string {
	return "nothing was written: take what is there now, or write over it"
}

const (
	// newFileMode is that of new files: initial values are meant to be shared,
	// but when is for the person to say.
	newFileMode = 0o600
	newDirMode  = 0o700
	// strayAge is how old an abandoned temporary file must be to be swept.
	strayAge = time.Hour
)

// SaveCollection writes c's edits to its file; without edits it writes
// nothing. c is a copy, or not changed meanwhile. If the file was edited
// outside, the error is a [*Conflict].
//
// A v1 file becomes v2.1; the old one is kept beside it as NAME.v1.bak.
func (w *Workspace) SaveCollection(ctx context.Context, c *collection.Collection) error {
	return w.saveCollection(ctx, c, false)
}

// OverwriteCollection is [Workspace.SaveCollection] for the person who saw the
// conflict and wants their own version.
func (w *Workspace) OverwriteCollection(ctx context.Context, c *collection.Collection) error {
	return w.saveCollection(ctx, c, true)
}

func (w *Workspace) saveCollection(ctx context.Context, c *collection.Collection, force bool) error {
	w.saving.Lock()
	defer w.saving.Unlock()
	f, err := w.fileOf(c.File, c.Reading)
	if err != nil {
		return err
	}
	asRead := *c
	asRead.ID, asRead.Notes = f.id, f.notes
	data, backup, err := f.collection(&asRead)
	if err != nil {
		return fmt.Errorf("save collection %q: %w", c.Name, err)
	}
	if err := w.write(ctx, change{path: c.File, file: f, data: data, backup: backup, force: force}); err != nil {
		return fmt.Errorf("save collection %q: %w", c.Name, err)
	}
	return nil
}

// collection returns what to write, and where the old content is kept if it
// is converted.
func (f file) collection(c *collection.Collection) (data []byte, backup string, err error) {
	if f.base == nil {
		return postman.NewCollection(c), "", nil
	}
	data, err = postman.WriteCollection(f.base, c)
	if errors.Is(err, postman.ErrVersion1) {
		return postman.NewCollection(c), f.real + ".v1.bak", nil
	}
	return data, "", err
}

// SaveEnvironment writes e's names and initial values to its file, if they
// changed, and its current values to the private state. e is a copy. If the
// file was edited outside, the error is a [*Conflict]; the current values are
// kept all the same. If they cannot be kept, the file is not written without
// the only other copy of a value.
func (w *Workspace) SaveEnvironment(ctx context.Context, e *collection.Environment) error {
	return w.saveBoth(ctx, e, false)
}

// OverwriteEnvironment is [Workspace.SaveEnvironment] for the person who saw
// the conflict and wants their own version.
func (w *Workspace) OverwriteEnvironment(ctx context.Context, e *collection.Environment) error {
	return w.saveBoth(ctx, e, true)
}

func (w *Workspace) saveBoth(ctx context.Context, e *collection.Environment, force bool) error {
	kept := w.SaveCurrent(ctx, e)
	if name, lost := w.movedOut(e); lost && kept != nil {
		return &Error{
			What: fmt.Sprintf("save environment %q: the value of %s cannot be kept privately, so it stays in the file", e.Name, name),
			Tip:  cmp.Or(Hint(kept), "save again when the private state works"), Err: kept,
		}
	}
	return errors.Join(kept, w.saveEnvironment(ctx, e, force))
}

// movedOut returns a variable whose value is in the file and would be in the
// private state only.
func (w *Workspace) movedOut(e *collection.Environment) (name string, ok bool) {
	f, err := w.fileOf(e.File, e.Reading)
	if err != nil || f.env == nil {
		return "", false
	}
	for _, v := range e.Vars {
		if v.Current == nil || v.Initial != "" {
			continue
		}
		for _, was := range f.env.Vars {
			same := was.Origin == v.Origin && (v.Origin > 0 || was.Key == v.Key)
			if e.Reading != f.env.Reading { // then the numbers are of different texts
				same = was.Key == v.Key
			}
			if same && was.Initial != "" {
				return v.Key, true
			}
		}
	}
	return "", false
}

func (w *Workspace) saveEnvironment(ctx context.Context, e *collection.Environment, force bool) error {
	w.saving.Lock()
	defer w.saving.Unlock()
	f, err := w.fileOf(e.File, e.Reading)
	if err != nil {
		return err
	}
	data, err := f.environment(e)
	if err != nil {
		return fmt.Errorf("save environment %q: %w", e.Name, err)
	}
	if err := w.write(ctx, change{path: e.File, file: f, data: data, force: force}); err != nil {
		return fmt.Errorf("save environment %q: %w", e.Name, err)
	}
	saved := e.Clone()
	saved.Vars = saved.Filed()
	for i := range saved.Vars {
		saved.Vars[i].Current = nil // the state has them
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.files[e.File].env = saved
	return nil
}

// environment returns what to write.
func (f file) environment(e *collection.Environment) ([]byte, error) {
	if f.base == nil {
		return postman.NewEnvironment(e), nil
	}
	return postman.WriteEnvironment(f.base, f.nameAsRead(e))
}

// nameAsRead undoes the name that an environment without one got from its
// file, lest saving writes it.
func (f file) nameAsRead(e *collection.Environment) *collection.Environment {
	if !f.nameless || e.Name != f.name {
		return e
	}
	asRead := *e
	asRead.Name = ""
	return &asRead
}

// fileOf returns a copy of what is known about a file, and of the reading that
// a document belongs to.
func (w *Workspace) fileOf(path string, reading int) (file, error) {
	own, err := knownOf(w, path)
	nth := reading - own.reading
	if err != nil {
		return own, err
	}
	if nth < 0 {
		return file{}, &Error{What: path + " was changed on disk and read anew meanwhile", Tip: "try it again, with what is open now"}
	}
	if nth > 0 && nth <= len(own.again) {
		r := own.again[nth-1]
		own.base, own.notes = r.base, r.notes
		if r.basis != nil {
			own.disk = *r.basis
		}
	}
	return own, nil
}

// knownOf returns a copy of what is known about a file.
func knownOf(w *Workspace, path string) (file, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f := w.files[path]
	if f == nil {
		return file{}, fmt.Errorf("save %s: it is not part of this workspace", path)
	}
	own := *f
	own.again = slices.Clone(f.again)
	return own, nil
}

// change is one file about to be written.
type change struct {
	// path is what the document calls its file.
	path string
	file file
	data []byte
	// backup is where the old content is kept; "" for nowhere.
	backup string
	// force writes over an outside edit.
	force bool
}

// write replaces a file, under the lock that keeps other posterns out.
func (w *Workspace) write(ctx context.Context, c change) error {
	if digest(c.data) == c.file.disk {
		return nil // nothing was edited
	}
	if w.state != nil {
		unlock, err := w.state.Lock(ctx, "file:"+c.file.real)
		if err != nil {
			return err
		}
		defer unlock()
	}
	mode, err := c.ready()
	if err != nil {
		return err
	}
	atomicfile.Sweep(filepath.Dir(c.file.real), strayAge, time.Now())
	if c.backup != "" {
		if err := keepOld(c.backup, c.file.base, mode); err != nil {
			return err
		}
	}
	err = atomicfile.Write{Path: c.file.real, Data: c.data, Perm: mode, Check: c.unchanged}.Do()
	if conflict := (*Conflict)(nil); errors.As(err, &conflict) {
		return conflict // it names the file itself
	}
	if err != nil && !errors.Is(err, atomicfile.ErrNotDurable) {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	f := w.files[c.path]
	f.disk, f.stamp, f.apart = digest(c.data), stamp{}, false
	for i := range f.again {
		f.again[i].basis = nil
	}
	if c.backup != "" {
		f.base = nil // Origins of a v1 file mean nothing in the new one
		for i := range f.again {
			f.again[i].base = nil
		}
	}
	return err
}

// ready looks whether the file may be written, and returns its mode.
func (c change) ready() (fs.FileMode, error) {
	info, err := os.Stat(c.file.real)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if c.file.disk == "" || c.force {
			return cmp.Or(c.file.mode, newFileMode), os.MkdirAll(filepath.Dir(c.file.real), newDirMode)
		}
		return 0, &Conflict{File: c.path, Gone: true, Ours: c.data}
	case err != nil:
		return 0, err
	case info.Mode().Perm()&0o200 == 0:
		return 0, &Error{What: c.path + " is read-only", Tip: "make it writable first", Err: fs.ErrPermission}
	}
	return info.Mode().Perm(), nil
}

// unchanged compares the file with what was last seen of it. It runs at the
// last moment; an editor that takes no lock could still come in between, by
// microseconds.
func (c change) unchanged() error {
	if c.force {
		return nil
	}
	now, err := os.ReadFile(c.file.real)
	if errors.Is(err, fs.ErrNotExist) {
		if c.file.disk == "" {
			return nil
		}
		return &Conflict{File: c.path, Gone: true, Ours: c.data}
	}
	if err != nil {
		return err
	}
	if digest(now) != c.file.disk {
		return &Conflict{File: c.path, Theirs: now, Ours: c.data}
	}
	return nil
}

// keepOld writes the content before a conversion to a file of its own, and
// never over another one that is there.
func keepOld(path string, data []byte, mode fs.FileMode) error {
	err := writeNew(path, data, mode)
	if errors.Is(err, fs.ErrExist) {
		if kept, rerr := os.ReadFile(path); rerr == nil && bytes.Equal(kept, data) {
			return nil // by a save that got no further
		}
		return &Error{What: "keep the v1 file: " + path + " exists already", Tip: "move it away, then save again", Err: err}
	}
	if err != nil {
		return fmt.Errorf("keep the v1 file: %w", err)
	}
	return nil
}
