package request

import (
	"postern/ui/authform"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/editor"
	"postern/ui/widget/text"
)

// authTab is the auth of the request: its own, or the one it inherits.
type authTab struct {
	doc  *document
	form *authform.Form
}

func newAuth(env pane.Env, d *document) tab {
	return &authTab{doc: d, form: authform.New(env, d.names.Spans)}
}

func (t *authTab) load() {
	if !t.doc.open {
		return
	}
	v := t.doc.Auth
	if v.Own = t.doc.Request.Auth; v.Own != nil && v.Own.Type == "" {
		v.Own = nil // a block without a type inherits
	}
	t.form.Set(v)
}

func (t *authTab) update(e pane.Event) (changed, handled bool) {
	out := t.form.Update(e)
	t.doc.wish = join(t.doc.wish, out.Intent)
	t.take(out.Changed)
	return out.Changed, out.Handled
}

func (t *authTab) commit() bool {
	changed := t.form.Commit()
	t.take(changed)
	return changed
}

// take carries a change over to the document.
func (t *authTab) take(changed bool) {
	if changed {
		t.doc.Auth = t.form.View()
		t.doc.Request.Auth = t.doc.Auth.Own
	}
}

func (t *authTab) editing() bool                          { return t.form.Editing() }
func (t *authTab) selected() bool                         { return t.form.Clearable() }
func (t *authTab) view(width, height int, on bool) string { return t.form.Draw(width, height, on) }
func (t *authTab) restyle(env pane.Env)                   { t.form.Restyle(env) }
func (t *authTab) refresh()                               { t.form.Refresh() }
func (t *authTab) copied() (what, text string)            { return t.form.Copied() }
func (t *authTab) hint() text.Line                        { return t.doc.told(t.form.About()) }
func (t *authTab) note() safe.Text                        { return authNote(t.doc.Auth) }

// authNote is the type of an auth in a word.
func authNote(v authform.View) safe.Text {
	switch c := v.Config(); {
	case v.Inherits():
		return safe.Lit("inherit")
	case c.Type == "" || c.Type == "noauth":
		return safe.Lit("none")
	default:
		return safe.Clean(c.Type)
	}
}

// told tells what the names in the texts of a row stand for, or its help.
func (d *document) told(texts []string, help string) text.Line {
	if l := d.names.Values(texts...); len(l) > 0 {
		return l
	}
	return text.Of(theme.Faint, safe.Clean(help))
}

// isAuth reports whether an action is of the auth, whatever tab is chosen.
func isAuth(id keymap.ID) bool {
	switch id {
	case keymap.AuthType, keymap.AuthSource, keymap.OverrideAuth, keymap.ChooseToken,
		keymap.ShareToken, keymap.FillIssuer, keymap.MoveAudience:
		return true
	}
	return false
}

// auths is the side of the pane that knows of auth and tokens.
type auths struct{ pane *Pane }

// form is the form of what is chosen: a request, or what holds it.
func (a auths) form() *authform.Form {
	if p := a.pane; p.doc.open {
		return p.tabs[Auth].(*authTab).form
	}
	return a.pane.node.form
}

// SetToken tells what is known of the token of what is chosen.
func (a auths) SetToken(t authform.Token) {
	if a.form().SetToken(t) {
		a.pane.fresh = false
	}
}

// ShowAuth turns to the auth of what is chosen, and there to the attribute of a
// key, if it has one.
func (a auths) ShowAuth(key string) {
	if p := a.pane; p.doc.open {
		p.SetTab(Auth)
	} else {
		p.node.bar.Choose(nodeAuth)
	}
	a.form().Select(key)
	a.pane.fresh = false
}

// Tall reports whether what is looked at wants height: a form.
func (a auths) Tall() bool {
	if a.pane.doc.open {
		return a.pane.Tab() == Auth
	}
	return a.pane.node.onAuth()
}

// Offer adds to s what can be done in the pane.
func (a auths) Offer(s keymap.State) keymap.State {
	s.Auth = a.form().Offer()
	p := a.pane
	in, _ := popup{p}.typing()
	_, s.Edit.Lines = in.In.(*editor.Editor)
	if !p.doc.open {
		s.Row = p.node.selected()
		s.Auth.Secret = s.Auth.Secret && p.node.onAuth()
		return s
	}
	t, ok := p.tab().(interface{ selected() bool })
	s.Row = ok && t.selected()
	s.Auth.Secret = s.Auth.Secret && p.Tab() == Auth
	b, ok := p.tab().(interface{ bulky() bool })
	s.Edit.Rows = ok && b.bulky()
	if t, ok := p.tab().(*body); ok {
		s.Edit.JSON = t.json()
	}
	return s
}
