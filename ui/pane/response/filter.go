package response

import (
	"postern/ui/bodyrows"
	"postern/ui/crumbs"
	"postern/ui/grid"
	"postern/ui/pane"
	"postern/ui/shown"
	"postern/ui/sift"
	"postern/ui/widget/pager"
)

// filtered is the filter, and what was on show before it was typed.
type filtered struct {
	*sift.Sift
	body   *bodyrows.Rows
	layout Layout
	at     pager.Place
	grid   *grid.Grid
}

// Filter is the path that is on for the exchange on show, "" for none.
func (p *Pane) Filter() string { return p.filter.On(sifter{p}.whose()) }

// Commit takes the filter that is being typed, unless it leads nowhere.
func (p *Pane) Commit() pane.Intent {
	if !p.filter.Typing() {
		return nil
	}
	p.fresh = false
	defer p.place()
	if p.filter.Wrong() {
		sifter{p}.restore()
		return nil
	}
	kept := sifter{p}.keep()
	if p.x != nil && p.layout.Filter != p.Filter() {
		return pane.Batch{kept, DocumentAsked{ExchangeID: p.x.ID}}
	}
	return kept
}

// sifter is what is done with the filter.
type sifter struct{ *Pane }

// whose names what a filter is on for: the request, whatever it is sent for; but
// of what its links led to only what is the same resource, as the next page of a
// list.
func (p sifter) whose() string {
	if p.x == nil {
		return ""
	}
	if here := crumbs.Resource(p.x.Sent.URL); here != crumbs.Resource(p.trail.First(p.x).Sent.URL) {
		return p.x.ItemID + "\n" + here
	}
	return p.x.ItemID
}

// open begins to type a filter.
func (p sifter) open() pane.Intent {
	switch {
	case !shown.Has(p.x):
		return pane.Noted{Text: "there is no body to filter", Warn: true}
	case p.progress != nil:
		return pane.Noted{Text: "the body is still coming: filter it when it is there, or stop it", Warn: true}
	}
	p.ShowBody()
	defer p.place()
	p.filter.body, p.filter.layout, p.filter.at, p.filter.grid = p.body, p.layout, p.pager.Place(), p.table.Held()
	now := p.layout.Filter
	if now == "" {
		now = p.Filter() // one that does not fit, to be mended
	}
	return p.work(p.filter.Open(p.whose(), p.x, now))
}

// work makes what a path brings an answer to the pane.
func (p sifter) work(in pane.Intent) pane.Intent {
	return answering(in, func(p *Pane, a sift.Answer) pane.Intent {
		p.fresh = false
		defer p.place()
		show, keep := p.filter.Take(a)
		if show {
			sifter{p}.put(a.Doc)
		}
		if keep {
			return sifter{p}.keep()
		}
		return nil
	})
}

func (p sifter) key(k pane.Key) pane.Intent {
	defer p.place()
	out, work, move := p.filter.Key(k.KeyPressMsg)
	switch out {
	case sift.Asked:
		return p.work(work)
	case sift.Kept:
		if d := p.filter.Found(); d.Filter != p.layout.Filter {
			p.put(d)
		}
		return p.keep()
	case sift.Dropped:
		p.restore()
	case sift.Whole:
		return DocumentAsked{ExchangeID: p.x.ID}
	case sift.Moved:
		p.pager.Act(move)
	}
	return nil
}

// put shows what a path leaves.
func (p sifter) put(d shown.Document) {
	p.Pane.put(d.Doc, d.Lexer, Layout{Form: d.Form, Filter: d.Filter})
}

// keep ends the typing; nothing is to be put back any more.
func (p sifter) keep() pane.Intent {
	p.filter.body, p.filter.grid = nil, nil
	return p.filter.Keep()
}

// RememberFilters takes the paths of an earlier run.
func (p *Pane) RememberFilters(paths []string) { p.filter.Remember(paths) }

// restore puts back what was on show before the typing.
func (p sifter) restore() {
	f := &p.filter
	f.Close()
	if f.body == nil {
		return
	}
	p.body, p.layout = f.body, f.layout
	p.table.Restore(f.grid)
	f.body, f.grid = nil, nil
	if p.tab() == tabBody {
		p.pager.SetSource(p.body)
		p.pager.Resume(f.at)
	}
}

// off takes the filter off, if one is on.
func (p sifter) off() (pane.Intent, bool) {
	if p.x == nil || p.layout.Filter == "" && p.Filter() == "" {
		return nil, false
	}
	p.filter.Off(p.whose())
	return DocumentAsked{ExchangeID: p.x.ID}, true
}
