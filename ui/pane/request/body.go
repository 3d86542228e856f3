package request

import (
	"fmt"
	"slices"

	"postern/ui/bodytext"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/prose"
	"postern/ui/reading"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/choice"
	"postern/ui/widget/tabs"
	"postern/ui/widget/text"
)

// bodyKind is a way to send a body, as a person picks it.
type bodyKind struct {
	label          safe.Text
	mode, language string
}

// bodyKinds are all of them, in the order they are offered.
func bodyKinds() []bodyKind {
	return []bodyKind{
		{safe.Lit("none"), "", ""},
		{safe.Lit("JSON"), "raw", "json"},
		{safe.Lit("text"), "raw", "text"},
		{safe.Lit("XML"), "raw", "xml"},
		{safe.Lit("HTML"), "raw", "html"},
		{safe.Lit("JavaScript"), "raw", "javascript"},
		{safe.Lit("urlencoded"), "urlencoded", ""},
		{safe.Lit("form-data"), "formdata", ""},
		{safe.Lit("GraphQL"), "graphql", ""},
		{safe.Lit("file"), "file", ""},
	}
}

// kindOf returns the kind of the document's body, or -1 for an unknown one.
func kindOf(d *document) int {
	b := d.Request.Body
	lang := b.Language
	if b.Mode == "raw" && lang == "" {
		lang = "text"
	}
	return slices.IndexFunc(bodyKinds(), func(k bodyKind) bool {
		return k.mode == b.Mode && (k.mode != "raw" || k.language == lang)
	})
}

// body is the tab of the body: a line that tells its kind, and below it the
// tab of that mode.
type body struct {
	env   pane.Env
	doc   *document
	pick  *choice.Choice
	modes map[string]tab
	none  *reading.Pages
	// height is that of the last drawing.
	height int
}

func newBody(env pane.Env, d *document) tab {
	return &body{env: env, doc: d, none: noBody(env, d), modes: map[string]tab{
		"raw":        newRaw(env, d),
		"urlencoded": newURLEncoded(env, d),
		"formdata":   newForm(env, d),
		"graphql":    newGraphQL(env, d),
		"file":       newFile(env, d),
	}}
}

// noBody is shown for no body, and for modes that are only kept.
func noBody(env pane.Env, d *document) *reading.Pages {
	return reading.New(env, func(width int) []text.Line {
		if m := d.Request.Body.Mode; m != "" {
			return prose.Wrap(fmt.Sprintf("The body mode %q is not known here. It is kept in the file.", safe.Clean(m).String()), theme.Warn, width)
		}
		return prose.Wrap("This request has no body.", theme.Faint, width)
	}, safe.Text{})
}

func (b *body) mode() tab {
	if t, ok := b.modes[b.doc.Request.Body.Mode]; ok {
		return t
	}
	return b.none
}

func (b *body) Load(key string) {
	if b.doc.kind != isRequest {
		b.pick = nil
	}
	b.none.Load(key)
	b.mode().Load(key)
}

func (b *body) Update(e pane.Event) (changed bool, in pane.Intent) {
	switch e := e.(type) {
	case pane.Act:
		if e.ID == keymap.BodyMode {
			changed = b.mode().Commit()
			b.choose()
			return changed, nil
		}
		if b.pickFile(e.ID) {
			return false, nil
		}
	case pane.Key:
		if b.pick != nil {
			return b.pickKey(e), nil
		}
	case pane.Click:
		if e.Y < b.above() {
			return b.clickLine(e), nil
		}
		e.Y -= b.above()
		b.pick = nil
		return b.mode().Update(e)
	}
	return b.mode().Update(e)
}

// choose opens the choice of the kind.
func (b *body) choose() {
	var options []tabs.Tab
	for _, k := range bodyKinds() {
		options = append(options, tabs.Tab{Label: k.label})
	}
	b.pick = choice.New(b.env, options, kindOf(b.doc))
}

