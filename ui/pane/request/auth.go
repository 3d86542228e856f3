package request

import (
	"postern/ui/authform"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
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

func (t *authTab) Load(string) {
	if t.doc.kind == isNothing {
		return
	}
	v := t.doc.Auth
	if t.doc.kind == isRequest {
		v.Own = t.doc.Request.Auth
	}
	if v.Own != nil && v.Own.Type == "" {
		v.Own = nil // a block without a type inherits
	}
	t.form.Set(v)
}

func (t *authTab) Update(e pane.Event) (changed bool, in pane.Intent) {
	out := t.form.Update(e)
	t.take(out.Changed)
	return out.Changed, out.Intent
}

func (t *authTab) Commit() bool {
	changed := t.form.Commit()
	t.take(changed)
	return changed
}

// take carries a change over to the document.
func (t *authTab) take(changed bool) {
	if !changed {
		return
	}
	if t.doc.Auth = t.form.View(); t.doc.kind == isRequest {
		t.doc.Request.Auth = t.doc.Auth.Own
	}
}

func (t *authTab) Editing() bool                          { return t.form.Editing() }
func (t *authTab) View(width, height int, on bool) string { return t.form.Draw(width, height, on) }
func (t *authTab) Restyle(env pane.Env)                   { t.form.Restyle(env) }
func (t *authTab) Refresh()                               { t.form.Refresh() }
func (t *authTab) Copied() (what, text string)            { return t.form.Copied() }
func (t *authTab) Hint() text.Line                        { return t.doc.names.Told(t.form.About()) }
func (t *authTab) Note() safe.Text                        { return authNote(t.doc.Auth) }

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

// form is the form of what is chosen.
func (a auths) form() *authform.Form { return a.pane.tabs[Auth].(*authTab).form }

// SetToken tells what is known of the token of what is chosen.
func (a auths) SetToken(t authform.Token) {
	if a.form().SetToken(t) {
		a.pane.fresh = false
	}
}

// ShowAuth turns to the auth of what is chosen, and there to the attribute of a
// key, if it has one.
func (a auths) ShowAuth(key string) {
	a.pane.SetTab(Auth)
	a.form().Select(key)
	a.pane.fresh = false
}

// Tall reports whether what is looked at wants height: it is no request, or one
// of its longer tabs.
func (a auths) Tall() bool {
	p := a.pane
	switch p.doc.kind {
	case isNothing:
		return false
	case isRequest:
		return p.Tab() == Auth || p.Tab() == Scripts
	}
	return true
}

// Offer adds to s what can be done in the pane.
func (a auths) Offer(s keymap.State) keymap.State {
	p := a.pane
	if p.doc.kind == isNothing {
		return s
	}
	in, _ := popup{p}.typing()
	_, s.Edit.Lines = in.In.(*editor.Editor)
	s.Auth = a.form().Offer()
	s.Auth.Secret = s.Auth.Secret && p.Tab() == Auth
	if t, ok := p.tab().(*authTab); ok {
		s.Row = t.form.Clearable()
	}
	if t := tableIn(p.tab()); t != nil {
		s.Row, s.Edit.Rows, s.Auth.Secret = t.Selected(), t.Bulky(), t.Secret()
	}
	if t, ok := p.tab().(*body); ok {
		_, _, s.Edit.File = t.file()
	}
	if t := textIn(p.tab()); t != nil {
		s.Edit.Text, s.Edit.JSON = true, t.Chosen().JSON()
	}
	return s
}
