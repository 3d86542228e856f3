package response

import (
	"fmt"
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

// tabStop is how wide a tab may be in a body.
const tabStop = 4

// document shows a body's rows, coloured, with the hits of a search on top. It
// implements pager.Source and works on the rows that are asked for only.
type document struct {
	doc payload.Document
	// tree is doc if it folds.
	tree  *tree.View
	lexer payload.Lexer
	// spotter finds the links in a row; nil finds none.
	spotter *link.Spotter
	// text is what is searched; nil if that cannot be.
	text  *payload.Lines
	found *payload.Found
	// current is the index of the chosen hit in found.Hits.
	current int
}

func newDocument(doc payload.Document, lexer payload.Lexer) *document {
	d := &document{doc: doc, lexer: lexer}
	switch v := doc.(type) {
	case *payload.Lines:
		d.text = v
	case *tree.View:
		d.tree, d.text = v, payload.NewLines(v.Index().Body()) // the search reads it
	}
	return d
}

// Len returns the number of rows.
func (d *document) Len() int { return d.doc.Lines() }

// Row returns row i.
func (d *document) Row(i int) text.Line {
	l := d.doc.Line(i)
	if l.Err != nil {
		return text.Of(theme.Error, safe.Clean("cannot read this row: "+l.Err.Error()))
	}
	row := cells.Tabbed(string(l.Text), tabStop)
	if d.tree == nil {
		st := cells.Style{Spans: cells.Overlay(cells.Overlay(d.colours(l), d.linked(l.Text)), d.hits(l))}
		return row.Draw(0, row.Width(), st)
	}
	r, err := d.tree.Row(i)
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

func (d *document) colours(l payload.Line) []cells.Span {
	var st payload.State
	if l.Part > 0 {
		st = payload.Resume(l.Text)
	}
	return syntax.Spans(d.lexer, l.Text, st)
}

// hits are the matches of the search that touch a row of text.
func (d *document) hits(l payload.Line) []cells.Span {
	return d.touching(l.Offset, l.Offset+int64(len(l.Text)), func(off int64) int { return int(off - l.Offset) })
}

// nodeHits are the matches that touch a row of a tree.
func (d *document) nodeHits(r tree.Row) []cells.Span {
	end := r.Value.Offset + int64(r.Value.Len)
	if r.Opens() && !r.Folded {
		end = r.Value.Offset + 1
	}
	return d.touching(r.Key.Offset, end, r.Column)
}

// touching are the matches between two offsets in the body, in the columns
// that the offsets have.
func (d *document) touching(from, to int64, column func(off int64) int) []cells.Span {
	if d.found == nil {
		return nil
	}
	var spans []cells.Span
	for i := firstReaching(d.found.Hits, from); i < len(d.found.Hits) && d.found.Hits[i].Offset < to; i++ {
		h := d.found.Hits[i]
		r := theme.Match
		if i == d.current {
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

// offset is where row i begins in the body.
func (d *document) offset(i int) int64 { return d.doc.Line(i).Offset }

// place is where a hit stands: its row, and its columns there. What was folded
// away is unfolded.
func (d *document) place(h payload.Hit) (row, from, to int) {
	if d.tree == nil {
		return h.Row, h.Col, h.Col + h.Len
	}
	n, err := d.tree.Index().RowOf(h.Offset)
	if err != nil {
		return 0, 0, 0
	}
	if row, err = d.tree.Reveal(n); err != nil {
		return 0, 0, 0
	}
	r, err := d.tree.Row(row)
	if err != nil {
		return row, 0, 0
	}
	return row, r.Column(h.Offset), r.Column(h.Offset + int64(h.Len))
}

// plain is the text of a row as it stands in the body.
func (d *document) plain(i int) string { return strings.TrimSpace(string(d.doc.Line(i).Text)) }
