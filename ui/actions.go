package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/ui/choices"
	"postern/ui/crumbs"
	"postern/ui/dialog/help"
	"postern/ui/dialog/jump"
	"postern/ui/dialog/look"
	"postern/ui/dialog/prompt"
	"postern/ui/environs"
	"postern/ui/files"
	"postern/ui/keymap"
	"postern/ui/layout"
	"postern/ui/outline"
	"postern/ui/outside"
	"postern/ui/pane"
	"postern/ui/pane/response"
	"postern/ui/past"
	"postern/ui/preview"
	"postern/ui/samples"
)

// do carries out an action, or says why it is off. What is not the workbench's
// own business goes to the focused pane.
func (m *Model) do(id keymap.ID) tea.Cmd {
	a, ok := m.env.Keys.Action(id)
	if !ok {
		return nil
	}
	f := handlers()[id]
	if f == nil && slices.Contains(environs.Actions(), id) {
		f = func(m *Model) tea.Cmd { return m.handle(environs.Act(id, places{m}.subject())) }
	}
	if f == nil && slices.Contains(outline.Actions(), id) {
		f = func(m *Model) tea.Cmd { return m.did(m.outline.Act(id)) }
	}
	if f != nil {
		if why := a.Off(m.state()); why != "" && id != keymap.Cancel {
			return m.toast.Warn(a.Title + ": " + why)
		}
		if id == keymap.Interrupt {
			return f(m)
		}
		return tea.Batch(m.commit(), f(m))
	}
	if why := a.Off(m.state()); why != "" {
		return m.toast.Warn(a.Title + ": " + why)
	}
	p := m.pane(m.screen.focus)
	before, title := p.View(), p.Title().String()
	in := p.Update(pane.Act{ID: id})
	if in == nil && before != "" && !keymap.Moves(id) && p.View() == before && p.Title().String() == title {
		return m.toast.Warn(a.Title + ": nothing to do here")
	}
	return m.handle(in)
}

// handlers are the actions of the workbench itself.
func handlers() map[keymap.ID]func(*Model) tea.Cmd {
	focus := func(s layout.Slot) func(*Model) tea.Cmd {
		return func(m *Model) tea.Cmd { return m.setFocus(s) }
	}
	step := func(by int) func(*Model) tea.Cmd {
		return func(m *Model) tea.Cmd { return m.setFocus(layout.Step(m.screen.focus, by)) }
	}
	size := func(f func(layout.Input, int) (layout.Sizes, bool), by int) func(*Model) tea.Cmd {
		return func(m *Model) tea.Cmd { return input{m}.size(f, by) }
	}
	return map[keymap.ID]func(*Model) tea.Cmd{
		keymap.Send:      func(m *Model) tea.Cmd { return sending{m}.send() },
		keymap.Cancel:    (*Model).back,
		keymap.Interrupt: (*Model).interrupt,
		keymap.Quit:      (*Model).quit,
		keymap.QuitNow:   (*Model).quit,
		keymap.NextPane:  step(1),
		keymap.PrevPane:  step(-1),
		keymap.Pane1:     focus(layout.Tree),
		keymap.Pane2:     focus(layout.Request),
		keymap.Pane3:     focus(layout.Response),
		keymap.Pane4:     focus(layout.Environment),
		keymap.OpenEnv:   focus(layout.Environment),
		keymap.Zoom: func(m *Model) tea.Cmd {
			m.screen.in.Zoom = !m.screen.in.Zoom
			m.layout()
			return nil
		},
		keymap.Grow:    size(layout.Widened, 1),
		keymap.Shrink:  size(layout.Widened, -1),
		keymap.Taller:  size(layout.Grown, 1),
		keymap.Shorter: size(layout.Grown, -1),
		keymap.Save:    func(m *Model) tea.Cmd { return m.did(m.files.Save()) },
		keymap.SwitchEnv: func(m *Model) tea.Cmd {
			return asks{m}.pick(choices.Environments(pickEnv, m.desk.Environments, m.desk.Env))
		},
		keymap.FindRequest:  func(m *Model) tea.Cmd { return asks{m}.pick(choices.Requests(pickRequest, m.desk.Collections)) },
		keymap.Palette:      func(m *Model) tea.Cmd { return asks{m}.pick(choices.Actions(pickAction, m.env.Keys, m.state())) },
		keymap.RecoverEdits: func(m *Model) tea.Cmd { return files.AskRecover(m.files) },
		keymap.Import:       func(m *Model) tea.Cmd { return m.handle(m.files.AskImport()) },
		keymap.Report:       func(m *Model) tea.Cmd { return m.handle(m.files.Report()) },
		keymap.Jump:         func(m *Model) tea.Cmd { return m.push(jump.New(m.env, m.content(), m.screen.out, layout.Request)) },
		keymap.Pager:        func(m *Model) tea.Cmd { return outside.Open(m.response.Exchange(), outside.Pager(), kept) },
		keymap.Editor:       func(m *Model) tea.Cmd { return outside.Open(m.response.Exchange(), outside.Editor(), kept) },
		keymap.Theme:        func(m *Model) tea.Cmd { return m.push(m.deps.Taste.Picker(m.env)) },
		keymap.OpenDemo:     func(m *Model) tea.Cmd { return papers{m}.demo() },
		keymap.SaveBody:     func(m *Model) tea.Cmd { return m.push(prompt.New(m.env, choices.SaveBody(askSave, m.root()))) },
		keymap.CopyCurl:     func(m *Model) tea.Cmd { return m.handle(preview.Copy(m.deps.Engine, m.desk.Job())) },
		keymap.Tokens:       func(m *Model) tea.Cmd { return purse{m}.list() },
		keymap.GetToken:     func(m *Model) tea.Cmd { return m.did(m.wallet.Get()) },
		keymap.LookUp:       func(m *Model) tea.Cmd { return m.did(m.finds.Ask(offers{m}.subject())) },
		keymap.LoadPages:    func(m *Model) tea.Cmd { return offers{m}.pages() },
		keymap.Back:         func(m *Model) tea.Cmd { return offers{m}.travel(m.sends.Back) },
		keymap.Forward:      func(m *Model) tea.Cmd { return offers{m}.travel(m.sends.Forward) },
		keymap.RunAll:       func(m *Model) tea.Cmd { return running{m}.fresh() },
		keymap.SaveExample:  func(m *Model) tea.Cmd { return m.handle(samples.Ask(m.env, m.desk.Item(), m.response.Exchange())) },
		keymap.History:      func(m *Model) tea.Cmd { return m.did(m.past.Ask(past.ContentOf(&m.desk), m.now())) },
		keymap.QuickLook: func(m *Model) tea.Cmd {
			asked, _ := m.pane(m.screen.focus).Update(pane.Act{ID: keymap.QuickLook}).(pane.LookAsked)
			return m.push(look.New(m.env, m.desk.Scopes(), asked.Names...))
		},
		keymap.Help: func(m *Model) tea.Cmd { return m.push(help.New(m.env, m.state(), m.deps.Taste.Problems()...)) },
	}
}

