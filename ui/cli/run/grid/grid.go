// Package grid draws what requests were answered to several identities: a row
// for each request below its folders, a column for each identity.
//
// It is text for a terminal of any width, or for none. Names are cut where there
// is no room for them, statuses never: where the columns do not fit beside each
// other they go on in further lines. It decides nothing and knows no run, only
// its [matrix.Grid].
package grid

import (
	"slices"
	"strconv"
	"strings"

	"postern/engine/collection"
	"postern/engine/runner/matrix"
	"postern/ui/safe"
	"postern/ui/theme"
)

// Look is how a grid looks.
type Look struct {
	// Width is that of the terminal, 0 for none.
	Width int
	// Plain says that the signs are of ASCII only.
	Plain bool
	// Paint makes text of a role fit to be written.
	Paint func(theme.Role, string) string
}

// Drawing is a grid that is drawn row by row. Make one with [New].
type Drawing struct {
	Look
	grid *matrix.Grid
	// whole says that a cell tells all there was, and not the latest alone.
	whole bool
	signs signs
	// method and label are the widths of the methods and of all that is left of
	// the cells.
	method, label int
	// columns are the widths of the cells, perLine how many stand in a line.
	columns []int
	perLine int
	// above are the folders of the row that was drawn last.
	above []*collection.Item
}

type signs struct{ ok, bad, skipped, open, times, cut string }

const (
	gap = 2
	// indent is that of a folder in a folder.
	indent = 2
	// mostName is how wide the name of an identity may make its column, mostLabel
	// the name of a request where nothing limits it.
	mostName, mostLabel = 20, 60
	// leastLabel is what is left of long names before the columns go on in
	// another line.
	leastLabel = 26
	// word is as wide as the widest outcome but for its mark.
	word = len("login")
)

// New returns a drawing that fits the width. A cell tells what came last, or, in
// one of the whole run, all that it came to.
func New(g *matrix.Grid, look Look, whole bool) *Drawing {
	d := &Drawing{Look: look, grid: g, whole: whole, signs: signs{"✓", "✗", "–", "○ ", "×", "…"}}
	if look.Plain {
		d.signs = signs{"+", "x", "-", "o ", "x", "~"}
	}
	for _, r := range g.Rows {
		d.method = max(d.method, len(method(r)))
	}
	for _, r := range g.Rows {
		names := r.Ref.Names()
		for depth, n := range names {
			w := depth*indent + safe.Clean(n).Width()
			if depth == len(names)-1 {
				w += d.method + 1
			}
			if depth == len(names)-1 && (r.Open || r.NoAuth) {
				w += len("o ")
			}
			d.label = max(d.label, w)
		}
	}
	d.label = min(d.label, mostLabel)
	d.fit()
	return d
}

// fit decides on the widths of all columns.
func (d *Drawing) fit() {
	for _, most := range []int{mostName, mostName / 2, 0} {
		d.columns, d.perLine = nil, len(d.grid.As)
		total := 0
		for i, name := range d.grid.As {
			w := max(d.cell(i), min(most, safe.Clean(name).Width()))
			d.columns = append(d.columns, w)
			total += gap + w
		}
		if d.Width <= 0 || min(d.label, leastLabel)+total <= d.Width {
			if d.Width > 0 {
				d.label = min(d.label, d.Width-total)
			}
			return
		}
	}
	widest := slices.Max(d.columns)
	d.columns = slices.Repeat([]int{widest}, len(d.columns))
	d.label = max(1, min(d.label, leastLabel, d.Width-gap-widest))
	d.perLine = max(1, (d.Width-d.label)/(gap+widest))
}

// cell is how wide the cells of an identity must be.
func (d *Drawing) cell(i int) int {
	w := word
	if d.grid.Judged {
		w += 2 // its mark
	}
	for _, r := range d.grid.Rows {
		if d.whole {
			w = max(w, width(d.pieces(r.Cells[i])))
		}
	}
	return w
}

// piece is a part of a line in one look.
type piece struct {
	role theme.Role
	text string
}

func width(ps []piece) int {
	n := 0
	for _, p := range ps {
		n += safe.Clean(p.text).Width()
	}
	return n
}

// line is a label with cells beside it, in as many lines as they take.
func (d *Drawing) line(label []piece, cells [][]piece) string {
	var b strings.Builder
	used := 0
	put := func(p piece) {
		b.WriteString(d.Paint(p.role, p.text))
		used += safe.Clean(p.text).Width()
	}
	pad := func(to int) {
		b.WriteString(strings.Repeat(" ", max(0, to-used)))
		used = max(used, to)
	}
	for _, p := range label {
		put(p)
	}
	at := d.label
	for i, c := range cells {
		if i > 0 && i%d.perLine == 0 {
			b.WriteByte('\n')
			used, at = 0, d.label
		}
		if len(c) > 0 {
			pad(at + gap)
		}
		for _, p := range c {
			put(p)
		}
		at += gap + d.columns[i]
	}
	b.WriteByte('\n')
	return b.String()
}

