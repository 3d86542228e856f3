package form

import (
	"slices"
	"strconv"
	"strings"

	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/text"
)

// mask has a fixed width, so that it does not tell how long a secret is.
const mask = "••••••••"

// enoughForNames is the width up to which labels get half the room: a cut value
// can be looked at, a cut label is not understood.
const enoughForNames = 14

// gap is the room between two columns, indent that in front of a parameter.
const (
	gap    = 2
	indent = 3
)

// minBarWidth is the width from which on a scroll bar is worth its column.
const minBarWidth = 20

// plan is where things stand at the present width.
type plan struct {
	width int // of a line, without the scroll bar
	// valueX is where the values of rows begin.
	valueX int
	// keyX, textX and inX are where the columns of parameters begin.
	keyX, textX, inX int
}

func layout(f *Form) plan {
	p := plan{width: f.width}
	if len(f.rows.Lines) > f.height && f.width >= minBarWidth {
		p.width--
	}
	room := max(p.width-1, 0)
	label := min(f.rows.label, max(room*2/5, min(room/2, enoughForNames), 1))
	p.valueX = min(1+label+gap, p.width)
	p.keyX = min(indent+2, p.width)
	p.inX = max(p.width-f.rows.place-2, p.keyX) // its arrow
	p.textX = min(max(p.valueX, p.keyX+(p.inX-p.keyX)*2/5), p.inX)
	return p
}

// View returns the form in exactly its size.
func (f *Form) View() string {
	if !f.fresh {
		f.view, f.fresh = f.draw(), true
	}
	return f.view
}

func (f *Form) draw() string {
	th := f.env.Theme
	if f.long != nil && f.height > 0 {
		l := text.Of(theme.Accent, safe.Lit(" ")).Plus(theme.Accent, f.rows.byID(f.long.row).Label)
		out := l.Render(th, theme.None, f.width)
		if f.long.edit.Resize(f.width, f.height-1); f.height > 1 {
			out += "\n" + f.long.edit.View()
		}
		return out
	}
	p := painter{Form: f, plan: layout(f)}
	f.scroll()
	out := make([]string, f.height)
	for y := range out {
		line := th.Space(theme.None, p.plan.width)
		if i := f.top + y; i < len(f.rows.Lines) {
			line = p.line(i)
		}
		out[y] = line + p.bar(y)
	}
	return strings.Join(out, "\n")
}

// scroll moves the window so that the cursor is in it, and of an open choice
// the chosen option and as many others as there is room for. What stands above
// the first row is worth its lines when there is room.
func (f *Form) scroll() {
	at := f.rows.Cursor
	if f.pick != nil {
		f.reveal(at + len(f.pick.options))
		at += 1 + f.pick.at
	}
	f.top = max(min(f.top, at, len(f.rows.Lines)-f.height), at-f.height+1, 0)
	first := 0
	for first < len(f.rows.Lines) && !f.rows.Lines[first].part.stops() {
		first++
	}
	if f.top <= first && at < f.height {
		f.top = 0
	}
}

// reveal moves the window down to a line, as far as the cursor stays in it.
func (f *Form) reveal(to int) { f.top = max(f.top, min(f.rows.Cursor, to-f.height+1)) }

// painter draws the form's lines.
type painter struct {
	*Form
	plan plan
}

// bar is the cell of the scroll bar in a line, if there is one.
func (d painter) bar(y int) string {
	if d.plan.width == d.width {
		return ""
	}
	all, room := len(d.rows.Lines), d.height
	size := max(1, room*room/all)
	if from := d.top * (room - size) / (all - room); y < from || y >= from+size {
		return d.env.Theme.Space(theme.None, 1)
	}
	return d.env.Theme.Paint(theme.None, theme.Border, safe.Lit("▐"))
}

