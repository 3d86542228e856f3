package ui

import (
	tea "charm.land/bubbletea/v2"

	"postern/ui/pane"
	"postern/ui/wallet"
)

// purse is where the wallet meets the rest of the screen.
type purse struct{ *Model }

// wish carries out what the wallet wishes for.
func (m purse) wish(in pane.Intent) (cmd tea.Cmd, ok bool) {
	switch in := in.(type) {
	case wallet.Closed:
		m.dialogs.Remove(in.Name)
		return nil, true
	case wallet.Shown:
		auths(m).showToken()
		return m.tick(), true
	case wallet.EditAsked:
		return auths(m).look(auths(m).view().Holder(), in.Where), true
	}
	if cmd, in, ok := m.wallet.Handle(in); ok {
		return m.did(cmd, in), true
	}
	return nil, false
}

// choose turns the wallet to what is chosen: a request, a folder or a
// collection, in the chosen environment.
func (m purse) choose() tea.Cmd {
	if m.desk.Collection == nil {
		return m.wallet.Choose(wallet.Subject{})
	}
	return m.wallet.Choose(wallet.SubjectOf(m.desk.Collection, m.desk.Job()))
}

// list opens the dialog of all tokens.
func (m purse) list() tea.Cmd { return m.wallet.List(wallet.Realms(m.desk.Environments)) }
