package ui

import (
	tea "charm.land/bubbletea/v2"
	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/layout"
	"postern/ui/pane"
	"postern/ui/tour"
)

// input routes what the person does to whom it concerns.
type input struct{ *Model }

// key routes a key press: to the top dialog, else to an action of the focused
// pane or of everywhere, else to the text field that is being edited.
func (m input) key(k tea.KeyPressMsg) tea.Cmd {
	m.toast.Seen()
	if m.hand.Dragging() {
		cmd := m.hand.Cancel(m)
		if id, _ := m.env.Keys.Find(k, keymap.Dialog, keymap.Global); dialog.Closes(id) {
			return cmd
		}
		return tea.Batch(cmd, m.key(k))
	}
	if !m.dialogs.Empty() {
		return m.dialogKey(k)
	}
	p := m.pane(m.screen.focus)
	scopes := []keymap.Scope{scopeOf(m.screen.focus), keymap.Global, keymap.Anywhere}
	if p.Editing() {
		scopes = []keymap.Scope{keymap.Anywhere}
	}
	if p.Editing() && m.env.Edit.Claims(k) && m.state().Edit.Lines {
		scopes = nil
	}
	if id, ok := m.env.Keys.Find(k, scopes...); ok {
		return m.do(id)
	}
	if p.Editing() {
		return m.handle(p.Update(pane.Key{KeyPressMsg: k}))
	}
	return nil
}

// dialogKey gives a key to the top dialog; keys of the scope Anywhere that end
// the program still work.
func (m input) dialogKey(k tea.KeyPressMsg) tea.Cmd {
	if id, ok := m.env.Keys.Find(k, keymap.Anywhere); ok && (id == keymap.Interrupt || id == keymap.QuitNow) {
		return m.do(id)
	}
	return m.handle(m.dialogs.Update(pane.Key{KeyPressMsg: k}, m.now()))
}

// typed reports whether a message may have changed a long text that is being
// typed.
func (m input) typed(msg tea.Msg) bool {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		return m.screen.focus == layout.Request && m.request.Editing()
	}
	return false
}

func (m input) paste(s string) tea.Cmd {
	if !m.dialogs.Empty() {
		return m.handle(m.dialogs.Update(pane.Paste{Text: s}, m.now()))
	}
	return m.handle(m.pane(m.screen.focus).Update(pane.Paste{Text: s}))
}

// mouse gives what the mouse does to the hand, which finds what is meant.
func (m input) mouse(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(tea.MouseClickMsg); ok {
		m.toast.Seen()
	}
	return m.hand.Update(msg, m, m.now())
}

// Layout, Dialog, TellDialog, TellPane, Focus, Resize and Bottom make a
// [gesture.Board] of it.
func (m input) Layout() (layout.Input, layout.Output) { return m.screen.in, m.screen.out }
func (m input) Dialog() (layout.Rect, bool)           { return m.screen.dialog, !m.dialogs.Empty() }
func (m input) TellDialog(ev pane.Event) tea.Cmd      { return m.handle(m.dialogs.Update(ev, m.now())) }
func (m input) Focus(s layout.Slot) tea.Cmd           { return m.setFocus(s) }
func (m input) TellPane(s layout.Slot, ev pane.Event) tea.Cmd {
	return m.handle(m.pane(s).Update(ev))
}

func (m input) Resize(s layout.Sizes, done bool) tea.Cmd {
	m.screen.in.Sizes = s
	m.layout()
	if !done {
		return nil
	}
	return m.handle(m.aside.sizes.Keep(s))
}

// size divides the screen anew by a key.
func (m input) size(f func(layout.Input, int) (layout.Sizes, bool), by int) tea.Cmd {
	s, ok := f(m.screen.in, by)
	if !ok {
		return m.toast.Warn("nothing stands beside the pane: there is no size to change")
	}
	return m.Resize(s, true)
}

func (m input) Bottom(x int) tea.Cmd {
	if id := bottom(m).bar().At(x); id != "" {
		return m.do(id)
	}
	return nil
}

// pane returns the pane of a slot.
func (m *Model) pane(s layout.Slot) pane.Pane {
	return [...]pane.Pane{m.tree, m.request, m.response, m.envs}[s]
}

// scopeOf returns the key scope of a slot.
func scopeOf(s layout.Slot) keymap.Scope {
	return [...]keymap.Scope{keymap.Tree, keymap.Request, keymap.Response, keymap.Environment}[s]
}

// setFocus moves the keys to a slot.
func (m *Model) setFocus(s layout.Slot) tea.Cmd {
	if s == m.screen.focus {
		return nil
	}
	cmd := m.commit()
	m.pane(m.screen.focus).Focus(false)
	m.screen.focus = s
	m.pane(s).Focus(true)
	if s == layout.Environment {
		m.tour.Note(tour.Environment)
	}
	m.layout()
	return cmd
}

// commit takes what is being typed in the focused pane, so that nothing typed
// is lost when the program turns to something else.
func (m *Model) commit() tea.Cmd {
	p := m.pane(m.screen.focus)
	if c, ok := p.(pane.Committer); ok && p.Editing() {
		return m.handle(c.Commit())
	}
	return nil
}
