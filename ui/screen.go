package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/ui/desk"
	"postern/ui/frame"
	"postern/ui/layout"
	"postern/ui/safe"
	"postern/ui/theme"
)

// screen is where everything stands and how it looks.
type screen struct {
	in    layout.Input
	out   layout.Output
	focus layout.Slot
	// dialog is the area of the top dialog.
	dialog layout.Rect
	frames [layout.Slots]frame.Frame
}

func (s *screen) resize(m *Model, w, h int) {
	s.in.Width, s.in.Height = w, h
	m.layout()
}

// restyle gives the present theme to everything that draws.
func (m *Model) restyle() {
	if m.env.Theme == m.deps.Taste.Theme() {
		return
	}
	m.env.Theme = m.deps.Taste.Theme()
	for s := range layout.Slots {
		m.pane(s).Restyle(m.env)
	}
	m.dialogs.Restyle(m.env)
	m.wallet.Restyle(m.env)
	m.files.Restyle(m.env)
	m.outline.Restyle(m.env)
	m.finds.Restyle(m.env)
	m.past.Restyle(m.env)
	m.screen.frames = [layout.Slots]frame.Frame{}
}

// layout places panes and dialogs anew.
func (m *Model) layout() {
	s := &m.screen
	s.in.Focus, s.in.Tour, s.in.Tall = s.focus, m.tour.On(), m.request.Tall()
	s.out = layout.Compute(s.in)
	for slot, r := range s.out.Panes {
		if !r.Empty() {
			in := r.Inner()
			m.pane(layout.Slot(slot)).Resize(in.W, in.H)
		}
	}
	m.dialogs.Resize(s.in.Width, max(s.in.Height-2, 0))
}

// View joins what the panes have drawn.
func (m *Model) View() tea.View {
	v := tea.NewView(m.content())
	v.AltScreen, v.ReportFocus = true, true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = safe.Clean(desk.Title(m.desk.Workspace)).String()
	return v
}

func (m *Model) content() string {
	s := &m.screen
	if s.in.Width == 0 {
		return ""
	}
	if s.out.Small {
		return "postern needs 40 × 10 cells"
	}
	rows := frame.Rows(s.in.Height, s.out, func(slot layout.Slot, r layout.Rect) []string {
		p := m.pane(slot)
		return s.frames[slot].Draw(m.env.Theme, slot, r, p.View(), p.Title(), slot == s.focus)
	})
	if !s.out.Tour.Empty() {
		rows[s.out.Tour.Y] += m.tour.Line(m.env.Keys).Render(m.env.Theme, theme.Marked, s.in.Width)
	}
	rows[s.out.Status.Y] += bottom{m}.bar().Line().Render(m.env.Theme, theme.None, s.in.Width)
	s.dialog = frame.Overlay(rows, m.dialogs.View(), s.in.Width)
	return strings.Join(rows, "\n")
}
