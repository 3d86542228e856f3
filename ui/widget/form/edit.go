package form

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"postern/ui/keymap"
	"postern/ui/widget/editor"
	"postern/ui/widget/field"
)

// edit is a line of text while it is typed: the value of a row, or a column of
// one of its parameters.
type edit struct {
	row    string
	part   part
	at     int // of the parameter; behind the last one it is a new one
	col    column
	field  *field.Field
	secret bool
	// x is where the field stood when it was last drawn.
	x int
	// before is the text when the editing began.
	before string
}

// column is a part of a parameter.
type column int

const (
	colKey column = iota
	colValue
	colIn
)

// holds reports whether what is edited is still there and as it was.
func (e *edit) holds(r *rows) bool {
	q := r.byID(e.row)
	if q == nil || q.Locked {
		return false
	}
	switch {
	case e.part == rowPart:
		return start(q) == e.before && (q.Kind == Text || q.Kind == Long)
	case q.Kind != Params:
		return false
	case e.part == addPart:
		return true
	}
	return e.at < len(q.Params) && *q.Params[e.at].text(e.col) == e.before
}

// start is the text an edit of a row begins with.
func start(q *Row) string {
	if q.Unset {
		return q.Fallback
	}
	return q.Value
}

func (p *Param) text(c column) *string {
	switch c {
	case colKey:
		return &p.Key
	case colIn:
		return &p.In
	}
	return &p.Value
}

// hand does things to the rows of a form.
type hand struct{ *Form }

// Act handles an action, after taking what is being typed. ok is false for
// those that mean nothing to a form where its cursor is.
func (f *Form) Act(id keymap.ID) (facts []Fact, ok bool) {
	facts = f.Commit()
	defer f.stepped()
	if f.rows.Act(id, max(f.height-1, 1)) {
		return facts, true
	}
	switch id {
	case keymap.EditValue:
		if q := f.rows.current(); q == nil || q.Kind != Button {
			facts = append(facts, hand{f}.open(colValue)...)
		}
	case keymap.Open:
		facts = append(facts, hand{f}.open(colValue)...)
	case keymap.Toggle:
		facts = append(facts, hand{f}.toggle()...)
	case keymap.Add:
		ok = hand{f}.add()
		return facts, ok
	case keymap.Remove:
		facts = append(facts, hand{f}.remove()...)
	default:
		return facts, false
	}
	return facts, true
}

// Wheel moves the cursor by some lines.
func (f *Form) Wheel(lines int) {
	switch {
	case f.long != nil:
		f.long.edit.Scroll(lines)
		f.fresh = false
	case !f.Editing():
		f.rows.Move(lines)
		f.stepped()
	}
}

// open does what enter does on the line under the cursor. col is what of a
// parameter is edited.
func (f hand) open(col column) []Fact {
	l, ok := f.rows.At()
	if !ok {
		return nil
	}
	q := f.rows.of(l)
	switch {
	case l.part == titlePart:
		id := f.rows.sections[l.sec].ID
		before := len(f.rows.Lines)
		f.rows.folded[id] = !f.rows.folded[id]
		f.arrange()
		f.reveal(f.rows.Cursor + max(len(f.rows.Lines)-before, 0))
	case q.Kind == Button && q.Off.Empty():
		return []Fact{Pressed{q.ID}}
	case q.Kind == Button || q.Locked:
	case l.part == addPart:
		f.typing(edit{row: q.ID, part: addPart, at: len(q.Params)}, "")
	case l.part == paramPart:
		f.param(q, l.at, col)
	case q.Kind == Choice:
		f.choose(q.ID, rowPart, 0, q.Options, start(q))
	case q.Kind == Switch:
		return f.flip(q)
	case q.Kind == Long && (!q.Secret || f.revealed):
		f.long = &long{row: q.ID, before: q.Value, edit: editor.New(f.env, editor.Options{Highlight: f.spans, Numbers: true})}
		f.long.edit.Set(q.Value)
		f.long.edit.Edit(true)
	default:
		f.typing(edit{row: q.ID, part: rowPart, secret: q.Secret}, start(q))
	}
	return nil
}

// param begins to edit a column of a parameter.
func (f hand) param(q *Row, at int, col column) {
	if col == colIn {
		f.choose(q.ID, paramPart, at, q.Options, q.Params[at].In)
		return
	}
	f.typing(edit{row: q.ID, part: paramPart, at: at, col: col}, *q.Params[at].text(col))
}

// typing begins to edit a line of text.
func (f hand) typing(e edit, text string) {
	q := f.rows.byID(e.row)
	e.before = text
	e.field = field.New(f.env, field.Options{Spans: f.spans, Masked: e.secret && !f.revealed, Newlines: q.Kind == Long})
	e.field.Set(text)
	f.edit, f.fresh = &e, false
}

// toggle is space: it switches what can be switched, and opens what cannot.
func (f hand) toggle() []Fact {
	l, ok := f.rows.At()
	if q := f.rows.of(l); ok && l.part == paramPart && !q.Locked {
		q.Params[l.at].On = !q.Params[l.at].On
		return f.changed(q)
	}
	return f.open(colValue)
}

func (f hand) flip(q *Row) []Fact {
	v := "true"
	if start(q) == v {
		v = "false"
	}
	q.Value, q.Unset, f.fresh = v, false, false
	return []Fact{Changed{q.ID, v}}
}

