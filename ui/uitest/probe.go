package uitest

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/ui"
)

// probe is the workbench with a window to look through: frames and facts are
// read in the program's own loop, never beside it.
type probe struct {
	*ui.Model
	copied func(text string)
	// watch is given every frame, if it is set.
	watch func(frame string)
}

// View draws the workbench.
func (p probe) View() tea.View {
	v := p.Model.View()
	if p.watch != nil {
		p.watch(ansi.Strip(v.Content))
	}
	return v
}

// copying is the message of [tea.SetClipboard], whose type has no name outside.
func copying() string { return fmt.Sprintf("%T", tea.SetClipboard("")()) }

// lookMsg asks for a look at the workbench.
type lookMsg struct {
	look func(*ui.Model)
	done chan struct{}
}

// Update answers looks and hands on everything else.
func (p probe) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if l, ok := msg.(lookMsg); ok {
		l.look(p.Model)
		close(l.done)
		return p, nil
	}
	if fmt.Sprintf("%T", msg) == copying() {
		p.copied(fmt.Sprint(msg))
	}
	_, cmd := p.Model.Update(msg)
	return p, cmd
}

// look reads something of the workbench once nothing moves; after its end it
// reads what was last there.
func (s *Session) look(f func(*ui.Model)) {
	s.settle()
	msg := lookMsg{look: f, done: make(chan struct{})}
	s.prog.Send(msg)
	select {
	case <-msg.done:
	case <-s.ended:
		f(s.model)
	}
}

// view is what the workbench shows.
func (s *Session) view() (v tea.View) {
	s.look(func(m *ui.Model) { v = m.View() })
	return v
}
