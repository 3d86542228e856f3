package request

import (
	"postern/engine/collection"
	"postern/ui/authform"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/text"
)

// About is what the pane tells while no request is chosen: the folder or the
// collection that is.
type About struct {
	// Title names it; without one the pane tells how to find a request.
	Title safe.Text
	// Facts are short lines above its documentation.
	Facts []safe.Text
	// Auth and Settings are its own.
	Auth     authform.View
	Settings collection.Settings
	// Dirty says that it is ahead of its file.
	Dirty bool
}

// kind is what the pane shows.
type kind int

const (
	isNothing kind = iota
	isRequest
	isFolder
	isCollection
	kinds
)

// tabs are those of a kind, from left to right.
func (k kind) tabs() []Tab {
	return [kinds][]Tab{
		isRequest:    {Params, Auth, Headers, Body, Scripts, Docs, Preview},
		isFolder:     {Docs, Auth, Scripts},
		isCollection: {Docs, Auth, Variables, Scripts},
	}[k]
}

// above is the height of what stands above the tab: the address, and the bar.
func (k kind) above() int {
	if k == isRequest {
		return aboveTab
	}
	return aboveTab - 1
}

// kind is that of what is chosen.
func (a About) kind() kind {
	switch {
	case a.Title.Empty():
		return isNothing
	case a.Auth.Owner.Item != "":
		return isFolder
	}
	return isCollection
}

// title is what stands in the border for a folder or a collection, or nothing.
func (a About) title() text.Line {
	k := a.kind()
	if k == isNothing {
		return text.Of(theme.Title, safe.Lit("Request"))
	}
	what := [kinds]safe.Text{isFolder: safe.Lit("Folder"), isCollection: safe.Lit("Collection")}[k]
	t := text.Of(theme.Title, what.Plus(safe.Lit(" ─ "), a.Title))
	if a.Dirty {
		t = t.Plus(theme.Warn, safe.Lit(" •"))
	}
	return t
}

// lines are its name and the facts, to stand above its documentation.
func (a About) lines() []text.Line {
	if a.Title.Empty() {
		return nil
	}
	out := []text.Line{text.Of(theme.Strong, a.Title)}
	for _, f := range a.Facts {
		out = append(out, text.Of(theme.Faint, f))
	}
	return append(out, nil)
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
