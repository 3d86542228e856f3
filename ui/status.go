package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/ui/desk"
	"postern/ui/footer"
	"postern/ui/keymap"
	"postern/ui/pane/response"
	"postern/ui/safe"
	"postern/ui/sends"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// bottom is the status line.
type bottom struct{ *Model }

// bar is the last line: environment, token, then a note or the keys.
func (m bottom) bar() footer.Bar {
	b := footer.Bar{}.Plus(keymap.SwitchEnv, footer.Environment(m.desk.Env))
	note := m.toast.Line()
	if k := m.wallet.Known(); k.OK && note == nil { // a note needs the room
		b = b.Plus(keymap.Tokens, footer.Token(k.Token, k.Wrong, m.now()))
	}
	if m.desk.Unsaved() {
		b = b.Plus(keymap.Save, text.Of(theme.Warn, safe.Lit("   ● unsaved")))
	}
	b = b.Plus("", text.Of(theme.Plain, safe.Lit("   ")))
	if whole := b.Plus("", note); note != nil && whole.Line().Width() <= m.screen.in.Width {
		return whole
	}
	if note != nil { // it is what matters now
		return footer.Bar{}.Plus("", text.Of(theme.Plain, safe.Lit(" "))).Plus("", note)
	}
	if f := m.sends.Flying[m.desk.ItemID()]; f != nil {
		return b.Plus("", m.progress(f))
	}
	stop := m.env.Keys.Shown(keymap.Cancel)
	if response.TrailOf(m.response).Run {
		stop = "" // it leads back to the run first
	}
	if l := m.aside.works.Line(stop, m.now()); l != nil {
		return b.Plus("", l)
	}
	if m.pane(m.screen.focus).Editing() {
		return append(b, footer.Typing(m.env.Keys)...)
	}
	return append(b, footer.Keys(m.env.Keys, m.state(), scopeOf(m.screen.focus), m.screen.in.Width-b.Line().Width())...)
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

// tickMsg moves clocks on screen: twenty times a second while something is in
// flight, else once a second while a countdown is shown, else not at all.
type tickMsg struct{ every time.Duration }

func (msg tickMsg) apply(m *Model) tea.Cmd {
	if msg.every != m.ticking { // a faster one has taken over
		return nil
	}
	m.ticking = 0
	m.dialogs.SetNow(m.now())
	auths{m}.showToken()
	if f := m.sends.Flying[m.desk.ItemID()]; f != nil {
		return tea.Batch(m.handle(response.Arriving(m.response, f.Arriving(), m.progress(f), f.Told())), m.tick())
	}
	return m.tick()
}

// tick starts the clock if something on screen needs it and it stands still or
// goes too slowly.
func (m *Model) tick() tea.Cmd {
	known := m.wallet.Known()
	_, ends := known.Token.Left(m.now())
	every := time.Duration(0)
	switch {
	case len(m.sends.Flying) > 0:
		every = 50 * time.Millisecond
	case m.aside.works.Any():
		every = 100 * time.Millisecond
	case known.OK && ends && known.Token.Expiry.After(m.now()) || !m.dialogs.Empty():
		every = time.Second
	default:
		return nil
	}
	if m.ticking > 0 && m.ticking <= every {
		return nil
	}
	m.ticking = every
	return tea.Tick(every, func(time.Time) tea.Msg { return tickMsg{every} })
}