// Head is the line, or lines, with the names of the identities.
func (d *Drawing) Head() string {
	var cells [][]piece
	for i, name := range d.grid.As {
		cells = append(cells, []piece{{theme.Strong, d.cut(name, d.columns[i])}})
	}
	return d.line(nil, cells)
}

// Row is a request by its number, below the folders it is in where those are
// others than of the row before.
func (d *Drawing) Row(n int) string {
	r := d.grid.Rows[n]
	var b strings.Builder
	folders := r.Ref.Chain[:len(r.Ref.Chain)-1]
	for depth, f := range folders {
		if depth < len(d.above) && slices.Equal(folders[:depth+1], d.above[:depth+1]) {
			continue
		}
		b.WriteString(strings.Repeat(" ", depth*indent) + d.Paint(theme.Strong, d.cut(f.Name, d.room()-depth*indent)) + "\n")
	}
	d.above = folders
	in := min(len(folders)*indent, d.label/2)
	m := d.cut(method(r), d.label-in)
	label := []piece{{theme.Plain, strings.Repeat(" ", in)}, {theme.Method(method(r)), m}}
	label = append(label, piece{theme.Plain, strings.Repeat(" ", max(0, d.method-len(m))+1)})
	if r.Open {
		label = append(label, piece{theme.Faint, d.signs.open})
	}
	label = append(label, piece{theme.Plain, d.cut(r.Ref.Item.Name, d.label-width(label))})
	var cells [][]piece
	for _, c := range r.Cells {
		cells = append(cells, d.pieces(c))
	}
	return b.String() + d.line(label, cells)
}

// Whole is all of the grid.
func (d *Drawing) Whole() string {
	var b strings.Builder
	b.WriteString(d.Head())
	for n := range d.grid.Rows {
		b.WriteString(d.Row(n))
	}
	return b.String()
}

// Note says what the sign before some names means; "" if there is none.
func (d *Drawing) Note() string {
	if !slices.ContainsFunc(d.grid.Rows, func(r matrix.Row) bool { return r.Open }) {
		return ""
	}
	return d.signs.open + "has No Auth: sent as it is, the same for everybody"
}

// room is the width of all there is.
func (d *Drawing) room() int {
	if d.Width > 0 {
		return d.Width
	}
	return mostLabel
}

// pieces are what a cell shows: the status and whether it was expected.
func (d *Drawing) pieces(c matrix.Cell) []piece {
	if len(c.Tally) == 0 {
		return nil
	}
	shown := []matrix.Tally{{Outcome: c.Last, Count: 1}}
	if d.whole {
		shown = worstFirst(c.Tally)
	}
	var ps []piece
	missed := false
	for i, t := range shown {
		role, text := d.outcome(t.Outcome)
		if len(shown) > 1 {
			text += d.signs.times + strconv.Itoa(t.Count)
		}
		if i > 0 {
			text = " " + text
		}
		ps = append(ps, piece{role, text})
		missed = missed || t.Missed
	}
	switch {
	case missed:
		ps = append(ps, piece{theme.Error, " " + d.signs.bad})
	case c.Expected != "" && shown[0].Kind != matrix.Skipped:
		ps = append(ps, piece{theme.OK, " " + d.signs.ok})
	}
	return ps
}

// worstFirst are the outcomes of a cell: what was not expected, then what was
// most often.
func worstFirst(tally []matrix.Tally) []matrix.Tally {
	out := slices.Clone(tally)
	slices.SortStableFunc(out, func(a, b matrix.Tally) int {
		if a.Missed != b.Missed {
			if a.Missed {
				return -1
			}
			return 1
		}
		return b.Count - a.Count
	})
	return out
}

// outcome is one of them in a word.
func (d *Drawing) outcome(o matrix.Outcome) (theme.Role, string) {
	switch o.Kind {
	case matrix.Answered:
		return theme.Status(o.Status), strconv.Itoa(o.Status)
	case matrix.Skipped:
		return theme.Faint, d.signs.skipped
	case matrix.Login:
		return theme.Error, "login"
	}
	return theme.Error, "error"
}

// cut shortens a name to a width.
func (d *Drawing) cut(name string, width int) string {
	t := safe.Clean(name)
	short := t.Cut(width)
	if short == t {
		return t.String()
	}
	return strings.TrimSuffix(short.String(), "…") + d.signs.cut[:min(len(d.signs.cut), max(0, width)*len(d.signs.cut))]
}

func method(r matrix.Row) string {
	if m := r.Ref.Item.Request.Method; m != "" {
		return m
	}
	return "GET"
}
