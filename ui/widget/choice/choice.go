// Package choice is a choice made in place, in one line: arrows or a first
// letter move, enter takes, esc leaves things as they are.
//
// It is for a handful of options whose labels fit beside each other; what they
// mean is its owner's business.
package choice

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/ui/keymap"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/tabs"
)

// Choice is the widget. Make one with [New].
type Choice struct {
	env     widget.Env
	bar     *tabs.Bar
	options []tabs.Tab
}

// New returns a choice between options that begins at one of them.
func New(env widget.Env, options []tabs.Tab, at int) *Choice {
	c := &Choice{env: env, bar: tabs.NewChoice(env), options: options}
	c.bar.Set(options)
	c.bar.Choose(at)
	return c
}

// Key handles a key press. done says that the choice is over, and taken that
// it was made.
func (c *Choice) Key(k tea.KeyPressMsg) (taken, done bool) {
	e, s := c.env.Edit.Read(k)
	switch e {
	case keymap.NewLine:
		return true, true
	case keymap.Abandon:
		return false, true
	case keymap.CursorLeft, keymap.CursorUp, keymap.PrevField:
		c.bar.Step(-1)
	case keymap.CursorRight, keymap.CursorDown, keymap.NextField:
		c.bar.Step(1)
	case keymap.LineStart:
		c.bar.Choose(0)
	case keymap.LineEnd:
		c.bar.Choose(len(c.options) - 1)
	case keymap.Insert:
		c.jump(s)
	}
	return false, false
}

// At is the option that is chosen.
func (c *Choice) At() int { return c.bar.Active() }

// jump goes to the next option that begins with a text; a blank to the next.
func (c *Choice) jump(s string) {
	for range c.options {
		c.bar.Step(1)
		label := c.options[c.bar.Active()].Label.String()
		if s == " " || strings.HasPrefix(strings.ToLower(label), strings.ToLower(s)) {
			return
		}
	}
}

// Click chooses the option at a column and reports whether there was one.
func (c *Choice) Click(x int) bool {
	i := c.bar.Hit(x)
	if i >= 0 {
		c.bar.Choose(i)
	}
	return i >= 0
}

// View returns the options in exactly that width.
func (c *Choice) View(width int, base theme.Base) string {
	c.bar.Resize(width)
	return c.bar.View(base)
}

// Restyle makes the choice draw with env.
func (c *Choice) Restyle(env widget.Env) {
	c.env = env
	c.bar.Restyle(env)
}
