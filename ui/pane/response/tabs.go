package response

import (
	"fmt"

	"postern/engine"
	"postern/ui/facts"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/tabs"
	"postern/ui/widget/text"
)

// The tabs, in order.
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
	tabCount
)

// tab is the chosen tab.
func (p *Pane) tab() int { return p.bar.Active() }

// turn goes to a tab, where it was left.
func (p *Pane) turn(to int) {
	p.places[p.tab()] = p.pager.Place()
	p.bar.Choose((to + tabCount) % tabCount)
	p.show()
	p.pager.Resume(p.places[p.tab()])
}

// show puts the chosen tab's text into the pager.
func (p *Pane) show() {
	p.fresh = false
	n := safe.Text{}
	if p.x != nil && p.x.Response != nil {
		n = safe.Clean(fmt.Sprint(len(p.x.Response.Header)))
	}
	p.bar.Set([]tabs.Tab{
		{Label: safe.Lit("Body")},
		{Label: safe.Lit("Headers"), Note: n},
		{Label: safe.Lit("Cookies"), Note: count(facts.CookiesSet(p.x))},
		{Label: safe.Lit("IDs"), Note: count(len(p.finds.ids))},
		{Label: safe.Lit("Links"), Note: count(len(p.finds.links))},
		{Label: safe.Lit("Request")},
		{Label: safe.Lit("Timeline")},
		{Label: safe.Lit("Tests"), Note: tested(p.x)},
		{Label: safe.Lit("Console")},
	})
	p.lines = nil
	switch p.tab() {
	case tabHeaders:
		p.lines = facts.Headers(p.x)
	case tabCookies:
		p.lines = facts.Cookies(p.x)
	case tabIDs:
		p.lines = p.finds.idLines()
	case tabLinks:
		p.lines = p.finds.linkLines(redactor(p.x))
	case tabRequest:
		p.lines = facts.Sent(p.x)
	case tabTimeline:
		p.lines = facts.Timeline(p.x)
	case tabTests:
		p.lines = facts.Tests(p.x)
	case tabConsole:
		p.lines = facts.Console(p.x)
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

// verdict is what the title says of the tests: nothing where there are none.
func verdict(x *engine.Exchange) text.Line {
	passed, all := facts.Passed(x)
	switch {
	case all == 0:
		return nil
	case passed < all:
		return text.Of(theme.Title, safe.Lit(" · ")).Plus(theme.Error, safe.Clean(fmt.Sprintf("✗ tests %d/%d", passed, all)))
	}
	return text.Of(theme.Title, safe.Lit(" · ")).Plus(theme.OK, safe.Clean(fmt.Sprintf("✓ tests %d/%d", passed, all)))
}

// tested says how many of the tests have passed.
func tested(x *engine.Exchange) safe.Text {
	passed, all := facts.Passed(x)
	if all == 0 {
		return safe.Text{}
	}
	return safe.Clean(fmt.Sprintf("%d/%d", passed, all))
}
