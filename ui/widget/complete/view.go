package complete

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/match"
	"postern/ui/widget/text"
)

// rows is how many options are shown at once.
const rows = 8

// The widths beyond which names and values are cut.
const (
	maxName  = 32
	maxValue = 40
)

// gap is the room between two columns.
const gap = 2

// minValue is the room that a value or a note is worth showing in.
const minValue = 6

// Lay draws the box over a view of that size. t is where its input is now: if
// that is another one, or none, the box is closed, and where it is out of sight
// nothing is drawn.
func (b *Box) Lay(view string, t Typing, width, height int) string {
	b.area = area{}
	if b.open && (t.In == nil || t.In != b.in) {
		b.close()
	}
	if !b.open || t.Y < 0 || t.Y >= height || width < 1 {
		return view
	}
	below, above := height-t.Y-1, t.Y
	n := min(len(b.found), rows)
	a := area{y: t.Y + 1, h: min(n, below)}
	if below < n && above > below {
		a.h = min(n, above)
		a.y = t.Y - a.h
	}
	if a.h == 0 {
		b.close() // it has no room, so it takes no keys
		return view
	}
	if b.top = min(b.top, len(b.found)-a.h); b.at != none {
		b.top = max(min(b.top, b.at), b.at-a.h+1)
	}
	b.top = max(b.top, 0)
	name, value, note := b.widths(b.found[b.top : b.top+a.h])
	p := plan{name: name}
	a.w = min(p.name+3, width)
	if room := width - a.w - gap; value > 0 && room >= min(value, minValue) {
		p.value = min(value, room)
		a.w += gap + p.value
	}
	if room := width - a.w - gap; note > 0 && room >= note {
		p.note = note
		a.w += gap + note
	}
	typed := ansi.StringWidth(safe.Clean(b.offer.Word).String())
	a.x = max(min(t.X-typed-2, width-a.w), 0)
	b.area = a
	lines := strings.Split(view, "\n")
	for i := range a.h {
		if y := a.y + i; y < len(lines) {
			lines[y] = cells.Over(lines[y], b.draw(i, a, p), a.x, a.w, width)
		}
	}
	return strings.Join(lines, "\n")
}

// plan is how wide the columns of the box are; 0 is hidden.
type plan struct{ name, value, note int }

// widths are those the options in sight want, as far as they may.
func (b *Box) widths(seen []hit) (name, value, note int) {
	name = 4
	for _, h := range seen {
		o := b.offer.Options[h.option]
		name = max(name, safe.Clean(o.Name).Width())
		value = max(value, o.Value.Width())
		note = max(note, o.Note.Width())
	}
	return min(name, maxName), min(value, maxValue), min(note, maxValue)
}

// draw draws the i-th line of the box.
func (b *Box) draw(i int, a area, p plan) string {
	at := b.top + i
	h := b.found[at]
	o := b.offer.Options[h.option]
	base, mark := theme.Marked, safe.Lit(" ")
	if at == b.at {
		base, mark = theme.Selected, safe.Lit("▸")
	}
	l := text.Of(theme.Border, safe.Lit("│")).Plus(theme.Accent, mark)
	var column text.Line
	if shown := safe.Clean(o.Name); shown.String() == o.Name {
		column = match.Paint(o.Role, shown, match.At(o.Name, h.at))
	} else {
		column = text.Of(o.Role, shown)
	}
	l = append(l, fit(column, p.name)...)
	put := func(role theme.Role, t safe.Text, w int) {
		if w > 0 {
			l = l.Plus(theme.Plain, cells.Blank(gap))
			l = append(l, fit(text.Of(role, t), w)...)
		}
	}
	put(o.ValueRole, o.Value, p.value)
	put(theme.Faint, o.Note, p.note)
	th := b.env.Theme
	return l.Render(th, base, a.w-1) + th.Paint(base, theme.Border, b.bar(i, a.h))
}

// fit cuts or pads a line to w cells.
func fit(l text.Line, w int) text.Line {
	if n := l.Width(); n <= w {
		return l.Plus(theme.Plain, cells.Blank(w-n))
	}
	out := l.Slice(0, w-1)
	return out.Plus(theme.Faint, safe.Lit("…")).Plus(theme.Plain, cells.Blank(w-1-out.Width()))
}

// bar is the right edge: it tells where in the list the lines are.
func (b *Box) bar(i, h int) safe.Text {
	all := len(b.found)
	if all <= h {
		return safe.Lit("│")
	}
	size := max(1, h*h/all)
	if from := b.top * (h - size) / (all - h); i < from || i >= from+size {
		return safe.Lit("│")
	}
	return safe.Lit("▐")
}
