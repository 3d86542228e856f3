// Package attached is what is known of the files that a request's body names:
// which there are, whether they are there, and what is in the folder of the one
// that is being typed.
//
// It changes a body only by [Put], and reads nothing: what it wants is asked for
// by an intent and comes back as its answer.
package attached

import (
	"context"
	"reflect"

	encode "postern/engine/body"
	"postern/engine/collection"
	"postern/ui/folders"
	"postern/ui/pane"
	"postern/ui/params"
)

// Wanted says that files which a body names are looked at, and that nothing is
// known of them yet. What is being typed is in Body.
type Wanted struct {
	ItemID string
	Body   collection.Body
	rev    int
}

// Look wishes for the files to be looked for, as a job would send them.
func (w Wanted) Look(job collection.Job, find func(collection.Job) []encode.Attached) pane.Intent {
	job.Request.Body = w.Body
	return pane.Work{Do: func(context.Context) pane.Intent { return w.Seen(find(job)) }}
}

// Seen answers with the files as they were found.
func (w Wanted) Seen(files []encode.Attached) Seen { return Seen{w.rev, files} }

// Seen answers a [Wanted].
type Seen struct {
	rev   int
	files []encode.Attached
}

// Files are what is known of those of a body. The zero Files know nothing.
type Files struct {
	Known params.Files
	// Paths is what can be typed.
	Paths folders.Paths
	// asked is the body that was asked for last.
	asked collection.Body
	rev   int
}

// Again has the files looked for anew, for one can come or go.
func (f *Files) Again() { f.asked = collection.Body{} }

// Forget drops what is known of them, as for another request.
func (f *Files) Forget() { f.Known, f.asked = nil, collection.Body{} }

// Want wishes for the files of a body to be looked for, unless that was asked
// already.
func (f *Files) Want(itemID string, b collection.Body) pane.Intent {
	if b.Mode != "file" && b.Mode != "formdata" || reflect.DeepEqual(b, f.asked) {
		return nil
	}
	f.asked = b
	f.rev++
	if !b.HasFiles() {
		f.Known = nil
		return nil
	}
	return Wanted{ItemID: itemID, Body: b.Clone(), rev: f.rev}
}

// Take takes what was found, and reports whether it was asked for last.
func (f *Files) Take(s Seen) bool {
	if s.rev != f.rev {
		return false
	}
	f.Known = s.files
	return true
}

// Row returns the files that a row of a body names, and whether there may be
// several; ok is false for a row that names none.
func Row(b collection.Body, row int) (src []string, many, ok bool) {
	switch {
	case b.Mode == "file" && row == 0:
		src = []string{b.File.Src}
	case b.Mode == "formdata" && row >= 0 && row < len(b.Form) && b.Form[row].Type == "file":
		src, many = b.Form[row].Src, true
	default:
		return nil, false, false
	}
	if len(src) == 1 && src[0] == "" {
		src = nil
	}
	return src, many, true
}

// Put lets a row of a body name other files; it reports whether the row is one
// of files.
func Put(b *collection.Body, row int, src ...string) bool {
	_, many, ok := Row(*b, row)
	switch {
	case many:
		b.Form[row].Src = src
	case ok && len(src) > 0:
		b.File.Src = src[0]
	}
	return ok
}
