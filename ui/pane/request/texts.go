package request

import (
	"strings"

	"postern/engine/payload"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/editor"
	"postern/ui/widget/text"
)

// part is one text of a body.
type part struct {
	title safe.Text
	edit  *editor.Editor
	value func(*document) *string
	share int // of the height
	// seen is the document's text that the editor was given.
	seen string
}

// texts is a tab of one text, or of several below one another of which one is
// chosen.
type texts struct {
	env   pane.Env
	doc   *document
	parts []*part
	at    int
	item  string
}

func newRaw(env pane.Env, d *document) tab {
	hook := lexed(d, func() payload.Kind { return rawKind(d) })
	return &texts{env: env, doc: d, parts: []*part{{
		share: 1,
		value: func(d *document) *string { return &d.Request.Body.Raw },
		edit:  editor.New(env, editor.Options{Highlight: hook, Numbers: true, Placeholder: safe.Lit("the body is empty")}),
	}}}
}

func newGraphQL(env pane.Env, d *document) tab {
	kind := func(k payload.Kind) func() payload.Kind { return func() payload.Kind { return k } }
	return &texts{env: env, doc: d, parts: []*part{
		{
			title: safe.Lit("Query"), share: 2,
			value: func(d *document) *string { return &d.Request.Body.GraphQL.Query },
			edit:  editor.New(env, editor.Options{Highlight: lexed(d, kind(payload.Text)), Numbers: true}),
		},
		{
			title: safe.Lit("Variables"), share: 1,
			value: func(d *document) *string { return &d.Request.Body.GraphQL.Variables },
			edit:  editor.New(env, editor.Options{Highlight: lexed(d, kind(payload.JSON)), Numbers: true}),
		},
	}}
}

func (t *texts) load() {
	same := t.item == t.doc.ItemID
	t.item = t.doc.ItemID
	for _, p := range t.parts {
		now := *p.value(t.doc)
		switch {
		case !same:
			p.edit.Edit(false)
			p.edit.Set(now)
		case now != p.seen:
			p.edit.Edit(false)
			p.edit.Reload(now)
		}
		p.seen = now
		p.edit.Refresh() // the language may be another
	}
}

func (t *texts) copied() (what, text string) { return "the body", t.chosen().edit.Text() }

func (t *texts) chosen() *part { return t.parts[t.at] }

func (t *texts) update(e pane.Event) (changed, handled bool) {
	p := t.chosen()
	switch e := e.(type) {
	case pane.Act:
		return false, t.act(e.ID)
	case pane.Key:
		if p.edit.Key(e.KeyPressMsg) == editor.Left {
			return t.commit(), true
		}
	case pane.Paste:
		if p.edit.Editing() {
			p.edit.Paste(e.Text)
		}
	case pane.Click:
		return t.click(e), true
	case pane.Wheel:
		p.edit.Scroll(e.Lines)
	}
	return false, true
}

func (t *texts) act(id keymap.ID) bool {
	switch id {
	case keymap.Open, keymap.EditValue:
		t.chosen().edit.Edit(true)
		return true
	case keymap.Up, keymap.Down:
		if len(t.parts) > 1 {
			t.at = 0
			if id == keymap.Down {
				t.at = len(t.parts) - 1
			}
			return true
		}
	}
	return t.chosen().edit.Act(id)
}

// click chooses the part at a line and puts the cursor there; a double click
// begins to edit.
func (t *texts) click(e pane.Click) bool {
	y := 0
	for i, p := range t.parts {
		if !p.title.Empty() {
			y++
		}
		if _, h := p.edit.Size(); e.Y < y+h {
			changed := false
			if i != t.at {
				changed = t.commit()
				t.at = i
			}
			if e.Y >= y {
				if e.Double {
					p.edit.Edit(true)
				}
				p.edit.Click(e.X, e.Y-y)
			}
			return changed
		}
		_, h := p.edit.Size()
		y += h
	}
	return false
}

// commit takes over what was typed and ends the editing.
func (t *texts) commit() bool {
	changed := false
	for _, p := range t.parts {
		if !p.edit.Editing() {
			continue
		}
		p.edit.Edit(false)
		if s := p.edit.Text(); s != p.seen {
			*p.value(t.doc), p.seen = s, s
			changed = true
		}
	}
	return changed
}

func (t *texts) editing() bool { return t.chosen().edit.Editing() }

func (t *texts) view(width, height int, focus bool) string {
	shares := 0
	for _, p := range t.parts {
		shares += p.share
	}
	var out []string
	left := height
	for i, p := range t.parts {
		h := left
		if i < len(t.parts)-1 {
			h = min(height*p.share/shares, left)
		}
		left -= h
		if h > 0 && !p.title.Empty() {
			out = append(out, t.titleOf(i, focus).Render(t.env.Theme, theme.None, width))
			h--
		}
		p.edit.Resize(width, h)
		if h > 0 {
			out = append(out, p.edit.View())
		}
	}
	return strings.Join(out, "\n")
}

// titleOf marks the part that enter would edit.
func (t *texts) titleOf(i int, focus bool) text.Line {
	role := theme.Faint
	mark := safe.Lit("  ")
	if i == t.at && focus {
		role, mark = theme.Accent, safe.Lit("▸ ")
	}
	l := text.Of(role, safe.Lit(" ").Plus(mark, t.parts[i].title))
	if op := t.doc.Request.Body.GraphQL.Operation; i == 0 && op != "" {
		l = l.Plus(theme.Faint, safe.Lit(" · operation ")).Plus(theme.Plain, safe.Clean(op))
	}
	return l
}

func (t *texts) restyle(env pane.Env) {
	t.env = env
	for _, p := range t.parts {
		p.edit.Restyle(env)
	}
}

func (t *texts) refresh() {
	for _, p := range t.parts {
		p.edit.Refresh()
	}
}

// hint tells the values of the names in the line of the cursor.
func (t *texts) hint() text.Line {
	if l := t.doc.names.Values(t.chosen().edit.Line()); len(l) > 0 {
		return l
	}
	if !t.editing() {
		return text.Of(theme.KeyName, safe.Clean(t.env.Keys.Key(keymap.Open))).Plus(theme.Faint, safe.Lit(" edits"))
	}
	return text.Of(theme.Faint, safe.Lit("esc ends the editing and keeps the text"))
}
