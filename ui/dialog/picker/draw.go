package picker

import (
	"sort"
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
	lines := []string{p.bar.View(w, safe.Text{})}
	if p.head() > 1 {
		lines = append(lines, p.Env.Theme.Space(theme.None, w))
	}
	p.list.Resize(w, h-len(lines))
	if len(p.found) == 0 {
		none := safe.Lit("nothing matches")
		if len(p.opt.Items) == 0 {
			none = p.opt.None
		}
		lines = append(lines, dialog.Rendered(p.Env, dialog.Paragraph(theme.Faint, none, w), w)...)
		return dialog.Box(p.Env, f, lines)
	}
	rows := p.list.Draw(p.Env.Theme, theme.Selected, func(i, width int) text.Line {
		if width < w { // keep the keys apart from the scroll bar
			return p.row(i, width-1)
		}
		return p.row(i, width)
	})
	return dialog.Box(p.Env, f, append(lines, strings.Split(rows, "\n")...))
}

// row draws mark, tag and title from the left, the key at the right end, and
// between them, faint, the detail or why the row is off.
func (p *Picker) row(i, width int) text.Line {
	r := p.found[i]
	it := p.opt.Items[r.item]
	line := p.lead(it)
	title, detail := split(r.at, len(it.Title.String()))
	role, note, noteRole := theme.Plain, it.Detail, theme.Faint
	if it.Tag.Empty() {
		role = it.Role
	}
	if !it.Off.Empty() {
		role, note, noteRole, detail = theme.Faint, it.Off, theme.Warn, nil
	}
	key := it.Key
	if !key.Empty() {
		key = safe.Lit("  ").Plus(key)
	}
	room := max(width-line.Width()-key.Width(), 0)
	name := match.Paint(role, it.Title, match.At(it.Title.String(), title))
	rest := room - name.Width() - 2
	switch {
	case name.Width() > room:
		name = name.Slice(0, room-1).Plus(theme.Faint, safe.Lit("…"))
	case rest >= minNote && !note.Empty():
		// Cut first: a mark behind the cut would give the end away.
		cut := note.Cut(rest)
		paint := match.Paint(noteRole, cut, match.At(cut.String(), detail))
		name = append(name.Plus(theme.Plain, gap(room-name.Width()-cut.Width())), paint...)
	}
	line = append(line, name...)
	return line.Plus(theme.Plain, gap(width-key.Width()-line.Width())).Plus(theme.KeyName, key)
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

// split divides positions in the searched text into those of the title, which
// has n bytes, and those of the detail.
func split(at []int, n int) (title, detail []int) {
	i := sort.SearchInts(at, n)
	for _, a := range at[i:] {
		if a >= n+len(between) {
			detail = append(detail, a-n-len(between))
		}
	}
	return at[:i], detail
}

func gap(n int) safe.Text { return safe.Clean(strings.Repeat(" ", max(n, 0))) }
