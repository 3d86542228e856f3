package request

import (
	"reflect"

	encode "postern/engine/body"
	"postern/engine/collection"
	"postern/ui/pane"
	"postern/ui/params"
)

// FilesWanted says that files which a body names are looked at, and that
// nothing is known of them yet. What is being typed is in Body.
type FilesWanted struct {
	ItemID string
	Body   collection.Body
	rev    int
}

// Seen answers with the files as they were found.
func (w FilesWanted) Seen(files []encode.Attached) FilesSeen { return FilesSeen{w.rev, files} }

// FilesSeen answers a [FilesWanted].
type FilesSeen struct {
	rev   int
	files []encode.Attached
}

// attached is the side of the pane that knows of files.
type attached struct{ pane *Pane }

// files are what is known of those of a body.
type files struct {
	// asked is the body that was asked for last, known what it names.
	asked collection.Body
	rev   int
	known params.Files
}

// WantFiles asks for the files that are looked at, unless that was asked
// already. Whatever is done in the pane asks anew, for a file can come.
func (a attached) WantFiles() pane.Intent {
	p := a.pane
	if p.doc.kind != isRequest || p.Tab() != Body {
		return nil
	}
	if m := p.doc.Request.Body.Mode; m != "file" && m != "formdata" {
		return nil
	}
	f, b := &p.doc.files, a.typed()
	if reflect.DeepEqual(b, f.asked) {
		return nil
	}
	f.asked = b
	f.rev++
	if !b.HasFiles() {
		f.known = nil
		return nil
	}
	return FilesWanted{ItemID: p.doc.ItemID, Body: b.Clone(), rev: f.rev}
}

// typed is the body with the path that is being typed.
func (a attached) typed() collection.Body {
	d := a.pane.doc
	b := d.Request.Body.Clone()
	t, ok := a.pane.tabs[Body].(*body).mode().(*table)
	if !ok {
		return b
	}
	in, _, row, col := t.rows.Typing()
	if in.In == nil || col != params.Value || row < 0 {
		return b
	}
	path, _, _ := in.In.Typed()
	switch {
	case b.Mode == "file":
		b.File.Src = path
	case b.Mode == "formdata" && row < len(b.Form) && b.Form[row].Type == "file":
		b.Form[row].Src = []string{path}
	}
	return b
}

// SetFiles tells what was found. What is no longer asked for is dropped.
func (a attached) SetFiles(s FilesSeen) {
	f := &a.pane.doc.files
	if s.rev != f.rev {
		return
	}
	f.known = s.files
	a.pane.tabs[Body].load()
	a.pane.fresh = false
}
