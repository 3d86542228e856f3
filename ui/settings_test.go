package ui_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"postern/engine/collection"
	"postern/store/postman"
	"postern/ui/attached"
	"postern/ui/authform"
	"postern/ui/choices"
	"postern/ui/desk"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/request"
	"postern/ui/widget"
)

// looker looks at everything there is in a collection.
type looker struct {
	*testing.T
	d    *desk.Desk
	c    *collection.Collection
	pane *request.Pane
	tabs int
}

// node shows a row of the tree, and each of its tabs.
func (l *looker) node(chain []*collection.Item) {
	l.show(chain)
	first := l.pane.Tab()
	for {
		l.nothing(l.pane.Update(pane.Act{ID: keymap.Down}))
		if l.pane.Tab() != request.Auth { // where it may press a switch
			l.nothing(l.pane.Update(pane.Act{ID: keymap.EditValue}))
		}
		_ = l.pane.View()
		l.nothing(l.pane.Commit())
		l.tabs++
		l.nothing(l.pane.Update(pane.Act{ID: keymap.NextTab}))
		if l.pane.Tab() == first {
			return
		}
	}
}

func (l *looker) show(chain []*collection.Item) {
	auth := authform.Of(l.c, chain)
	if n := len(chain); n > 0 && !chain[n-1].Folder {
		it := chain[n-1]
		l.pane.SetView(request.View{ItemID: it.ID, Request: *it.Request, Auth: auth, Settings: it.Settings()})
		return
	}
	a := request.About{Auth: auth}
	a.Title, a.Facts, a.Settings = choices.About(l.c, chain)
	l.pane.Clear(a)
}

func (l *looker) nothing(in pane.Intent) {
	switch in.(type) {
	case nil, request.PreviewWanted, attached.Wanted:
	default:
		l.Fatalf("%s: looking at tab %d wished for a %T", filepath.Base(l.c.File), l.pane.Tab(), in)
	}
}

// edit changes all settings of a row.
func (l *looker) edit(chain []*collection.Item) {
	var it *collection.Item
	s := l.c.Settings()
	if n := len(chain); n > 0 {
		it = chain[n-1]
		s = it.Settings()
	} else {
		s.Vars = append(s.Vars, collection.Variable{Key: "new", Value: "1"})
		if len(s.Vars) > 1 {
			s.Vars[0].Value += "x"
		}
	}
	s.Description += "\nmore"
	for _, listen := range []string{collection.BeforeRequest, collection.AfterResponse} {
		e, _ := collection.ScriptOf(s.Events, listen)
		s.Events = collection.WithScript(s.Events, listen, "before();\n"+e.Script+"\nafter();")
	}
	if !l.d.SetSettings(l.c, it, "everything", s) {
		l.Fatal("nothing to edit")
	}
}

// Looking at every tab of every row of real files changes no byte; nor does an
// edit of all settings that is undone. Edited, they read as they were edited.
func TestSettingsOfRealFiles(t *testing.T) {
	files, err := filepath.Glob("../../shared/collections/*.json")
	if err != nil || len(files) == 0 {
		t.Skip("skipped: needs ../shared/collections")
	}
	n, tabs := 0, 0
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c, err := postman.ReadCollection(data, path)
		if err != nil || len(data) > 1<<20 && testing.Short() {
			continue // environments, and broken ones
		}
		n++
		d := desk.New(nil)
		d.Collections, d.Collection = []*collection.Collection{c}, c
		l := looker{T: t, d: &d, c: c, pane: request.New(widget.DefaultEnv())}
		l.pane.Resize(80, 20)
		each := func(f func([]*collection.Item)) {
			f(nil)
			c.Walk(func(chain []*collection.Item, _ *collection.Item) bool { f(chain); return true })
		}
		each(l.node)
		same(t, "looked at", data, c)
		each(l.edit)
		want := c.Clone()
		if c.Schema != "v1" { // which is converted
			out, err := postman.WriteCollection(data, c.Clone())
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			back, err := postman.ReadCollection(out, path)
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			alike(t, want, back)
		}
		for d.CanUndo() {
			d.Undo()
		}
		if len(want.Requests())+len(want.Folders()) < 500 { // so many edits are remembered
			if same(t, "undone", data, c); d.Unsaved() {
				t.Errorf("%s: undone, it is unsaved", path)
			}
		}
		tabs += l.tabs
	}
	t.Logf("%d collections, %d tabs", n, tabs)
}

func same(t *testing.T, when string, data []byte, c *collection.Collection) {
	t.Helper()
	if out, err := postman.WriteCollection(data, c.Clone()); err != nil || !bytes.Equal(out, data) {
		t.Errorf("%s: %s, the file is another (%v)", filepath.Base(c.File), when, err)
	}
}

// alike compares the settings of two collections with the same tree.
func alike(t *testing.T, want, got *collection.Collection) {
	t.Helper()
	all := func(c *collection.Collection) []collection.Settings {
		out := []collection.Settings{c.Settings()}
		c.Walk(func(_ []*collection.Item, it *collection.Item) bool { out = append(out, it.Settings()); return true })
		return out
	}
	w, g := all(want), all(got)
	for i := range w {
		same := len(g) == len(w) && w[i].Description == g[i].Description && len(w[i].Vars) == len(g[i].Vars) && len(w[i].Events) == len(g[i].Events)
		for k := 0; same && k < len(w[i].Vars); k++ {
			same = w[i].Vars[k].Key == g[i].Vars[k].Key && w[i].Vars[k].Value == g[i].Vars[k].Value
		}
		for k := 0; same && k < len(w[i].Events); k++ {
			same = w[i].Events[k].Listen == g[i].Events[k].Listen && w[i].Events[k].Script == g[i].Events[k].Script
		}
		if !same {
			t.Fatalf("%s: settings %d are read as %+v, want %+v", filepath.Base(want.File), i, g[min(i, len(g)-1)], w[i])
		}
	}
}
