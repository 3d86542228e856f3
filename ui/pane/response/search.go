package response

import (
	"fmt"
	"slices"

	"postern/engine/payload"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/widget/filterbar"
)

// search is what is being looked for in the body.
type search struct {
	bar   *filterbar.Bar
	text  string
	found *payload.Found
	// current is the index of the chosen hit in found.Hits.
	current int
	err     string
	waiting bool
}

// SearchAsked says that the body on show is to be searched. The workbench
// answers with [Pane.SetFound].
type SearchAsked struct {
	ExchangeID string
	Lines      *payload.Lines
	Query      payload.Query
	// From is the offset in the body from which the next hit counts.
	From int64
}

// on reports whether a search has a text.
func (s *search) on() bool { return s.text != "" }

// shown reports whether the search's line stands below the body.
func (s *search) shown() bool { return s.bar.Focused() || s.on() }

// note is what the search found, for the end of its line.
func (s *search) note() safe.Text {
	switch {
	case s.err != "":
		return safe.Clean(s.err)
	case s.waiting:
		return safe.Lit("searching…")
	case s.found == nil:
		return safe.Text{}
	case s.found.Total == 0:
		return safe.Lit("no match")
	}
	return safe.Clean(fmt.Sprintf("%d of %d   n next  N previous", s.found.First+s.current+1, s.found.Total))
}

// firstReaching is the index of the first hit that ends after off.
func firstReaching(hits []payload.Hit, off int64) int {
	i, _ := slices.BinarySearchFunc(hits, off, func(h payload.Hit, off int64) int {
		if h.Offset+int64(h.Len) <= off {
			return -1
		}
		return 1
	})
	return i
}

// SetFound shows the outcome of a search, if it is still the one asked for.
func (p *Pane) SetFound(exchangeID, text string, from int64, found *payload.Found, err error) {
	if p.x == nil || p.x.ID != exchangeID || text != p.search.text {
		return
	}
	p.search.waiting, p.search.err = false, ""
	if err != nil {
		p.search.err = err.Error()
	}
	p.search.found = found
	p.search.current = 0
	if found != nil && len(found.Hits) > 0 {
		p.search.current = firstReaching(found.Hits, from) % len(found.Hits)
	}
	p.toHit()
}

// ask starts the search for what was typed.
func (p *Pane) ask(typed string) pane.Intent {
	p.search.text, p.search.err, p.search.found = typed, "", nil
	lines, ok := p.lines()
	if typed == "" || !ok {
		p.search.text = ""
		p.toHit()
		return nil
	}
	p.search.waiting = true
	return SearchAsked{ExchangeID: p.x.ID, Lines: lines, Query: payload.Query{Text: typed}, From: p.body.doc.Line(p.pager.Cursor()).Offset}
}

// step goes to another hit, around the ends.
func (p *Pane) step(by int) {
	if f := p.search.found; f != nil && len(f.Hits) > 0 {
		p.search.current = (p.search.current + by + len(f.Hits)) % len(f.Hits)
		p.toHit()
	}
}

// toHit brings the chosen hit on screen.
func (p *Pane) toHit() {
	p.fresh = false
	if p.body == nil {
		return
	}
	p.body.found, p.body.current = p.search.found, p.search.current
	if f := p.search.found; f != nil && len(f.Hits) > 0 && p.tab() == tabBody {
		h := f.Hits[p.search.current]
		p.pager.Go(h.Row, h.Col, h.Col+h.Len)
	}
	p.pager.Refresh()
}

// lines is the text of the body on show, if it can be searched.
func (p *Pane) lines() (*payload.Lines, bool) {
	if p.body == nil {
		return nil, false
	}
	l, ok := p.body.doc.(*payload.Lines)
	return l, ok
}