// back cancels the send in flight, else returns to the run that a send was opened
// out of, else stops the work on show, else backs out of the zoom, of a tour that
// is over, of the pane's own state.
func (m *Model) back() tea.Cmd {
	if m.sends.Cancel(m.desk.ItemID()) {
		return nil
	}
	if t := response.TrailOf(m.response); t.Run { // once: the run does not come back by itself
		m.response.SetTrail(crumbs.Trail{Past: t.Past})
		return m.handle(m.aside.runs.Show())
	}
	if m.aside.works.Stop(m.now()) {
		return nil
	}
	if m.screen.in.Zoom {
		m.screen.in.Zoom = false
		m.layout()
		return nil
	}
	if m.tour.Over() {
		m.layout()
		return nil
	}
	return m.handle(m.pane(m.screen.focus).Update(pane.Act{ID: keymap.Cancel}))
}

// interruptTwice is how soon a second ctrl+c quits.
const interruptTwice = 2 * time.Second

// interrupt is ctrl+c: it cancels what is under way; twice it quits.
func (m *Model) interrupt() tea.Cmd {
	if m.sends.CancelAll() || m.aside.works.Stop(m.now()) {
		return nil
	}
	if m.now().Sub(m.interrupted) < interruptTwice {
		return m.quit()
	}
	m.interrupted = m.now()
	return m.toast.Warn("press ctrl+c again to quit")
}

// quit ends the program, after asking what to do with unsaved edits.
func (m *Model) quit() tea.Cmd {
	if m.desk.Unsaved() && !m.quitting {
		return asks{m}.askUnsaved()
	}
	m.quitting = true
	m.cancel()
	return tea.Quit
}

// Selected names what is selected in the focused pane, for tests.
func (m *Model) Selected() string {
	if m.screen.focus == layout.Environment {
		name, _ := m.envs.Variable()
		return name
	}
	if len(m.desk.Chain) > 0 {
		return m.desk.Chain[len(m.desk.Chain)-1].Name
	}
	return ""
}
