package dialog

import (
	"strings"

	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/theme"
	"postern/ui/widget/text"
	"postern/ui/widget/vlist"
)

// Page is a text that fills a dialog and scrolls where there is too little
// room. The zero Page is ready.
type Page struct{ list vlist.List }

// Act scrolls; it reports whether the action was one that does.
func (p *Page) Act(id keymap.ID) bool {
	p.list.Static = true
	return p.list.Act(id)
}

// Wheel scrolls by some lines.
func (p *Page) Wheel(lines int) { p.list.Wheel(lines) }

// Top goes back to the first line.
func (p *Page) Top() { p.list.Act(keymap.Top) }

// Draw returns the dialog's box around the lines that content makes for a
// width. frame is what stands around them, its size left to Draw.
func (p *Page) Draw(s *Shell, maxWidth int, frame Frame, content func(width int) []text.Line) string {
	p.list.Static = true
	w := s.InnerWidth(maxWidth)
	lines := content(w)
	f := s.FrameFor(w, len(lines))
	f.Title, f.Note, f.Hints = frame.Title, frame.Note, frame.Hints
	more := s.More(f)
	f.Height = s.FrameFor(w, len(lines)+len(more)).Height
	_, h := f.Inner()
	h = max(h-len(more), 0)
	if len(lines) > h {
		lines = content(w - 2) // room for the scroll bar
	}
	p.list.Resize(w, h)
	p.list.SetCount(len(lines))
	rows := p.list.Draw(s.Env.Theme, theme.None, func(i, _ int) text.Line { return lines[i] })
	return s.Box(f, append(strings.Split(rows, "\n"), Rendered(s.Env, more, w)...))
}

// Scrolled handles the events that scroll; it reports whether ev was one.
func (p *Page) Scrolled(s *Shell, ev pane.Event) bool {
	if w, ok := ev.(pane.Wheel); ok {
		p.Wheel(w.Lines)
		return true
	}
	return p.Act(s.Action(ev))
}