func (b *body) pickKey(k pane.Key) bool {
	taken, done := b.pick.Key(k.KeyPressMsg)
	if !done {
		return false
	}
	at := b.pick.At()
	b.pick = nil
	return taken && b.take(at)
}

func (b *body) clickLine(e pane.Click) bool {
	if b.pick == nil {
		changed := b.mode().Commit()
		b.choose()
		return changed
	}
	if !b.pick.Click(e.X) {
		return false
	}
	at := b.pick.At()
	b.pick = nil
	return b.take(at)
}

// take switches to a kind and reports whether it is another one. What the
// other modes hold stays.
func (b *body) take(at int) bool {
	if at == kindOf(b.doc) {
		return false
	}
	k := bodyKinds()[at]
	r := &b.doc.Request.Body
	r.Mode, r.Declared = k.mode, r.Declared || k.mode != ""
	if k.mode == "raw" {
		r.Language = k.language
	}
	return true
}

func (b *body) Commit() bool {
	b.pick = nil
	return b.mode().Commit()
}

func (b *body) Editing() bool { return b.pick != nil || b.mode().Editing() }

func (b *body) Copied() (what, text string) {
	if t, ok := b.mode().(copied); ok {
		return t.Copied()
	}
	return "", ""
}

func (b *body) View(width, height int, focus bool) string {
	if b.height = height; b.above() == 0 {
		return b.mode().View(width, height, focus)
	}
	line := ""
	if b.pick != nil {
		line = b.pick.View(width, theme.None)
	} else {
		line = b.kindLine().Render(b.env.Theme, theme.None, width)
	}
	if height <= 1 {
		return line
	}
	return line + "\n" + b.mode().View(width, height-1, focus && b.pick == nil)
}

// above is the height of the line above the mode: where there is room for one
// line, that is the one that is typed into.
func (b *body) above() int {
	if b.height == 1 && b.pick == nil && b.mode().Editing() {
		return 0
	}
	return 1
}

// kindLine tells the kind and how to change it.
func (b *body) kindLine() text.Line {
	l := text.Of(theme.Plain, safe.Lit(" "))
	if i := kindOf(b.doc); i >= 0 {
		l = l.Plus(theme.Accent, bodyKinds()[i].label)
	} else {
		what := b.doc.Request.Body.Mode
		if what == "raw" {
			what = b.doc.Request.Body.Language
		}
		l = l.Plus(theme.Accent, safe.Clean(what))
	}
	l = l.Plus(theme.Faint, safe.Lit(" ▾"))
	if t, ok := b.mode().(*bodytext.Stack); ok && len(t.Parts) == 1 {
		if c := t.Chosen().Complaint(); len(c) > 0 {
			return append(l.Plus(theme.Plain, safe.Lit("   ")), c...)
		}
	}
	if b.doc.Request.Body.Disabled {
		l = l.Plus(theme.Warn, safe.Lit("  switched off"))
	}
	return l.Plus(theme.Faint, safe.Lit("   ")).Plus(theme.KeyName, safe.Clean(b.env.Keys.Key(keymap.BodyMode))).
		Plus(theme.Faint, safe.Lit(" changes"))
}

func (b *body) Restyle(env pane.Env) {
	b.env = env
	if b.pick != nil {
		b.pick.Restyle(env)
	}
	b.none.Restyle(env)
	for _, t := range b.modes {
		t.Restyle(env)
	}
}

func (b *body) Refresh() {
	for _, t := range b.modes {
		t.Refresh()
	}
}

func (b *body) Note() safe.Text {
	if i := kindOf(b.doc); i > 0 {
		return bodyKinds()[i].label
	}
	return safe.Clean(b.doc.Request.Body.Mode)
}

func (b *body) Hint() text.Line {
	if h, ok := b.mode().(hinted); ok {
		return h.Hint()
	}
	return nil
}
