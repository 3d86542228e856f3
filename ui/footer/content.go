package footer

import (
	"postern/engine/collection"
	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// Content is what the last line tells, the first that there is of a note, what is
// going on, and the keys.
type Content struct {
	// Env is the chosen environment, or nil, and Token its token, if one is known.
	Env     *collection.Environment
	Token   text.Line
	Unsaved bool
	// Note is what has just been told, Going how a work goes.
	Note, Going text.Line
	// Editing says that a text has the keys; else those of Scope count, of which
	// State says what can be done.
	Editing bool
	Scope   keymap.Scope
	State   func() keymap.State
	// Width is that of the screen.
	Width int
}

// Bar is the line.
func (c Content) Bar(keys *keymap.Map) Bar {
	b := Bar{}.Plus(keymap.SwitchEnv, environment(c.Env))
	if c.Token != nil && c.Note == nil { // a note needs the room
		b = b.Plus(keymap.Tokens, c.Token)
	}
	if c.Unsaved {
		b = b.Plus(keymap.Save, text.Of(theme.Warn, safe.Lit("   ● unsaved")))
	}
	b = b.Plus("", text.Of(theme.Plain, safe.Lit("   ")))
	switch {
	case c.Note != nil:
		if whole := b.Plus("", c.Note); whole.Line().Width() <= c.Width {
			return whole
		}
		return Bar{}.Plus("", text.Of(theme.Plain, safe.Lit(" "))).Plus("", c.Note) // it is what matters now
	case c.Going != nil:
		return b.Plus("", c.Going)
	case c.Editing:
		return append(b, typing(keys)...)
	}
	return append(b, Keys(keys, c.State(), c.Scope, c.Width-b.Line().Width())...)
}
