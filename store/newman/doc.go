// Package newman reads and writes the files of Postman's runner newman that are
// no collections: cookie jars, lists of client certificates, and newmanrc files
// with the options of a run.
//
// They may come from anybody, with a folder that was cloned: each has a limit,
// and what is wrong is an [*Error] with its place. Another file of newman's is a
// file here.
package newman

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"postern/store/postman/jsondoc"
)

// Error says what is wrong with a file, and where.
type Error struct {
	File string
	// Line and Column count from 1; 0 is the whole file.
	Line, Column int
	// What is wrong, and one thing to try.
	What, Hint string
	Err        error
}

// Error returns "file:line:column: what".
func (e *Error) Error() string { return e.Where() + ": " + e.What }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Where is the place, "file:line:column".
func (e *Error) Where() string {
	if e.Line == 0 {
		return e.File
	}
	return fmt.Sprintf("%s:%d:%d", e.File, e.Line, e.Column)
}

// maxSize is far beyond what a person or a run writes.
const maxSize = 8 << 20

// document is a file as JSON.
type document struct {
	*jsondoc.Doc
	file string
}

// read reads a file; what it should be is for the errors.
func read(file, what string) (*document, error) {
	info, err := os.Stat(file)
	if err == nil && (!info.Mode().IsRegular() || info.Size() > maxSize) {
		return nil, &Error{File: file, What: "is no " + what + ": it must be a file of up to 8 MiB", Hint: "check the path"}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		var pe *fs.PathError
		if errors.As(err, &pe) {
			err = pe.Err
		}
		return nil, &Error{File: file, What: "the " + what + " cannot be read: " + err.Error(), Hint: "check the path and its permissions", Err: err}
	}
	if !utf8.Valid(data) {
		return nil, &Error{File: file, What: "the " + what + " is not UTF-8", Hint: "save it as UTF-8"}
	}
	doc, err := jsondoc.Parse(strings.TrimPrefix(string(data), "\ufeff"))
	var syntax *jsondoc.SyntaxError
	if errors.As(err, &syntax) {
		return nil, &Error{File: file, Line: syntax.Line, Column: syntax.Column, What: "the " + what + " is not JSON: " + syntax.What, Hint: "correct it; nothing of the file counts", Err: err}
	}
	if err != nil {
		return nil, &Error{File: file, What: err.Error(), Hint: "check that it is the " + what, Err: err}
	}
	return &document{doc, file}, nil
}

// place is where a value stands.
func (d *document) place(v jsondoc.Value) (line, column int) {
	before := d.Text()[:v.Offset()]
	return d.Line(v.Offset()), 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
}

func (d *document) bad(v jsondoc.Value, what, hint string) *Error {
	line, column := d.place(v)
	return &Error{File: d.file, Line: line, Column: column, What: what, Hint: hint}
}

// text is the text of a member; one that is missing or null is "".
func (d *document) text(o jsondoc.Value, key string) (string, *Error) {
	v := o.Get(key)
	if v.Nil() {
		return "", nil
	}
	if !v.Is(jsondoc.String) {
		return "", d.bad(v, strconv.Quote(key)+" must be a text", `write it in quotes: "…"`)
	}
	return v.Str(), nil
}

// flag is a member that is true or false.
func (d *document) flag(o jsondoc.Value, key string) (bool, *Error) {
	v := o.Get(key)
	if !v.Nil() && !v.Is(jsondoc.Bool) {
		return false, d.bad(v, strconv.Quote(key)+" must be true or false", "write it without quotes")
	}
	return v.True(), nil
}
