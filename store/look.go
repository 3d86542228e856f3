package store

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"time"

	"postern/engine/collection"
	"postern/store/postman"
)

// racy is how long after a change another one may leave the time of a file as it
// was: some file systems count in steps of two seconds.
const racy = 2 * time.Second

// stamp is how a file looks from outside. The zero value is that of no file.
type stamp struct {
	size int64
	mod  time.Time
	// gone says that it is not there, young that it had changed just before: it
	// may change again without another look.
	gone, young bool
}

// stampOf looks at a file. It must come before the file is read.
func stampOf(path string) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{gone: true}
	}
	s := stamp{size: info.Size(), mod: info.ModTime()}
	s.young = time.Since(s.mod).Abs() < racy
	return s
}

// same reports whether a file that looks like now need not be read.
func (s stamp) same(now stamp) bool {
	return s.gone == now.gone && s.size == now.size && s.mod.Equal(now.mod) && !s.young && (s.gone || !s.mod.IsZero())
}

// Outside is a file that is open and was changed on disk by somebody else. What
// it holds now is Collection or Environment, unless it is Gone, cannot be read
// (Problem), or holds again what is open (Same).
type Outside struct {
	File string
	// ID is that of the document that is open.
	ID          string
	Collection  *collection.Collection
	Environment *collection.Environment
	Gone, Same  bool
	Problem     *Problem

	data  []byte
	stamp stamp
	// basis is what was known of the file when it was looked at.
	basis string
}

// Look returns the open files that were changed on disk since they were read or
// written. Only a file that looks another one is read. What [Take] or [Leave]
// did not settle is returned again. While something is being saved nothing is
// looked at.
func Look(ctx context.Context, w *Workspace) []Outside {
	if !w.saving.TryLock() {
		return nil
	}
	defer w.saving.Unlock()
	return lookAt(ctx, w, nil)
}

// Theirs returns what the files of some documents, by id, hold now: for the
// person who gives up edits of their own.
func Theirs(ctx context.Context, w *Workspace, ids []string) []Outside {
	w.saving.Lock()
	defer w.saving.Unlock()
	return lookAt(ctx, w, ids)
}

// lookAt looks at all files, or reads those that are asked for.
func lookAt(ctx context.Context, w *Workspace, asked []string) []Outside {
	w.mu.Lock()
	known, ids := map[string]file{}, idsByFile(w)
	for path, f := range w.files {
		if _, open := ids[path]; open && f.disk != "" {
			known[path] = *f
		}
	}
	w.mu.Unlock()
	var out []Outside
	for _, path := range slices.Sorted(maps.Keys(known)) {
		if ctx.Err() != nil {
			return nil
		}
		f := known[path]
		o := Outside{File: path, ID: ids[path], basis: f.disk}
		give := slices.Contains(asked, o.ID)
		if asked != nil && !give {
			continue
		}
		o.stamp = stampOf(f.real)
		if !give && f.stamp.same(o.stamp) {
			continue
		}
		o.read(f, give)
		if o.Same && !f.apart {
			_ = settle(w, o, false)
			continue
		}
		out = append(out, o)
	}
	return out
}

// read finds out what the file holds: anew even if it holds what is known.
func (o *Outside) read(f file, anew bool) {
	fail := func(err error) {
		o.Problem = problemOf(o.File, err)
		if errors.Is(err, fs.ErrNotExist) {
			o.Gone, o.Problem = true, nil
		}
	}
	data, err := readFile(candidate{path: o.File, real: f.real, named: true})
	if err != nil {
		fail(err)
		return
	}
	if o.Same = digest(data) == f.disk && !anew; o.Same {
		return
	}
	doc, err := postman.Read(data, o.File)
	wasEnv := f.env != nil
	switch {
	case err != nil:
		fail(err)
	case wasEnv && (doc.Environment == nil || doc.Environment.Globals != f.env.Globals), !wasEnv && doc.Collection == nil:
		o.Problem = &Problem{File: o.File, What: "is a file of another kind now"}
	default:
		o.data, o.Collection, o.Environment = data, doc.Collection, doc.Environment
	}
}

// Leave says that the person was told of a change and that what is open stays.
// It reports false if that is nothing new.
func Leave(w *Workspace, o Outside) bool { return settle(w, o, !o.Same) }

func settle(w *Workspace, o Outside, apart bool) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	f := w.files[o.File]
	if f == nil || f.disk != o.basis {
		return false
	}
	was := f.stamp
	was.young = false // it may be read again, and is nothing new for that
	fresh := f.apart != apart || !was.same(o.stamp)
	f.stamp, f.apart = o.stamp, apart
	return fresh
}

// Return makes [Look] tell again of a file that was left.
func Return(w *Workspace, path string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if f := w.files[path]; f != nil && f.apart {
		f.stamp = stamp{}
	}
}

// Take makes what was found on disk the workspace's document, under the id that
// it had. Documents of earlier readings can be saved no more. It reports false
// if there is none, or the file was written since.
func Take(w *Workspace, o Outside) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	f, open := w.files[o.File], idsByFile(w)[o.File] != ""
	if f == nil || !open || f.disk != o.basis || o.Collection == nil && o.Environment == nil {
		return false
	}
	f.reading += len(f.again) + 1
	f.base, f.again = o.data, nil
	f.disk, f.stamp, f.apart = digest(o.data), o.stamp, false
	if c := o.Collection; c != nil {
		f.id, f.notes = c.ID, c.Notes
		c.ID, c.Reading = o.ID, f.reading
		i := slices.IndexFunc(w.collections, func(x *collection.Collection) bool { return x.File == o.File })
		w.collections[i] = c
		return true
	}
	e := o.Environment
	if e.ID != f.id { // its current values are kept under that one from now on
		f.id, f.current = e.ID, nil
	}
	if f.nameless = e.Name == ""; f.nameless {
		e.Name = baseName(e.File)
	}
	f.name, e.ID, e.Reading = e.Name, o.ID, f.reading
	f.env = e.Clone()
	if e.Globals {
		w.globals = e
		return true
	}
	i := slices.IndexFunc(w.environments, func(x *collection.Environment) bool { return x.File == o.File })
	w.environments[i] = e
	return true
}

// idsByFile are the ids of the open documents. The caller holds mu.
func idsByFile(w *Workspace) map[string]string {
	out := map[string]string{}
	for _, c := range w.collections {
		out[c.File] = c.ID
	}
	for _, e := range w.environments {
		out[e.File] = e.ID
	}
	if w.globals != nil {
		out[w.globals.File] = w.globals.ID
	}
	return out
}
