package ui

import (
	tea "charm.land/bubbletea/v2"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/lookup/link"
	"postern/ui/desk"
	"postern/ui/finds"
	"postern/ui/follow"
	"postern/ui/pane"
	"postern/ui/pane/request"
	"postern/ui/pane/response"
	"postern/ui/past"
	"postern/ui/sends"
	"postern/ui/shown"
)

// offers is what responses offer for the next request: ids and links.
type offers struct{ *Model }

// wish carries out what was wished for of ids and links.
func (m offers) wish(in pane.Intent) (cmd tea.Cmd, ok bool) {
	switch in := in.(type) {
	case finds.Found:
		m.response.SetFinds(in.ExchangeID, in.IDs, in.Links, in.Cut)
		return nil, true
	case finds.VariableSet:
		if m.desk.Env == nil {
			return m.toast.Warn("no environment is chosen to keep " + in.Name + ": ctrl+e chooses one"), true
		}
		return tea.Batch(edits(m).setVar(in.Name, in.Value), m.toast.Note(in.Text())), true
	case finds.RequestFilled:
		return tea.Batch(edits(m).edited(request.Edited{ItemID: in.ItemID, Request: in.Request}), m.toast.Note(in.Note)), true
	case finds.SendAsked:
		return m.sendOther(in.Collection, in.Item, &in.Request), true
	case response.IDChosen:
		return m.handle(m.finds.Put(in.ID, finds.Variables(m.desk.Env), m.subject())), true
	case response.LinkChosen:
		return m.handle(m.aside.follow.Link(m.env, m.response.Exchange(), in.Link)), true
	case response.LinksMet:
		return m.handle(m.aside.follow.Which(m.env, m.response.Exchange(), in.Links)), true
	case follow.Went:
		return m.went(in.Link), true
	}
	return nil, false
}

// sendOther sends a request that need not be the chosen one, as it is or as it
// is to be for once.
func (m offers) sendOther(collectionID, itemID string, as *collection.Request) tea.Cmd {
	c, it, ok := rows(m).at(collectionID + "\n" + itemID)
	if !ok || it == nil || it.Folder {
		return m.toast.Warn("that request is not open any more")
	}
	job := desk.JobOf(&m.desk, c, c.Chain(it.ID))
	if as != nil {
		job.Request = *as
	}
	return sending(m).start(job, false)
}

// subject is the chosen request, if one is.
func (m offers) subject() finds.Subject {
	if m.desk.Item() == nil {
		return finds.Subject{}
	}
	return finds.SubjectOf(m.desk.Job(), m.desk.Collection, m.desk.Collections)
}

// noRequest is the answer to a wish to go on from a response of the past.
const noRequest = "the request of this response is not open: choose the one to go on with"

// went sends the request of a link; see [finds.Followed] for what goes along. Who
// was not asked about another origin is told of it.
func (m offers) went(k link.Link) tea.Cmd {
	if m.desk.Item() == nil {
		return m.toast.Warn(noRequest)
	}
	m.response.ShowBody()
	retain := m.deps.Retain == nil || m.deps.Retain()
	job, kept := finds.Followed(m.desk.Job(), k, retain)
	cmd := sending(m).start(job, true)
	if k.Same && !kept && retain {
		return tea.Batch(cmd, m.toast.Warn("sent without the request's headers and auth: they are for another origin"))
	}
	return cmd
}

// pages loads the pages behind the response on show into one view.
func (m offers) pages() tea.Cmd {
	x, e := m.response.Exchange(), m.guard
	if m.desk.Item() == nil {
		return m.toast.Warn(noRequest)
	}
	if !shown.Has(x) {
		return nil
	}
	job := m.desk.Job()
	m.response.ShowBody()
	return sending(m).fly(job, true, finds.Loading(e, x))
}

// travel goes back to the response before a link, or forward again.
func (m offers) travel(step func(itemID string) bool) tea.Cmd {
	if !step(m.desk.ItemID()) {
		return nil
	}
	return m.showResponse()
}

// start sends a job of an item that is in no flight; follows says that it goes
// where a link of the item's response leads.
func (m sending) start(job collection.Job, follows bool) tea.Cmd {
	return m.fly(job, follows, sends.By(m.guard))
}

// fly starts a flight for an item that has none.
func (m sending) fly(job collection.Job, follows bool, send sends.Send) tea.Cmd {
	if m.sends.Flying[job.ItemID] != nil {
		return nil
	}
	var from *engine.Exchange
	if follows {
		from = m.response.Exchange()
	}
	f, wait := m.sends.Fly(m.ctx, job, from, m.now(), send)
	if job.ItemID == m.desk.ItemID() {
		m.response.SetProgress(m.progress(f))
	}
	meta := past.MetaOf(&m.desk, job)
	return tea.Batch(func() tea.Msg { return sendDoneMsg{wait(), meta} }, m.showRequest(), m.tick())
}
