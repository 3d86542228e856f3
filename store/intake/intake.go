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

	"postern/engine/collection"
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

// Doc is one document of a source, as the file that it becomes.
type Doc struct {
	// Source is as in [Written].
	Source string
	Kind   postman.Kind
	Name   string
	Data   []byte
	// Requests, Folders and Examples count what is in a collection, Variables
	// what is in an environment or in globals.
	Requests, Folders, Examples, Variables int
}

// Batch is what one source holds, before anything is written.
type Batch struct {
	// Format is whose the source is, as in format.All, or "Postman".
	Format   string
	Docs     []Doc
	Notes    []Note
	Failures []Failure
}

// Open reads what [Import] would import, and writes nothing. What cannot be read
// is among the failures; the error is the end of ctx.
func Open(ctx context.Context, path string) (Batch, error) {
	return gather(func(i *importing) error { return i.path(ctx, path, nil) })
}

// Text is [Open] for a document that is no file: one that was pasted, or
// fetched. name is what it is called, as of a file, or [Stdin].
func Text(ctx context.Context, name string, data []byte) (Batch, error) {
	return gather(func(i *importing) error { return i.data(ctx, name, data) })
}

func gather(read func(*importing) error) (Batch, error) {
	b := Batch{}
	i := newImporting(func(d Doc) error {
		b.Docs = append(b.Docs, d)
		return nil
	})
	err := read(i)
	b.Format, b.Notes, b.Failures = i.format, i.report.Notes, i.report.Failures
	return b, err
}

// Write puts the documents into a folder.
func (b Batch) Write(ctx context.Context, to *store.Folder) ([]Written, error) {
	var out []Written
	for _, d := range b.Docs {
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		w, err := put(to, d)
		if err != nil {
			return out, err
		}
		out = append(out, w)
	}
	return out, nil
}

// Import reads files, and folders that are a collection of another tool, and
// puts what is in them into a folder. The path [Stdin] stands for stdin. What
// cannot be read is reported and the rest is imported; only what cannot be
// written, and the end of ctx, is an error, with the report of what was done
// until then.
func Import(ctx context.Context, to *store.Folder, stdin io.Reader, paths []string) (Report, error) {
	i := importInto(to)
	for _, path := range paths {
		if err := i.path(ctx, path, stdin); err != nil {
			return i.report, err
		}
	}
	return i.report, nil
}

// ImportText is [Import] for a document as in [Text].
func ImportText(ctx context.Context, to *store.Folder, name string, data []byte) (Report, error) {
	i := importInto(to)
	err := i.data(ctx, name, data)
	return i.report, err
}

func importInto(to *store.Folder) *importing {
	var i *importing
	i = newImporting(func(d Doc) error {
		w, err := put(to, d)
		if err == nil {
			i.report.Written = append(i.report.Written, w)
		}
		return err
	})
	return i
}

func put(to *store.Folder, d Doc) (Written, error) {
	file, err := to.Put(d.Kind, d.Name, d.Data)
	if err != nil {
		return Written{}, fmt.Errorf("import %s: %w", d.Source, err)
	}
	return Written{d.Source, d.Kind.String(), d.Name, file}, nil
}

// importing is the reading of sources; found takes each document as it comes.
type importing struct {
	found  func(Doc) error
	format string
	report Report
}

func newImporting(found func(Doc) error) *importing {
	return &importing{found: found, format: "Postman", report: Report{Written: []Written{}, Notes: []Note{}, Failures: []Failure{}}}
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
	data, err := readFile(path)
	if err != nil {
		i.failed(path, err)
		return nil
	}
	return i.data(ctx, path, data)
}

// readFile reads a file that is no larger than any format's may be: what is no
// file at all might never end.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular() && !info.IsDir():
		return nil, draft.Fail("save it to a file first, or pipe it: postern import -", "this is no regular file")
	case info.Size() > draft.MaxSize:
		return nil, draft.Fail("split it into smaller files", "larger than %d MiB", draft.MaxSize>>20)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, draft.MaxSize+1)) // it may grow meanwhile
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
	i.format = f.Name
	in, err := f.ReadFolder(filepath.Base(path), dir)
	if err != nil {
		i.failed(path, err)
		return true, nil
	}
	return true, i.foreign(ctx, path, in)
}

func (i *importing) data(ctx context.Context, path string, data []byte) error {
	text, guessed := inUTF8(data)
	f, ok := format.Find(path, text)
	if !ok {
		if err := unknown(text); err != nil {
			i.failed(path, err)
			return nil
		}
		return i.postman(ctx, path, data)
	}
	if guessed != "" {
		i.report.Notes = append(i.report.Notes, Note{Source: path, What: guessed})
	}
	name := ""
	if path != Stdin {
		name = format.Stem(path)
	}
	i.format = f.Name
	in, err := f.Read(name, text)
	if err != nil {
		i.failed(path, fmt.Errorf("read as %s: %w", f.Name, err))
		return nil
	}
	return i.foreign(ctx, path, in)
}

// foreign hands on what another tool's file holds, and reports what was lost.
func (i *importing) foreign(ctx context.Context, source string, in format.Imported) error {
	for _, c := range in.Collections {
		d := Doc{Source: source, Kind: postman.Collection, Name: c.Name, Data: postman.NewCollection(c)}
		d.count(c)
		if err := i.take(ctx, d); err != nil {
			return err
		}
	}
	for _, e := range in.Environments {
		d := Doc{Source: source, Kind: postman.Environment, Name: e.Name, Data: postman.NewEnvironment(e), Variables: len(e.Vars)}
		if err := i.take(ctx, d); err != nil {
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

// take hands a document on.
func (i *importing) take(ctx context.Context, d Doc) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return i.found(d)
}

// DocOf tells of a collection that is open; it has no Data.
func DocOf(c *collection.Collection) Doc {
	d := Doc{Kind: postman.Collection, Name: c.Name}
	d.count(c)
	return d
}

// count counts what is in a collection.
func (d *Doc) count(c *collection.Collection) {
	c.Walk(func(_ []*collection.Item, it *collection.Item) bool {
		if it.Folder {
			d.Folders++
		} else {
			d.Requests++
		}
		d.Examples += len(it.Examples)
		return true
	})
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
		d := Doc{Source: source, Kind: p.Kind, Name: nameOf(path, p), Data: p.Data}
		if p.Collection != nil {
			d.count(p.Collection)
		} else {
			d.Variables = len(p.Environment.Vars)
		}
		if err := i.take(ctx, d); err != nil {
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
