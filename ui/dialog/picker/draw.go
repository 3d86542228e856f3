package picker

import (
	"strings"

	"postern/ui/dialog"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/match"
	"postern/ui/widget/text"
)

// View returns the box.
func (p *Picker) View() string { return p.Cached(p.draw) }

func (p *Picker) draw() string {
	f := p.frame()
	w, h := f.Inner()
	var over []string
	if p.head() > 1 {
		over = append(over, p.Env.Theme.Space(theme.None, w))
	}
	if !p.opt.Said.Empty() {
		over = append(over, dialog.Rendered(p.Env, dialog.Paragraph(theme.Warn, p.opt.Said, w), w)...)
	}
	none := safe.Lit("nothing matches")
	if p.rows.Len() == 0 {
		none = p.opt.None
	}
	return p.Box(f, p.finder.Draw(p.Env, w, h, safe.Text{}, over, none, p.row))
}

// row draws mark, tag and title from the left, the key at the right end, and
// between them, faint, the detail or why the row is off.
func (p *Picker) row(i, width int) text.Line {
	it := p.rows.Item(i)
	line := p.lead(it)
	marks := p.finder.Query.Ranges(it.Title.String(), it.Detail.String())
	role, note, noteRole := theme.Plain, it.Detail, theme.Faint
	if it.Tag.Empty() {
		role = it.Role
	}
	if !it.Off.Empty() {
		role, note, noteRole, marks[1] = theme.Faint, it.Off, theme.Warn, nil
	}
	key := it.Key
	if !key.Empty() {
		key = safe.Lit("  ").Plus(key)
	}
	room := max(width-line.Width()-key.Width(), 0)
	name := match.Fit(role, it.Title, marks[0], room)
	if rest := room - name.Width() - 2; rest >= minNote && !note.Empty() {
		// Cut first: a mark behind the cut would give the end away.
		cut := note.Cut(rest)
		paint := match.Paint(noteRole, cut, within(marks[1], cut.String()))
		name = append(name.Plus(theme.Plain, gap(room-name.Width()-cut.Width())), paint...)
	}
	line = append(line, name...)
	return line.Plus(theme.Plain, gap(width-key.Width()-line.Width())).Plus(theme.KeyName, key)
}

// saidLines is how many lines what is said takes, at most.
func (p *Picker) saidLines() int {
	if p.opt.Said.Empty() {
		return 0
	}
	return len(p.opt.Said.Wrap(min(maxWidth, p.Width) - 4))
}

// minNote is the width below which a detail says nothing.
const minNote = 6

// lead is what stands before the title.
func (p *Picker) lead(it Item) text.Line {
	var line text.Line
	if p.marked {
		mark := safe.Lit("  ")
		if it.ID == p.opt.Current {
			mark = safe.Lit("● ")
		}
		line = line.Plus(theme.OK, mark)
	}
	if p.tags > 0 {
		line = line.Plus(it.Role, dialog.Column(it.Tag, p.tags).Plus(safe.Lit(" ")))
	}
	return line
}

// within are the ranges that lie in what is left of a text.
func within(rs []match.Range, cut string) []match.Range {
	for i, r := range rs {
		if r.To > len(strings.TrimSuffix(cut, "…")) {
			return rs[:i]
		}
	}
	return rs
}

func gap(n int) safe.Text { return safe.Clean(strings.Repeat(" ", max(n, 0))) }
