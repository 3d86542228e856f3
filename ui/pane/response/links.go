package response

import (
	"postern/engine/lookup/link"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/theme"
	"postern/ui/widget/cells"
)

// LinksMet are the links in a row, of which one is to be followed.
type LinksMet struct {
	ExchangeID string
	Links      []link.Link
}

// links are the links in a row of text.
func (d *document) links(row []byte) []link.Spot {
	if d.spotter == nil || d.text == nil {
		return nil
	}
	return d.spotter.In(row)
}

// linked marks the links in a row.
func (d *document) linked(row []byte) []cells.Span {
	var spans []cells.Span
	for _, s := range d.links(row) {
		spans = append(spans, cells.Span{From: s.From, To: s.To, Role: theme.Link})
	}
	return spans
}

// linker is what is done with links in the body.
type linker struct{ *Pane }

// spot makes the links that were found in x to be seen in its body.
func (p linker) spot(found []link.Link) {
	if p.x == nil {
		p.finds.spotter = nil
		return
	}
	p.finds.spotter = link.NewSpotter(found, p.x.Sent.URL)
	if p.body != nil {
		p.body.spotter = p.finds.spotter
	}
}

// on reports whether links can be in what is on show.
func (p linker) on() bool { return p.tab() == tabBody && p.body != nil }

// open is the wish of a row with links; ok is false of any other.
func (p linker) open(id keymap.ID) (in pane.Intent, ok bool) {
	if !p.on() {
		return nil, false
	}
	spots := p.body.links(p.body.doc.Line(p.pager.Cursor()).Text)
	if len(spots) == 0 {
		if id == keymap.FollowLink {
			return pane.Noted{Text: "there is no link in this row", Warn: true}, true
		}
		return nil, false
	}
	met := LinksMet{ExchangeID: p.x.ID}
	for _, s := range spots {
		met.Links = append(met.Links, s.Link)
	}
	return met, true
}

// at is the wish of a link that stands in a cell of the text.
func (p linker) at(x, y int) pane.Intent {
	row, column, ok := p.pager.Hit(x, y)
	if !ok || !p.on() {
		return nil
	}
	line := p.body.doc.Line(row).Text
	shown := cells.Tabbed(string(line), tabStop)
	for _, s := range p.body.links(line) {
		if column >= shown.Column(s.From) && column < shown.Column(s.To) {
			return LinksMet{p.x.ID, []link.Link{s.Link}}
		}
	}
	return nil
}
