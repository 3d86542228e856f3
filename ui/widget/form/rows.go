package form

import (
	"postern/ui/safe"
	"postern/ui/widget/stops"
)

// part is what of a row, or of a section, a line shows.
type part int

const (
	titlePart part = iota
	// rowPart is a row that has one line.
	rowPart
	// infoPart is a line of a text to read.
	infoPart
	// headPart stands above the parameters of a row.
	headPart
	paramPart
	addPart
	// optionPart is an option of the choice that is open.
	optionPart
)

// stops reports whether the cursor can stand on such a line.
func (p part) stops() bool { return p != infoPart && p != headPart && p != optionPart }

// line is one line that can be scrolled through. at counts parameters and
// options.
type line struct {
	sec, row, at int
	part         part
	// text is that of an infoPart.
	text safe.Text
}

// Stops reports whether the cursor can stand there.
func (l line) Stops() bool { return l.part.stops() }

// is compares places.
func (l line) is(m line) bool {
	return l.sec == m.sec && l.row == m.row && l.at == m.at && l.part == m.part
}

// rows are the sections, the lines they make, and the cursor in those.
type rows struct {
	sections []Section
	folded   map[string]bool // by section
	stops.List[line]
	// label is the width of the widest label, place that of the widest place of
	// a parameter.
	label, place int
}

// set replaces the sections and returns where the cursor belongs now. The lines
// are the old ones until arrange.
func (r *rows) set(sections []Section) line {
	sec, row, was := r.names()
	r.sections, r.label, r.place = sections, 0, 0
	for i, s := range sections {
		if _, known := r.folded[s.ID]; !known {
			r.folded[s.ID] = s.Folded && !s.Title.Empty()
		}
		for j, q := range s.Rows {
			if q.Kind < Params {
				r.label = max(r.label, q.Label.Width())
			}
			for _, o := range q.Options {
				if q.Kind == Params {
					r.place = max(r.place, o.Label.Width())
				}
			}
			if s.ID == sec && q.ID == row {
				was.row = j
			}
		}
		if s.ID == sec {
			was.sec = i
		}
	}
	return was
}

// names returns the names of the section and the row under the cursor.
func (r *rows) names() (sec, row string, l line) {
	l, ok := r.At()
	if !ok || l.sec >= len(r.sections) {
		return "", "", l
	}
	s := r.sections[l.sec]
	if l.part == titlePart || l.row >= len(s.Rows) {
		return s.ID, "", l
	}
	return s.ID, s.Rows[l.row].ID, l
}

// arrange makes the lines for a width, with the options of an open choice, and
// puts the cursor on a place.
func (r *rows) arrange(width int, p *pick, cursor line) {
	r.Lines = r.Lines[:0]
	put := func(l line) {
		r.Lines = append(r.Lines, l)
		if p != nil && p.on(r, l) {
			for i := range p.options {
				r.Lines = append(r.Lines, line{sec: l.sec, row: l.row, at: i, part: optionPart})
			}
		}
	}
	for i, s := range r.sections {
		if !s.Title.Empty() {
			put(line{sec: i, part: titlePart})
			if r.folded[s.ID] {
				continue
			}
		}
		for j, q := range s.Rows {
			switch q.Kind {
			case Info:
				for n, t := range q.Label.Wrap(width - 2) {
					put(line{sec: i, row: j, at: n, part: infoPart, text: t})
				}
			case Params:
				put(line{sec: i, row: j, part: headPart})
				for n := range q.Params {
					put(line{sec: i, row: j, at: n, part: paramPart})
				}
				if !q.Locked {
					put(line{sec: i, row: j, part: addPart})
				}
			default:
				put(line{sec: i, row: j, part: rowPart})
			}
		}
	}
	r.find(cursor)
}

// find puts the cursor on a place, or on the nearest before it.
func (r *rows) find(want line) {
	best := 0
	for i, l := range r.Lines {
		if l.is(want) {
			best = i
			break
		}
		if l.sec < want.sec || l.sec == want.sec && (l.part == titlePart || l.row < want.row || l.row == want.row && l.at <= want.at) {
			best = i
		}
	}
	r.Go(best)
}

// current returns the row under the cursor, or nil.
func (r *rows) current() *Row {
	l, ok := r.At()
	if !ok || !l.part.stops() {
		return nil
	}
	return r.of(l)
}

// of returns the row of a line, or nil.
func (r *rows) of(l line) *Row {
	if l.part == titlePart || l.sec >= len(r.sections) || l.row >= len(r.sections[l.sec].Rows) {
		return nil
	}
	return &r.sections[l.sec].Rows[l.row]
}

// byID returns the row of that name, or nil.
func (r *rows) byID(id string) *Row {
	for i := range r.sections {
		for j := range r.sections[i].Rows {
			if q := &r.sections[i].Rows[j]; q.ID == id {
				return q
			}
		}
	}
	return nil
}
