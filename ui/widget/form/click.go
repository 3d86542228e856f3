package form

// Click handles a click at a cell of the form. Headings fold, buttons, switches
// and choices work at once; a text is edited by a double click.
func (f *Form) Click(x, y int, double bool) []Fact {
	defer f.stepped()
	if f.long != nil {
		if y == 0 {
			return f.Commit()
		}
		f.long.edit.Click(x, y-1)
		return nil
	}
	i := f.top + y
	if y < 0 || y >= f.height || i >= len(f.rows.Lines) {
		return f.Commit()
	}
	d := painter{Form: f, plan: layout(f)}
	l := f.rows.Lines[i]
	q := f.rows.of(l)
	if l.part == optionPart {
		return hand{f}.picked(l.at)
	}
	if q != nil {
		if from, on := d.editX(l, q); on && x >= from {
			f.edit.field.Click(x - from)
			return nil
		}
	}
	facts := f.Commit()
	if !l.part.stops() {
		return facts
	}
	f.rows.find(l) // what was typed or chosen may have moved it
	f.stepped()
	if q == nil {
		return append(facts, hand{f}.open(colValue)...)
	}
	return append(facts, hand{f}.clicked(l, q, d.plan, x, double)...)
}

// clicked does what a click on a row does.
func (f hand) clicked(l line, q *Row, p plan, x int, double bool) []Fact {
	if l.part == paramPart {
		switch {
		case x < p.keyX:
			return f.toggle()
		case x >= p.inX && !q.Locked:
			f.param(q, l.at, colIn)
		case double && x < p.textX:
			return f.open(colKey)
		case double:
			return f.open(colValue)
		}
		return nil
	}
	works := l.part == addPart || q.Kind == Button && !double || (q.Kind == Switch || q.Kind == Choice) && x >= p.valueX
	if works || double && q.Kind != Button {
		return f.open(colValue)
	}
	return nil
}
