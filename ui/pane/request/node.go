package request

import (
	"strings"

	"postern/ui/authform"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/prose"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/tabs"
	"postern/ui/widget/text"
)

// About is what the pane tells while no request is chosen: the folder or the
// collection that is.
type About struct {
	// Title names it; without one the pane tells how to find a request.
	Title safe.Text
	// Facts are short lines below the title.
	Facts []safe.Text
	// Description is its documentation, Markdown as in the file.
	Description string
	// Auth is its auth.
	Auth authform.View
	// Dirty says that it is ahead of its file.
	Dirty bool
}

// The tabs of a folder or a collection.
const (
	nodeAbout = iota
	nodeAuth
)

// node is a folder or a collection in the pane: what it is, and its auth.
type node struct {
	env   pane.Env
	doc   *document
	about About
	bar   *tabs.Bar
	form  *authform.Form
}

func newNode(env pane.Env, d *document) *node {
	n := &node{env: env, doc: d, bar: tabs.New(env), form: authform.New(env, d.names.Spans)}
	n.load()
	return n
}

// set shows a folder or a collection, or none.
func (n *node) set(a About) {
	n.about = a
	if !a.Title.Empty() {
		n.form.Set(a.Auth)
	}
	n.load()
}

func (n *node) load() {
	n.bar.Set([]tabs.Tab{nodeAbout: {Label: safe.Lit("About")}, nodeAuth: {Label: safe.Lit("Auth"), Note: authNote(n.about.Auth)}})
}

// onAuth reports whether the auth of something is what is looked at.
func (n *node) onAuth() bool { return !n.about.Title.Empty() && n.bar.Active() == nodeAuth }

func (n *node) editing() bool  { return n.onAuth() && n.form.Editing() }
func (n *node) selected() bool { return n.onAuth() && n.form.Clearable() }

// update handles one event.
func (n *node) update(e pane.Event) pane.Intent {
	if n.about.Title.Empty() {
		return nil
	}
	switch e := e.(type) {
	case pane.Act:
		return n.act(e)
	case pane.Click:
		if e.Y > 0 {
			e.Y--
			return n.toForm(e)
		}
		if i := n.bar.Hit(e.X); i >= 0 {
			return n.turn(i)
		}
		return n.commit()
	}
	return n.toForm(e)
}

func (n *node) act(e pane.Act) pane.Intent {
	switch {
	case e.ID == keymap.NextTab, e.ID == keymap.PrevTab, e.ID == keymap.Left, e.ID == keymap.Right:
		return n.turn(nodeAuth - n.bar.Active()) // there are two
	case e.ID == keymap.Copy && n.onAuth():
		if what, text := n.form.Copied(); text != "" {
			return CopyAsked{What: what, Text: text}
		}
		return nil
	case isAuth(e.ID):
		before := n.turn(nodeAuth)
		return join(before, n.toForm(e))
	}
	return n.toForm(e)
}

// turn goes to a tab.
func (n *node) turn(to int) pane.Intent {
	before := n.commit()
	n.bar.Choose(to)
	return before
}

func (n *node) toForm(e pane.Event) pane.Intent {
	if !n.onAuth() {
		return nil
	}
	out := n.form.Update(e)
	return join(n.report(out.Changed), out.Intent)
}

// commit takes what is being typed.
func (n *node) commit() pane.Intent { return n.report(n.form.Commit()) }

// report turns a change into an intent.
func (n *node) report(changed bool) pane.Intent {
	if !changed {
		return nil
	}
	n.about.Auth = n.form.View()
	n.load()
	in := authform.Edited{Owner: n.about.Auth.Owner}
	if own := n.about.Auth.Own; own != nil {
		c := own.Clone()
		in.Auth = &c
	}
	return in
}

func (n *node) restyle(env pane.Env) {
	n.env = env
	n.bar.Restyle(env)
	n.form.Restyle(env)
}

// title is what stands in the border.
func (n *node) title() text.Line {
	t := text.Of(theme.Title, safe.Lit("Request"))
	if n.about.Title.Empty() {
		return t
	}
	what := safe.Lit("Collection")
	if n.about.Auth.Owner.Item != "" {
		what = safe.Lit("Folder")
	}
	t = text.Of(theme.Title, what.Plus(safe.Lit(" ─ "), n.about.Title))
	if n.about.Dirty {
		t = t.Plus(theme.Warn, safe.Lit(" •"))
	}
	return t
}

// view returns the node in exactly that size.
func (n *node) view(width, height int, focus bool) string {
	if n.about.Title.Empty() {
		return cells.Block(n.env.Theme, nothing(n.env), width, height)
	}
	if height <= 0 {
		return ""
	}
	n.bar.Resize(width)
	out := []string{n.bar.View(theme.None)}
	switch h := height - 1; {
	case h == 0:
	case !n.onAuth():
		out = append(out, cells.Block(n.env.Theme, n.about.lines(width), width, h))
	case h < roomForHint:
		out = append(out, n.form.Draw(width, h, focus))
	default:
		hint := text.Of(theme.Plain, safe.Lit(" "))
		out = append(out, n.form.Draw(width, h-1, focus), append(hint, n.doc.told(n.form.About())...).Render(n.env.Theme, theme.None, width))
	}
	return strings.Join(out, "\n")
}

// lines is what there is to tell of a folder or collection.
func (a About) lines(width int) []text.Line {
	out := []text.Line{text.Of(theme.Strong, safe.Lit(" ").Plus(a.Title))}
	for _, f := range a.Facts {
		out = append(out, text.Of(theme.Faint, safe.Lit(" ").Plus(f)))
	}
	if a.Description != "" {
		out = append(out, nil)
		for _, l := range prose.Lines(a.Description, width-1) {
			out = append(out, append(text.Of(theme.Plain, safe.Lit(" ")), l...))
		}
	}
	return out
}

// nothing is what the pane says without a request.
func nothing(env pane.Env) []text.Line {
	key := func(id keymap.ID, what safe.Text) text.Line {
		k := safe.Clean(env.Keys.Key(id))
		return text.Of(theme.Plain, safe.Lit(" ")).Plus(theme.KeyName, k).
			Plus(theme.Faint, cells.Blank(8-k.Width())).Plus(theme.Faint, what)
	}
	return []text.Line{
		text.Of(theme.Plain, safe.Lit(" No request is chosen.")),
		nil,
		key(keymap.FindRequest, safe.Lit("finds one by its name")),
		key(keymap.Pane1, safe.Lit("goes to the collections")),
		key(keymap.Help, safe.Lit("shows what there is")),
	}
}
