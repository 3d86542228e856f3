package ui

import (
	tea "charm.land/bubbletea/v2"

	"postern/ui/environs"
	"postern/ui/pane"
)

// places is what is done with environments as a whole; see package environs.
type places struct{ *Model }

func (m places) subject() environs.Subject {
	name, _ := m.envs.Variable()
	return environs.Subject{Env: m.env, Chosen: m.desk.Env, All: m.desk.Environments, Var: name, Ready: m.desk.IsRead()}
}

// wish carries out what was wished for of environments.
func (m places) wish(in pane.Intent) tea.Cmd {
	switch in := in.(type) {
	case environs.Made:
		return files(m).create(newEnvironment, in.Name, in.Vars...)
	}
	return memory(m).wish(in)
}

// wishedMsg brings what came of a work.
type wishedMsg struct{ in pane.Intent }

func (msg wishedMsg) apply(m *Model) tea.Cmd { return m.handle(msg.in) }
