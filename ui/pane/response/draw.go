package response

import (
	"strings"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// trouble is what went wrong, above the text.
func (p *Pane) trouble() []text.Line {
	if p.progress != nil {
		return nil
	}
	return p.wrong.Lines(p.x, p.width-5)
}

// View returns the pane.
func (p *Pane) View() string {
	if !p.fresh {
		p.view, p.fresh = drawer{p}.draw(), true
	}
	return p.view
}

// drawer is how the pane is drawn.
type drawer struct{ *Pane }

func (p drawer) draw() string {
	if p.width <= 0 || p.height <= 0 {
		return ""
	}
	th := p.env.Theme
	blank := th.Space(theme.None, p.width)
	lines := []string{p.bar.View(theme.None)}
	if p.progress != nil {
		progress := append(text.Of(theme.Plain, safe.Lit(" ")), p.progress...).Render(th, theme.None, p.width)
		if p.x == nil && (p.told == nil || p.tab() != tabTests && p.tab() != tabConsole) {
			return fill(append(lines, "", progress), blank, p.height)
		}
		lines = append(lines, progress)
	} else if p.x == nil {
		return fill([]string{"", p.empty()}, blank, p.height)
	}
	if l := p.heading(); l != nil {
		lines = append(lines, l.Render(th, theme.None, p.width))
	}
	for _, l := range p.trouble() {
		lines = append(lines, l.Render(th, theme.None, p.width))
	}
	for _, l := range painter(p).label() {
		lines = append(lines, l.Render(th, theme.None, p.width))
	}
	switch {
	case len(lines) >= p.height:
	case painter(p).on():
		lines = append(lines, painter(p).rows()...)
	case tabler(p).on():
		lines = append(lines, strings.Split(p.table.View(), "\n")...)
	case p.tab() == tabBody && p.body != nil && p.body.Len() == 0 && p.progress == nil && p.x.Err == nil:
		lines = append(lines, text.Of(theme.Faint, safe.Lit(" the response has no body")).Render(th, theme.None, p.width))
	case p.body != nil || p.tab() != tabBody:
		lines = append(lines, strings.Split(p.pager.View(), "\n")...)
	}
	if p.search.shown() {
		lines = append(lines, p.search.bar.View(p.width, p.search.note()))
	}
	if p.filter.Typing() {
		lines = append(lines, p.filter.View(p.env, p.width)...)
	}
	return fill(lines, blank, p.height)
}

// above is how many lines stand before the text: the tabs, how a send is going,
// how the exchange was reached, what went wrong, and what picture it is.
func (p *Pane) above() int {
	n := 1 + len(p.trouble()) + len(painter{p}.label())
	if p.progress != nil {
		n++
	}
	if (drawer{p}).heading() != nil {
		n++
	}
	return n
}

// heading is the line that says how the exchange was reached, if there is
// something to say.
func (p drawer) heading() text.Line {
	back := map[bool]keymap.ID{true: keymap.Cancel, false: keymap.Back}[p.trail.Run]
	return p.trail.Line(p.x, p.env.Keys.Shown(back), p.width)
}

// empty says what to do while there is nothing to show.
func (p drawer) empty() string {
	key := p.env.Keys.Key(keymap.Send)
	l := text.Of(theme.Faint, safe.Lit(" nothing sent yet: ")).
		Plus(theme.KeyName, safe.Clean(key)).Plus(theme.Faint, safe.Lit(" sends the request"))
	return l.Render(p.env.Theme, theme.None, p.width)
}

// fill brings lines to exactly a height; blank is an empty one.
func fill(lines []string, blank string, height int) string {
	for i := range lines {
		if lines[i] == "" {
			lines[i] = blank
		}
	}
	for len(lines) < height {
		lines = append(lines, blank)
	}
	return strings.Join(lines[:height], "\n")
}
