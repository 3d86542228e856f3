package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"postern/auth"
	"postern/ui/dialog/login"
)

// Bridge carries the token manager's questions to the screen and the person's
// answers back. It implements [auth.Prompter].
type Bridge struct{ ask chan question }

// question is one wait for a login.
type question struct {
	ctx    context.Context
	prompt auth.Prompt
	answer chan answer
}

type answer struct {
	pasted string
	err    error
}

// NewBridge returns a bridge for one workbench.
func NewBridge() *Bridge { return &Bridge{ask: make(chan question)} }

// Authorize shows the login dialog until ctx ends, the person pastes the
// redirected address, or cancels.
func (b *Bridge) Authorize(ctx context.Context, p auth.Prompt) (string, error) {
	q := question{ctx: ctx, prompt: p, answer: make(chan answer, 1)}
	select {
	case b.ask <- q:
	case <-ctx.Done():
		return "", ctx.Err()
	}
	select {
	case a := <-q.answer:
		return a.pasted, a.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// listen waits for the next question.
func (b *Bridge) listen(ctx context.Context) tea.Cmd {
	return func() tea.Msg {
		select {
		case q := <-b.ask:
			return loginMsg{q}
		case <-ctx.Done():
			return nil
		}
	}
}

// loginMsg says that a grant waits for a person.
type loginMsg struct{ q question }

func (msg loginMsg) apply(m *Model) tea.Cmd {
	q := msg.q
	if q.ctx.Err() != nil { // the wait ended before anybody saw it
		return m.deps.Bridge.listen(m.ctx)
	}
	id := m.newID()
	m.logins[id] = q
	m.dialogs.PushSudden(login.New(m.env, id, q.prompt, m.now()), m.now())
	m.layout()
	return tea.Batch(
		m.deps.Bridge.listen(m.ctx),
		wallet{m}.browse(q.prompt),
		func() tea.Msg { <-q.ctx.Done(); return loginOverMsg{id} },
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
