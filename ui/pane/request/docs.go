package request

import (
	"postern/engine/payload"
	"postern/ui/bodytext"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/prose"
	"postern/ui/reading"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/complete"
	"postern/ui/widget/text"
)

// docs is the tab of the description: read as Markdown, written as it is.
type docs struct {
	env   pane.Env
	doc   *document
	read  *reading.Pages
	write *bodytext.Stack
}

func newDocs(env pane.Env, d *document) tab {
	return &docs{
		env: env, doc: d,
		read: reading.New(env, func(width int) []text.Line { return docLines(d, width) }, safe.Text{}),
		write: newTexts(env, "the description", nil, &bodytext.Part{
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

func (t *docs) Load(key string) {
	t.read.Load(key)
	t.write.Load(key)
}

func (t *docs) Update(e pane.Event) (changed bool, in pane.Intent) {
	begin := false
	switch e := e.(type) {
	case pane.Act:
		begin = e.ID == keymap.Open || e.ID == keymap.EditValue
	case pane.Click:
		begin = e.Double
	case pane.Written:
		return t.write.Update(e)
	}
	switch {
	case t.write.Editing():
		return t.write.Update(e)
	case begin:
		t.write.Chosen().Edit(true)
		return false, nil
	}
	return t.read.Update(e)
}

func (t *docs) Commit() bool  { return t.write.Commit() }
func (t *docs) Editing() bool { return t.write.Editing() }

func (t *docs) View(width, height int, focus bool) string {
	if t.Editing() {
		return t.write.View(width, height, focus)
	}
	return t.read.View(width, height, focus)
}

func (t *docs) Restyle(env pane.Env) {
	t.env = env
	t.read.Restyle(env)
	t.write.Restyle(env)
}

func (t *docs) Refresh() { t.write.Refresh() }

func (t *docs) Typing() (complete.Typing, complete.Source) { return t.write.Typing() }
func (t *docs) Copied() (what, text string)                { return t.write.Copied() }

// hint says how to edit the text, and how much of it is out of sight.
func (t *docs) Hint() text.Line {
	l := t.write.Hint()
	if more := t.read.Hint(); len(more) > 0 && !t.Editing() {
		return append(more.Plus(theme.Faint, safe.Lit(" · ")), l...)
	}
	return l
}
