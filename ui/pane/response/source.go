package response

import (
	"strings"

	"postern/engine/payload"
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
	doc   payload.Document
	lexer payload.Lexer
	found *payload.Found
	// current is the index of the chosen hit in found.Hits.
	current int
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
	st := cells.Style{Spans: cells.Overlay(d.colours(l), d.hits(l))}
	return row.Draw(0, row.Width(), st)
}

func (d *document) colours(l payload.Line) []cells.Span {
	var st payload.State
	if l.Part > 0 {
		st = payload.Resume(l.Text)
	}
	return syntax.Spans(d.lexer, l.Text, st)
}

// hits are the matches of the search that touch a row.
func (d *document) hits(l payload.Line) []cells.Span {
	if d.found == nil {
		return nil
	}
	var spans []cells.Span
	from, to := l.Offset, l.Offset+int64(len(l.Text))
	for i := firstReaching(d.found.Hits, from); i < len(d.found.Hits) && d.found.Hits[i].Offset < to; i++ {
		h := d.found.Hits[i]
		r := theme.Match
		if i == d.current {
			r = theme.MatchCurrent
		}
		a, z := max(h.Offset, from)-from, min(h.Offset+int64(h.Len), to)-from
		if a < z {
			spans = append(spans, cells.Span{From: int(a), To: int(z), Role: r})
		}
	}
	return spans
}

// plain is the text of a row as it stands in the body.
func (d *document) plain(i int) string { return strings.TrimSpace(string(d.doc.Line(i).Text)) }
