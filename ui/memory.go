package ui

import (
	tea "charm.land/bubbletea/v2"
	store "postern/store/history"
	"postern/ui/crumbs"
	"postern/ui/desk"
	"postern/ui/dialog/history"
	"postern/ui/layout"
	"postern/ui/pane"
	"postern/ui/pane/response"
	"postern/ui/past"
)

// memory is where the history meets the rest of the screen.
type memory struct{ *Model }

// ask opens the history, at the chosen request's sends if one is chosen.
func (m memory) ask() tea.Cmd {
	c := history.Content{Item: m.desk.ItemID(), Only: m.desk.ItemID() != ""}
	if m.desk.Collection != nil {
		c.Collection = m.desk.Collection.ID
	}
	if e := m.desk.Env; e != nil {
		c.Environment, c.EnvironmentName = e.ID, e.Name
	}
	return m.did(m.past.Ask(c, m.now()))
}

// wish carries out what the history wishes for.
func (m memory) wish(in pane.Intent) (cmd tea.Cmd, ok bool) {
	switch in := in.(type) {
	case past.Shown:
		chosen := m.turnTo(in.Collection, in.Item)
		m.response.SetExchange(in.Exchange)
		m.response.SetTrail(crumbs.Trail{Past: true, Run: in.Run})
		return tea.Batch(chosen, m.setFocus(layout.Response), m.finds.Review(in.Exchange), m.handle(response.Body(m.response, false))), true
	case past.SendAsked:
		return tea.Batch(m.turnTo(in.Collection, in.Item), m.setFocus(layout.Response), offers(m).sendOther(in.Collection, in.Item, nil)), true
	case history.ClearAsked:
		m.finds.Forget()
	}
	if cmd, out, ok := m.past.Handle(in); ok {
		return m.did(cmd, out), true
	}
	return nil, false
}

// turnTo chooses the request of a send, if it is open.
func (m memory) turnTo(collection, item string) tea.Cmd {
	c, it, ok := rows(m).at(collection + "\n" + item)
	if !ok || it == nil {
		return nil
	}
	m.tree.Select(c.ID, it.ID)
	return m.choose(c, c.Chain(it.ID))
}

// meta is what the history is told of a send of an item besides the exchange,
// as it is when it starts.
func (m memory) meta(itemID, template string) store.Meta {
	meta := store.Meta{Template: template, Collection: desk.Owner(m.desk.Collections, m.desk.Collection, itemID)}
	if e := m.desk.Env; e != nil {
		meta.Environment, meta.EnvironmentName = e.ID, e.Name
	}
	return meta
}
