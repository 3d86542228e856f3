package ui

import (
	tea "charm.land/bubbletea/v2"
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

func (m input) paste(s string) tea.Cmd {
	if !m.dialogs.Empty() {
		return m.handle(m.dialogs.Update(pane.Paste{Text: s}, m.now()))
	}
	return m.handle(m.pane(m.screen.focus).Update(pane.Paste{Text: s}))
}

func (m input) click(e tea.Mouse) tea.Cmd {
	m.toast.Seen()
	if e.Button != tea.MouseLeft {
		return nil
	}
	if !m.dialogs.Empty() {
		r := m.screen.dialog
		if !r.Contains(e.X, e.Y) {
			return nil
		}
		return m.handle(m.dialogs.Update(pane.Click{X: e.X - r.X, Y: e.Y - r.Y}, m.now()))
	}
	s, r, ok := m.screen.out.At(e.X, e.Y)
	if !ok {
		return nil
	}
	cmd := m.setFocus(s)
	in := r.Inner()
	if !in.Contains(e.X, e.Y) {
		return cmd
	}
	return tea.Batch(cmd, m.handle(m.pane(s).Update(pane.Click{X: e.X - in.X, Y: e.Y - in.Y, Double: m.screen.double(e, m.now())})))
}

func (m input) wheel(e tea.Mouse) tea.Cmd {
	lines := 3
	switch e.Button {
	case tea.MouseWheelUp:
		lines = -lines
	case tea.MouseWheelDown:
	default:
		return nil
	}
	if !m.dialogs.Empty() {
		return m.handle(m.dialogs.Update(pane.Wheel{Lines: lines}, m.now()))
	}
	if s, _, ok := m.screen.out.At(e.X, e.Y); ok {
		return m.handle(m.pane(s).Update(pane.Wheel{Lines: lines}))
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