// changed reports the parameters of a row.
func (f hand) changed(q *Row) []Fact {
	f.fresh = false
	return []Fact{ParamsChanged{q.ID, slices.Clone(q.Params)}}
}

// add begins a new parameter of the row under the cursor.
func (f hand) add() bool {
	q := f.rows.current()
	if q == nil || q.Kind != Params || q.Locked {
		return false
	}
	l, _ := f.rows.At()
	f.rows.find(line{sec: l.sec, row: l.row, part: addPart, at: len(q.Params)})
	f.typing(edit{row: q.ID, part: addPart, at: len(q.Params)}, "")
	return true
}

// remove takes the parameter under the cursor away, or the value.
func (f hand) remove() []Fact {
	if !f.Clearable() {
		return nil
	}
	l, _ := f.rows.At()
	q := f.rows.of(l)
	if l.part == paramPart {
		q.Params = slices.Delete(slices.Clone(q.Params), l.at, l.at+1)
		f.arrange()
		return f.changed(q)
	}
	q.Value, q.Unset, f.fresh = "", true, false
	return []Fact{Cleared{q.ID}}
}

// Key handles a key press while something is typed or chosen.
func (f *Form) Key(k tea.KeyPressMsg) []Fact {
	f.fresh = false
	switch {
	case f.long != nil:
		switch f.long.edit.Key(k) {
		case editor.Left:
			return f.Commit()
		case editor.Copied, editor.Cut:
			return []Fact{Copied{f.long.edit.Taken()}}
		}
		return nil
	case f.pick != nil:
		return hand{f}.picking(k)
	case f.edit == nil:
		return nil
	}
	switch f.edit.field.Key(k) {
	case field.Abandoned:
		f.edit = nil
	case field.Accepted:
		if f.edit.part == addPart && f.edit.field.Value() != "" {
			return hand{f}.step() // a new parameter: its value follows
		}
		return f.Commit()
	case field.Next:
		return hand{f}.step()
	case field.Prev:
		return hand{f}.stepBack()
	case field.Up:
		return hand{f}.hop(-1)
	case field.Down:
		return hand{f}.hop(1)
	}
	return nil
}

// Paste inserts pasted text where the cursor is.
func (f *Form) Paste(s string) {
	f.fresh = false
	switch {
	case f.long != nil:
		f.long.edit.Paste(s)
	case f.edit != nil:
		f.edit.field.Paste(s)
	}
}

// Commit takes the text that is being typed and ends the editing; of a choice
// nothing is taken.
func (f *Form) Commit() []Fact {
	var facts []Fact
	switch {
	case f.edit != nil:
		facts, f.edit = hand{f}.take(), nil
	case f.pick != nil:
		f.pick = nil
		f.arrange()
	case f.long != nil:
		if q, s := f.rows.byID(f.long.row), f.long.edit.Text(); s != f.long.before {
			q.Value, q.Unset = s, false
			facts = []Fact{Changed{q.ID, s}}
		}
		f.long = nil
	}
	f.fresh = false
	return facts
}

// take applies the text of the edit. A new parameter comes to be with its name;
// the edit then goes on in that.
func (f hand) take() []Fact {
	e := f.edit
	v, q := e.field.Value(), f.rows.byID(e.row)
	switch {
	case v == e.before:
		return nil
	case e.part == addPart:
		p := Param{On: true, Key: v}
		if len(q.Options) > 0 {
			p.In = q.Options[0].Value
		}
		q.Params = append(slices.Clone(q.Params), p)
		e.part, e.before = paramPart, v
		f.arrange()
		l, _ := f.rows.At()
		f.rows.find(line{sec: l.sec, row: l.row, at: e.at, part: paramPart})
		return f.changed(q)
	case e.part == paramPart:
		q.Params = slices.Clone(q.Params)
		*q.Params[e.at].text(e.col) = v
		e.before = v
		return f.changed(q)
	}
	q.Value, q.Unset, e.before = v, false, v
	return []Fact{Changed{q.ID, v}}
}

// step takes the text and goes on: to the next part of a parameter, or to the
// next row.
func (f hand) step() []Fact {
	e := f.edit
	facts := f.take()
	if e.part == paramPart {
		f.edit = nil
		if q := f.rows.byID(e.row); e.col < colIn && (e.col < colValue || len(q.Options) > 0) {
			f.param(q, e.at, e.col+1)
			return facts
		}
	}
	return append(facts, f.hop(1)...)
}

// stepBack takes the text and goes to the part of the parameter before, or to
// the row before.
func (f hand) stepBack() []Fact {
	e := f.edit
	if e.part == paramPart && e.col > colKey {
		facts := f.take()
		f.param(f.rows.byID(e.row), e.at, e.col-1)
		return facts
	}
	return f.hop(-1)
}

// hop takes the text and edits that of the next line above or below, if that is
// one of text.
func (f hand) hop(by int) []Fact {
	facts := f.Commit()
	if !f.rows.Move(by) {
		return facts
	}
	f.revealed = false
	if q := f.rows.current(); q != nil && !q.Locked && (q.Kind == Text || q.Kind == Params) {
		f.open(colValue)
	}
	f.stepped()
	return facts
}
