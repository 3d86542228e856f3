// Package draft is what the importers of other formats make: documents that
// no file holds yet, and notes of what was lost on the way.
//
// It knows none of the formats and writes no files. What every importer needs
// and no format owns, limits and the last touches, belongs here.
package draft

import (
	"fmt"
	"strings"

	"github.com/google/uuid"

	"postern/auth"
	"postern/engine/collection"
)

// Limits of what is taken out of one file.
const (
	// MaxSize is the longest file, in bytes.
	MaxSize = 100 << 20
	// MaxItems is how many requests and folders one file may hold.
	MaxItems = 100_000
	// MaxFolders is how deep folders may nest.
	MaxFolders = 64
	// MaxExample is the longest body of a saved response, in bytes.
	MaxExample = 1 << 20
	// maxNotes is how many notes are kept of one file.
	maxNotes = 10_000
)

// Imported is what was found in a file of another tool.
type Imported struct {
	Collections  []*collection.Collection
	Environments []*collection.Environment
	// Notes say what was lost, or changed its meaning. Where is the path of
	// names to the item.
	Notes []collection.Note
}

// Error is what is wrong with a file, and one thing to try.
type Error struct {
	Err  error
	Hint string
}

// Error returns what is wrong.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Fail makes an [*Error].
func Fail(hint, format string, args ...any) error {
	return &Error{Err: fmt.Errorf(format, args...), Hint: hint}
}

// Text is a file as text: without a byte order mark, and not too long.
func Text(data []byte) (string, error) {
	if len(data) > MaxSize {
		return "", Fail("split it into smaller files", "larger than %d MiB", MaxSize>>20)
	}
	return strings.TrimPrefix(strings.ToValidUTF8(string(data), "\ufffd"), "\ufeff"), nil
}

// Log collects the notes of one import.
type Log struct {
	notes []collection.Note
	seen  map[collection.Note]bool
	lost  int
	items int
}

// Add notes something about a field of an item, once.
func (l *Log) Add(where, field, format string, args ...any) {
	n := collection.Note{Where: where, Field: field, What: fmt.Sprintf(format, args...)}
	if l.seen[n] {
		return
	}
	if len(l.notes) >= maxNotes {
		l.lost++
		return
	}
	if l.seen == nil {
		l.seen = map[collection.Note]bool{}
	}
	l.seen[n] = true
	l.notes = append(l.notes, n)
}

// Take counts an item and reports whether there is room for it.
func (l *Log) Take() bool {
	if l.items++; l.items == MaxItems+1 {
		l.Add("", "", "has more than %d requests and folders; the rest is left behind", MaxItems)
	}
	return l.items <= MaxItems
}

// Done completes documents: everything gets an id and what a file of Postman's
// says of itself.
func (l *Log) Done(cs []*collection.Collection, es []*collection.Environment) Imported {
	for _, c := range cs {
		c.ID, c.Schema = uuid.NewString(), "v2.1"
		c.Walk(func(_ []*collection.Item, it *collection.Item) bool {
			it.ID = uuid.NewString()
			if it.Request != nil {
				for i, p := range it.Request.Body.Form {
					it.Request.Body.Form[i].NoValue = p.Type == "file" // as it is read from a file of ours
				}
			}
			return true
		})
	}
	for _, e := range es {
		e.ID = uuid.NewString()
		for i, v := range e.Vars {
			e.Vars[i].Type = "default"
			if v.Secret {
				e.Vars[i].Type = "secret"
			}
		}
	}
	if l.lost > 0 {
		l.notes = append(l.notes, collection.Note{What: fmt.Sprintf("there are %d more notes", l.lost)})
	}
	return Imported{Collections: cs, Environments: es, Notes: l.notes}
}

// Auth makes a config of an attribute's name and value in turn. Attributes
// without a value are left out.
func Auth(kind string, pairs ...string) *auth.Config {
	c := &auth.Config{Type: kind}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			c.Attrs = append(c.Attrs, auth.Attr{Key: pairs[i], Value: pairs[i+1]})
		}
	}
	return c
}

// Request makes a request's item.
func Request(name, method, url string) *collection.Item {
	return &collection.Item{Name: name, Request: &collection.Request{Method: strings.ToUpper(method), URL: collection.ParseURL(url)}}
}

// Join is the path of names to an item in a folder.
func Join(folder, name string) string {
	if folder == "" {
		return name
	}
	return folder + "/" + name
}

// Header is the value of the first header of that name, in any case.
func Header(rows []collection.Param, name string) (string, bool) {
	for _, h := range rows {
		if strings.EqualFold(h.Key, name) && !h.Disabled {
			return h.Value, true
		}
	}
	return "", false
}

// Language is what a raw body of a media type is shown as: "json", "xml",
// "html", "javascript", or "" for text.
func Language(media string) string {
	media, _, _ = strings.Cut(strings.ToLower(media), ";")
	for _, l := range []string{"json", "xml", "html", "javascript"} {
		if strings.Contains(media, l) {
			return l
		}
	}
	return ""
}
