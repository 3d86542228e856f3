package prompt

import (
	"strings"

	"postern/ui/folders"
	"postern/ui/pane"
	"postern/ui/theme"
	"postern/ui/widget/complete"
)

// The content of the box begins behind its border.
const (
	left = 2
	top  = 1
)

// offersRoom is how many lines below the field the offers may take.
const offersRoom = 8

// offered gives an event to what is offered, and reports whether it was for
// that.
func (p *Prompt) offered(ev pane.Event) bool {
	switch ev := ev.(type) {
	case pane.Key:
		return p.box.Key(ev.KeyPressMsg)
	case pane.Click:
		return p.box.Click(ev.X-left, ev.Y-top)
	case pane.Wheel:
		return p.box.Wheel(ev.Lines)
	case pane.Arrived:
		if l, ok := ev.What.(folders.Listed); ok && p.opt.Paths != nil && p.opt.Paths.Take(l) {
			p.box.Again(p.opt.Paths.Offer)
		}
		return true
	}
	return false
}

// follow is called after every event; it wishes for the folder that is being
// typed.
func (p *Prompt) follow() pane.Intent {
	if p.opt.Paths == nil {
		return nil
	}
	p.box.Follow(p.field, p.opt.Paths.Offer)
	p.tall = p.tall || p.box.Open()
	return p.opt.Paths.Want()
}

// withOffers lays what is offered over the lines below the field.
func (p *Prompt) withOffers(lines []string, w int) []string {
	if !p.tall {
		return lines
	}
	for len(lines) < min(1+offersRoom, p.Height-2*top) {
		lines = append(lines, p.Env.Theme.Space(theme.None, w))
	}
	t := complete.Typing{In: p.field, X: p.field.Caret()}
	return strings.Split(p.box.Lay(strings.Join(lines, "\n"), t, w, len(lines)), "\n")
}
