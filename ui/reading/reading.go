// Package reading is a text to be read: its lines scroll, and it says how many
// more there are. It is made anew for another width, or given.
package reading

import (
	"fmt"

	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/pager"
	"postern/ui/widget/text"
)

// Pages are the lines. Make them with [New].
type Pages struct {
	pager *pager.Pager
	// lines makes the text for a width; nil means it is given.
	lines func(width int) []text.Line
	given []text.Line
	empty safe.Text

	// key names whose the lines are, item whose are drawn.
	key, item string
	width     int
	stale     bool
	// total counts the lines, below those that are not in sight yet.
	total, below int
}

// New returns a text that lines makes for a width; with nil it is given by
// [Pages.Set], and wrapped. empty stands where there is none.
func New(env pane.Env, lines func(width int) []text.Line, empty safe.Text) *Pages {
	p := &Pages{pager: pager.New(env, false), lines: lines, empty: empty}
	p.pager.SetWrap(lines == nil)
	return p
}

// Load makes the text anew; key names whose it is. Of the same the place stays.
func (p *Pages) Load(key string) { p.key, p.stale = key, true }

// Set gives the lines of a text that does not make its own.
func (p *Pages) Set(lines []text.Line) { p.given, p.stale = lines, true }

// Update handles one event. A text to read never changes.
func (p *Pages) Update(e pane.Event) (changed bool, in pane.Intent) {
	switch e := e.(type) {
	case pane.Act:
		p.pager.Act(e.ID)
	case pane.Click:
		p.pager.Click(e.Y)
	case pane.Wheel:
		p.pager.Wheel(e.Lines)
	}
	return false, nil
}

// Hint says that there is more to read.
func (p *Pages) Hint() text.Line {
	if p.below == 0 {
		return nil
	}
	return text.Of(theme.Faint, safe.Clean(fmt.Sprintf("↓ %d more", p.below)))
}

// Commit, Editing and Refresh are those of texts that are typed.
func (p *Pages) Commit() bool  { return false }
func (p *Pages) Editing() bool { return false }
func (p *Pages) Refresh()      {}

// Restyle draws anew with env.
func (p *Pages) Restyle(env pane.Env) { p.pager.Restyle(env) }

// View returns the text in exactly that size.
func (p *Pages) View(width, height int, focus bool) string {
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

func (p *Pages) fill(width int) {
	lines := p.given
	if p.lines != nil {
		lines = p.lines(width)
	}
	if len(lines) == 0 {
		lines = []text.Line{text.Of(theme.Faint, p.empty)}
	}
	if p.item == p.key {
		p.pager.Swap(pager.Lines(lines))
	} else {
		p.item = p.key
		p.pager.SetSource(pager.Lines(lines))
	}
	p.width, p.stale, p.total = width, false, len(lines)
}
