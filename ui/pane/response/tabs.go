package response

import (
	"fmt"
	"slices"

	"postern/engine"
	"postern/ui/facts"
	"postern/ui/safe"
	"postern/ui/widget/tabs"
)

// The tabs.
const (
	tabBody = iota
	tabHeaders
	tabCookies
	tabIDs
	tabLinks
	tabRequest
	tabTimeline
	tabTests
	tabConsole
	// tabVisual is only there where a script has made a page.
	tabVisual
	tabCount
)

// order are the tabs as they stand in the bar.
func order(visual bool) []int {
	all := []int{tabBody, tabHeaders, tabCookies, tabIDs, tabLinks, tabRequest, tabTimeline, tabTests, tabConsole}
	if visual {
		all = slices.Insert(all, 1, tabVisual)
	}
	return all
}

// tab is the chosen tab.
func (p *Pane) tab() int {
	if at := p.bar.Active(); at < len(p.order) {
		return p.order[at]
	}
	return tabBody
}

// turn goes to the tab at a place of the bar, where it was left.
func (p *Pane) turn(to int) {
	p.places[p.tab()] = p.pager.Place()
	p.bar.Choose((to + len(p.order)) % len(p.order))
	p.show()
	p.pager.Resume(p.places[p.tab()])
}

// scripted is the exchange whose scripts are told of: the one in flight, once
// they run.
func scripted(p *Pane) *engine.Exchange {
	if p.told == nil {
		return p.x
	}
	return facts.Recent(p.told)
}

// awaits is what the tests wait for while nothing is tested.
func awaits(p *Pane) facts.Awaits {
	return facts.Awaits{Flying: p.progress != nil, Scripts: p.some, Running: p.told != nil}
}

// SetScripts says whether the request on show has scripts.
func SetScripts(p *Pane, some bool) {
	if p.some != some {
		p.some = some
		retest(p)
	}
}

// ShowFailures turns to the tests if one of them failed, or a script broke off.
func ShowFailures(p *Pane) {
	if p.x != nil && p.x.Broken() && p.tab() != tabTests {
		p.turn(slices.Index(p.order, tabTests))
	}
}

// retest tells anew what the tests wait for.
func retest(p *Pane) {
	if p.tab() == tabTests {
		at := p.pager.Place()
		p.show()
		p.pager.Resume(at)
	}
}

// show puts the chosen tab's text into the pager.
func (p *Pane) show() {
	p.fresh = false
	n := safe.Text{}
	if p.x != nil && p.x.Response != nil {
		n = safe.Clean(fmt.Sprint(len(p.x.Response.Header)))
	}
	all := [tabCount]tabs.Tab{
		tabBody:     {Label: safe.Lit("Body")},
		tabVisual:   {Label: safe.Lit("Visualize")},
		tabHeaders:  {Label: safe.Lit("Headers"), Note: n},
		tabCookies:  {Label: safe.Lit("Cookies"), Note: tabs.Count(facts.CookiesSet(p.x))},
		tabIDs:      {Label: safe.Lit("IDs"), Note: tabs.Count(len(p.finds.ids))},
		tabLinks:    {Label: safe.Lit("Links"), Note: tabs.Count(len(p.finds.links))},
		tabRequest:  {Label: safe.Lit("Request")},
		tabTimeline: {Label: safe.Lit("Timeline")},
		tabTests:    {Label: safe.Lit("Tests"), Note: facts.Tested(scripted(p))},
		tabConsole:  {Label: safe.Lit("Console")},
	}
	at := p.tab()
	p.order = order(facts.HasVisual(p.x))
	var bar []tabs.Tab
	for _, t := range p.order {
		bar = append(bar, all[t])
	}
	p.bar.Set(bar)
	p.bar.Choose(max(slices.Index(p.order, at), 0))
	p.lines = nil
	switch p.tab() {
	case tabHeaders:
		p.lines = facts.Headers(p.x)
	case tabCookies:
		p.lines = facts.Cookies(p.x)
	case tabIDs:
		p.lines = facts.IDs(p.finds.ids, p.finds.cut)
	case tabLinks:
		p.lines = facts.Links(p.x, p.finds.links)
	case tabRequest:
		p.lines = facts.Sent(p.x)
	case tabTimeline:
		p.lines = facts.Timeline(p.x)
	case tabTests:
		p.lines = facts.Tests(scripted(p), awaits(p))
	case tabConsole:
		p.lines = facts.Console(scripted(p))
	case tabVisual:
		p.lines = p.page.Lines(p.x)
	}
	p.pager.SetNumbers(p.tab() == tabBody)
	p.pager.SetWrap(p.wrap && p.tab() != tabIDs && p.tab() != tabLinks)
	if p.tab() == tabBody && p.body != nil {
		p.pager.SetSource(p.body)
	} else {
		p.pager.SetSource(p.lines)
	}
	p.place()
}
