// Package bring imports what a person names into a workspace: files of other
// tools become Postman files of their own in its folder. It reads and writes:
// call it in commands.
package bring

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"postern/store"
	"postern/store/format"
	"postern/store/intake"
	"postern/ui/dialog/message"
	"postern/ui/safe"
	"postern/ui/theme"
)

// headLen is how much of a file is looked at to tell whose it is, in bytes.
const headLen = 1 << 20

// Outcome is what became of a path.
type Outcome struct {
	Path string
	// Foreign says that it belongs to another tool, and was imported; a Postman
	// file is opened where it is.
	Foreign bool
	Report  intake.Report
	Err     error
}

// ErrUnsaved says that the workspace has edits that are not saved. It is read
// again to have the new files in it.
var ErrUnsaved = errors.New("there are unsaved edits: save them, then import")

// In imports what is at path into the folder root if it is of another tool. It
// fails before anything is written if there are unsaved edits in the workspace,
// and of a file that nobody can read, which is nothing to give the workspace
// up for.
func In(ctx context.Context, root, path string, unsaved bool) Outcome {
	o := Outcome{Path: path}
	var err error
	if o.Foreign, err = foreign(path); err != nil {
		return o // opening it tells what is wrong
	}
	switch {
	case !o.Foreign:
		o.Err = readable(ctx, path)
	case unsaved:
		o.Err = fmt.Errorf("import %s: %w", filepath.Base(path), ErrUnsaved)
	default:
		o.Report, o.Err = intake.Import(ctx, store.NewFolder(root), nil, []string{path})
	}
	return o
}

// readable says what is wrong with a file that nothing can be opened of.
func readable(ctx context.Context, path string) error {
	w, err := store.Open(ctx, store.Options{Paths: []string{path}})
	if err != nil || len(w.Collections())+len(w.Environments()) > 0 || w.Globals() != nil {
		return nil //nolint:nilerr // opening it tells
	}
	for _, p := range w.Problems() {
		return fmt.Errorf("open %s: %s", filepath.Base(path), p)
	}
	return nil
}

// foreign reports whether another tool's format is at path.
func foreign(path string) (bool, error) {
	info, err := os.Stat(path)
	if err != nil {
		return false, err
	}
	if info.IsDir() {
		_, ok := format.FindFolder(os.DirFS(path))
		return ok, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	head, err := io.ReadAll(io.LimitReader(f, headLen))
	if err != nil {
		return false, err
	}
	_, ok := format.Find(filepath.Base(path), head)
	return ok, nil
}

// With are the paths of a workspace with those of the new files, as far as they
// are not below one of them already. None stays none: the usual places.
func (o Outcome) With(paths []string) []string {
	if len(paths) == 0 {
		return nil
	}
	out := slices.Clone(paths)
	for _, w := range o.Report.Written {
		below := func(p string) bool {
			rel, err := filepath.Rel(p, w.File)
			return err == nil && filepath.IsLocal(rel)
		}
		if !slices.ContainsFunc(paths, below) {
			out = append(out, w.File)
		}
	}
	return out
}

// Content tells what was imported, and what was lost on the way.
func (o Outcome) Content(root string) message.Content {
	c := message.Content{Title: safe.Lit("Imported"), Role: theme.OK}
	files := "1 file"
	if n := len(o.Report.Written); n != 1 {
		files = fmt.Sprintf("%d files", n)
	}
	c.What = safe.Clean(files + " made of " + filepath.Base(o.Path) + ", which stays as it is")
	if len(o.Report.Notes)+len(o.Report.Failures) > 0 {
		c.Role = theme.Warn
	}
	for _, w := range o.Report.Written {
		name := w.File
		if rel, err := filepath.Rel(root, w.File); err == nil {
			name = rel
		}
		c.Detail = append(c.Detail, safe.Clean(name))
	}
	for _, f := range o.Report.Failures {
		c.Detail = append(c.Detail, safe.Clean("not read: "+f.Source+": "+f.What))
	}
	for _, n := range o.Report.Notes {
		c.Detail = append(c.Detail, safe.Clean(strings.TrimLeft(n.Item+" "+n.Field, " ")+": "+n.What))
	}
	return c
}
