package ui

import (
	tea "charm.land/bubbletea/v2"
	"postern/engine/collection"
	"postern/ui/choices"
	"postern/ui/clip"
	"postern/ui/crumbs"
	"postern/ui/dialog"
	"postern/ui/dialog/message"
	"postern/ui/environs"
	"postern/ui/files"
	"postern/ui/layout"
	"postern/ui/pane"
	"postern/ui/pane/environment"
	"postern/ui/pane/request"
	"postern/ui/pane/response"
	"postern/ui/pane/tree"
	"postern/ui/paste"
	"postern/ui/preview"
	"postern/ui/tour"
)

// did runs what a room answered with, and carries out what it leaves to the
// rest of the screen.
func (m *Model) did(cmd tea.Cmd, in pane.Intent) tea.Cmd { return tea.Batch(cmd, m.handle(in)) }

// handle carries out what a pane or dialog wished for.
func (m *Model) handle(in pane.Intent) tea.Cmd {
	switch in := in.(type) {
	case nil:
		return nil
	case pane.Batch:
		cmds := make([]tea.Cmd, len(in))
		for i := range in {
			cmds[i] = m.handle(in[i])
		}
		return tea.Batch(cmds...)
	case tree.Moved:
		return m.choose(in.Collection, in.Chain)
	case tree.Opened:
		m.tour.Note(tour.Opened)
		return tea.Batch(m.choose(in.Collection, in.Chain), m.setFocus(layout.Request))
	case files.Opened, files.Changed, files.Added, files.Saved, files.KeepAsked, files.QuitAsked, files.Renewed, files.Ready:
		return papers{m}.shown(in)
	case request.Edited:
		return edits{m}.edited(in)
	case request.SendAsked:
		return sending{m}.send()
	case tree.ProblemOpened:
		return m.push(message.New(m.env, choices.Unreadable(in.Problem.File, in.Problem.Text)))
	case request.PreviewWanted:
		return sending{m}.preview()
	case preview.Made:
		m.request.SetPreview(in.ItemID, in.Rev, in.Lines)
		return nil
	case environment.Edited:
		return edits{m}.editedEnv(in.Environment, in.Var)
	case response.Answer:
		return m.handle(in.Show(m.response))
	case pane.CopyAsked:
		return m.handle(m.aside.clip.Take(in))
	case clip.Taken:
		return tea.Batch(tea.SetClipboard(in.Text), m.toast.Note("copied "+in.What))
	case pane.Noted:
		if in.Warn {
			return m.toast.Warn(in.Text)
		}
		return m.toast.Note(in.Text)
	case pane.Failed:
		return asks{m}.fail(in.Err)
	case pane.Work:
		return tea.Batch(m.aside.works.Start(m.ctx, in, m.now()), m.tick())
	case dialog.Opened:
		if in.Sudden {
			return asks{m}.pushSudden(in.Dialog)
		}
		return m.push(in.Dialog)
	case request.PastedCommand:
		edited, told := paste.Filled(in, &m.toast)
		return tea.Batch(edits{m}.edited(edited), told)
	case response.CopyBodyAsked:
		return m.handle(clip.Body(m.response.Exchange()))
	default:
		return m.carryOut(in)
	}
}

// choose shows another row of the tree in the other panes.
func (m *Model) choose(c *collection.Collection, chain []*collection.Item) tea.Cmd {
	m.desk.Collection, m.desk.Chain = c, chain
	return tea.Batch(m.showRequest(), m.showResponse(), purse{m}.choose())
}

// showRequest brings the request pane up to date.
func (m *Model) showRequest() tea.Cmd {
	it := m.desk.Item()
	if it == nil {
		m.request.Clear(rows{m}.about())
		m.request.SetScopes(m.desk.Scopes())
		m.envs.SetScopes(m.desk.Scopes())
		auths{m}.showToken()
		return nil
	}
	j := m.desk.Job()
	m.request.SetView(request.View{
		ItemID: it.ID, Path: j.Path, Request: j.Request,
		Auth: auths{m}.view(), Settings: it.Settings(),
		Dirty: m.desk.IsEdited(m.desk.Collection.ID, it.ID), Sending: m.sends.Flying[it.ID] != nil,
	})
	response.SetScripts(m.response, len(j.Before)+len(j.After) > 0)
	m.request.SetScopes(j.Scopes)
	m.envs.SetScopes(j.Scopes)
	auths{m}.showToken()
	wanted := m.handle(m.request.WantFiles())
	if m.request.PreviewVisible() {
		return sending{m}.preview()
	}
	return wanted
}

// showResponse brings the response pane up to date.
func (m *Model) showResponse() tea.Cmd {
	id := m.desk.ItemID()
	x := m.sends.Last[id]
	if x == m.response.Exchange() && m.sends.Flying[id] == nil && !m.response.Busy() {
		return nil
	}
	m.response.SetExchange(x)
	m.response.SetTrail(crumbs.Trail{Behind: m.sends.Behind(id)})
	if x != nil {
		_, _ = offers{m}.wish(m.finds.Of(x.ID)) // it brings no command
	}
	if f := m.sends.Flying[id]; f != nil {
		m.response.SetProgress(m.progress(f))
		return m.tick()
	}
	return m.handle(response.Body(m.response, false))
}

// edits takes changes into the open documents.
type edits struct{ *Model }

func (m edits) edited(in request.Edited) tea.Cmd {
	return m.changed(m.desk.Edit(in.ItemID, in.Request))
}

// changed shows what was edited, if it was.
func (m edits) changed(ok bool) tea.Cmd {
	if !ok {
		return nil
	}
	m.tree.SetDirty(m.desk.EditedItems())
	return tea.Batch(m.showRequest(), purse(m).choose())
}

// editedEnv takes an edited environment. Its current values are kept at once;
// its file waits for the user to save.
func (m edits) editedEnv(e *collection.Environment, name string) tea.Cmd {
	var cmd tea.Cmd
	if environs.Seal(e, name) {
		cmd = m.toast.Note(name + " now lives on this machine only; its file loses the value when you save")
	}
	m.desk.EditEnvironment(e)
	m.envs.SetEnvironment(m.desk.Env)
	m.tour.Note(tour.Edited)
	return tea.Batch(cmd, m.files.Keep(), m.showRequest(), purse(m).choose())
}

// setVar gives a variable of the chosen environment a current value, and makes
// the variable if there is none.
func (m edits) setVar(name, value string) tea.Cmd {
	if m.desk.Env == nil {
		return nil
	}
	return m.editedEnv(environs.WithValue(m.desk.Env, name, value), name)
}
