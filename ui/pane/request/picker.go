package request

import (
	"strings"

	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/tabs"
)

// picker is a choice made in place, in one line: arrows or a first letter
// move, enter takes, esc leaves things as they are.
type picker struct {
	env     pane.Env
	bar     *tabs.Bar
	options []tabs.Tab
}

func newPicker(env pane.Env, options []tabs.Tab, at int) *picker {
	p := &picker{env: env, bar: tabs.NewChoice(env), options: options}
	p.bar.Set(options)
	p.bar.Choose(at)
	return p
}

// key handles a key press. done says that the choice is over, and taken that
// it was made.
func (p *picker) key(k pane.Key) (taken, done bool) {
	e, s := p.env.Edit.Read(k.KeyPressMsg)
	switch e {
	case keymap.NewLine:
		return true, true
	case keymap.Abandon:
		return false, true
	case keymap.CursorLeft, keymap.CursorUp, keymap.PrevField:
		p.bar.Step(-1)
	case keymap.CursorRight, keymap.CursorDown, keymap.NextField:
		p.bar.Step(1)
	case keymap.LineStart:
		p.bar.Choose(0)
	case keymap.LineEnd:
		p.bar.Choose(len(p.options) - 1)
	case keymap.Insert:
		p.jump(s)
	}
	return false, false
}

// jump goes to the next option that begins with a text; a blank to the next.
func (p *picker) jump(s string) {
	for range p.options {
		p.bar.Step(1)
		label := p.options[p.bar.Active()].Label.String()
		if s == " " || strings.HasPrefix(strings.ToLower(label), strings.ToLower(s)) {
			return
		}
	}
}

// click chooses the option at a column and reports whether there was one.
func (p *picker) click(x int) bool {
	i := p.bar.Hit(x)
	if i >= 0 {
		p.bar.Choose(i)
	}
	return i >= 0
}

func (p *picker) view(width int, base theme.Base) string {
	p.bar.Resize(width)
	return p.bar.View(base)
}

func (p *picker) restyle(env pane.Env) {
	p.env = env
	p.bar.Restyle(env)
}

// methodOptions are the methods to pick from, the last one being any other.
func methodOptions() []tabs.Tab {
	var out []tabs.Tab
	for _, m := range methods() {
		out = append(out, tabs.Tab{Label: safe.Clean(m), Role: theme.Method(m)})
	}
	return append(out, tabs.Tab{Label: safe.Lit("other…")})
}
