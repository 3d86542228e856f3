package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"postern/engine/collection"
)

// Added is what was opened beside what was open already.
type Added struct {
	Collections  []*collection.Collection
	Environments []*collection.Environment
	// Globals is nil if there are none, or were some before.
	Globals  *collection.Environment
	Problems []Problem
	// Open are the paths that were open already.
	Open []string
}

// Add opens more files and folders in a workspace. What is open stays as it is,
// edits and all. The environments come with their current values; what cannot be
// read of those is the error, beside everything else.
func Add(ctx context.Context, w *Workspace, paths []string) (Added, error) {
	var out Added
	f := &found{}
	for _, p := range paths {
		if err := f.path(p); err != nil {
			return out, err
		}
	}
	f.dedupe()
	f.candidates = slices.DeleteFunc(f.candidates, func(c candidate) bool {
		open := DraftsOf(w).pathOf(c.real) != ""
		if open {
			out.Open = append(out.Open, c.path)
		}
		return open
	})
	results := readAll(ctx, f.candidates)
	if err := ctx.Err(); err != nil {
		return out, fmt.Errorf("open more files: %w", err)
	}
	w.saving.Lock()
	defer w.saving.Unlock()
	fresh := w.add(results, &out)
	out.Problems = append(f.problems, out.Problems...)
	var bad []error
	for _, path := range fresh {
		own, err := w.fileOf(path, 0)
		if err != nil {
			return out, err
		}
		e, err := w.loadCurrent(ctx, own)
		bad = append(bad, err)
		if e.Globals {
			out.Globals = e
		} else {
			out.Environments = append(out.Environments, e)
		}
	}
	return out, errors.Join(bad...)
}

// add takes results in, and returns the files of the environments among them.
func (w *Workspace) add(results []result, out *Added) (environments []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	collections, order, problems := len(w.collections), len(w.order), len(w.problems)
	w.take(DraftsOf(w).ids(), results)
	out.Collections = slices.Clone(w.collections[collections:])
	out.Problems = slices.Clone(w.problems[problems:])
	return slices.Clone(w.order[order:])
}

// path looks at one path of the command line.
func (f *found) path(p string) error {
	abs, err := filepath.Abs(p)
	if err != nil {
		return fmt.Errorf("open %s: %w", p, err)
	}
	info, err := os.Stat(abs)
	if errors.Is(err, fs.ErrNotExist) {
		return &Error{What: "open " + p + ": there is no such file or folder", Tip: "check the path; without one, postern opens the current folder", Err: err}
	}
	if err != nil {
		return fmt.Errorf("open %s: %w", p, err)
	}
	dir := abs
	if info.IsDir() {
		f.scan(abs, maxDepth)
	} else {
		dir = filepath.Dir(abs)
		f.add(candidate{path: abs, named: true})
	}
	if f.root == "" {
		f.root = dir
	}
	return nil
}
