// Package message is the dialog that tells something longer than a toast: what
// happened, where, and what to try.
package message

import (
	"strings"

	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
	"postern/ui/widget/vlist"
)

// Content is what is told. Empty parts are left out.
type Content struct {
	Title safe.Text
	// What happened, in the look of Role.
	What safe.Text
	Role theme.Role
	// Where it happened: a file and line, a stage, a field.
	Where safe.Text
	// Hint is one thing to try.
	Hint safe.Text
	// Detail is the rest, line by line, like the error's full text.
	Detail []safe.Text
}

// maxWidth is the widest a message gets.
const maxWidth = 76

// Message is the dialog. Make one with [New].
type Message struct {
	dialog.Shell
	content Content
	list    vlist.List
}

// New returns a message.
func New(env pane.Env, c Content) *Message {
	m := &Message{content: c, list: vlist.List{Static: true}}
	m.Env = env
	return m
}

// Update handles one event.
func (m *Message) Update(ev pane.Event) (pane.Intent, bool) {
	m.Changed()
	if w, ok := ev.(pane.Wheel); ok {
		m.list.Wheel(w.Lines)
		return nil, false
	}
	switch id := m.Action(ev); {
	case m.list.Act(id):
	case id == keymap.Copy || id == keymap.CopyAll:
		return pane.CopyAsked{What: "the message", Text: m.text()}, false
	case id == keymap.Accept || id == keymap.Open || dialog.Closes(id):
		return m.Cancelled(), true
	}
	return nil, false
}

// View returns the box.
func (m *Message) View() string { return m.Cached(m.draw) }

func (m *Message) draw() string {
	w := m.InnerWidth(maxWidth)
	lines := m.lines(w)
	f := m.FrameFor(w, len(lines))
	_, h := f.Inner()
	if len(lines) > h {
		lines = m.lines(w - 2) // room for the scroll bar
	}
	f.Title = m.content.Title
	f.Hints = []dialog.Hint{
		dialog.HintOf(m.Env, keymap.Close, safe.Lit("close")),
		dialog.HintOf(m.Env, keymap.Copy, safe.Lit("copy")),
	}
	m.list.Resize(w, h)
	m.list.SetCount(len(lines))
	rows := m.list.Draw(m.Env.Theme, theme.None, func(i, _ int) text.Line { return lines[i] })
	return m.Box(f, strings.Split(rows, "\n"))
}

func (m *Message) lines(w int) []text.Line {
	c := m.content
	var out []text.Line
	part := func(ls []text.Line) {
		if len(out) > 0 {
			out = append(out, nil)
		}
		out = append(out, ls...)
	}
	if !c.What.Empty() {
		part(dialog.Paragraph(c.Role, c.What, w))
	}
	if !c.Where.Empty() {
		out = append(out, dialog.Paragraph(theme.Faint, c.Where, w)...)
	}
	if !c.Hint.Empty() {
		part(dialog.Paragraph(theme.Plain, safe.Lit("Try: ").Plus(c.Hint), w))
	}
	var detail []text.Line
	for _, d := range c.Detail {
		detail = append(detail, dialog.Paragraph(theme.Faint, d, w)...)
	}
	if len(detail) > 0 {
		part(detail)
	}
	return out
}

// text is everything, as it is copied.
func (m *Message) text() string {
	c := m.content
	var out []string
	for _, t := range append([]safe.Text{c.What, c.Where, c.Hint}, c.Detail...) {
		if !t.Empty() {
			out = append(out, t.String())
		}
	}
	return strings.Join(out, "\n")
}
