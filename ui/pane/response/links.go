package response

import (
	"postern/engine/lookup/link"
	"postern/ui/bodyrows"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/widget/cells"
)

// LinksMet are the links in a row, of which one is to be followed.
type LinksMet struct {
	ExchangeID string
	Links      []link.Link
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
		p.body.Spotter = p.finds.spotter
	}
}

// on reports whether links can be in what is on show.
func (p linker) on() bool { return p.tab() == tabBody && p.body != nil }

// open is the wish of a row with links; ok is false of any other.
func (p linker) open(id keymap.ID) (in pane.Intent, ok bool) {
	if !p.on() {
		return nil, false
	}
	spots := p.body.Links(p.body.Doc.Line(p.pager.Cursor()).Text)
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
	line := p.body.Doc.Line(row).Text
	shown := cells.Tabbed(string(line), bodyrows.TabStop)
	for _, s := range p.body.Links(line) {
		if column >= shown.Column(s.From) && column < shown.Column(s.To) {
			return LinksMet{p.x.ID, []link.Link{s.Link}}
		}
	}
	return nil
}
