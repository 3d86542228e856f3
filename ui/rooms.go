package ui

import (
	tea "charm.land/bubbletea/v2"

	"postern/ui/dialog/confirm"
	"postern/ui/dialog/jump"
	"postern/ui/dialog/picker"
	"postern/ui/dialog/prompt"
	"postern/ui/environs"
	"postern/ui/outside"
	"postern/ui/pane"
)

// room carries out a wish if it is one of its own; ok is false for those of
// others.
type room func(m *Model, in pane.Intent) (cmd tea.Cmd, ok bool)

// rooms are asked in this order. A new one is a line here.
func rooms() []room {
	return []room{
		taken,
		func(m *Model, in pane.Intent) (tea.Cmd, bool) { return rows{m}.wish(in) },
		answered,
		func(m *Model, in pane.Intent) (tea.Cmd, bool) { return uploads{m}.wish(in) },
		func(m *Model, in pane.Intent) (tea.Cmd, bool) { return running{m}.wish(in) },
		func(m *Model, in pane.Intent) (tea.Cmd, bool) { return places{m}.wish(in) },
		func(m *Model, in pane.Intent) (tea.Cmd, bool) { return memory{m}.wish(in) },
		func(m *Model, in pane.Intent) (tea.Cmd, bool) { return offers{m}.wish(in) },
		func(m *Model, in pane.Intent) (tea.Cmd, bool) { return auths{m}.wish(in) },
		func(m *Model, in pane.Intent) (tea.Cmd, bool) { return purse{m}.wish(in) },
	}
}

// carryOut finds the room that a wish is for.
func (m *Model) carryOut(in pane.Intent) tea.Cmd {
	for _, r := range rooms() {
		if cmd, ok := r(m, in); ok {
			return cmd
		}
	}
	return nil
}

// taken are the wishes and answers that packages of their own take.
func taken(m *Model, in pane.Intent) (tea.Cmd, bool) {
	if keep, ok := m.deps.Taste.Handle(in); ok {
		m.restyle()
		return func() tea.Msg { return kept(keep()) }, true
	}
	if out, ok := environs.Answer(in, places{m}.subject()); ok {
		return m.handle(out), true
	}
	if cmd, out, ok := m.files.Answer(in); ok {
		return m.did(cmd, out), true
	}
	if out, ok := m.aside.runs.Handle(m.env, in); ok {
		return m.handle(out), true
	}
	if out, ok := m.aside.follow.Handle(in); ok {
		return m.handle(out), true
	}
	if out, ok := m.aside.clip.Answer(m.env, in, m.root()); ok {
		return m.handle(out), true
	}
	return nil, false
}

// answered are the answers of dialogs, and what panes and dialogs want of the
// workbench itself.
func answered(m *Model, in pane.Intent) (cmd tea.Cmd, ok bool) {
	switch in := in.(type) {
	case picker.Picked:
		return asks{m}.picked(in.Picker, in.ID), true
	case picker.Left:
		m.finds.Left(in.Picker)
		return nil, true
	case confirm.Answered:
		return asks{m}.answered(in)
	case prompt.Entered:
		return asks{m}.entered(in), true
	case jump.Chosen:
		return m.hand.Tap(in.X, in.Y, input{m}, m.now()), true
	case pane.OutsideAsked:
		return outside.Edit(in, func(in pane.Intent) tea.Msg { return wishedMsg{in} }), true
	case pane.Written:
		return m.handle(m.request.Update(in)), true
	}
	return nil, false
}