// line draws line i.
func (d painter) line(i int) string {
	l := d.rows.Lines[i]
	base := theme.None
	if i == d.rows.Cursor && d.pick == nil {
		if base = theme.Marked; d.focus {
			base = theme.Selected
		}
	}
	th, w := d.env.Theme, d.plan.width
	if l.part == titlePart {
		return d.title(l).Render(th, base, w)
	}
	q := d.rows.of(l)
	if x, ok := d.editX(l, q); ok {
		return d.typed(l, q, x, base)
	}
	switch l.part {
	case infoPart:
		return text.Of(theme.Plain, safe.Lit(" ")).Plus(q.Role, l.text).Render(th, base, w)
	case headPart:
		return head(q).Render(th, base, w)
	case paramPart:
		return d.param(q.Params[l.at], q).Render(th, base, w)
	case addPart:
		return text.Of(theme.Faint, cells.Blank(d.plan.keyX)).Plus(theme.Faint, safe.Lit("add a parameter…")).Render(th, base, w)
	case optionPart:
		return d.option(l)
	}
	if q.Kind == Button {
		return button(q).Render(th, base, w)
	}
	line := d.label(q)
	return append(line, d.value(q, i == d.rows.Cursor, w-line.Width())...).Render(th, base, w)
}

func (d painter) title(l line) text.Line {
	s := d.rows.sections[l.sec]
	mark := safe.Lit("▾ ")
	if d.rows.folded[s.ID] {
		mark = safe.Lit("▸ ")
	}
	out := text.Of(theme.Faint, mark).Plus(theme.Strong, s.Title)
	if !s.Note.Empty() {
		out = out.Plus(theme.Faint, safe.Lit("  ").Plus(s.Note))
	}
	return out
}

// label is the label of a row, as wide as all of them.
func (d painter) label(q *Row) text.Line {
	t := q.Label.Cut(max(d.plan.valueX-1-gap, 0))
	return text.Of(theme.Faint, safe.Lit(" ")).Plus(theme.Faint, t.Plus(cells.Blank(d.plan.valueX-1-t.Width())))
}

// head stands above the parameters of a row.
func head(q *Row) text.Line {
	l := text.Of(theme.Faint, safe.Lit(" ").Plus(q.Label))
	if n := len(q.Params); n > 0 {
		l = l.Plus(theme.Faint, safe.Clean(" · "+strconv.Itoa(enabled(q.Params))+" of "+strconv.Itoa(n)))
	}
	return l
}

func button(q *Row) text.Line {
	role := theme.Accent
	if !q.Off.Empty() {
		role = theme.Disabled
	}
	l := text.Of(theme.Faint, safe.Lit(" [ ")).Plus(role, q.Label).Plus(theme.Faint, safe.Lit(" ]"))
	if !q.Key.Empty() {
		l = l.Plus(theme.Plain, safe.Lit("  ")).Plus(theme.KeyName, q.Key)
	}
	if !q.Off.Empty() {
		l = l.Plus(theme.Faint, safe.Lit("  ").Plus(q.Off))
	}
	return l
}

// value draws the value of a row in at most w cells.
func (d painter) value(q *Row, selected bool, w int) text.Line {
	v, role := start(q), theme.Plain
	if q.Unset {
		role = theme.Faint
	}
	switch {
	case q.Kind == Switch && v == "true":
		return text.Of(role, safe.Lit("✓ on"))
	case q.Kind == Switch:
		return text.Of(role, safe.Lit("– off"))
	case q.Kind == Choice:
		return d.choice(q, v, role, w)
	case v == "" && q.Fallback != "" && !q.Unset:
		return text.Of(theme.Faint, safe.Lit("(empty)"))
	case v == "":
		return text.Of(theme.Faint, safe.Lit("–"))
	case q.Secret && !(selected && d.revealed):
		return text.Of(theme.Secret, safe.Lit(mask).Cut(w))
	case q.Kind == Long:
		if first, rest, more := strings.Cut(v, "\n"); more {
			note := safe.Clean(" +" + strconv.Itoa(strings.Count(rest, "\n")+1) + " lines")
			return append(d.text(first, role, max(w-note.Width(), 0)), text.Span{Role: theme.Faint, Text: note})
		}
	}
	return d.text(v, role, w)
}

