// Package request is the pane of the chosen request: its method and URL, and
// a tab each for parameters, auth, headers, body, description and preview. Of a
// folder or a collection it shows what it is, and its auth; see [About].
//
// The pane works on its own copy of the request. Every committed change goes
// up as [Edited]; what the pane is shown comes down by [Pane.SetView] and
// [Pane.SetScopes]. It resolves names only to colour them; the preview's lines
// are made by whoever sends.
//
// To add a tab, write its type with the methods of tab and add a row in
// [tabRows].
package request

import (
	"reflect"

	"postern/engine/collection"
	"postern/engine/vars"
	"postern/ui/authform"
	"postern/ui/names"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/complete"
	"postern/ui/widget/tabs"
	"postern/ui/widget/text"
)

// Edited says that the request was changed.
type Edited struct {
	ItemID string
	// Request is a copy with the change.
	Request collection.Request
}

// PreviewWanted says that the preview is looked at and not up to date.
type PreviewWanted struct{ ItemID string }

// SendAsked says that the send button was clicked.
type SendAsked struct{ ItemID string }

// CopyAsked says that a value is to be copied: that of the selected row or a
// whole text, or the URL. {{names}} are not resolved.
type CopyAsked = pane.CopyAsked

// PastedCommand says that a curl command was put in the place of the address.
type PastedCommand struct {
	ItemID string
	// Request is the one that it was pasted into, Text the command.
	Request collection.Request
	Text    string
}

// View is what the pane shows.
type View struct {
	ItemID string
	// Path are the names from the collection down to the request.
	Path    []string
	Request collection.Request
	// Auth is the request's auth, or that which it inherits.
	Auth           authform.View
	Dirty, Sending bool
}

// Pane is the pane. Make one with [New].
type Pane struct {
	env  pane.Env
	doc  *document
	bar  *tabs.Bar
	tabs []tab
	head *heading
	// node is shown while no request is chosen.
	node *node
	auths
	box *complete.Box

	width, height int
	focus         bool
	view          string
	fresh         bool

	preview  *pages
	rev      int  // of the preview that is shown
	previews bool // the preview is up to date
}

// document is what the tabs show and change.
type document struct {
	View
	// open is false when no request is chosen.
	open  bool
	names names.Names
	// wish is what a tab wants beside a change, until it is handed on.
	wish pane.Intent
}

// New returns an empty pane.
func New(env pane.Env) *Pane {
	p := &Pane{env: env, doc: &document{}, bar: tabs.New(env), box: complete.New(env)}
	p.head, p.node = newHeading(env, p.doc), newNode(env, p.doc)
	p.auths = auths{p}
	for _, r := range tabRows() {
		p.tabs = append(p.tabs, r.make(env, p.doc))
	}
	p.preview = p.tabs[Preview].(*pages)
	p.load()
	return p
}

// SetView shows a request. Of the one that is shown already, tab and cursor
// stay, and so does an ongoing edit as long as what it edits did not change.
func (p *Pane) SetView(v View) {
	was := *p.doc
	same := was.open && was.ItemID == v.ItemID
	if same && reflect.DeepEqual(was.Request, v.Request) {
		p.around(v)
		return
	}
	v.Request = v.Request.Clone()
	p.previews = false
	if p.head.isURL && was.Request.URL.Text() != v.Request.URL.Text() {
		p.head.isURL = false
	}
	if !same {
		p.head.leave()
		p.preview.set(nil)
	}
	p.doc.View, p.doc.open = v, true
	p.load()
}

// around takes over what is new around the same request.
func (p *Pane) around(v View) {
	if !reflect.DeepEqual(p.doc.Auth, v.Auth) {
		p.previews = false
	}
	v.Request = p.doc.Request
	p.doc.View = v
	p.tabs[Auth].load()
	p.bar.Set(labels(p.tabs))
	p.fresh = false
}

// Clear shows that no request is chosen, and what is instead.
func (p *Pane) Clear(a About) {
	p.head.leave()
	p.node.set(a)
	p.doc.View, p.doc.open = View{}, false
	p.preview.set(nil)
	p.load()
}

// SetScopes gives the layers that names are looked up in.
func (p *Pane) SetScopes(s vars.Set) {
	if !p.doc.names.Set(s) {
		return
	}
	p.head.url.Recolour()
	p.node.form.Refresh()
	for _, t := range p.tabs {
		t.refresh()
	}
	p.previews, p.fresh = false, false
}

// SetPreview gives the lines of the preview. Those for another request, or
// older than what is shown, are dropped.
func (p *Pane) SetPreview(itemID string, rev int, lines []text.Line) {
	if itemID != p.ItemID() || rev < p.rev {
		return
	}
	p.rev, p.previews = rev, true
	p.preview.set(lines)
	p.fresh = false
}

// PreviewVisible reports whether the preview is what is looked at.
func (p *Pane) PreviewVisible() bool { return p.doc.open && p.Tab() == Preview }

// PreviewStale reports whether the preview is looked at and not up to date.
func (p *Pane) PreviewStale() bool { return p.PreviewVisible() && !p.previews }

// ItemID returns the id of the request that is shown, or "".
func (p *Pane) ItemID() string { return p.doc.ItemID }

// Tab returns the chosen tab.
func (p *Pane) Tab() Tab { return Tab(p.bar.Active()) }

// SetTab chooses a tab.
func (p *Pane) SetTab(t Tab) {
	p.bar.Choose(int(t))
	p.fresh = false
}

// Title is the path of names to the request.
func (p *Pane) Title() text.Line {
	if !p.doc.open {
		return p.node.title()
	}
	t := text.Of(theme.Title, safe.Lit("Request"))
	path := p.doc.Path
	if len(path) > 1 {
		path = path[1:] // the tree says which collection
	}
	for i, n := range path {
		sep := safe.Lit(" › ")
		if i == 0 {
			sep = safe.Lit(" ─ ")
		}
		t = t.Plus(theme.Title, sep.Plus(safe.Clean(n)))
	}
	if p.doc.Dirty {
		t = t.Plus(theme.Warn, safe.Lit(" •"))
	}
	return t
}

// Editing reports whether something is being typed or picked.
func (p *Pane) Editing() bool {
	if !p.doc.open {
		return p.node.editing()
	}
	return p.head.editing() || p.tab().editing()
}

func (p *Pane) tab() tab { return p.tabs[p.Tab()] }

// load brings the parts up to date with the document.
func (p *Pane) load() {
	p.head.load()
	for _, t := range p.tabs {
		t.load()
	}
	p.bar.Set(labels(p.tabs))
	p.fresh = false
}

// Restyle makes the pane draw anew, with env.
func (p *Pane) Restyle(env pane.Env) {
	p.env, p.fresh = env, false
	p.bar.Restyle(env)
	p.head.restyle(env)
	p.node.restyle(env)
	p.box.Restyle(env)
	for _, t := range p.tabs {
		t.restyle(env)
	}
}

// Resize gives the inner size in cells.
func (p *Pane) Resize(width, height int) {
	width, height = max(width, 0), max(height, 0)
	if width != p.width || height != p.height {
		p.width, p.height, p.fresh = width, height, false
		p.head.width = width
		p.bar.Resize(width)
	}
}

// Focus says whether keys go to this pane.
func (p *Pane) Focus(on bool) {
	if on != p.focus {
		p.focus, p.fresh = on, false
	}
}
