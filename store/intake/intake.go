// Package intake brings Postman's files into a folder: each document of each
// file, of data dumps and data exports too, becomes a v2.1 file of its own.
//
// It decides nothing about formats, which package postman knows, nor about
// names of files, which package store gives; it tells nobody either, but
// returns a [Report]. Another kind of container is added in postman.Parts.
package intake

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"postern/store"
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

// Import reads files and puts what is in them into a folder. What cannot be
// read is reported and the rest is imported; only what cannot be written, and
// the end of ctx, is an error, with the report of what was done until then.
func Import(ctx context.Context, to *store.Folder, paths []string) (Report, error) {
	i := &importing{to: to, report: Report{Written: []Written{}, Notes: []Note{}, Failures: []Failure{}}}
	for _, path := range paths {
		if err := i.file(ctx, path); err != nil {
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

func (i *importing) file(ctx context.Context, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		i.failed(path, err)
		return nil
	}
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
		if err := i.part(path, p); err != nil {
			return err
		}
	}
	if !found {
		i.report.Failures = append(i.report.Failures, Failure{path, "there is nothing in it", "export it from Postman again"})
	}
	return nil
}

// part writes one part, and reports what is to be said of it.
func (i *importing) part(path string, p postman.Part) error {
	source := path
	if p.Where != "" {
		source += ": " + p.Where
	}
	if p.Data != nil {
		name := nameOf(path, p)
		file, err := i.to.Put(p.Kind, name, p.Data)
		if err != nil {
			return fmt.Errorf("import %s: %w", source, err)
		}
		i.report.Written = append(i.report.Written, Written{source, p.Kind.String(), name, file})
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
	var pe *fs.PathError
	switch {
	case errors.As(err, &file):
		f = Failure{file.File, file.Err.Error(), file.Hint}
	case errors.As(err, &pe):
		f = Failure{path, "cannot be read: " + pe.Err.Error(), "check the path and its permissions"}
	}
	i.report.Failures = append(i.report.Failures, f)
}
