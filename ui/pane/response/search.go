package response

import (
	"context"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"

	"postern/engine/payload"
	"postern/ui/bodyrows"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/shown"
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
	// far is how far the search has come, until all is found.
	far payload.Progress
	// met says that the search has gone to a hit before its end.
	met bool
	// stop ends the search that is waited for.
	stop context.CancelFunc
}

// SearchAsked says that the body on show is to be searched. It is an [Answer].
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
		return safe.Clean("searching…" + s.sofar() + "   esc stops")
	case s.found == nil:
		return safe.Text{}
	case s.found.Total == 0 && s.far.Size == 0:
		return safe.Lit("no match")
	case len(s.found.Hits) == 0:
		return safe.Clean("stopped:" + s.sofar())
	case s.far.Size > 0:
		return safe.Clean("stopped:" + s.sofar() + "   n next  N previous")
	}
	return safe.Clean(fmt.Sprintf("%d of %d   n next  N previous", s.found.First+s.current+1, s.found.Total))
}

// sofar is what a search has found that has not come to its end.
func (s *search) sofar() string {
	if s.far.Size == 0 {
		return ""
	}
	share := 100 * s.far.Searched / s.far.Size
	if !s.met {
		return fmt.Sprintf(" %d found in %d %%", s.far.Total, share)
	}
	return fmt.Sprintf(" %d of %d in %d %%", s.far.First+s.current+1, s.far.Total, share)
}

// Show wishes for the search, which answers with what was found and, before that,
// with how far it has come.
func (in SearchAsked) Show(*Pane) pane.Intent {
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		f := shown.Find(ctx, in.Ctx, in.Lines, in.Query, in.From)
		return in.next(f)
	}}
}

// next waits for the next thing that a search tells.
func (in SearchAsked) next(f *shown.Finding) answer {
	told := f.Next()
	return func(p *Pane) pane.Intent {
		if told.Done {
			in.Answer(p, told.Found, told.Err)
			return nil
		}
		in.Tell(p, told.Progress)
		return pane.Work{Do: func(context.Context) pane.Intent { return in.next(f) }}
	}
}

// Answer shows the outcome of a search in p, if it is still the one asked for.
func (in SearchAsked) Answer(p *Pane, found *payload.Found, err error) {
	if p.x == nil || p.x.ID != in.ExchangeID || in.Typed != p.search.text || errors.Is(err, context.Canceled) {
		return
	}
	from := in.From
	met := p.search.hit()
	p.search.end()
	going := p.search.going
	p.search.err, p.search.going = "", 0
	if err != nil {
		p.search.err = err.Error()
	}
	p.search.found, p.search.current = found, 0
	p.search.far = payload.Progress{}
	n := 0
	if found != nil {
		n = len(found.Hits)
	}
	switch {
	case p.search.met && n > 0: // the reader has been there, and may have gone on
		p.search.met, p.search.current = false, bodyrows.FirstReaching(found.Hits, met.Offset)
		finder{p}.mark()
	case n > 0:
		p.search.current = (bodyrows.FirstReaching(found.Hits, from) + going + n) % n
		fallthrough
	default:
		finder{p}.toHit()
	}
}

// Tell shows in p how far a search has come, if it is still waited for. The
// first hit that is known is gone to.
func (in SearchAsked) Tell(p *Pane, far payload.Progress) {
	if in.Ctx.Err() != nil {
		return
	}
	s := &p.search
	p.fresh, s.far = false, far
	switch {
	case s.met:
		s.found = &far.Found
		finder{p}.mark()
	case s.going >= 0 && s.going < len(far.Hits):
		s.found, s.current, s.going, s.met = &far.Found, s.going, 0, true
		finder{p}.toHit()
	}
}

// hit is the chosen hit.
func (s *search) hit() payload.Hit {
	if s.found == nil || s.current >= len(s.found.Hits) {
		return payload.Hit{}
	}
	return s.found.Hits[s.current]
}

// finder is what searching does.
type finder struct{ *Pane }

// ask starts the search for what was typed.
func (p finder) ask(typed string) pane.Intent {
	p.search.end()
	p.search.text, p.search.err, p.search.found, p.search.going = typed, "", nil, 0
	p.search.far, p.search.met = payload.Progress{}, false
	if typed == "" || p.body == nil {
		p.search.text = ""
		p.toHit()
		return nil
	}
	if p.body.Text == nil {
		p.search.err = "only text can be searched"
		return nil
	}
	return p.seek(p.body.Offset(p.pager.Cursor()))
}

// leave ends a search, and then a filter.
func (p finder) leave() pane.Intent {
	if !p.search.on() {
		if in, ok := sifter(p).off(); ok {
			return in
		}
	}
	if p.search.waiting && p.search.far.Size > 0 { // what was found stays
		p.search.end()
		if p.search.found == nil {
			p.search.found = &p.search.far.Found
		}
		return nil
	}
	p.search.bar.Set("")
	p.ask("")
	p.place()
	return nil
}

// seek asks for the hits around an offset.
func (p finder) seek(from int64) pane.Intent {
	ctx := p.search.begin()
	p.search.waiting, p.search.far, p.search.met = true, payload.Progress{}, false
	return SearchAsked{Ctx: ctx, ExchangeID: p.x.ID, Lines: p.body.Text, Query: query(p.search.text), Typed: p.search.text, From: from}
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
	if p.body == nil || f == nil || len(f.Hits) == 0 || p.search.waiting && !p.search.met {
		return nil
	}
	p.ShowBody()
	to, last := p.search.current+by, len(f.Hits)-1
	switch {
	case p.search.waiting && (to < 0 || to > last):
		return nil // what lies there is not known yet
	case to >= 0 && to <= last || f.Total == len(f.Hits):
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
	if f := p.search.found; p.body != nil && f != nil && len(f.Hits) > 0 && p.tab() == tabBody {
		p.following = false
		p.pager.Go(p.body.Place(f.Hits[p.search.current]))
	}
	p.mark()
}

// mark draws the hits in the body.
func (p finder) mark() {
	p.fresh = false
	if p.body == nil {
		return
	}
	p.body.Found, p.body.Current = p.search.found, p.search.current
	p.pager.Refresh()
}
