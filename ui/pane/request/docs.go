package request

import (
	"postern/engine/payload"
	"postern/ui/bodytext"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/prose"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/complete"
	"postern/ui/widget/text"
)

// docs is the tab of the description: read as Markdown, written as it is.
type docs struct {
	env   pane.Env
	doc   *document
	read  *pages
	write *texts
}

func newDocs(env pane.Env, d *document) tab {
	return &docs{
		env: env, doc: d,
		read: newPages(env, d, docLines, safe.Text{}),
		write: newTexts(env, d, "the description", nil, &bodytext.Part{
			Text: bodytext.New(env, nil, func() payload.Kind { return payload.Text }, safe.Text{}),
			File: "description.md", Share: 1,
			Get: func() string { return d.Settings.Description },
			Put: func(s string) { d.Settings.Description, d.settled = s, "the description" },
		}),
	}
}

// docLines is the description, of a folder or collection below what it is.
func docLines(d *document, width int) []text.Line {
	text := prose.Lines(d.Settings.Description, width)
	if len(text) == 0 {
		text = prose.Wrap("no description yet", theme.Faint, width)
	}
	return append(d.about.lines(), text...)
}

func (t *docs) load() {
	t.read.load()
	t.write.load()
}

func (t *docs) update(e pane.Event) (changed, handled bool) {
	begin := false
	switch e := e.(type) {
	case pane.Act:
		begin = e.ID == keymap.Open || e.ID == keymap.EditValue
	case pane.Click:
		begin = e.Double
	case pane.Written:
		return t.write.update(e)
	}
	switch {
	case t.write.editing():
		return t.write.update(e)
	case begin:
		t.write.Chosen().Edit(true)
		return false, true
	}
	return t.read.update(e)
}

func (t *docs) commit() bool  { return t.write.commit() }
func (t *docs) editing() bool { return t.write.editing() }

func (t *docs) view(width, height int, focus bool) string {
	if t.editing() {
		return t.write.view(width, height, focus)
	}
	return t.read.view(width, height, focus)
}

func (t *docs) restyle(env pane.Env) {
	t.env = env
	t.read.restyle(env)
	t.write.restyle(env)
}

func (t *docs) refresh() { t.write.refresh() }

func (t *docs) typing() (complete.Typing, complete.Source) { return t.write.typing() }
func (t *docs) copied() (what, text string)                { return t.write.copied() }
func (t *docs) outside() *texts                            { return t.write }

// hint says how to edit the text, and how much of it is out of sight.
func (t *docs) hint() text.Line {
	l := t.write.hint()
	if more := t.read.hint(); len(more) > 0 && !t.editing() {
		return append(more.Plus(theme.Faint, safe.Lit(" · ")), l...)
	}
	return l
}
