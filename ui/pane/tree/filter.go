package tree

import (
	"strconv"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/widget/filterbar"
	"postern/ui/widget/match"
)

// typed acts on what a key did in the filter.
func (p *Pane) typed(o filterbar.Outcome, move keymap.ID) {
	switch o {
	case filterbar.Changed:
		p.refilter()
	case filterbar.Kept:
		if p.query.Empty() {
			p.dropFilter()
			return
		}
		p.filter.Focus(false)
		p.layout()
	case filterbar.Dropped:
		p.dropFilter()
	case filterbar.Moved:
		p.tree.Act(move)
	}
}

func (p *Pane) refilter() {
	p.query = match.Parse(p.filter.Text())
	if p.query.Empty() {
		p.tree.ClearFilter()
		return
	}
	p.tree.Filter(p.find())
}

// dropFilter shows everything again.
func (p *Pane) dropFilter() {
	p.filter.Focus(false)
	p.filter.Set("")
	p.query = match.Query{}
	p.tree.ClearFilter()
	p.layout()
}

// find returns which rows match, and counts them.
func (p *Pane) find() []bool {
	if p.folded == nil {
		p.folded = make([]string, len(p.forest.entries))
		for i, e := range p.forest.entries {
			p.folded[i] = e.folded()
		}
	}
	hit := make([]bool, len(p.folded))
	p.hits = 0
	for i, s := range p.folded {
		if p.query.In(s) {
			hit[i] = true
			p.hits++
		}
	}
	return hit
}

// count is the note in the filter's line.
func (p *Pane) count() safe.Text {
	if p.query.Empty() {
		return safe.Text{}
	}
	return safe.Clean(strconv.Itoa(p.hits))
}
