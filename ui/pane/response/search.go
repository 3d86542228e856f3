package response

import (
	"context"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

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
	// going is the step that is due when what is asked for has come.
	going   int
	err     string
	waiting bool
	// stop ends the search that is waited for.
	stop context.CancelFunc
}

// SearchAsked says that the body on show is to be searched. The workbench
// answers with [Pane.SetFound].
type SearchAsked struct {
	// Ctx ends when nobody waits for the answer any more.
	Ctx        context.Context
	ExchangeID string
	// Lines is the text. Not all of it may be indexed yet.
	Lines *payload.Lines
	Query payload.Query
	// Typed is the search as it was typed.
	Typed string
	// From is the offset in the body from which the next hit counts.
	From int64
}

// begin is the context of a new search; the one before ends.
func (s *search) begin() context.Context {
	s.end()
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	return ctx
}

// end stops the search that is waited for.
func (s *search) end() {
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
	s.waiting = false
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
	if p.x == nil || p.x.ID != exchangeID || text != p.search.text || errors.Is(err, context.Canceled) {
		return
	}
	p.search.end()
	p.search.err = ""
	if err != nil {
		p.search.err = err.Error()
	}
	p.search.found = found
	p.search.current = 0
	if found != nil && len(found.Hits) > 0 {
		n := len(found.Hits)
		p.search.current = (firstReaching(found.Hits, from) + p.search.going + n) % n
	}
	p.search.going = 0
	finder{p}.toHit()
}

// finder is what searching does.
type finder struct{ *Pane }

// ask starts the search for what was typed.
func (p finder) ask(typed string) pane.Intent {
	p.search.end()
	p.search.text, p.search.err, p.search.found, p.search.going = typed, "", nil, 0
	if typed == "" || p.body == nil {
		p.search.text = ""
		p.toHit()
		return nil
	}
	if p.body.text == nil {
		p.search.err = "only text can be searched"
		return nil
	}
	return p.seek(p.body.offset(p.pager.Cursor()))
}

// leave ends a search, and then a filter.
func (p finder) leave() pane.Intent {
	if p.layout.Filter != "" && !p.search.on() && p.x != nil {
		return DocumentAsked{ExchangeID: p.x.ID}
	}
	p.search.bar.Set("")
	p.ask("")
	p.place()
	return nil
}

// seek asks for the hits around an offset.
func (p finder) seek(from int64) pane.Intent {
	ctx := p.search.begin()
	p.search.waiting = true
	return SearchAsked{Ctx: ctx, ExchangeID: p.x.ID, Lines: p.body.text, Query: query(p.search.text), Typed: p.search.text, From: from}
}

// query is what a typed text looks for: between slashes a regular expression.
// Rows of a tree have a blank behind the colon that the body may not have.
func query(typed string) payload.Query {
	if n := len(typed); n > 2 && typed[0] == '/' && typed[n-1] == '/' {
		return payload.Query{Text: typed[1 : n-1], Regexp: true}
	}
	if strings.Contains(typed, `": `) {
		return payload.Query{Text: strings.ReplaceAll(regexp.QuoteMeta(typed), `": `, `":\s*`), Regexp: true}
	}
	return payload.Query{Text: typed}
}

// step goes to another hit, around the ends. Of very many hits only those
// around the reader are at hand, and more are asked for at their end.
func (p finder) step(by int) pane.Intent {
	f := p.search.found
	if p.body == nil || f == nil || len(f.Hits) == 0 || p.search.waiting {
		return nil
	}
	p.ShowBody()
	to, last := p.search.current+by, len(f.Hits)-1
	if to >= 0 && to <= last || f.Total == len(f.Hits) {
		p.search.current = (to + len(f.Hits)) % len(f.Hits)
		p.toHit()
		return nil
	}
	p.search.going = by
	switch {
	case to > last && f.First+len(f.Hits) < f.Total:
		return p.seek(f.Hits[last].Offset)
	case to > last:
		p.search.going = 0
		return p.seek(0)
	case f.First > 0:
		return p.seek(f.Hits[0].Offset)
	}
	return p.seek(math.MaxInt64)
}

// toHit brings the chosen hit on screen.
func (p finder) toHit() {
	p.fresh = false
	if p.body == nil {
		return
	}
	p.body.found, p.body.current = p.search.found, p.search.current
	if f := p.search.found; f != nil && len(f.Hits) > 0 && p.tab() == tabBody {
		p.pager.Go(p.body.place(f.Hits[p.search.current]))
	}
	p.pager.Refresh()
}