// choice shows the label of a value; one that is no option is shown as it is.
func (d painter) choice(q *Row, v string, role theme.Role, w int) text.Line {
	arrow := safe.Lit(" ▾")
	if q.Locked {
		arrow = safe.Text{}
	}
	l := d.text(v, role, max(w-arrow.Width(), 0))
	if i := slices.IndexFunc(q.Options, func(o Option) bool { return o.Value == v }); i >= 0 {
		l = text.Of(role, q.Options[i].Label.Cut(max(w-arrow.Width(), 0)))
	}
	if len(l) == 0 {
		l = text.Of(theme.Faint, safe.Lit("–"))
	}
	return l.Plus(theme.Faint, arrow)
}

func (d painter) text(v string, role theme.Role, w int) text.Line {
	st := cells.Style{Role: role}
	if d.spans != nil {
		st.Spans = d.spans(v)
	}
	return cells.Fit(v, w, st)
}

// param draws a parameter: on or off, name, value, place.
func (d painter) param(q Param, row *Row) text.Line {
	mark, markRole, role := safe.Lit("✓ "), theme.OK, theme.Plain
	if !q.On {
		mark, markRole, role = safe.Lit("– "), theme.Faint, theme.Disabled
	}
	draw := func(v string, w int) text.Line {
		if !q.On {
			return cells.Fit(v, w, cells.Style{Role: role})
		}
		return d.text(v, role, w)
	}
	p := d.plan
	l := text.Of(theme.Plain, cells.Blank(indent)).Plus(markRole, mark)
	pad := func(x int) { l = l.Plus(theme.Plain, cells.Blank(x-l.Width())) }
	l = append(l, draw(q.Key, max(p.textX-gap-p.keyX, 0))...)
	pad(p.textX)
	l = append(l, draw(q.Value, max(p.inX-1-p.textX, 0))...)
	pad(p.inX)
	in := safe.Clean(q.In)
	if i := slices.IndexFunc(row.Options, func(o Option) bool { return o.Value == q.In }); i >= 0 {
		in = row.Options[i].Label
	}
	return l.Plus(theme.Faint, in.Cut(max(p.width-p.inX-2, 0))).Plus(theme.Faint, safe.Lit(" ▾"))
}

// option draws an option of the open choice.
func (d painter) option(l line) string {
	o, x := d.pick.options[l.at], d.plan.valueX
	if d.pick.part == paramPart {
		x = d.plan.textX
	}
	base, mark := theme.None, safe.Lit("  ")
	if l.at == d.pick.at {
		base, mark = theme.Marked, safe.Lit("▸ ")
		if d.focus {
			base = theme.Selected
		}
	}
	th := d.env.Theme
	x = min(x, d.plan.width)
	return th.Space(theme.None, x) + text.Of(theme.Accent, mark).Plus(theme.Plain, o.Label).Render(th, base, d.plan.width-x)
}

// editX returns where the edit stands in a line that has it.
func (d painter) editX(l line, q *Row) (int, bool) {
	e := d.edit
	if e == nil || e.row != q.ID || e.part != l.part || e.part == paramPart && e.at != l.at {
		return 0, false
	}
	switch {
	case e.part == rowPart:
		return d.plan.valueX, true
	case e.part == paramPart && e.col == colValue:
		return d.plan.textX, true
	}
	return d.plan.keyX, true
}

// typed draws a line with the edit in it, as a hole in the selected row:
// without colours a cursor could not be seen on it.
func (d painter) typed(l line, q *Row, x int, base theme.Base) string {
	before, to := d.label(q), d.plan.width
	if l.part != rowPart {
		before = text.Of(theme.Plain, cells.Blank(d.plan.keyX))
	}
	if l.part == paramPart {
		before = d.param(q.Params[l.at], q)
		if x == d.plan.keyX && d.plan.textX-gap > x {
			to = d.plan.textX - gap
		}
		if x == d.plan.textX && d.plan.inX-1 > x {
			to = d.plan.inX - 1
		}
	}
	if to-x < 1 { // no room but the line itself
		x, to = 0, d.plan.width
	}
	d.edit.x = x
	d.edit.field.Resize(to - x)
	th := d.env.Theme
	return before.Slice(0, x).Render(th, base, x) + d.edit.field.View(theme.None, d.focus) +
		before.Slice(to, d.plan.width).Render(th, base, d.plan.width-to)
}

func enabled(ps []Param) int {
	n := 0
	for _, p := range ps {
		if p.On {
			n++
		}
	}
	return n
}
