package ui

import (
	tea "charm.land/bubbletea/v2"

	store "postern/store/history"
	"postern/ui/crumbs"
	"postern/ui/desk"
	"postern/ui/dialog/confirm"
	"postern/ui/files"
	"postern/ui/layout"
	"postern/ui/pane"
	"postern/ui/pane/response"
	"postern/ui/preview"
	"postern/ui/scripts"
	"postern/ui/sends"
	"postern/ui/shown"
)

// sending is what is done with the chosen request.
type sending struct{ *Model }

// send sends the chosen request, as its file has it now. A request that is
// already in flight is not sent twice.
func (m sending) send() tea.Cmd {
	it := m.desk.Item()
	if it == nil || m.sends.Flying[it.ID] != nil {
		return nil
	}
	return m.did(m.files.Fresh(files.Ready{Place: desk.Place(m.desk.Collection, m.desk.Chain)}))
}

// sendWith sends the chosen request with settings of its own on top.
func (m sending) sendWith(behavior map[string]any) tea.Cmd {
	it := m.desk.Item()
	if it == nil || m.sends.Flying[it.ID] != nil {
		return nil
	}
	if m.screen.out.Panes[layout.Response].Empty() { // one column: show where the answer comes
		m.setFocus(layout.Response)
	}
	return m.start(sends.With(m.desk.Job(), behavior), false)
}

// sendDoneMsg brings what a send produced.
type sendDoneMsg struct {
	sends.Landed
	meta store.Meta
}

func (msg sendDoneMsg) apply(m *Model) tea.Cmd {
	if q := (running{m}).question(msg); q != nil {
		m.sends.Land(msg.Landed)
		return tea.Batch(m.showResponse(), m.showRequest(), asks{m}.pushSudden(confirm.New(m.env, *q)))
	}
	if m.sends.Drop(msg.Landed) { // what is on show stays
		return tea.Batch(m.showResponse(), m.showRequest(), m.handle(pane.Failed{Err: msg.Err}), m.finds.Failed(msg.ItemID, msg.Err))
	}
	x, ok := m.sends.Take(msg.Landed)
	if !ok {
		return nil
	}
	m.tour.NoteSend(x)
	look := tea.Batch(m.finds.Look(x, msg.Realm), m.past.Keep(x, msg.meta), running{m}.take(scripts.Changes(x), msg.meta))
	if msg.ItemID != m.desk.ItemID() {
		return tea.Batch(look, m.toast.Note(msg.Name()+" has answered"))
	}
	m.response.SetExchange(x)
	m.response.SetTrail(crumbs.Trail{Behind: m.sends.Behind(msg.ItemID)})
	// Not the exchange's token: the environment may be another one by now.
	return tea.Batch(look, m.handle(response.Body(m.response, shown.StaysRaw(m.response.Document(), x))), m.showRequest(), purse{m}.choose(), asks{m}.askMissing(x), asks{m}.askDowngrade(x), m.tick())
}

// preview builds the request as it would go out, without sending it.
func (m sending) preview() tea.Cmd {
	if m.desk.Item() == nil {
		return nil
	}
	return m.handle(preview.Make(m.deps.Engine, m.desk.Job(), m.desk.Rev))
}
