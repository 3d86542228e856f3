package request

import (
	"strconv"
	"strings"

	"postern/engine/collection"
	"postern/ui/attached"
	"postern/ui/folders"
	"postern/ui/keymap"
	"postern/ui/pairs"
	"postern/ui/pane"
	"postern/ui/params"
	"postern/ui/widget/complete"
)

// attachments is the side of the pane that knows of files.
type attachments struct{ pane *Pane }

// TakesFrom says where bodies may take files from.
func (a attachments) TakesFrom(dir string) {
	a.pane.doc.files.Paths.Place = folders.Place{Dir: dir, Body: true}
}

// WantFiles asks for the files that are looked at, unless that was asked
// already. Whatever is done in the pane asks anew, for a file can come.
func (a attachments) WantFiles() pane.Intent {
	p := a.pane
	if p.doc.kind != isRequest || p.Tab() != Body {
		return nil
	}
	return p.doc.files.Want(p.doc.ItemID, a.typed())
}

// typed is the body with the path that is being typed.
func (a attachments) typed() collection.Body {
	b := a.pane.doc.Request.Body.Clone()
	t := tableIn(a.pane.tabs[Body])
	if t == nil {
		return b
	}
	if in, _, row, col := t.Rows.Typing(); in.In != nil && col == params.Value {
		path, _, _ := in.In.Typed()
		attached.Put(&b, row, path)
	}
	return b
}

// wantFolder asks for the folder whose path is being typed.
func (a attachments) wantFolder() pane.Intent {
	paths := &a.pane.doc.files.Paths
	if in, _ := popup(a).typing(); in.In == nil {
		paths.Forget()
	}
	return paths.Want()
}

// arrived takes what was asked for, and reports whether it changed the body.
func (a attachments) arrived(what pane.Intent) (changed bool) {
	p := a.pane
	switch w := what.(type) {
	case attached.Seen:
		if p.doc.files.Take(w) {
			p.tabs[Body].Load(p.doc.key())
		}
	case folders.Listed:
		if p.doc.files.Paths.Take(w) {
			_, source := popup{p}.typing()
			p.box.Again(source)
		}
	case folders.Picked:
		id, place, _ := strings.Cut(w.Of, "\n")
		row, err := strconv.Atoi(place)
		return err == nil && id == p.doc.ItemID && attached.Put(&p.doc.Request.Body, row, w.Src...)
	}
	return false
}

// pickFile wishes for files for the selected row, if that is what an action
// means: to open a row that can only be picked is to pick.
func (b *body) pickFile(id keymap.ID) bool {
	src, row, ok := b.file()
	if !ok || id != keymap.PickFile && (id != keymap.Open || len(src) == 1) {
		return false
	}
	b.doc.pickFiles(row)
	return true
}

// pickFiles wishes for files for a row that names some.
func (d *document) pickFiles(row int) {
	if src, many, ok := attached.Row(d.Request.Body, row); ok {
		d.wish = folders.PickAsked{Of: d.ItemID + "\n" + strconv.Itoa(row), Place: d.files.Paths.Place, Src: src, Many: many}
	}
}

// file is what the selected row names, if that is files.
func (b *body) file() (src []string, row int, ok bool) {
	t := tableIn(b)
	if t == nil {
		return nil, 0, false
	}
	if _, row, ok = t.Rows.Selected(); ok {
		src, _, ok = attached.Row(b.doc.Request.Body, row)
	}
	return src, row, ok
}

// offerPath offers what a file's path goes on with.
func offerPath(d *document, c pairs.Cell) complete.Source {
	if _, _, ok := attached.Row(d.Request.Body, c.Row); ok && c.Col == params.Value {
		return d.files.Paths.Offer
	}
	return nil
}
