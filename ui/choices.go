package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/engine"
	"postern/store"
	"postern/ui/choices"
	"postern/ui/dialog"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/message"
	"postern/ui/dialog/picker"
	"postern/ui/dialog/prompt"
	"postern/ui/keymap"
	"postern/ui/layout"
	"postern/ui/outside"
	"postern/ui/samples"
	"postern/ui/tour"
)

// The names of the dialogs that ask something.
const (
	pickEnv      = "environment"
	pickRequest  = "request"
	pickAction   = "action"
	askUnsaved   = "unsaved"
	askSave      = "save body"
	askDowngrade = "downgrade"
	askMissing   = "missing"
)

// asks opens the dialogs that ask something and carries out the answers.
type asks struct{ *Model }

// push opens a dialog on top.
func (m *Model) push(d dialog.Dialog) tea.Cmd {
	m.dialogs.Push(d)
	m.layout()
	return m.tick()
}

// pushSudden opens a dialog that nobody asked for: what is being typed must not
// answer it.
func (m asks) pushSudden(d dialog.Dialog) tea.Cmd {
	m.dialogs.PushSudden(d, m.now())
	m.layout()
	return m.tick()
}

// fail tells of a failure: in the status line or, where that cannot hold it, in
// a dialog. What went wrong is not to be guessed from its beginning.
func (m asks) fail(err error) tea.Cmd {
	hint := store.Hint(err)
	cmd := m.toast.Fail(err, hint)
	if m.screen.in.Width == 0 || bottom(m).bar().Line().Width() <= m.screen.in.Width {
		return cmd
	}
	m.toast.Seen()
	return m.pushSudden(message.New(m.env, choices.Failure(err, hint)))
}

// pick offers a choice.
func (m asks) pick(o picker.Options) tea.Cmd { return m.push(picker.New(m.env, o)) }

// picked carries out a choice of a picker.
func (m asks) picked(name, id string) tea.Cmd {
	switch name {
	case pickEnv:
		return m.did(m.files.Choose(id))
	case pickRequest:
		col, item, _ := strings.Cut(id, "\n")
		m.tree.Select(col, item)
		c, chain := m.tree.Selected()
		m.tour.Note(tour.Opened)
		return tea.Batch(m.setFocus(layout.Request), m.choose(c, chain))
	case pickAction:
		a, _ := m.env.Keys.Action(keymap.ID(id))
		var cmd tea.Cmd
		for s := range layout.Slots {
			if scopeOf(s) == a.Scope {
				cmd = m.setFocus(s)
			}
		}
		return tea.Batch(cmd, m.do(a.ID))
	}
	return m.did(m.finds.Picked(picker.Picked{Picker: name, ID: id}))
}

func (m asks) askUnsaved() tea.Cmd {
	return m.push(confirm.New(m.env, choices.Unsaved(askUnsaved, &m.desk)))
}

// askDowngrade asks whether to follow a redirect that leaves https.
func (m asks) askDowngrade(x *engine.Exchange) tea.Cmd {
	if x.Downgrade == "" {
		return nil
	}
	return m.pushSudden(confirm.New(m.env, choices.Downgrade(askDowngrade, x.ItemID, x.Redactor().URL(x.Downgrade))))
}

// answered carries out the answer to a question of its own.
func (m asks) answered(in confirm.Answered) (cmd tea.Cmd, ok bool) {
	switch in.Name {
	case askUnsaved:
		switch in.Choice {
		case "save":
			return m.did(m.files.SaveAndQuit()), true
		case "discard":
			m.files.Discard()
			m.quitting = true
			return m.quit(), true
		}
		return nil, true
	case askDowngrade:
		if in.Choice != "follow" || in.Of != m.desk.ItemID() {
			return nil, true
		}
		return sending(m).sendWith(map[string]any{engine.FollowInsecure: true}), true
	case askScripts:
		return m.handle(m.guard.Answered(in.Of, in.Choice)), true
	}
	return nil, false
}

// askMissing offers to set the variable that a failed send lacked.
func (m asks) askMissing(x *engine.Exchange) tea.Cmd {
	if x.Err == nil || len(x.Err.Missing) == 0 {
		return nil
	}
	name := x.Err.Missing[0]
	if m.desk.Env == nil {
		return m.toast.Warn("{{" + name + "}} has no value: choose an environment that has it")
	}
	return m.pushSudden(prompt.New(m.env, choices.Missing(askMissing, name, m.desk.Env.Name)))
}

// entered carries out what was typed into a prompt.
func (m asks) entered(in prompt.Entered) tea.Cmd {
	switch x := m.response.Exchange(); {
	case in.Name == askMissing:
		return edits(m).setVar(in.Of, in.Text)
	case in.Name == samples.Question:
		return m.handle(samples.Save(in.Of, in.Text, m.sends.AskedOf(x), x))
	case in.Name == askSave && in.Text != "":
		src, size := outside.Body(x)
		return m.handle(outside.Saving(src, size, m.root(), in.Text))
	}
	return nil
}
