package wallet

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"postern/auth"
	"postern/ui/bridge"
	"postern/ui/dialog/login"
	"postern/ui/pane"
)

// errClosed is why a login was cancelled: the person closed its dialog.
var errClosed = errors.New("its dialog was closed")

// Listen waits for the next question of the token manager.
func (w *Wallet) Listen() tea.Cmd {
	ctx, b := w.ctx, w.deps.Bridge
	return func() tea.Msg {
		if q, ok := b.Next(ctx); ok {
			return loginMsg{q}
		}
		return nil
	}
}

// loginMsg says that a grant waits for a person.
type loginMsg struct{ q bridge.Question }

func (msg loginMsg) apply(w *Wallet) (tea.Cmd, pane.Intent) {
	q := msg.q
	select {
	case <-q.Over(): // before anybody saw it
		return w.Listen(), nil
	default:
	}
	id := w.newID("login")
	w.logins[id] = q
	return tea.Batch(w.Listen(), w.browse(q.Prompt), func() tea.Msg { <-q.Over(); return loginOverMsg{id} }),
		Opened{Dialog: login.New(w.env, id, q.Prompt, w.now()), Sudden: true}
}

// browse opens the browser at a login, once: who is asked again after a wrong
// paste has it open. A device code is for a browser elsewhere.
func (w *Wallet) browse(p auth.Prompt) tea.Cmd {
	if p.Problem != "" || p.Way == auth.ByDevice {
		return nil
	}
	open := w.deps.Browse
	return func() tea.Msg { return browsedMsg{open(p.URL)} }
}

// browsedMsg tells whether the browser could be started.
type browsedMsg struct{ err error }

func (msg browsedMsg) apply(*Wallet) (tea.Cmd, pane.Intent) {
	if msg.err == nil {
		return nil, nil
	}
	return nil, Noted{Text: "no browser could be started: open the address by hand", Warn: true}
}

// loginOverMsg says that a wait has ended, one way or another.
type loginOverMsg struct{ id string }

func (msg loginOverMsg) apply(w *Wallet) (tea.Cmd, pane.Intent) {
	delete(w.logins, msg.id)
	return nil, Closed{Name: msg.id}
}

// answer ends a waiting login, or begins it anew the other way.
func (w *Wallet) answer(id, pasted string, err error) {
	q, ok := w.logins[id]
	if !ok {
		return
	}
	q.Answer(pasted, err)
	if err != nil {
		delete(w.logins, id)
	}
}

// handleLogin carries out what the dialog of a login was answered.
func (w *Wallet) handleLogin(in pane.Intent) (cmd tea.Cmd, out pane.Intent, ok bool) {
	switch in := in.(type) {
	case login.Pasted:
		w.answer(in.ID, in.Text, nil)
	case login.Cancelled:
		w.answer(in.ID, "", errClosed)
	case login.OtherWayAsked:
		w.answer(in.ID, "", auth.ErrOtherWay)
	case login.CopyURL:
		return nil, CopyAsked{What: "the address", Text: w.logins[in.ID].Prompt.URL}, true
	case login.CopyCode:
		return nil, CopyAsked{What: "the code", Text: w.logins[in.ID].Prompt.UserCode}, true
	default:
		return nil, nil, false
	}
	return nil, nil, true
}
