// Package compare shows what differs between two sends, line by line: what is
// gone, what is new, and a few lines around it, or everything.
//
// It is given the differences, see package diff, and finds none itself.
package compare

import (
	"fmt"
	"strconv"
	"strings"

	"postern/engine/diff"
	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
	"postern/ui/widget/vlist"
)

// Content is two sends and what differs between them.
type Content struct {
	// Old and New name the sends, as "12:00:03 200".
	Old, New string
	Sections []diff.Section
}

// Closed says that the dialog is gone.
type Closed struct{}

// Sizes in cells.
const (
	maxWidth  = 140
	maxNumber = 6
	// numbersFrom is the width below which the numbers of lines are left out.
	numbersFrom = 50
)

// around is how many lines that are the same are shown beside one that differs.
const around = 3

// row is a line of the dialog: a heading or a note, a line of a section, or how
// many are left out.
type row struct {
	section, line int
	heading, note safe.Text
	hidden        int
}

// Compare is the dialog. Make one with [New].
type Compare struct {
	dialog.Shell
	content Content
	list    vlist.List
	rows    []row
	// changes are the rows where lines that differ begin.
	changes []int
	// counts are the lines by what became of them.
	counts [3]int
	all    bool
}

// New returns the dialog.
func New(env pane.Env, c Content) *Compare {
	d := &Compare{content: c, list: vlist.List{Static: true}}
	d.Env = env
	for _, s := range c.Sections {
		for _, l := range s.Lines {
			d.counts[l.Op]++
		}
	}
	d.fill()
	return d
}

// Name returns the name to take it off the stack by.
func (d *Compare) Name() string { return "compare" }

// Cancelled says that the dialog is gone.
func (d *Compare) Cancelled() pane.Intent { return Closed{} }

// fill makes the rows.
func (d *Compare) fill() {
	d.rows, d.changes = nil, nil
	for i, s := range d.content.Sections {
		if len(s.Lines) == 0 && len(s.Notes) == 0 || !d.all && !s.Differs() && len(s.Notes) == 0 {
			continue
		}
		if len(d.rows) > 0 {
			d.rows = append(d.rows, row{line: -1})
		}
		d.rows = append(d.rows, row{line: -1, heading: safe.Clean(s.Title)})
		for _, n := range s.Notes {
			d.rows = append(d.rows, row{line: -1, note: safe.Clean(n)})
		}
		d.fillSection(i, s.Lines)
	}
	if d.counts[diff.Removed]+d.counts[diff.Added] == 0 {
		d.rows = append([]row{{line: -1, note: safe.Lit("Nothing differs.")}}, d.rows...)
	}
	d.list.SetCount(len(d.rows))
}

// fillSection adds the lines of a section, those far from any that differs as a
// number.
func (d *Compare) fillSection(section int, lines []diff.Line) {
	for i := 0; i < len(lines); {
		end := i
		for end < len(lines) && lines[end].Op == diff.Same {
			end++
		}
		from, to := i+around, end-around // what may be left out
		if i == 0 {
			from = 0
		}
		if end == len(lines) {
			to = end
		}
		if d.all || to-from < 2 {
			from, to = end, end
		}
		d.add(section, i, from)
		if to > from {
			d.rows = append(d.rows, row{line: -1, hidden: to - from})
		}
		d.add(section, to, end)
		if i = end; i < len(lines) {
			d.changes = append(d.changes, len(d.rows))
		}
		for end < len(lines) && lines[end].Op != diff.Same {
			end++
		}
		d.add(section, i, end)
		i = end
	}
}

func (d *Compare) add(section, from, to int) {
	for i := from; i < to; i++ {
		d.rows = append(d.rows, row{section: section, line: i})
	}
}

// Update handles one event.
func (d *Compare) Update(ev pane.Event) (pane.Intent, bool) {
	d.Changed()
	if w, ok := ev.(pane.Wheel); ok {
		d.list.Wheel(w.Lines)
		return nil, false
	}
	switch id := d.Action(ev); {
	case dialog.Closes(id):
		return d.Cancelled(), true
	case id == keymap.Toggle || id == keymap.Accept || id == keymap.Open:
		d.all = !d.all
		d.fill()
	case id == keymap.NextTab:
		d.jump(1)
	case id == keymap.PrevTab:
		d.jump(-1)
	default:
		d.list.Act(id)
	}
	return nil, false
}

// jump scrolls to the next change, or to the one before.
func (d *Compare) jump(by int) {
	top := d.list.Top()
	if by > 0 {
		for _, at := range d.changes {
			if at-1 > top {
				d.list.Wheel(at - 1 - top)
				return
			}
		}
		return
	}
	for i := len(d.changes) - 1; i >= 0; i-- {
		if at := d.changes[i]; at-1 < top {
			d.list.Wheel(at - 1 - top)
			return
		}
	}
}

// View returns the box.
func (d *Compare) View() string { return d.Cached(d.draw) }

func (d *Compare) draw() string {
	f := d.FrameFor(maxWidth, len(d.rows))
	f.Width = min(maxWidth, d.Width)
	f.Title = safe.Clean(d.content.Old + " → " + d.content.New)
	f.Note = safe.Clean(fmt.Sprintf("−%d +%d", d.counts[diff.Removed], d.counts[diff.Added]))
	words := safe.Lit("all lines")
	if d.all {
		words = safe.Lit("only what differs")
	}
	f.Hints = []dialog.Hint{dialog.HintOf(d.Env, keymap.Toggle, words)}
	if len(d.changes) > 1 {
		f.Hints = append(f.Hints, dialog.HintOf(d.Env, keymap.NextTab, safe.Lit("next")), dialog.HintOf(d.Env, keymap.PrevTab, safe.Lit("previous")))
	}
	f.Hints = append(f.Hints, dialog.HintOf(d.Env, keymap.Close, safe.Lit("close")))
	w, h := f.Inner()
	d.list.Resize(w, h)
	return d.Box(f, strings.Split(d.list.Draw(d.Env.Theme, theme.None, d.row), "\n"))
}

func (d *Compare) row(i, width int) text.Line {
	r := d.rows[i]
	switch {
	case !r.heading.Empty():
		return text.Of(theme.Title, r.heading)
	case !r.note.Empty():
		return text.Of(theme.Warn, r.note)
	case r.hidden > 0:
		return text.Of(theme.Faint, safe.Clean("  ⋯ "+strconv.Itoa(r.hidden)+" lines that are the same"))
	case r.line < 0:
		return nil
	}
	l := d.content.Sections[r.section].Lines[r.line]
	sign, look := safe.Lit("  "), theme.Plain
	switch l.Op {
	case diff.Removed:
		sign, look = safe.Lit("- "), theme.Error
	case diff.Added:
		sign, look = safe.Lit("+ "), theme.OK
	}
	var line text.Line
	if width >= numbersFrom {
		line = text.Of(theme.LineNumber, number(l.Old).Plus(safe.Lit(" "), number(l.New), safe.Lit(" ")))
	}
	return line.Plus(look, sign).Plus(look, safe.Clean(l.Text))
}

func number(n int) safe.Text {
	s := ""
	if n > 0 {
		s = strconv.Itoa(n)
	}
	return safe.Clean(fmt.Sprintf("%*s", maxNumber, s))
}
