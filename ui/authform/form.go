package authform

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"postern/auth"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/widget/cells"
	"postern/ui/widget/complete"
	"postern/ui/widget/form"
)

// Form is the form of one auth block. Make one with [New].
type Form struct {
	env   pane.Env
	form  *form.Form
	view  View
	token Token
}

// New returns an empty form. spans colours values.
func New(env pane.Env, spans func(value string) []cells.Span) *Form {
	return &Form{env: env, form: form.New(env, spans)}
}

// Set shows a block. Of the owner that is shown already, cursor, folds and an
// ongoing edit stay as far as possible.
func (f *Form) Set(v View) {
	if v.Own != nil {
		own := v.Own.Clone()
		v.Own = &own
	}
	was := f.view
	f.view = v
	if was.Owner == v.Owner {
		if !reflect.DeepEqual(was, v) {
			f.form.Set(f.sections())
		}
		return
	}
	f.token = Token{}
	f.form.Reset(f.sections())
}

// SetToken tells what is known of the token of the block that counts, and
// reports whether that is news.
func (f *Form) SetToken(t Token) bool {
	if t == f.token {
		return false
	}
	f.token = t
	f.form.Set(f.sections())
	return true
}

// View is what the form shows, with what was changed in it.
func (f *Form) View() View { return f.view }

// Outcome is what an event did.
type Outcome struct {
	// Changed says that the owner has another block, see [Form.View].
	Changed bool
	// Intent is a wish to hand on, or nil.
	Intent pane.Intent
}

// Update handles one event.
func (f *Form) Update(e pane.Event) Outcome {
	var out Outcome
	switch e := e.(type) {
	case pane.Act:
		if row, ok := buttons()[e.ID]; ok {
			return f.press(row)
		}
		switch e.ID {
		case keymap.AuthType:
			f.apply(&out, f.form.Commit())
			f.form.Select(rowType)
			e.ID = keymap.Open
		case keymap.ShowSecret:
			f.form.Reveal()
			return out
		}
		facts, _ := f.form.Act(e.ID)
		f.apply(&out, facts)
	case pane.Key:
		f.apply(&out, f.form.Key(e.KeyPressMsg))
	case pane.Paste:
		f.form.Paste(e.Text)
	case pane.Click:
		f.apply(&out, f.form.Click(e.X, e.Y, e.Double))
	case pane.Wheel:
		f.form.Wheel(e.Lines)
	}
	return out
}

// buttons are the actions that press a button, whether it is in sight or not.
func buttons() map[keymap.ID]string {
	return map[keymap.ID]string{
		keymap.AuthSource: rowSource, keymap.OverrideAuth: rowOverride, keymap.ChooseToken: rowUse,
		keymap.FillIssuer: rowFill, keymap.MoveAudience: rowMove, keymap.ShareToken: rowShare,
	}
}

// press does what a button does, if there is such a one and it is not off.
func (f *Form) press(row string) Outcome {
	var out Outcome
	f.apply(&out, f.form.Commit())
	for _, s := range f.sections() {
		for _, r := range s.Rows {
			if r.ID == row && r.Off.Empty() {
				f.apply(&out, []form.Fact{form.Pressed{Row: row}})
			}
		}
	}
	return out
}

// Select moves the cursor to the attribute of a key, if it is in the form.
func (f *Form) Select(key string) { f.form.Select(attr + key) }

// Commit takes what is being typed and reports whether the block is another.
func (f *Form) Commit() bool {
	var out Outcome
	f.apply(&out, f.form.Commit())
	return out.Changed
}

// apply carries facts over to the block.
func (f *Form) apply(out *Outcome, facts []form.Fact) {
	for _, fact := range facts {
		switch fact := fact.(type) {
		case form.Changed:
			if fact.Row == rowType {
				f.setType(fact.Value)
			} else {
				key := strings.TrimPrefix(fact.Row, attr)
				old, _ := f.view.Own.Value(key)
				f.own(f.view.Own.Set(key, typed(f.view.Own.Type, key, old, fact.Value)))
			}
		case form.Cleared:
			if fact.Row == rowType { // all that is set would go with it
				f.form.Set(f.sections())
				continue
			}
			f.own(f.view.Own.Unset(strings.TrimPrefix(fact.Row, attr)))
		case form.ParamsChanged:
			f.own(setParams(*f.view.Own, strings.TrimPrefix(fact.Row, attr), fact.Params))
		case form.Copied:
			out.Intent = pane.CopyAsked{What: "the selection", Text: fact.Text}
			continue
		case form.Pressed:
			var changed bool
			if changed, out.Intent = f.pressed(fact.Row); !changed {
				continue
			}
		}
		out.Changed = true
	}
	if out.Changed {
		f.form.Set(f.sections())
	}
}

