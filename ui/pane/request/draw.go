package request

import (
	"strings"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/text"
)

// roomForHint is the height of a tab from which on its last line is a hint.
const roomForHint = 6

// head is where the parts of the first line stand.
type head struct {
	method     text.Line
	urlX, urlW int
	send       text.Line
	sendX      int // 0: there is no room for it
}

func (p *Pane) head() head {
	m := safe.Clean(p.doc.Request.Method).Cut(9)
	role := theme.Method(p.doc.Request.Method)
	h := head{method: text.Of(theme.Plain, safe.Lit(" ")).Plus(role, m)}
	if p.typed != nil {
		h.method = text.Of(theme.Plain, cells.Blank(12))
	} else if p.width >= 30 {
		h.method = h.method.Plus(theme.Faint, safe.Lit(" ▾"))
	}
	h.method = h.method.Plus(theme.Plain, safe.Lit(" "))
	h.send = p.sendPart()
	h.urlX = min(h.method.Width(), p.width)
	h.urlW = p.width - h.urlX
	if w := h.send.Width(); h.urlW-w >= 16 {
		h.urlW -= w
		h.sendX = p.width - w
	}
	return h
}

func (p *Pane) sendPart() text.Line {
	if p.doc.Sending {
		l := text.Of(theme.Warn, safe.Lit("  sending"))
		if k := p.env.Keys.Key(keymap.Cancel); k != "" {
			l = l.Plus(theme.Faint, safe.Lit(" · ")).Plus(theme.KeyName, safe.Clean(k)).Plus(theme.Faint, safe.Lit(" stops"))
		}
		return l.Plus(theme.Plain, safe.Lit(" "))
	}
	return text.Of(theme.Plain, safe.Lit("  ")).Plus(theme.KeyName, p.sendKey()).Plus(theme.Faint, safe.Lit(" Send "))
}

// View returns the pane in exactly its size.
func (p *Pane) View() string {
	if !p.fresh {
		p.view, p.fresh = p.draw(), true
	}
	return p.view
}

func (p *Pane) draw() string {
	if !p.doc.open {
		return cells.Block(p.env.Theme, p.nothing(), p.width, p.height)
	}
	var out []string
	if p.height > headLine {
		out = append(out, p.drawHead())
	}
	if p.height > barLine {
		p.bar.Resize(p.width)
		out = append(out, p.bar.View(theme.None))
	}
	if h := p.height - aboveTab; h > 0 {
		hints := h >= roomForHint
		if hints {
			h--
		}
		out = append(out, p.tab().view(p.width, h, p.focus && !p.typing && p.typed == nil && p.pick == nil))
		if hints {
			out = append(out, p.hint().Render(p.env.Theme, theme.None, p.width))
		}
	}
	return strings.Join(out, "\n")
}

func (p *Pane) drawHead() string {
	th := p.env.Theme
	if p.pick != nil {
		return p.pick.view(p.width, theme.None)
	}
	h := p.head()
	var b strings.Builder
	if p.typed != nil && h.urlX > 2 {
		p.typed.Resize(h.urlX - 2)
		b.WriteString(th.Space(theme.None, 1) + p.typed.View(theme.Marked, p.focus) + th.Space(theme.None, 1))
	} else {
		b.WriteString(h.method.Render(th, theme.None, h.urlX))
	}
	p.url.Resize(h.urlW)
	base := theme.None
	if p.typing {
		base = theme.Marked
	}
	b.WriteString(p.url.View(base, p.typing))
	if h.sendX > 0 {
		b.WriteString(h.send.Render(th, theme.None, p.width-h.sendX))
	}
	return b.String()
}

// hint tells what the names in use stand for, or what the tab says about the
// selected row.
func (p *Pane) hint() text.Line {
	var l text.Line
	if p.typing {
		l = p.doc.values(p.url.Value())
	} else if h, ok := p.tab().(hinted); ok {
		l = h.hint()
	}
	if len(l) == 0 {
		return nil
	}
	return append(text.Of(theme.Plain, safe.Lit(" ")), l...)
}

// nothing is what the pane says without a request.
func (p *Pane) nothing() []text.Line {
	key := func(id keymap.ID, what safe.Text) text.Line {
		k := safe.Clean(p.env.Keys.Key(id))
		return text.Of(theme.Plain, safe.Lit(" ")).Plus(theme.KeyName, k).
			Plus(theme.Faint, cells.Blank(8-k.Width())).Plus(theme.Faint, what)
	}
	return []text.Line{
		text.Of(theme.Plain, safe.Lit(" No request is chosen.")),
		nil,
		key(keymap.FindRequest, safe.Lit("finds one by its name")),
		key(keymap.Pane1, safe.Lit("goes to the collections")),
		key(keymap.Help, safe.Lit("shows what there is")),
	}
}
