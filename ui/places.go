package ui

import (
	tea "charm.land/bubbletea/v2"

	"postern/store"
	"postern/ui/environs"
	"postern/ui/files"
	"postern/ui/keep"
	"postern/ui/layout"
	"postern/ui/pane"
	"postern/ui/sift"
	"postern/ui/tour"
)

// places is what is done with environments as a whole; see package environs.
type places struct{ *Model }

func (m places) subject() environs.Subject {
	name, _ := m.envs.Variable()
	return environs.Subject{Env: m.env, Chosen: m.desk.Env, All: m.desk.Environments, Root: m.root(), Var: name, Ready: m.desk.IsRead()}
}

// wish carries out what was wished for of environments, and of where things
// stand.
func (m places) wish(in pane.Intent) (cmd tea.Cmd, ok bool) {
	switch in := in.(type) {
	case keep.Loaded[[]string]:
		m.response.RememberFilters(in.Value)
		return nil, true
	case sift.PathsChanged:
		return m.handle(m.aside.filters.Keep(sift.Plain(in.Paths))), true
	case keep.Loaded[layout.Sizes]:
		if m.screen.in.Sizes != (layout.Sizes{}) { // the person was faster
			return nil, true
		}
		return input(m).Resize(in.Value.Sane(), false), true
	case environs.Made:
		return m.files.NewEnvironment(in.Name, in.Vars...), true
	}
	return nil, false
}

// papers is what is done with documents on disk; see package files.
type papers struct{ *Model }

// shown shows what has become of documents and their files.
func (m papers) shown(in pane.Intent) tea.Cmd {
	switch in := in.(type) {
	case files.Opened:
		m.tree.SetProblems(nil)    // alone in the tree they would have the cursor
		if in.Own && m.tour.On() { // which is through the demo
			m.tour = tour.Tour{}
			m.layout()
		}
		m.request.TakesFrom(store.HomeOf(m.desk.Workspace).Folder)
		m.envs.SetEnvironment(m.desk.Env)
		m.finds.Open(m.desk.Workspace.Root())
		cmd := rows(m).show("", "")
		m.tree.SetProblems(in.Problems)
		return cmd
	case files.Renewed:
		m.apart()
		return tea.Batch(rows(m).show("", ""), m.shown(files.Changed{}))
	case files.Ready:
		return running(m).ready(in)
	case files.Changed:
		m.envs.SetEnvironment(m.desk.Env)
		return tea.Batch(m.showRequest(), purse(m).choose(), m.finds.Recall(), m.handle(m.aside.sizes.Load()), m.handle(m.aside.filters.Load()))
	case files.Added:
		return rows(m).show(in.ID, in.Item)
	case files.Saved:
		m.apart()
		m.tree.SetDirty(m.desk.EditedItems())
		return m.showRequest()
	case files.KeepAsked:
		return m.handle(m.pane(m.screen.focus).Update(pane.Keep{}))
	case files.QuitAsked:
		return m.quit()
	}
	return nil
}

// apart marks what is another one on disk.
func (m papers) apart() {
	ids := files.Apart(m.files)
	m.tree.SetApart(ids)
	m.envs.SetApart(ids)
}

// busy reports whether a row, a value or a dialog is open, which knows of what it
// was opened for.
func (m papers) busy() bool {
	return !m.dialogs.Empty() || m.screen.focus != layout.Response && m.pane(m.screen.focus).Editing()
}

// demo opens the sample workspace with the tour beside it.
func (m papers) demo() tea.Cmd {
	cmd, in := m.files.Demo()
	if cmd != nil {
		m.tour.Start()
		m.layout()
	}
	return m.did(cmd, in)
}

// wishedMsg brings what came of a work.
type wishedMsg struct{ in pane.Intent }

func (msg wishedMsg) apply(m *Model) tea.Cmd { return m.handle(msg.in) }

// kept brings how something went that says nothing if it went well.
func kept(err error) tea.Msg { return wishedMsg{pane.Fail(err)} }