// own replaces the owner's block.
func (f *Form) own(c auth.Config) { f.view.Own = &c }

func (f *Form) setType(typ string) {
	switch {
	case typ == "":
		f.view.Own = nil
	case f.view.Own == nil:
		f.own(auth.Config{Type: typ})
	default:
		f.own(f.view.Own.As(typ))
	}
}

// pressed does what a button does: it changes the block, or asks for what
// others do.
func (f *Form) pressed(row string) (changed bool, in pane.Intent) {
	v := f.view
	switch row {
	case rowSource:
		return false, SourceAsked{v.Source}
	case rowOverride:
		f.own(v.Parent.Clone())
		return true, nil
	case rowGet:
		return false, GetAsked{Owner: v.Owner, Holder: v.Holder()}
	case rowUse:
		return false, UseAsked{Owner: v.Owner, Holder: v.Holder()}
	case rowFill:
		return false, FillAsked{v.Owner}
	case rowMove:
		f.own(moved(*v.Own))
		return true, nil
	case rowShare:
		if v.Own.Get("accessToken") == "" {
			return false, ShareAsked{v.Owner}
		}
		f.own(v.Own.Unset("accessToken"))
		return true, nil
	}
	return false, nil
}

// typed is a value as the file holds it: of a switch a truth, unless there is a
// text already, and of a number a number.
func typed(typ, key string, old any, value string) any {
	switch old.(type) {
	case string:
		return value
	case bool:
		if b, err := strconv.ParseBool(value); err == nil {
			return b
		}
		return value
	case json.Number, float64:
		if _, err := strconv.ParseFloat(value, 64); err == nil && json.Valid([]byte(value)) {
			return json.Number(value)
		}
		return value
	}
	if s, ok := auth.Lookup(typ); ok {
		for _, d := range s.Fields() {
			if d.Key == key && d.Bool {
				return value == "true"
			}
		}
	}
	return value
}

// About returns what of the row under the cursor may use names, and its help.
func (f *Form) About() (texts []string, help string) {
	r, ok := f.form.Selected()
	if !ok {
		return nil, ""
	}
	if p, ok := f.form.Param(); ok {
		return []string{p.Key, p.Value}, r.Help.String()
	}
	if in := f.form.Typing().In; in != nil {
		typed, _, _ := in.Typed()
		return []string{typed}, r.Help.String()
	}
	if r.Secret {
		return nil, r.Help.String()
	}
	return []string{r.Value}, r.Help.String()
}

// Copied is the value under the cursor with what it is.
func (f *Form) Copied() (what, text string) {
	r, _ := f.form.Selected()
	if p, ok := f.form.Param(); ok {
		return p.Key, p.Value
	}
	return r.Label.String(), r.Value
}

// Offer says what can be done, for the actions.
func (f *Form) Offer() keymap.AuthState {
	c := f.view.Config()
	r, _ := f.form.Selected()
	oauth2 := c.Type == (auth.OAuth2{}).Type() && auth.Obtainable(c)
	own := f.view.Own != nil
	return keymap.AuthState{
		Inherited: f.view.Inherits(), Secret: r.Secret, Issuer: oauth2 && own && c.Get("issuer") != "",
		Legacy: own && legacy(c), Shareable: oauth2 && own && (f.token.Known || c.Get("accessToken") != ""),
	}
}

// Clearable reports whether the row under the cursor can be removed.
func (f *Form) Clearable() bool {
	r, _ := f.form.Selected()
	return r.ID != rowType && f.form.Clearable()
}

// Typing is the text that is typed, with where it stands in the form.
func (f *Form) Typing() complete.Typing { return f.form.Typing() }

// Editing reports whether something is being typed or chosen.
func (f *Form) Editing() bool { return f.form.Editing() }

// Refresh asks for the colours of values again.
func (f *Form) Refresh() { f.form.Refresh() }

// Restyle makes the form draw anew, with env.
func (f *Form) Restyle(env pane.Env) {
	f.env = env
	f.form.Restyle(env)
	f.form.Set(f.sections()) // keys may be others
}

// Draw returns the form in exactly that size.
func (f *Form) Draw(width, height int, focus bool) string {
	f.form.Resize(width, height)
	f.form.Focus(focus)
	if height <= 0 {
		return ""
	}
	return f.form.View()
}
