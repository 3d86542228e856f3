package ui

import (
	tea "charm.land/bubbletea/v2"
	"postern/ui/crumbs"
	"postern/ui/dialog/history"
	"postern/ui/layout"
	"postern/ui/pane"
	"postern/ui/pane/response"
	"postern/ui/past"
)

// memory is where the history meets the rest of the screen.
type memory struct{ *Model }

// wish carries out what the history wishes for.
func (m memory) wish(in pane.Intent) (cmd tea.Cmd, ok bool) {
	switch in := in.(type) {
	case past.Shown:
		chosen := m.turnTo(in.Collection, in.Item)
		m.response.SetExchange(in.Exchange)
		m.response.SetTrail(crumbs.Trail{Past: true, Run: in.Run})
		if in.Run { // who opens what failed in a run wants to know why
			response.ShowFailures(m.response)
		}
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
