package response

import (
	"postern/engine/lookup"
	"postern/engine/lookup/link"
	"postern/ui/pane"
)

// The intents of what was found in a response.
type (
	// IDChosen is an id to be put somewhere.
	IDChosen struct{ ID lookup.ID }
	// LinkChosen is a link to follow, as seen from an exchange.
	LinkChosen struct {
		ExchangeID string
		Link       link.Link
	}
)

// finds are the ids and links of the exchange on show.
type finds struct {
	exchange string
	ids      []lookup.ID
	links    []link.Link
	// cut says why the ids are not all there are.
	cut lookup.Cut
	// spotter finds the links again in the body.
	spotter *link.Spotter
}

// SetFinds shows what was found in an exchange, if it is the one on show; cut
// says why the ids are not all there are.
func (p *Pane) SetFinds(exchangeID string, ids []lookup.ID, links []link.Link, cut lookup.Cut) {
	if p.x == nil || p.x.ID != exchangeID {
		return
	}
	p.finds = finds{exchange: exchangeID, ids: ids, links: links, cut: cut}
	linker{p}.spot(links)
	at := p.pager.Place() // they come late: the reader may be elsewhere already
	p.show()
	p.pager.Resume(at)
}

// ShowBody turns to the body.
func (p *Pane) ShowBody() {
	p.fresh = false
	if p.tab() != tabBody {
		p.turn(tabBody)
	}
}

// open is the wish of the row under the cursor.
func (f finds) open(tab, at int) pane.Intent {
	switch {
	case tab == tabIDs && at < len(f.ids):
		return IDChosen{f.ids[at]}
	case tab == tabLinks && at < len(f.links):
		return LinkChosen{f.exchange, f.links[at]}
	}
	return nil
}
