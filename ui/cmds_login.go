package ui

import (
	tea "charm.land/bubbletea/v2"

	"postern/auth"
	"postern/ui/bridge"
	"postern/ui/dialog/login"
)

// listen waits for the next question of the token manager.
func (m wallet) listen() tea.Cmd {
	ctx, b := m.ctx, m.deps.Bridge
	return func() tea.Msg {
		if q, ok := b.Next(ctx); ok {
			return loginMsg{q}
		}
		return nil
	}
}

// loginMsg says that a grant waits for a person.
type loginMsg struct{ q bridge.Question }

func (msg loginMsg) apply(m *Model) tea.Cmd {
	q := msg.q
	select {
	case <-q.Over(): // before anybody saw it
		return wallet{m}.listen()
	default:
	}
	id := m.newID()
	m.logins[id] = q
	m.dialogs.PushSudden(login.New(m.env, id, q.Prompt, m.now()), m.now())
	m.layout()
	return tea.Batch(
		wallet{m}.listen(),
		wallet{m}.browse(q.Prompt),
		func() tea.Msg { <-q.Over(); return loginOverMsg{id} },
		m.tick(),
	)
}

// browse opens the browser at a login, once: who is asked again after a wrong
// paste has it open.
func (m wallet) browse(p auth.Prompt) tea.Cmd {
	if p.Problem != "" {
		return nil
	}
	open := m.deps.Browse
	return func() tea.Msg { return browsedMsg{open(p.URL)} }
}

// browsedMsg tells whether the browser could be started.
type browsedMsg struct{ err error }

func (msg browsedMsg) apply(m *Model) tea.Cmd {
	if msg.err == nil {
		return nil
	}
	return m.toast.Warn("no browser could be started: open the address by hand")
}

// loginOverMsg says that a wait has ended, one way or another.
type loginOverMsg struct{ id string }

func (msg loginOverMsg) apply(m *Model) tea.Cmd {
	delete(m.logins, msg.id)
	m.dialogs.Remove(msg.id)
	return nil
}
