// Package pager shows rows of a long text, of which it only ever asks for the
// ones on screen: its cost follows the height of the pane, not the length of
// the text.
//
// Rows come from a [Source], already clean and styled. The pager knows nothing
// about what they mean.
package pager

import (
	"math"
	"strconv"
	"strings"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/text"
)

// Source is a text, row by row.
type Source interface {
	// Len is the number of rows; it may grow between calls.
	Len() int
	// Row returns row i, counted from 0.
	Row(i int) text.Line
}

// Lines is a [Source] that is all in memory.
type Lines []text.Line

// Len returns the number of rows.
func (l Lines) Len() int { return len(l) }

// Row returns row i.
func (l Lines) Row(i int) text.Line { return l[i] }

// Pager is the widget. Make one with [New].
type Pager struct {
	env           widget.Env
	src           Source
	width, height int
	focus         bool
	// cursor is the current row; top is the first row on screen, of which sub
	// wrapped lines are scrolled away.
	cursor, top, sub int
	// left is the first column on screen when lines are not wrapped.
	left    int
	wrap    bool
	numbers bool

	view  string
	fresh bool
}

// New returns an empty pager; numbers puts row numbers in front.
func New(env widget.Env, numbers bool) *Pager {
	return &Pager{env: env, src: Lines(nil), numbers: numbers}
}

// SetSource shows src from its first row.
func (p *Pager) SetSource(src Source) {
	p.src, p.cursor, p.top, p.sub, p.left = src, 0, 0, 0, 0
	p.fresh = false
}

// Swap shows src and stays where it is, as far as src has the rows. It is for
// a better rendering of the same text.
func (p *Pager) Swap(src Source) {
	p.src = src
	if end := max(src.Len()-p.height, 0); p.top > end { // a shorter one fills the screen, too
		p.top, p.sub = end, 0
	}
	p.Refresh()
}

// Refresh draws anew because the source changed.
func (p *Pager) Refresh() {
	p.cursor = min(p.cursor, max(p.src.Len()-1, 0))
	p.follow()
	p.fresh = false
}

// Place is where a pager stands in its text.
type Place struct{ cursor, top, sub, left int }

// Place returns where the pager stands, for [Pager.Resume].
func (p *Pager) Place() Place { return Place{p.cursor, p.top, p.sub, p.left} }

// Resume goes back to a place, as far as the text has the rows.
func (p *Pager) Resume(at Place) {
	last := max(p.src.Len()-1, 0)
	p.cursor, p.top, p.sub, p.left = min(at.cursor, last), min(at.top, last), at.sub, at.left
	p.follow()
	p.fresh = false
}

// Resize sets the area in cells.
func (p *Pager) Resize(w, h int) {
	if w != p.width || h != p.height {
		p.width, p.height = w, h
		p.follow()
		p.fresh = false
	}
}

// Restyle draws anew with env.
func (p *Pager) Restyle(env widget.Env) { p.env, p.fresh = env, false }

// Focus says whether the cursor's row is drawn as selected.
func (p *Pager) Focus(on bool) {
	if on != p.focus {
		p.focus, p.fresh = on, false
	}
}

// Cursor returns the current row.
func (p *Pager) Cursor() int { return p.cursor }

// SetWrap says whether long rows are wrapped or cut.
func (p *Pager) SetWrap(on bool) {
	p.wrap, p.left, p.sub, p.fresh = on, 0, 0, false
	p.follow()
}

// SetNumbers says whether row numbers stand in front.
func (p *Pager) SetNumbers(on bool) { p.numbers, p.fresh = on, false }

// Wrap reports whether long rows are wrapped.
func (p *Pager) Wrap() bool { return p.wrap }

// Go moves to row i and brings the columns from..to of it into view.
func (p *Pager) Go(i, from, to int) {
	p.cursor = min(max(i, 0), max(p.src.Len()-1, 0))
	if w := p.textWidth(); !p.wrap && (from < p.left || to > p.left+w) {
		p.left = max(0, from-w/3)
	}
	p.follow()
	p.fresh = false
}

// Act moves by an action and reports whether it was one of the pager's.
func (p *Pager) Act(id keymap.ID) bool {
	page := max(p.height-1, 1)
	switch id {
	case keymap.Up:
		p.move(-1)
	case keymap.Down:
		p.move(1)
	case keymap.PageUp:
		p.move(-page)
	case keymap.PageDown:
		p.move(page)
	case keymap.Top:
		p.move(-p.src.Len())
	case keymap.Bottom:
		p.move(p.src.Len())
	case keymap.Left:
		p.shift(-8)
	case keymap.Right:
		p.shift(8)
	default:
		return false
	}
	return true
}

// Wheel scrolls by lines and takes the cursor along.
func (p *Pager) Wheel(lines int) { p.move(lines) }

