// Package request is the pane of the chosen request: its method and URL, and
// a tab each for parameters, auth, headers, body, scripts, description and
// preview. Of a folder or a collection it shows what it is and its settings:
// the description, auth, scripts and, of a collection, variables; see [About].
//
// The pane works on its own copy of the request. Every committed change goes
// up as [Edited], as [SettingsEdited] or, of the auth of a folder or
// collection, as [authform.Edited]; what the pane is shown comes down by
// [Pane.SetView], [Pane.Clear] and [Pane.SetScopes]. It resolves names only to colour them; the preview's lines
// are made by whoever sends.
//
// To add a tab, write its type with the methods of tab and add a row in
// [tabRows] and in the list of [kind].
package request

import (
	"cmp"
	"reflect"
	"slices"

	"postern/engine/collection"
	"postern/engine/vars"
	"postern/ui/attached"
	"postern/ui/authform"
	"postern/ui/heading"
	"postern/ui/names"
	"postern/ui/pane"
	"postern/ui/reading"
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

// SettingsEdited says that the description, the scripts or the variables of
// something were changed.
type SettingsEdited struct {
	Owner    authform.Owner
	Settings collection.Settings
	// What names what was changed: "the scripts".
	What string
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
	Settings       collection.Settings
	Dirty, Sending bool
}

// Pane is the pane. Make one with [New].
type Pane struct {
	env pane.Env
	doc *document
	// bar is that of bars for what is shown.
	bar  *tabs.Bar
	bars [kinds]*tabs.Bar
	tabs []tab
	head *heading.Heading
	auths
	attachments
	box *complete.Box

	width, height int
	focus         bool
	view          string
	fresh         bool

	preview  *reading.Pages
	rev      int  // of the preview that is shown
	previews bool // the preview is up to date
}

// document is what the tabs show and change.
type document struct {
	View
	kind kind
	// about is a folder or a collection.
	about About
	names names.Names
	// wish is what a tab wants beside a change, until it is handed on.
	wish  pane.Intent
	files attached.Files
	// settled names the settings that were changed, until that is reported.
	settled string
}

// key tells what is shown from all else.
func (d *document) key() string {
	return d.Auth.Owner.Collection + "\n" + cmp.Or(d.ItemID, d.Auth.Owner.Item)
}

// changed is what goes up for a change of a tab.
func (d *document) changed() pane.Intent {
	switch {
	case d.settled != "":
		in := SettingsEdited{Owner: d.Auth.Owner, Settings: d.Settings.Clone(), What: d.settled}
		d.settled = ""
		return in
	case d.kind == isRequest:
		return Edited{ItemID: d.ItemID, Request: d.Request.Clone()}
	}
	in := authform.Edited{Owner: d.Auth.Owner}
	if own := d.Auth.Own; own != nil {
		c := own.Clone()
		in.Auth = &c
	}
	return in
}

// New returns an empty pane.
func New(env pane.Env) *Pane {
	p := &Pane{env: env, doc: &document{}, box: complete.New(env)}
	for k := range p.bars {
		p.bars[k] = tabs.New(env)
	}
	p.head = heading.New(env, heading.Subject{Request: &p.doc.Request, Names: &p.doc.names, Sending: &p.doc.Sending})
	p.auths, p.attachments = auths{p}, attachments{p}
	for _, r := range tabRows() {
		p.tabs = append(p.tabs, r.make(env, p.doc))
	}
	p.preview = p.tabs[Preview].(*reading.Pages)
	p.load()
	return p
}

// SetView shows a request. Of the one that is shown already, tab and cursor
// stay, and so does an ongoing edit as long as what it edits did not change.
func (p *Pane) SetView(v View) {
	was := *p.doc
	same := was.kind == isRequest && was.ItemID == v.ItemID
	if same && reflect.DeepEqual(was.Request, v.Request) && reflect.DeepEqual(was.Settings, v.Settings) {
		p.around(v)
		return
	}
	v.Request, v.Settings = v.Request.Clone(), v.Settings.Clone()
	p.previews = false
	if was.Request.URL.Text() != v.Request.URL.Text() {
		p.head.LeaveURL()
	}
	if !same {
		p.doc.files.Forget()
		p.head.Leave()
		p.preview.Set(nil)
	}
	p.doc.View, p.doc.kind, p.doc.about = v, isRequest, About{}
	p.load()
}

// around takes over what is new around the same request.
func (p *Pane) around(v View) {
	if !reflect.DeepEqual(p.doc.Auth, v.Auth) {
		p.previews = false
	}
	v.Request, v.Settings = p.doc.Request, p.doc.Settings
	p.doc.View = v
	p.tabs[Auth].Load(p.doc.key())
	p.bar.Set(labels(p.tabs, isRequest))
	p.fresh = false
}

// Clear shows that no request is chosen, and what is instead.
func (p *Pane) Clear(a About) {
	p.head.Leave()
	p.doc.View = View{Auth: a.Auth, Settings: a.Settings.Clone(), Dirty: a.Dirty}
	p.doc.kind, p.doc.about = a.kind(), a
	p.preview.Set(nil)
	p.load()
}

// SetScopes gives the layers that names are looked up in.
func (p *Pane) SetScopes(s vars.Set) {
	if !p.doc.names.Set(s) {
		return
	}
	p.head.Recolour()
	for _, t := range p.tabs {
		t.Refresh()
	}
	p.previews, p.fresh = false, false
	p.doc.files.Again() // a path can have names in it
}

// SetPreview gives the lines of the preview. Those for another request, or
// older than what is shown, are dropped.
func (p *Pane) SetPreview(itemID string, rev int, lines []text.Line) {
	if itemID != p.ItemID() || rev < p.rev {
		return
	}
	p.rev, p.previews = rev, true
	p.preview.Set(lines)
	p.fresh = false
}

// PreviewVisible reports whether the preview is what is looked at.
func (p *Pane) PreviewVisible() bool { return p.doc.kind == isRequest && p.Tab() == Preview }

// PreviewStale reports whether the preview is looked at and not up to date.
func (p *Pane) PreviewStale() bool { return p.PreviewVisible() && !p.previews }

// ItemID returns the id of the request that is shown, or "".
func (p *Pane) ItemID() string { return p.doc.ItemID }

// Tab returns the chosen tab.
func (p *Pane) Tab() Tab {
	if all := p.doc.kind.tabs(); len(all) > 0 {
		return all[p.bar.Active()]
	}
	return Params
}

// SetTab chooses a tab, if what is shown has it.
func (p *Pane) SetTab(t Tab) {
	if i := slices.Index(p.doc.kind.tabs(), t); i >= 0 {
		p.bar.Choose(i)
	}
	p.fresh = false
}

// Title is the path of names to the request.
func (p *Pane) Title() text.Line {
	if p.doc.kind != isRequest {
		return p.doc.about.title()
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
	return p.doc.kind != isNothing && (p.head.Editing() || p.tab().Editing())
}

func (p *Pane) tab() tab { return p.tabs[p.Tab()] }

// load brings the parts up to date with the document.
func (p *Pane) load() {
	p.head.Load()
	for _, t := range p.tabs {
		t.Load(p.doc.key())
	}
	p.bar = p.bars[p.doc.kind]
	p.bar.Set(labels(p.tabs, p.doc.kind))
	p.fresh = false
}

// Restyle makes the pane draw anew, with env.
func (p *Pane) Restyle(env pane.Env) {
	p.env, p.fresh = env, false
	for _, b := range p.bars {
		b.Restyle(env)
	}
	p.head.Restyle(env)
	p.box.Restyle(env)
	for _, t := range p.tabs {
		t.Restyle(env)
	}
}

// Resize gives the inner size in cells.
func (p *Pane) Resize(width, height int) {
	width, height = max(width, 0), max(height, 0)
	if width != p.width || height != p.height {
		p.width, p.height, p.fresh = width, height, false
		p.head.Resize(width)
	}
}

// Focus says whether keys go to this pane.
func (p *Pane) Focus(on bool) {
	if on != p.focus {
		p.focus, p.fresh = on, false
	}
}
