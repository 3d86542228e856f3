package request

import (
	"strings"

	"postern/engine/payload"
	"postern/ui/bodytext"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/editor"
	"postern/ui/widget/text"
)

// part is one text of a body.
type part struct {
	*bodytext.Text
	title safe.Text
	value func(*document) *string
	share int // of the height
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
	return &texts{env: env, doc: d, parts: []*part{{
		Text:  bodytext.New(env, &d.names, func() payload.Kind { return rawKind(d) }, safe.Lit("the body is empty")),
		value: func(d *document) *string { return &d.Request.Body.Raw },
		share: 1,
	}}}
}

func newGraphQL(env pane.Env, d *document) tab {
	of := func(k payload.Kind) *bodytext.Text {
		return bodytext.New(env, &d.names, func() payload.Kind { return k }, safe.Text{})
	}
	return &texts{env: env, doc: d, parts: []*part{
		{
			Text: of(payload.Text), title: safe.Lit("Query"), share: 2,
			value: func(d *document) *string { return &d.Request.Body.GraphQL.Query },
		},
		{
			Text: of(payload.JSON), title: safe.Lit("Variables"), share: 1,
			value: func(d *document) *string { return &d.Request.Body.GraphQL.Variables },
		},
	}}
}

func (t *texts) load() {
	another := t.item != t.doc.ItemID
	t.item = t.doc.ItemID
	for _, p := range t.parts {
		p.Load(*p.value(t.doc), another)
	}
}

func (t *texts) copied() (what, text string) { return "the body", t.chosen().Text.Text() }

func (t *texts) chosen() *part { return t.parts[t.at] }

func (t *texts) update(e pane.Event) (changed, handled bool) {
	p := t.chosen()
	switch e := e.(type) {
	case pane.Act:
		if e.ID == keymap.Pretty {
			return p.Pretty() && t.take(p), true
		}
		return false, t.act(e.ID)
	case pane.Key:
		switch p.Key(e.KeyPressMsg) {
		case editor.Left:
			return t.commit(), true
		case editor.Copied, editor.Cut:
			t.doc.wish = CopyAsked{What: "the selection", Text: p.Taken()}
		case editor.Formatted:
			p.Pretty()
		}
	case pane.Paste:
		if p.Editing() {
			p.Paste(e.Text)
		}
	case pane.Click:
		return t.click(e), true
	case pane.Wheel:
		p.Scroll(e.Lines)
	}
	return false, true
}

func (t *texts) act(id keymap.ID) bool {
	switch id {
	case keymap.Open, keymap.EditValue:
		t.chosen().Edit(true)
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
	return t.chosen().Act(id)
}

// click chooses the part at a line and puts the cursor there; a double click
// begins to edit.
func (t *texts) click(e pane.Click) bool {
	y := 0
	for i, p := range t.parts {
		if !p.title.Empty() {
			y++
		}
		if _, h := p.Size(); e.Y < y+h {
			changed := false
			if i != t.at {
				changed = t.commit()
				t.at = i
			}
			if e.Y >= y {
				if e.Double {
					p.Edit(true)
				}
				p.Click(e.X, e.Y-y)
			}
			return changed
		}
		_, h := p.Size()
		y += h
	}
	return false
}

// commit takes over what was typed and ends the editing.
func (t *texts) commit() bool {
	changed := false
	for _, p := range t.parts {
		if p.Editing() {
			p.Edit(false)
			changed = t.take(p) || changed
		}
	}
	return changed
}

// take carries a part over to the document.
func (t *texts) take(p *part) bool {
	now, changed := p.Take()
	if changed {
		*p.value(t.doc) = now
	}
	return changed
}

// json reports whether what is chosen is JSON.
func (t *texts) json() bool { return t.chosen().JSON() }

func (t *texts) editing() bool { return t.chosen().Editing() }

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
		p.Resize(width, h)
		if h > 0 {
			out = append(out, p.View())
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
	if c := t.parts[i].Complaint(); len(c) > 0 {
		l = append(l.Plus(theme.Plain, safe.Lit("  ")), c...)
	}
	return l
}

func (t *texts) restyle(env pane.Env) {
	t.env = env
	for _, p := range t.parts {
		p.Restyle(env)
	}
}

func (t *texts) refresh() {
	for _, p := range t.parts {
		p.Refresh()
	}
}

// hint tells the values of the names in the line of the cursor.
func (t *texts) hint() text.Line {
	if l := t.doc.names.Values(t.chosen().Line()); len(l) > 0 {
		return l
	}
	if !t.editing() {
		return text.Of(theme.KeyName, safe.Clean(t.env.Keys.Key(keymap.Open))).Plus(theme.Faint, safe.Lit(" edits"))
	}
	l := text.Of(theme.Faint, safe.Lit("esc ends the editing and keeps the text"))
	if t.json() {
		l = l.Plus(theme.Faint, safe.Lit(" · alt+p puts it in order"))
	}
	return l
}