// Click moves the cursor to the row at line y of the view.
func (p *Pager) Click(y int) {
	if row, _, ok := p.Hit(0, y); ok {
		p.cursor, p.fresh = row, false
	}
}

// Hit returns the row and the column of it that stand in a cell of the view.
func (p *Pager) Hit(x, y int) (row, column int, ok bool) {
	row, sub := p.top, p.sub
	for y > 0 && row < p.src.Len() {
		if left := max(p.rowHeight(row, sub+y+1)-sub, 1); left <= y {
			row, sub, y = row+1, 0, y-left
			continue
		}
		sub, y = sub+y, 0
	}
	column = x - p.gutter() + p.left
	if p.wrap {
		column += sub * p.textWidth()
	}
	return row, column, row < p.src.Len()
}

func (p *Pager) move(by int) {
	p.cursor = min(max(p.cursor+by, 0), max(p.src.Len()-1, 0))
	p.follow()
	p.fresh = false
}

func (p *Pager) shift(by int) {
	if p.wrap {
		return
	}
	p.left = max(0, p.left+by)
	p.fresh = false
}

// follow scrolls so that the cursor's row is on screen.
func (p *Pager) follow() {
	if p.height <= 0 {
		return
	}
	if p.cursor <= p.top {
		p.top, p.sub = p.cursor, 0
		return
	}
	if !p.wrap {
		p.sub = 0
		p.top = min(max(p.top, p.cursor-p.height+1), max(p.src.Len()-1, 0))
		return
	}
	// Walk up from the cursor until the screen is full; stop at the present top.
	left := p.height
	for row := p.cursor; row >= p.top; row-- {
		hidden, most := 0, math.MaxInt
		switch row {
		case p.top:
			hidden = p.sub
		case p.cursor:
			most = p.height + 1
		}
		h := p.rowHeight(row, most)
		if left -= h - hidden; left >= 0 {
			continue
		}
		hidden -= left
		switch {
		case row == p.cursor: // taller than the screen: show its beginning
			p.top, p.sub = row, 0
		case hidden >= h:
			p.top, p.sub = row+1, 0
		default:
			p.top, p.sub = row, hidden
		}
		return
	}
}

// rowHeight is how many lines a row takes, as far as most.
func (p *Pager) rowHeight(row, most int) int {
	w := p.textWidth()
	if !p.wrap || w <= 0 || row >= p.src.Len() {
		return 1
	}
	limit := math.MaxInt
	if most < limit/w {
		limit = most * w
	}
	return max(1, (p.src.Row(row).WidthTo(limit)+w-1)/w)
}

// margin is the gutter without row numbers.
const margin = 1

func (p *Pager) gutter() int {
	if !p.numbers {
		return min(margin, max(p.width-1, 0))
	}
	if w := max(len(strconv.Itoa(p.src.Len())), 3) + 2; w < p.width/3 {
		return w
	}
	return 0
}

func (p *Pager) textWidth() int { return max(p.width-p.gutter(), 0) }

// View returns exactly height lines of width cells.
func (p *Pager) View() string {
	if !p.fresh {
		p.view, p.fresh = p.draw(), true
	}
	return p.view
}

func (p *Pager) draw() string {
	lines := make([]string, 0, max(p.height, 0))
	sub := p.sub
	for row := p.top; row < p.src.Len() && len(lines) < p.height; row++ {
		lines = p.drawRow(lines, row, sub)
		sub = 0
	}
	for len(lines) < p.height {
		lines = append(lines, p.env.Theme.Space(theme.None, p.width))
	}
	return strings.Join(lines, "\n")
}

func (p *Pager) drawRow(lines []string, row, sub int) []string {
	base := theme.None
	if row == p.cursor {
		base = theme.Marked
		if p.focus {
			base = theme.Selected
		}
	}
	l, w, th := p.src.Row(row), p.textWidth(), p.env.Theme
	if !p.wrap {
		if p.left > 0 {
			l = l.Slice(p.left, p.left+w+1)
		}
		return append(lines, p.number(row, base)+l.Render(th, base, w))
	}
	// The row is made but once, and walked but once: it may be megabytes long.
	l = l.Slice(sub*w, (sub+p.height-len(lines))*w)
	for i := sub; i == 0 || len(l) > 0; i++ {
		n := row
		if i > 0 {
			n = -1
		}
		lines = append(lines, p.number(n, base)+l.Slice(0, w).Render(th, base, w))
		l = l.Slice(w, math.MaxInt)
	}
	return lines
}

// number draws the gutter; row -1 leaves it blank.
func (p *Pager) number(row int, base theme.Base) string {
	g := p.gutter()
	if g == 0 {
		return ""
	}
	if row < 0 || !p.numbers {
		return p.env.Theme.Space(base, g)
	}
	n := strconv.Itoa(row + 1)
	return p.env.Theme.Paint(base, theme.LineNumber, safe.Clean(strings.Repeat(" ", g-1-len(n))+n+" "))
}
