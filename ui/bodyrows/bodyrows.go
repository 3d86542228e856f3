// Package bodyrows shows the rows of a response body: coloured, with the links in
// them and the hits of a search on top. It works on the rows that are asked for
// only.
package bodyrows

import (
	"fmt"
	"slices"
	"strings"

	"postern/engine/lookup/link"
	"postern/engine/payload"
	"postern/engine/payload/tree"
	"postern/ui/safe"
	"postern/ui/syntax"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/text"
)

// TabStop is how wide a tab may be in a body.
const TabStop = 4

// Rows are those of a body. They implement pager.Source.
type Rows struct {
	Doc payload.Document
	// Tree is Doc if it folds.
	Tree *tree.View
	// Spotter finds the links in a row; nil finds none.
	Spotter *link.Spotter
	// Text is what is searched; nil if that cannot be.
	Text  *payload.Lines
	Found *payload.Found
	// Current is the index of the chosen hit in Found.Hits.
	Current int

	lexer payload.Lexer
}

// New returns the rows of a body; the lexer colours them.
func New(doc payload.Document, lexer payload.Lexer) *Rows {
	d := &Rows{Doc: doc, lexer: lexer}
	switch v := doc.(type) {
	case *payload.Lines:
		d.Text = v
	case *tree.View:
		d.Tree, d.Text = v, payload.NewLines(v.Index().Body()) // the search reads it
	}
	return d
}

// Len returns the number of rows.
func (d *Rows) Len() int { return d.Doc.Lines() }

// Row returns row i.
func (d *Rows) Row(i int) text.Line {
	l := d.Doc.Line(i)
	if l.Err != nil {
		return text.Of(theme.Error, safe.Clean("cannot read this row: "+l.Err.Error()))
	}
	row := cells.Tabbed(string(l.Text), TabStop)
	if d.Tree == nil {
		st := cells.Style{Spans: cells.Overlay(cells.Overlay(d.colours(l), d.linked(l.Text)), d.hits(l))}
		return row.Draw(0, row.Width(), st)
	}
	r, err := d.Tree.Row(i)
	if err != nil {
		return text.Of(theme.Error, safe.Clean("cannot read this row: "+err.Error()))
	}
	st := cells.Style{Spans: cells.Overlay(cells.Overlay(d.colours(l), d.linked(l.Text)), d.nodeHits(r))}
	return append(row.Draw(0, row.Width(), st), members(r)...)
}

// members says how much a row hides that is folded or cut.
func members(r tree.Row) text.Line {
	switch {
	case r.Cut():
		return text.Of(theme.Faint, safe.Clean("  "+payload.FormatSize(int64(r.Value.Len))))
	case !r.Folded:
		return nil
	case r.Kids < 0:
		return text.Of(theme.Faint, safe.Lit("  still coming"))
	case r.Kids == 1:
		return text.Of(theme.Faint, safe.Lit("  1 member"))
	}
	return text.Of(theme.Faint, safe.Clean(fmt.Sprintf("  %d members", r.Kids)))
}

func (d *Rows) colours(l payload.Line) []cells.Span {
	var st payload.State
	if l.Part > 0 {
		st = payload.Resume(l.Text)
	}
	return syntax.Spans(d.lexer, l.Text, st)
}

// hits are the matches of the search that touch a row of text.
func (d *Rows) hits(l payload.Line) []cells.Span {
	return d.touching(l.Offset, l.Offset+int64(len(l.Text)), func(off int64) int { return int(off - l.Offset) })
}

// nodeHits are the matches that touch a row of a tree.
func (d *Rows) nodeHits(r tree.Row) []cells.Span {
	end := r.Value.Offset + int64(r.Value.Len)
	if r.Opens() && !r.Folded {
		end = r.Value.Offset + 1
	}
	return d.touching(r.Key.Offset, end, r.Column)
}

// touching are the matches between two offsets in the body, in the columns
// that the offsets have.
func (d *Rows) touching(from, to int64, column func(off int64) int) []cells.Span {
	if d.Found == nil {
		return nil
	}
	var spans []cells.Span
	for i := FirstReaching(d.Found.Hits, from); i < len(d.Found.Hits) && d.Found.Hits[i].Offset < to; i++ {
		h := d.Found.Hits[i]
		r := theme.Match
		if i == d.Current {
			r = theme.MatchCurrent
		}
		a, z := column(max(h.Offset, from)), column(min(h.Offset+int64(h.Len), to))
		if n := len(spans); n > 0 { // hits in what is folded all stand in one place
			a = max(a, spans[n-1].To)
		}
		if a < z {
			spans = append(spans, cells.Span{From: a, To: z, Role: r})
		}
	}
	return spans
}

// Offset is where row i begins in the body.
func (d *Rows) Offset(i int) int64 { return d.Doc.Line(i).Offset }

// Place is where a hit stands: its row, and its columns there. What was folded
// away is unfolded.
func (d *Rows) Place(h payload.Hit) (row, from, to int) {
	if d.Tree == nil {
		return h.Row, h.Col, h.Col + h.Len
	}
	n, err := d.Tree.Index().RowOf(h.Offset)
	if err != nil {
		return 0, 0, 0
	}
	if row, err = d.Tree.Reveal(n); err != nil {
		return 0, 0, 0
	}
	r, err := d.Tree.Row(row)
	if err != nil {
		return row, 0, 0
	}
	return row, r.Column(h.Offset), r.Column(h.Offset + int64(h.Len))
}

// Plain is the text of a row as it stands in the body.
func (d *Rows) Plain(i int) string { return strings.TrimSpace(string(d.Doc.Line(i).Text)) }

// Links are the links in a row of text.
func (d *Rows) Links(row []byte) []link.Spot {
	if d.Spotter == nil || d.Text == nil {
		return nil
	}
	return d.Spotter.In(row)
}

// linked marks the links in a row.
func (d *Rows) linked(row []byte) []cells.Span {
	var spans []cells.Span
	for _, s := range d.Links(row) {
		spans = append(spans, cells.Span{From: s.From, To: s.To, Role: theme.Link})
	}
	return spans
}

// FirstReaching is the index of the first hit that ends after off.
func FirstReaching(hits []payload.Hit, off int64) int {
	i, _ := slices.BinarySearchFunc(hits, off, func(h payload.Hit, off int64) int {
		if h.Offset+int64(h.Len) <= off {
			return -1
		}
		return 1
	})
	return i
}
