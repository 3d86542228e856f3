package request

import (
	"strings"

	"postern/ui/keymap"
	"postern/ui/pane"
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
		p.view, p.fresh = p.draw(), true
	}
	return p.view
}

func (p *Pane) draw() string {
	if !p.doc.open {
		return cells.Block(p.env.Theme, p.about.lines(p.env, p.width), p.width, p.height)
	}
	var out []string
	if p.height > headLine {
		out = append(out, p.head.view(p.focus))
	}
	if p.height > barLine {
		out = append(out, p.bar.View(theme.None))
	}
	if h := p.height - aboveTab; h > 0 {
		hints := h >= roomForHint
		if hints {
			h--
		}
		out = append(out, p.tab().view(p.width, h, p.focus && !p.head.editing()))
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
	if p.head.typing {
		l = p.doc.values(p.head.url.Value())
	} else if h, ok := p.tab().(hinted); ok {
		if l = h.hint(); len(l) == 0 {
			l = p.doc.lacking(p.doc.Request.URL.Text())
		}
	}
	if len(l) == 0 {
		return nil
	}
	return append(text.Of(theme.Plain, safe.Lit(" ")), l...)
}

// lines is what the pane tells of the folder or collection that is chosen.
func (a About) lines(env pane.Env, width int) []text.Line {
	if a.Title.Empty() {
		return nothing(env)
	}
	out := []text.Line{text.Of(theme.Strong, safe.Lit(" ").Plus(a.Title))}
	for _, f := range a.Facts {
		out = append(out, text.Of(theme.Faint, safe.Lit(" ").Plus(f)))
	}
	if a.Description != "" {
		out = append(out, nil)
		for _, l := range prose(a.Description, width-1) {
			out = append(out, append(text.Of(theme.Plain, safe.Lit(" ")), l...))
		}
	}
	return out
}

// nothing is what the pane says without a request.
func nothing(env pane.Env) []text.Line {
	key := func(id keymap.ID, what safe.Text) text.Line {
		k := safe.Clean(env.Keys.Key(id))
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
