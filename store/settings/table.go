package settings

import (
	"strconv"

	"postern/store/postman/jsondoc"
)

// Table is a file that gives names texts: keys to actions, colours to roles.
// What the names and texts mean is not known here.
type Table struct {
	File    string
	Entries []Entry
	// Problems are what is wrong with the file itself; other entries count.
	Problems []Problem
}

// Entry is one name with its texts.
type Entry struct {
	Name string
	// Texts are the elements of a list; a text alone is a list of one.
	Texts []string
	// Line and Column of the value count from 1.
	Line, Column int
}

// Problem says what is wrong with an entry of the table.
func (t Table) Problem(entry int, what, hint string) Problem {
	e := t.Entries[entry]
	return Problem{File: t.File, Line: e.Line, Column: e.Column, What: what, Hint: hint}
}

// readTable reads such a file, a JSON object of texts or lists of texts. One
// that is not there is empty.
func readTable(file string) Table {
	t := Table{File: file}
	doc, problems := parse(file)
	if t.Problems = problems; doc == nil {
		return t
	}
	r := &reader{file: file, doc: doc}
	if !doc.Root().Is(jsondoc.Object) {
		r.bad(doc.Root(), "the file must be an object", "write it in braces: {…}")
		return Table{File: file, Problems: r.problems}
	}
	for name, v := range doc.Root().Members() {
		if texts, ok := r.texts(v); ok {
			line, column := r.place(v)
			t.Entries = append(t.Entries, Entry{Name: name, Texts: texts, Line: line, Column: column})
		}
	}
	t.Problems = r.problems
	return t
}

// texts are those of a value.
func (r *reader) texts(v jsondoc.Value) (out []string, ok bool) {
	if v.Is(jsondoc.String) {
		return []string{v.Str()}, true
	}
	if !v.Is(jsondoc.Array) {
		r.bad(v, strconv.Quote(v.Key())+" must be a text or a list of texts", `write "…" or ["…", "…"]`)
		return nil, false
	}
	for _, e := range v.Children() {
		if !e.Is(jsondoc.String) {
			r.bad(e, "this must be a text", `write it in quotes: "…"`)
			return nil, false
		}
		out = append(out, e.Str())
	}
	return out, true
}
