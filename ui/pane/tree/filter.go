package tree

import (
	"strconv"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/widget/filterbar"
	"postern/ui/widget/match"
)

// search is the filter: what was typed and what it finds.
type search struct {
	bar   *filterbar.Bar
	query match.Query
	// folded is what is looked at, by entry, made when it is first needed.
	folded []string
	hits   int
}

// height is the number of lines the filter takes.
func (s *search) height() int {
	if s.bar.Focused() || s.bar.Text() != "" {
		return 1
	}
	return 0
}

// find returns which rows match, and counts them.
func (s *search) find(f forest) []bool {
	if s.folded == nil {
		s.folded = make([]string, len(f.entries))
		for i, e := range f.entries {
			s.folded[i] = e.folded()
		}
	}
	hit := make([]bool, len(s.folded))
	s.hits = 0
	for i, t := range s.folded {
		if s.query.In(t) {
			hit[i] = true
			s.hits++
		}
	}
	return hit
}

// view draws the filter's line, with the number of hits at its end.
func (s *search) view(width int) string {
	if s.query.Empty() {
		return s.bar.View(width, safe.Text{})
	}
	return s.bar.View(width, safe.Clean(strconv.Itoa(s.hits)))
}

// typed acts on what a key did in the filter.
func (p *Pane) typed(o filterbar.Outcome, move keymap.ID) {
	switch o {
	case filterbar.Changed:
		p.refilter()
	case filterbar.Kept:
		if p.search.query.Empty() {
			p.dropFilter()
			return
		}
		p.search.bar.Focus(false)
		p.layout()
	case filterbar.Dropped:
		p.dropFilter()
	case filterbar.Moved:
		p.tree.Act(move)
	}
}

func (p *Pane) refilter() {
	p.search.query = match.Parse(p.search.bar.Text())
	if p.search.query.Empty() {
		p.tree.ClearFilter()
		return
	}
	p.tree.Filter(p.search.find(p.forest))
}

// dropFilter shows everything again.
func (p *Pane) dropFilter() {
	p.search.bar.Focus(false)
	p.search.bar.Set("")
	p.search.query = match.Query{}
	p.tree.ClearFilter()
	p.layout()
}
