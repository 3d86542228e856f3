package request

import (
	"postern/ui/pane"
	"postern/ui/widget/complete"
)

// typed is a part of the pane with a text to type in.
type typed interface {
	// Typing is the text that is typed, with where it stands in the part, and
	// what may stand in it.
	Typing() (complete.Typing, complete.Source)
}

// popup is the list of what may stand where something is typed, over the pane.
type popup struct{ pane *Pane }

// first gives an event to the list, and reports whether it was for that.
func (u popup) first(e pane.Event) bool {
	p, took := u.pane, false
	switch e := e.(type) {
	case pane.Key:
		took = p.box.Key(e.KeyPressMsg)
	case pane.Click:
		took = p.box.Click(e.X, e.Y)
	case pane.Wheel:
		took = p.box.Wheel(e.Lines)
	}
	if took { // the text may be another
		p.tab().Refresh()
	}
	return took
}

// follow is called after every event.
func (u popup) follow() {
	t, source := u.typing()
	u.pane.box.Follow(t.In, source)
}

// lay draws the list over the pane.
func (u popup) lay(view string) string {
	p := u.pane
	if !p.box.Open() {
		return view
	}
	t, _ := u.typing()
	return p.box.Lay(view, t, p.width, p.height)
}

// typing is the text that is typed in the pane.
func (u popup) typing() (complete.Typing, complete.Source) {
	p := u.pane
	switch {
	case p.doc.kind == isNothing:
		return complete.Typing{}, nil
	case p.head.Editing():
		return p.head.Typing()
	}
	if t, ok := p.tab().(typed); ok {
		in, source := t.Typing()
		return in.Down(p.doc.kind.above()), source
	}
	return complete.Typing{}, nil
}

func (t *authTab) Typing() (complete.Typing, complete.Source) {
	return t.form.Typing(), t.doc.names.Offer
}

func (b *body) Typing() (complete.Typing, complete.Source) {
	t, ok := b.mode().(typed)
	if !ok || b.pick != nil {
		return complete.Typing{}, nil
	}
	in, source := t.Typing()
	return in.Down(b.above()), source
}
