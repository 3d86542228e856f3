package request

import (
	"strings"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/text"
)

// roomForHint is the height of a tab from which on its last line is a hint.
const roomForHint = 6

// View returns the pane in exactly its size.
func (p *Pane) View() string {
	if !p.fresh {
		p.view, p.fresh = popup{p}.lay(p.draw()), true
	}
	return p.view
}

func (p *Pane) draw() string {
	k := p.doc.kind
	if k == isNothing {
		return cells.Block(p.env.Theme, nothing(p.env), p.width, p.height)
	}
	var out []string
	if k == isRequest && p.height > headLine {
		out = append(out, p.head.View(p.focus))
	}
	if p.height >= k.above() {
		p.bar.Resize(p.width)
		out = append(out, p.bar.View(theme.None))
	}
	if h := p.height - k.above(); h > 0 {
		hints := h >= roomForHint
		if hints {
			h--
		}
		out = append(out, p.tab().View(p.width, h, p.focus && !p.head.Editing()))
		if hints {
			out = append(out, p.hint().Render(p.env.Theme, theme.None, p.width))
		}
	}
	return strings.Join(out, "\n")
}

// hint tells what the names in use stand for, or what the tab says about the
// selected row, or what the address lacks.
func (p *Pane) hint() text.Line {
	var l text.Line
	if url, ok := p.head.Typed(); ok {
		l = p.doc.names.Values(url)
	} else if h, ok := p.tab().(hinted); ok {
		if l = h.Hint(); len(l) == 0 {
			l = p.doc.names.Lacking(p.doc.Request.URL.Text())
		}
	}
	if len(l) == 0 {
		return nil
	}
	return append(text.Of(theme.Plain, safe.Lit(" ")), l...)
}
