package request

import (
	"fmt"

	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/pager"
	"postern/ui/widget/text"
)

// pages is a tab of lines to read.
type pages struct {
	doc   *document
	pager *pager.Pager
	// lines makes the text for a width; nil means it was given by set.
	lines func(d *document, width int) []text.Line
	given []text.Line
	empty safe.Text

	item  string
	width int
	stale bool
	// total counts the lines, below those that are not in sight yet.
	total, below int
}

func newPages(env pane.Env, d *document, lines func(d *document, width int) []text.Line, empty safe.Text) *pages {
	return &pages{doc: d, pager: pager.New(env, false), lines: lines, empty: empty}
}

func newPreview(env pane.Env, d *document) tab {
	p := &pages{doc: d, pager: pager.New(env, false), empty: safe.Lit("working out what will be sent…")}
	p.pager.SetWrap(true)
	return p
}

func (p *pages) load() { p.stale = true }

// set gives the lines of a tab that does not make its own.
func (p *pages) set(lines []text.Line) { p.given, p.stale = lines, true }

func (p *pages) update(e pane.Event) (changed, handled bool) {
	switch e := e.(type) {
	case pane.Act:
		return false, p.pager.Act(e.ID)
	case pane.Click:
		p.pager.Click(e.Y)
	case pane.Wheel:
		p.pager.Wheel(e.Lines)
	}
	return false, true
}

// hint says that there is more to read.
func (p *pages) hint() text.Line {
	if p.below == 0 {
		return nil
	}
	return text.Of(theme.Faint, safe.Clean(fmt.Sprintf("↓ %d more", p.below)))
}

func (p *pages) commit() bool         { return false }
func (p *pages) editing() bool        { return false }
func (p *pages) restyle(env pane.Env) { p.pager.Restyle(env) }
func (p *pages) refresh()             {}

func (p *pages) view(width, height int, focus bool) string {
	p.pager.Resize(width, height)
	p.pager.Focus(focus)
	if p.stale || p.width != width {
		p.fill(width)
	}
	p.below = 0
	if row, _, ok := p.pager.Hit(0, height-1); ok {
		p.below = p.total - 1 - row
	}
	return p.pager.View()
}

func (p *pages) fill(width int) {
	lines := p.given
	if p.lines != nil {
		lines = p.lines(p.doc, width)
	}
	if len(lines) == 0 {
		lines = []text.Line{text.Of(theme.Faint, p.empty)}
	}
	if p.item == p.doc.key() {
		p.pager.Swap(pager.Lines(lines))
	} else {
		p.item = p.doc.key()
		p.pager.SetSource(pager.Lines(lines))
	}
	p.width, p.stale, p.total = width, false, len(lines)
}
