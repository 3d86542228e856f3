package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"postern/auth"
	"postern/engine/collection"
	"postern/engine/lookup/hole"
	"postern/engine/lookup/link"
	"postern/ui/choices"
	"postern/ui/dialog/confirm"
	"postern/ui/finds"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/request"
	"postern/ui/pane/response"
	"postern/ui/sends"
)

// offers is what responses offer for the next request: ids and links.
type offers struct{ *Model }

// askLeave is the question whether a link may leave the origin.
const askLeave = "leave "

// wish carries out what was wished for of ids and links.
func (m offers) wish(in pane.Intent) tea.Cmd {
	switch in := in.(type) {
	case finds.Opened:
		return m.push(in.Dialog)
	case finds.Noted:
		return m.toast.Note(in.Text)
	case finds.CopyAsked:
		return m.copied(in.What, in.Text)
	case finds.Found:
		m.response.SetFinds(in.ExchangeID, in.IDs, in.Links)
		return nil
	case finds.VariableSet:
		if m.desk.Env == nil {
			return m.toast.Warn("no environment is chosen to keep " + in.Name + ": ctrl+e chooses one")
		}
		return tea.Batch(edits(m).setVar(in.Name, in.Value), m.toast.Note(in.Name+" is "+in.Value))
	case finds.RequestFilled:
		return tea.Batch(edits(m).edited(request.Edited{ItemID: in.ItemID, Request: in.Request}), m.toast.Note(in.Note))
	case finds.SendAsked:
		c, it, ok := outline(m).at(in.Collection + "\n" + in.Item)
		if !ok || it == nil {
			return nil
		}
		return sending(m).start(collection.NewJob(c, c.Chain(it.ID), m.desk.Env, m.desk.Globals, nil), false)
	case response.IDChosen:
		return m.wish(m.finds.Put(in.ID, m.variables()))
	case response.LinkChosen:
		return m.follow(in.Link)
	}
	return auths(m).wish(in)
}

// variables are those of the chosen environment; secrets take no id.
func (m offers) variables() []finds.Variable {
	var out []finds.Variable
	if m.desk.Env == nil {
		return nil
	}
	for _, v := range m.desk.Env.Vars {
		if !v.Secret {
			out = append(out, finds.Variable{Name: v.Key, Value: v.Value()})
		}
	}
	return out
}

// lookUp fills what the chosen request lacks with an id.
func (m offers) lookUp() tea.Cmd {
	j, c := m.desk.Job(), m.desk.Collection
	s := finds.Subject{
		ItemID: j.ItemID, Request: j.Request, Realm: j.Auth.Realm, Collection: c.ID,
		Value: func(name string) (string, bool) {
			v, _, ok := j.Scopes.Lookup(name)
			return v.Value, ok
		},
	}
	for _, r := range c.Requests() {
		s.Candidates = append(s.Candidates, hole.Candidate{ID: r.Item.ID, Name: r.Item.Name, Method: r.Item.Request.Method, URL: r.Item.Request.URL.Text()})
	}
	return m.wish(m.finds.Ask(s))
}

// follow goes where a link of the response on show leads. Within the origin it
// takes the request's headers and auth along; another origin gets neither, and
// is asked about.
func (m offers) follow(k link.Link) tea.Cmd {
	switch {
	case m.desk.Item() == nil:
		return nil
	case k.Refused != link.NotRefused:
		return m.toast.Warn("this link is not followed: " + k.Refused.String())
	case k.URL == "":
		return m.toast.Warn("this link is a template: it leads nowhere without its values")
	case k.Same:
		return m.went(k, true)
	}
	m.leaving = k
	return m.push(confirm.New(m.env, choices.Leave(askLeave, m.response.Exchange().Redactor().URL(k.URL))))
}

func (m offers) went(k link.Link, along bool) tea.Cmd {
	j := m.desk.Job()
	j.Request.Method, j.Request.Body = "GET", collection.Body{}
	j.Request.URL = collection.ParseURL(k.URL)
	if !along {
		j.Request.Headers, j.Auth = nil, auth.Config{Type: "noauth", Realm: j.Auth.Realm}
	}
	m.response.ShowBody()
	return sending(m).start(j, true)
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
	if m.sends.Flying[job.ItemID] != nil {
		return nil
	}
	job.ID = m.newID()
	ctx, cancel := context.WithCancel(m.ctx)
	f := &sends.Flight{ID: job.ID, ItemID: job.ItemID, Asked: job.Request.Clone(), Started: m.now(), Cancel: cancel, Follows: follows}
	m.sends.Flying[job.ItemID] = f
	if job.ItemID == m.desk.ItemID() {
		m.response.SetProgress(f.Progress(m.now()))
	}
	return tea.Batch(sendCmd(ctx, m.deps.Engine, job, f), m.showRequest(), m.tick())
}

// offerHandlers are the actions on ids and links.
func offerHandlers() map[keymap.ID]func(*Model) tea.Cmd {
	return map[keymap.ID]func(*Model) tea.Cmd{
		keymap.LookUp:  func(m *Model) tea.Cmd { return offers{m}.lookUp() },
		keymap.Back:    func(m *Model) tea.Cmd { return offers{m}.travel(m.sends.Back) },
		keymap.Forward: func(m *Model) tea.Cmd { return offers{m}.travel(m.sends.Forward) },
	}
}
