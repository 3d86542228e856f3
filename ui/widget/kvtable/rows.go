package kvtable

import (
	"slices"
	"strings"

	"postern/ui/widget/cells"
	"postern/ui/widget/stops"
)

// The row numbers of lines that are no rows.
const (
	titleLine = -1
	addLine   = -2
)

// line is one line that can be scrolled through.
type line struct{ sec, row int }

// Stops reports whether the cursor can stand there: not on a title.
func (l line) Stops() bool { return l.row != titleLine }

// rows are the sections, the lines they make under the filter, and the cursor
// in those.
type rows struct {
	columns  []Column
	sections []Section
	stops.List[line]
	filter string
	// natural is the width of the widest cell of the first column.
	natural int
}

func (r *rows) set(sections []Section) {
	at, _ := r.At()
	r.sections = sections
	r.measure()
	r.arrange()
	r.find(at.sec, at.row)
}

// row returns the row under the cursor, or nil.
func (r *rows) row() *Row {
	if l, ok := r.At(); ok && l.row >= 0 {
		return &r.sections[l.sec].Rows[l.row]
	}
	return nil
}

// holds reports whether an ongoing edit still has the cell it began with.
func (r *rows) holds(e *edit) bool {
	if e.sec >= len(r.sections) {
		return false
	}
	s := r.sections[e.sec]
	if e.draft != nil {
		return !s.Add.Empty()
	}
	return e.row < len(s.Rows) && e.col < len(s.Rows[e.row].Cells) && s.Rows[e.row].Cells[e.col].Value == e.before
}

// locked reports whether a cell of a row is for looking at.
func (r *rows) locked(row *Row, col int) bool {
	return row.Cells[col].Locked || col >= len(r.columns) || r.columns[col].Locked
}

// opens reports whether a cell of the row under the cursor is opened by its owner.
func (r *rows) opens(col int) bool {
	row := r.row()
	return row != nil && col >= 0 && col < len(row.Cells) && row.Cells[col].Opens
}

func (r *rows) measure() {
	r.natural = 0
	for _, s := range r.sections {
		for _, row := range s.Rows {
			if len(row.Cells) > 0 {
				r.natural = max(r.natural, shownWidth(row.Cells[0]))
			}
		}
	}
}

// widest is more than any column has.
const widest = 1000

func shownWidth(c Cell) int {
	if !c.Shown.Empty() {
		return c.Shown.WidthTo(widest)
	}
	return cells.WidthTo(c.Value, widest)
}

// arrange makes the lines, under the filter.
func (r *rows) arrange() {
	r.Lines = r.Lines[:0]
	needle := strings.ToLower(r.filter)
	for i, s := range r.sections {
		if !s.Title.Empty() {
			r.Lines = append(r.Lines, line{i, titleLine})
		}
		for j, row := range s.Rows {
			if needle == "" || matches(row, needle) {
				r.Lines = append(r.Lines, line{i, j})
			}
		}
		if !s.Add.Empty() && needle == "" {
			r.Lines = append(r.Lines, line{i, addLine})
		}
	}
}

// matches looks into what can be seen only: a filter that finds secrets would
// tell them.
func matches(row Row, needle string) bool {
	return slices.ContainsFunc(row.Cells, func(c Cell) bool {
		return !c.Masked && strings.Contains(strings.ToLower(c.Value), needle)
	})
}

func (r *rows) setFilter(s string) {
	if s == r.filter {
		return
	}
	at, _ := r.At()
	r.filter = s
	r.arrange()
	r.find(at.sec, at.row)
}

// shown counts the rows that pass the filter, and all of them.
func (r *rows) shown() (hits, all int) {
	for _, l := range r.Lines {
		if l.row >= 0 {
			hits++
		}
	}
	for _, s := range r.sections {
		all += len(s.Rows)
	}
	return hits, all
}

// find moves the cursor to a row, or to the nearest line before it.
func (r *rows) find(sec, row int) {
	best := 0
	for i, l := range r.Lines {
		if l == (line{sec, row}) {
			best = i
			break
		}
		if l.sec < sec && l.row != titleLine || l.sec == sec && l.row >= 0 && (row < 0 || l.row <= row) {
			best = i
		}
	}
	r.Go(best)
}

// toggle switches the row under the cursor.
func (r *rows) toggle() []Fact {
	l, _ := r.At()
	row := r.row()
	if row == nil || row.Fixed {
		return nil
	}
	row.Off = !row.Off
	return []Fact{Toggled{l.sec, l.row, row.Off}}
}

// remove takes the row under the cursor away.
func (r *rows) remove() []Fact {
	l, _ := r.At()
	if row := r.row(); row == nil || row.Fixed {
		return nil
	}
	s := &r.sections[l.sec]
	s.Rows = slices.Delete(s.Rows, l.row, l.row+1)
	r.measure()
	r.arrange()
	r.find(l.sec, l.row)
	r.Moved = true
	return []Fact{Removed{l.sec, l.row}}
}

// add puts a row behind the others of a section.
func (r *rows) add(sec int, values []string) Added {
	s := &r.sections[sec]
	row := Row{Cells: make([]Cell, len(values))}
	for i, v := range values {
		row.Cells[i].Value = v
	}
	s.Rows = append(s.Rows, row)
	r.measure()
	r.arrange()
	r.find(sec, len(s.Rows)-1)
	return Added{sec, len(s.Rows) - 1, slices.Clone(values)}
}

// target returns the section in which a new row begins: the cursor's, or the
// first one that takes any; -1 if none does.
func (r *rows) target() int {
	takes := func(s Section) bool { return !s.Add.Empty() }
	if l, ok := r.At(); ok && takes(r.sections[l.sec]) {
		return l.sec
	}
	return slices.IndexFunc(r.sections, takes)
}
