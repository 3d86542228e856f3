package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"

	"postern/store/homedir"
	"postern/store/state"
)

// Options say what to open.
type Options struct {
	// Paths are files and folders. Without any, the Postman files of the
	// current folder are opened, else those of the personal workspace.
	Paths []string
	// Env, if it is the path of a file, is opened too. A name is for
	// [Workspace.Environment].
	Env string
	// State keeps what is private; nil keeps nothing.
	State *state.State
}

// Open reads a workspace. A file that cannot be read becomes a [Problem] and
// the others open; only a path that is not there at all is an error.
func Open(ctx context.Context, o Options) (*Workspace, error) {
	f, err := find(o)
	if err != nil {
		return nil, err
	}
	w := &Workspace{root: f.root, folder: folderOf(o.Paths), state: o.State, files: map[string]*file{}, problems: f.problems}
	results := readAll(ctx, f.candidates)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("open workspace: %w", err)
	}
	w.take(map[string]bool{}, results)
	w.name = w.nameOf(f)
	return w, nil
}

// folderOf is the folder of what was named first, else the current one.
func folderOf(paths []string) string {
	if len(paths) == 0 {
		return "."
	}
	if info, err := os.Stat(paths[0]); err == nil && info.IsDir() {
		return paths[0]
	}
	return filepath.Dir(paths[0])
}

// Empty reports whether nothing was found to work with.
func (w *Workspace) Empty() bool {
	return len(w.Collections())+len(w.Environments())+len(w.problems) == 0 && w.globals == nil
}

// PersonalDir is where the personal workspace is: postern in the XDG data
// directory. It is "" when there is no home directory.
func PersonalDir() string { return homedir.Dir("", "XDG_DATA_HOME", xdg.DataHome) }

// found is what there is to open.
type found struct {
	root       string
	candidates []candidate
	problems   []Problem
	// personal says that the root is the personal workspace, single that one
	// collection was asked for.
	personal, single bool
}

// find turns options into files.
func find(o Options) (*found, error) {
	f := &found{}
	var err error
	if len(o.Paths) == 0 {
		err = f.usual()
	} else {
		err = f.asked(o.Paths)
	}
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(o.Env); o.Env != "" && err == nil && info.Mode().IsRegular() {
		f.add(candidate{path: realPath(o.Env), named: true})
	}
	f.dedupe()
	return f, nil
}

// usual looks in the current folder, then in the personal workspace.
func (f *found) usual() error {
	here, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("open workspace: %w", err)
	}
	f.root = here
	// Only the folder itself: it may be a home directory.
	f.scan(here, 0)
	if len(f.candidates) > 0 || PersonalDir() == "" {
		return nil
	}
	f.root, f.personal, f.problems = PersonalDir(), true, nil
	if _, err := os.Stat(f.root); err == nil {
		f.scan(f.root, maxDepth)
	}
	return nil
}

// asked looks at the paths of the command line.
func (f *found) asked(paths []string) error {
	for _, p := range paths {
		if err := f.path(p); err != nil {
			return err
		}
	}
	if len(paths) == 1 && f.root != "" && len(f.candidates) == 1 && f.candidates[0].named {
		f.single = true
		f.beside(f.candidates[0].path)
	}
	return nil
}

// nameOf is what the workspace is called on screen.
func (w *Workspace) nameOf(f *found) string {
	switch {
	case f.personal:
		return "personal"
	case f.single && len(w.collections) == 1:
		return w.collections[0].Name
	}
	return filepath.Base(f.root)
}

// Error is a failure with one thing to try.
type Error struct {
	What string
	// Tip is one thing to try.
	Tip string
	Err error
}

// Error returns what failed.
func (e *Error) Error() string { return e.What }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Advice returns one thing to try.
func (e *Error) Advice() string { return e.Tip }

// Hint returns the one thing to try that an error of this package or of the
// rooms below carries, or "".
func Hint(err error) string {
	var h interface {
		error
		Advice() string
	}
	if errors.As(err, &h) {
		return h.Advice()
	}
	return ""
}
