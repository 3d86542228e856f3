package postman

import (
	"errors"
	"fmt"
	"slices"

	"postern/store/postman/decode"
	"postern/store/postman/jsondoc"
)

// Kind is what a file holds.
type Kind int

// The kinds of files.
const (
	// Unknown is JSON of another kind, or no JSON at all.
	Unknown Kind = iota
	Collection
	Environment
	Globals
)

// String returns the kind's name as it is shown to people.
func (k Kind) String() string {
	return [...]string{"unknown", "collection", "environment", "globals"}[k]
}

// ErrKind says that a file is JSON but not of the kind that was asked for.
var ErrKind = errors.New("not that kind of Postman file")

// Error is what is wrong with a file, and one thing to try.
type Error struct {
	// File is the path it was read from, or "".
	File string
	Err  error
	Hint string
}

// Error returns "file: what is wrong".
func (e *Error) Error() string {
	if e.File == "" {
		return e.Err.Error()
	}
	return e.File + ": " + e.Err.Error()
}

// Unwrap returns the cause: a [*jsondoc.SyntaxError], [jsondoc.ErrTooLarge] or
// [ErrKind].
func (e *Error) Unwrap() error { return e.Err }

// kindOf returns the kind and the value that holds the data, which stands one
// level down in an answer of the Postman API.
func kindOf(root jsondoc.Value) (Kind, jsondoc.Value) {
	if root.Is(jsondoc.Array) {
		if first := root.At(0); first.Get("key").Exists() {
			return Environment, root
		}
		return Unknown, root
	}
	own := root.Get("item").Exists() || root.Get("requests").Is(jsondoc.Array)
	if c := root.Get("collection"); c.Is(jsondoc.Object) && !own {
		return Collection, c
	}
	if e := root.Get("environment"); e.Is(jsondoc.Object) && !own {
		return Environment, e
	}
	if g := root.Get("globals"); g.Is(jsondoc.Object) && !own {
		return Globals, g
	}
	switch {
	case root.Get("info").Is(jsondoc.Object), root.Get("item").Is(jsondoc.Array), decode.Version1(root):
		return Collection, root
	case root.Get("values").Is(jsondoc.Array):
		if root.Get("_postman_variable_scope").Str() == "globals" {
			return Globals, root
		}
		return Environment, root
	}
	// A data dump of an older Postman is opened if it holds one thing only.
	switch collections, environments := root.Get("collections"), root.Get("environments"); {
	case collections.Len() == 1 && environments.Len() == 0:
		return kindOf(collections.At(0))
	case collections.Len() == 0 && environments.Len() == 1:
		return kindOf(environments.At(0))
	}
	return Unknown, root
}

// unknown says of JSON that is none of the kinds what it is, and what to do.
func unknown(root jsondoc.Value) (what, hint string) {
	if isDump(root) {
		return fmt.Sprintf("this is a data dump with %d collections and %d environments", root.Get("collections").Len(), root.Get("environments").Len()),
			importHint
	}
	return "this is JSON, but no file of Postman's", exportHint
}

// exportHint is how to get a file that can be read.
const exportHint = "export it from Postman as Collection v2.1, or as an environment"

// importHint is what to do with a file that holds several documents.
const importHint = "postern import FILE makes a file of each collection and environment in it"

// opened is a parsed file.
type opened struct {
	doc  *jsondoc.Doc
	enc  encoding
	kind Kind
	// root holds the data, without the wrapping of an API answer.
	root jsondoc.Value
}

// open parses data and makes sure that it is of one of the wanted kinds.
func open(data []byte, file string, want ...Kind) (opened, error) {
	if isZIP(data) {
		return opened{}, &Error{
			File: file, Err: fmt.Errorf("read %s: %w: this is a ZIP archive", want[0], ErrKind),
			Hint: importHint,
		}
	}
	doc, enc, err := parse(data)
	if err != nil {
		return opened{}, &Error{File: file, Err: fmt.Errorf("read JSON: %w", err), Hint: jsonHint(err)}
	}
	kind, root := kindOf(doc.Root())
	if slices.Contains(want, kind) {
		if n := count(root.Get("item"), maxItems) + root.Get("requests").Len() + root.Get("folders").Len(); kind == Collection && n > maxItems {
			return opened{}, &Error{
				File: file, Err: fmt.Errorf("read collection: more than %d requests and folders", maxItems),
				Hint: jsonHint(jsondoc.ErrTooLarge),
			}
		}
		return opened{doc: doc, enc: enc, kind: kind, root: root}, nil
	}
	what, hint := "this is a Postman "+kind.String(), exportHint
	if kind == Unknown {
		what, hint = unknown(doc.Root())
	}
	return opened{}, &Error{
		File: file, Err: fmt.Errorf("read %s: %w: %s", want[0], ErrKind, what),
		Hint: hint,
	}
}

// maxItems is how many requests and folders a file may have: an empty one takes
// two bytes of the file and a thousand of the memory.
const maxItems = 250_000

// count counts the items of a list and of the folders in it, at most until
// there are more than most.
func count(list jsondoc.Value, most int) int {
	n := 0
	for _, e := range list.Children() {
		if n++; n > most {
			break
		}
		if sub := e.Get("item"); sub.Truthy() {
			n += count(sub, most-n)
		}
	}
	return n
}

func jsonHint(err error) string {
	if errors.Is(err, jsondoc.ErrTooLarge) {
		return "split the collection into smaller files"
	}
	return "the file must be strict JSON: repair that place, or export it again"
}
