package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/ui/desk"
	"postern/ui/footer"
	"postern/ui/keymap"
	"postern/ui/pane/response"
	"postern/ui/sends"
	"postern/ui/widget/text"
)

// bottom is the status line.
type bottom struct{ *Model }

// bar is the last line: environment, token, then a note or the keys.
func (m bottom) bar() footer.Bar {
	c := footer.Content{
		Env: m.desk.Env, Unsaved: m.desk.Unsaved(), Note: m.toast.Line(), Going: m.going(),
		Editing: m.pane(m.screen.focus).Editing(), Scope: scopeOf(m.screen.focus), State: m.state, Width: m.screen.in.Width,
	}
	if k := m.wallet.Known(); k.OK {
		c.Token = footer.Token(k.Token, k.Wrong, m.now())
	}
	return c.Bar(m.env.Keys)
}

// going says how a send or another work goes; nil where none does.
func (m bottom) going() text.Line {
	if f := m.sends.Flying[m.desk.ItemID()]; f != nil {
		return m.progress(f)
	}
	stop := m.env.Keys.Shown(keymap.Cancel)
	if response.TrailOf(m.response).Run {
		stop = "" // it leads back to the run first
	}
	return m.aside.works.Line(stop, m.now())
}

// progress says how a send goes, and what stops it.
func (m *Model) progress(f *sends.Flight) text.Line {
	return f.Progress(m.now(), m.env.Keys.Shown(keymap.Cancel))
}

// state is what the reasons of the actions look at.
func (m *Model) state() keymap.State {
	_, variable := m.envs.Variable()
	back, forward := m.sends.Steps(m.desk.ItemID())
	return m.request.Offer(keymap.State{
		Pane: scopeOf(m.screen.focus), Tokens: m.wallet.Known().OK, OAuth: m.wallet.OAuth(),
		Request: m.desk.Item() != nil, Folder: m.desk.Folder(),
		Sending:     m.sends.Flying[m.desk.ItemID()] != nil,
		Response:    m.sends.Whole(m.response.Exchange()),
		Environment: m.desk.Env != nil, Environments: len(m.desk.Environments) > 0,
		Dirty: m.desk.Unsaved(), Collections: len(m.desk.Collections) > 0,
		Variable: variable, Notes: m.desk.Notes()+len(desk.Problems(m.desk.Workspace)) > 0,
		Back: back > 0, Forward: forward > 0,
		Searching: m.response.Searching(), Table: m.response.Tabled(), Undo: m.desk.CanUndo(), Redo: m.desk.CanRedo(),
		Workspace: m.desk.Workspace != nil, InCollection: m.desk.Collection != nil, Cut: m.desk.Cut() != "",
	})
}

// ticked moves clocks on screen: twenty times a second while something is in
// flight, else once a second while a countdown is shown, else not at all.
func (m *Model) ticked() tea.Cmd {
	m.dialogs.SetNow(m.now())
	auths{m}.showToken()
	if f := m.sends.Flying[m.desk.ItemID()]; f != nil {
		return tea.Batch(m.handle(response.Arriving(m.response, f.Arriving(), m.progress(f), f.Told())), m.tick())
	}
	return m.tick()
}

// tick starts the clock if something on screen needs it.
func (m *Model) tick() tea.Cmd {
	known := m.wallet.Known()
	_, ends := known.Token.Left(m.now())
	switch {
	case len(m.sends.Flying) > 0:
		return m.clock.Start(50 * time.Millisecond)
	case m.aside.works.Any():
		return m.clock.Start(100 * time.Millisecond)
	case known.OK && ends && known.Token.Expiry.After(m.now()) || !m.dialogs.Empty():
		return m.clock.Start(time.Second)
	}
	return nil
}
