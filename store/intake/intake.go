// Package intake brings files of Postman's and of other tools into a folder:
// each document of each file, of data dumps and data exports too, becomes a
// v2.1 file of its own.
//
// It decides nothing about formats, which packages postman and format know,
// nor about names of files, which package store gives; it tells nobody either,
// but returns a [Report]. Another kind of container is added in postman.Parts,
// another tool in format.All.
package intake

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"postern/store"
	"postern/store/format"
	"postern/store/format/draft"
	"postern/store/postman"
)

// Report is what became of everything.
type Report struct {
	Written  []Written `json:"written"`
	Notes    []Note    `json:"notes"`
	Failures []Failure `json:"failures"`
}

// Written is a file that was written. Source is the path of the file it came
// in and, behind a colon, what it is called there.
type Written struct {
	Source string `json:"source"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	File   string `json:"file"`
}

// Note is what happens to one field of one item; Item and Field are "" where
// it is about the whole.
type Note struct {
	Source string `json:"source"`
	Item   string `json:"item"`
	Field  string `json:"field"`
	What   string `json:"what"`
}

// Failure is a part, or a file, that could not be read.
type Failure struct {
	Source string `json:"source"`
	What   string `json:"what"`
	// Hint is one thing to try, or "".
	Hint string `json:"hint,omitempty"`
}

// Stdin is the path that stands for what is read from a stream.
const Stdin = "-"

// Import reads files, and folders that are a collection of another tool, and
// puts what is in them into a folder. The path [Stdin] stands for stdin. What
// cannot be read is reported and the rest is imported; only what cannot be
// written, and the end of ctx, is an error, with the report of what was done
// until then.
func Import(ctx context.Context, to *store.Folder, stdin io.Reader, paths []string) (Report, error) {
	i := &importing{to: to, report: Report{Written: []Written{}, Notes: []Note{}, Failures: []Failure{}}}
	for _, path := range paths {
		if err := i.path(ctx, path, stdin); err != nil {
			return i.report, err
		}
	}
	return i.report, nil
}

// importing is one import.
type importing struct {
	to     *store.Folder
	report Report
}

func (i *importing) path(ctx context.Context, path string, stdin io.Reader) error {
	if path == Stdin {
		data, err := io.ReadAll(io.LimitReader(stdin, draft.MaxSize+1))
		if err != nil {
			i.failed(path, err)
			return nil
		}
		return i.data(ctx, path, data)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		if found, err := i.folder(ctx, path); found || err != nil {
			return err
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		i.failed(path, err)
		return nil
	}
	return i.data(ctx, path, data)
}

// folder reads a folder and reports whether it is one of a tool's.
func (i *importing) folder(ctx context.Context, path string) (bool, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return false, nil // reading it as a file says what is wrong
	}
	defer root.Close()
	dir := root.FS()
	f, ok := format.FindFolder(dir)
	if !ok {
		return false, nil
	}
	in, err := f.ReadFolder(filepath.Base(path), dir)
	if err != nil {
		i.failed(path, err)
		return true, nil
	}
	return true, i.foreign(ctx, path, in)
}

func (i *importing) data(ctx context.Context, path string, data []byte) error {
	f, ok := format.Find(path, data)
	if !ok {
		return i.postman(ctx, path, data)
	}
	name := ""
	if path != Stdin {
		name = format.Stem(path)
	}
	in, err := f.Read(name, data)
	if err != nil {
		i.failed(path, fmt.Errorf("read as %s: %w", f.Name, err))
		return nil
	}
	return i.foreign(ctx, path, in)
}

// foreign writes what another tool's file holds, and reports what was lost.
func (i *importing) foreign(ctx context.Context, source string, in format.Imported) error {
	for _, c := range in.Collections {
		if err := i.write(ctx, source, postman.Collection, c.Name, postman.NewCollection(c)); err != nil {
			return err
		}
	}
	for _, e := range in.Environments {
		if err := i.write(ctx, source, postman.Environment, e.Name, postman.NewEnvironment(e)); err != nil {
			return err
		}
	}
	for _, n := range in.Notes {
		i.report.Notes = append(i.report.Notes, Note{source, n.Where, n.Field, n.What})
	}
	if len(in.Collections)+len(in.Environments) == 0 {
		i.report.Failures = append(i.report.Failures, Failure{source, "there is nothing in it", "export it again"})
	}
	return nil
}

// write puts a document into the folder.
func (i *importing) write(ctx context.Context, source string, kind postman.Kind, name string, data []byte) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	file, err := i.to.Put(kind, name, data)
	if err != nil {
		return fmt.Errorf("import %s: %w", source, err)
	}
	i.report.Written = append(i.report.Written, Written{source, kind.String(), name, file})
	return nil
}

// postman reads what is of none of the other tools.
func (i *importing) postman(ctx context.Context, path string, data []byte) error {
	found := false
	for p, err := range postman.Parts(data, path) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		found = true
		if err != nil {
			i.failed(path, err)
			continue
		}
		if err := i.part(ctx, path, p); err != nil {
			return err
		}
	}
	if !found {
		i.report.Failures = append(i.report.Failures, Failure{path, "there is nothing in it", "export it from Postman again"})
	}
	return nil
}

// part writes one part, and reports what is to be said of it.
func (i *importing) part(ctx context.Context, path string, p postman.Part) error {
	source := path
	if p.Where != "" {
		source += ": " + p.Where
	}
	if p.Data != nil {
		if err := i.write(ctx, source, p.Kind, nameOf(path, p), p.Data); err != nil {
			return err
		}
	}
	for _, n := range p.Notes {
		i.report.Notes = append(i.report.Notes, Note{source, n.Where, n.Field, n.What})
	}
	return nil
}

// nameOf is what a part is called: by itself, or like the file it came in.
func nameOf(path string, p postman.Part) string {
	name := ""
	switch {
	case p.Collection != nil:
		name = p.Collection.Name
	case p.Environment != nil:
		name = p.Environment.Name
	}
	if name == "" && p.Kind == postman.Globals {
		return "globals"
	}
	base, _, _ := strings.Cut(filepath.Base(path), ".")
	return cmp.Or(name, base)
}

func (i *importing) failed(path string, err error) {
	f := Failure{Source: path, What: err.Error()}
	var file *postman.Error
	var foreign *draft.Error
	var pe *fs.PathError
	switch {
	case errors.As(err, &file):
		f = Failure{file.File, file.Err.Error(), file.Hint}
	case errors.As(err, &foreign):
		f.Hint = foreign.Hint
	case errors.As(err, &pe):
		f = Failure{path, "cannot be read: " + pe.Err.Error(), "check the path and its permissions"}
	}
	i.report.Failures = append(i.report.Failures, f)
}
