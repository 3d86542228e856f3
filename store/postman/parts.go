package postman

import (
	"fmt"
	"iter"

	"postern/engine/collection"
	"postern/store/postman/decode"
	"postern/store/postman/jsondoc"
)

// Part is one document of a file that may hold several.
type Part struct {
	File
	// Where is what the part is called in the file, such as collections[1] or
	// the name of an entry of an archive, or "" for the file as a whole. It
	// was written by others and may look like a path; it is none.
	Where string
	// Data is the part as a file of its own, as Postman exports it: a
	// collection in v2.1. It may be the data that was given. It is nil for a
	// Part that only says what of the file is left behind.
	Data []byte
	// Notes say what was not understood, or is left behind.
	Notes []collection.Note
}

// Parts takes a file apart: a data dump or a data export of Postman's, which
// hold many documents, or any file that [Read] reads, which holds one. They
// come one at a time, so that no more than one has to be in memory.
//
// A part that cannot be read comes as an [*Error] and the next one follows; a
// file that cannot be read at all has one error and no parts. What has its
// final form already is copied to the byte, of the rest everything is kept
// that [Export] keeps.
func Parts(data []byte, file string) iter.Seq2[Part, error] {
	return func(yield func(Part, error) bool) {
		u := &unpacker{file: file, left: maxParts, yield: yield}
		if isZIP(data) {
			u.archive(data)
			return
		}
		u.json(data, "")
	}
}

// maxParts is how many documents and entries are taken out of one file.
const maxParts = 10_000

// unpacker takes one file apart.
type unpacker struct {
	file string
	// left is how many parts may still come.
	left  int
	yield func(Part, error) bool
}

// name is what a part is called in errors.
func (u *unpacker) name(where string) string {
	if where == "" {
		return u.file
	}
	return u.file + ": " + where
}

// fail hands on what is wrong with a part. Like every step it reports whether
// to go on.
func (u *unpacker) fail(where string, err error, hint string) bool {
	return u.yield(Part{}, &Error{File: u.name(where), Err: err, Hint: hint})
}

// take counts a part, and ends the reading if it is one too many.
func (u *unpacker) take(where string) bool {
	if u.left--; u.left < 0 {
		u.fail(where, fmt.Errorf("more than %d parts: the rest is not read", maxParts), "split the file")
	}
	return u.left >= 0
}

// leave says what of the file is left behind.
func (u *unpacker) leave(where, field, what string) bool {
	if !u.take(where) {
		return false
	}
	return u.yield(Part{Where: where, Notes: []collection.Note{{Field: field, What: what}}}, nil)
}

// json takes apart what is no archive.
func (u *unpacker) json(data []byte, where string) bool {
	doc, _, err := parse(data)
	if err == nil && isDump(doc.Root()) {
		return u.dump(doc.Root(), where)
	}
	return u.one(data, where, false)
}

// isDump reports whether root is a data dump: lists of documents, and no
// document itself.
func isDump(root jsondoc.Value) bool {
	for _, own := range []string{"info", "item", "requests", "values"} {
		if root.Get(own).Exists() {
			return false
		}
	}
	return root.Get("collections").Is(jsondoc.Array) || root.Get("environments").Is(jsondoc.Array) || root.Get("globals").Is(jsondoc.Array)
}

// dump takes a data dump of an older Postman apart.
func (u *unpacker) dump(root jsondoc.Value, where string) bool {
	outer := where
	if where != "" {
		where += " "
	}
	for key, list := range root.Members() {
		switch {
		case !list.Is(jsondoc.Array) || list.Len() == 0:
		case key == "globals" && list.At(0).Get("key").Exists():
			if !u.piece(list, where+key, true) {
				return false
			}
		case key == "collections", key == "environments", key == "globals":
			for i, v := range list.Children() {
				if !u.piece(v, fmt.Sprintf("%s%s[%d]", where, key, i), key == "globals") {
					return false
				}
			}
		default:
			if !u.leave(outer, key, fmt.Sprintf("a list of %d has no place in a collection or environment and is left behind", list.Len())) {
				return false
			}
		}
	}
	return true
}

// piece is a document inside another.
func (u *unpacker) piece(v jsondoc.Value, where string, globals bool) bool {
	doc, err := unwrapped(v)
	if err != nil {
		return u.fail(where, fmt.Errorf("read JSON: %w", err), exportHint) // the same text was read before
	}
	return u.one([]byte(doc.Text()), where, globals)
}

// one hands on a file, or a piece of one, that holds one document.
func (u *unpacker) one(data []byte, where string, globals bool) bool {
	if !u.take(where) {
		return false
	}
	f, err := open(data, u.name(where), Collection, Environment, Globals)
	if err != nil {
		return u.yield(Part{}, err)
	}
	p := Part{Where: where}
	if f.kind == Collection {
		p.File, p.Data, err = collectionPart(f, data, u.name(where))
		if err == nil && p.Collection.Schema == "v1" { // of the others everything is kept
			p.Notes = p.Collection.Notes
		}
	} else {
		p.File, p.Data, err = environmentPart(f, data, u.name(where), globals || f.kind == Globals)
		if err == nil && f.root.Is(jsondoc.Array) {
			p.Notes = p.Environment.Notes
		}
	}
	if err != nil {
		return u.fail(where, err, exportHint)
	}
	return u.yield(p, nil)
}

// collectionPart makes a v2.1 file, the very bytes if they are one.
func collectionPart(f opened, data []byte, file string) (File, []byte, error) {
	c, _ := decode.Collection(f.root, file)
	out, err := Export(data, file, Version21)
	if err != nil {
		return File{}, nil, err
	}
	return File{Kind: Collection, Collection: c}, settle(f, data, string(out)), nil
}

// environmentPart makes a file that says what it is. A bare list is made anew,
// of the rest everything is kept.
func environmentPart(f opened, data []byte, file string, globals bool) (File, []byte, error) {
	kind, scope := Environment, "environment"
	if globals {
		kind, scope = Globals, "globals"
	}
	e := decode.Environment(f.root, globals, file)
	out := File{Kind: kind, Environment: e}
	if f.root.Is(jsondoc.Array) {
		return out, NewEnvironment(e), nil
	}
	doc := f.doc
	if f.root != doc.Root() {
		var err error
		if doc, err = unwrapped(f.root); err != nil {
			return File{}, nil, err // the same text was read before
		}
	}
	edit := doc.Edit()
	if root := doc.Root(); root.Get("_postman_variable_scope").Str() != scope {
		edit.SetMember(root, "_postman_variable_scope", scope)
	}
	return out, settle(f, data, edit.Text()), nil
}

// settle returns the file's own bytes, byte order mark and all, if they say
// what is to be said.
func settle(f opened, data []byte, text string) []byte {
	if text == f.doc.Text() {
		return data
	}
	return []byte(text)
}
