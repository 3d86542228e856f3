package response

import (
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// follower keeps the end of a body on screen while it comes, as tail does: that
// of a stream unless the reader goes elsewhere, that of any other body once the
// reader has gone there.
type follower struct{ *Pane }

// put begins to follow a stream that comes, and shows where the end is in the
// last of all its layouts.
func (p follower) put(first bool) {
	if first && p.layout.Stream && p.progress != nil {
		p.following = true
	}
	p.toEnd()
	if p.progress == nil {
		p.following = false
	}
}

// toEnd goes to the end, if that is followed.
func (p follower) toEnd() {
	if p.following && p.tab() == tabBody {
		p.pager.Act(keymap.Bottom)
	}
}

// moved takes note of where an event has brought the cursor, which was
// elsewhere before.
func (p follower) moved(e pane.Event, before int) {
	if p.progress == nil || p.body == nil || p.tab() != tabBody {
		return
	}
	now := p.pager.Cursor()
	up := now < before
	switch e := e.(type) {
	case pane.Act:
		up = up || e.ID == keymap.Up || e.ID == keymap.PageUp || e.ID == keymap.Top
	case pane.Wheel:
		up = up || e.Lines < 0
	}
	last := now >= p.body.Len()-1
	switch {
	case up:
		p.following = false
	case e == pane.Event(pane.Act{ID: keymap.Bottom}), now > before && last:
		p.following = true
	}
}

// title says what has come of a stream and whether its end is followed.
func (p follower) title() text.Line {
	if p.body == nil {
		return nil
	}
	l := text.Of(theme.Title, safe.Lit(" ─ "))
	if p.layout.Events > 0 {
		l = l.Plus(theme.Title, safe.Clean(p.layout.events()+" · "))
	}
	switch {
	case p.following:
		return l.Plus(theme.OK, safe.Lit("following"))
	case p.layout.Stream:
		return l.Plus(theme.KeyName, safe.Clean(p.env.Keys.Key(keymap.Bottom))).Plus(theme.Title, safe.Lit(" follows"))
	}
	return nil
}
