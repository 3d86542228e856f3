package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"postern/engine/collection"
	"postern/store"
	"postern/ui/keymap"
	"postern/ui/pane/tree"
)

// files is what is done with documents on disk.
type files struct{ *Model }

// open reads a workspace and, once it is on screen, its private values.
func (m files) open(paths []string) tea.Cmd {
	ctx, open := m.ctx, m.deps.Open
	return func() tea.Msg {
		ws, err := open(ctx, paths)
		return openedMsg{ws, paths, err}
	}
}

// reopen reads the same files again.
func (m files) reopen() tea.Cmd { return m.open(m.paths) }

// openedMsg brings a workspace.
type openedMsg struct {
	ws    *store.Workspace
	paths []string
	err   error
}

func (msg openedMsg) apply(m *Model) tea.Cmd {
	if msg.err != nil {
		return m.toast.fail(msg.err)
	}
	d := &m.desk
	*d = newDesk()
	m.paths = msg.paths
	d.ws, d.cols, d.envs, d.globals = msg.ws, msg.ws.Collections(), msg.ws.Environments(), msg.ws.Globals()
	m.tree.SetCollections(d.cols)
	var problems []tree.Problem
	for _, p := range msg.ws.Problems() {
		problems = append(problems, tree.Problem{File: relative(msg.ws.Root(), p.File), Text: p.String()})
	}
	m.tree.SetProblems(problems)
	env, err := files{m}.firstEnv(msg.ws)
	d.env = env
	m.envs.SetEnvironment(m.shownEnv())
	c, chain := m.tree.Selected()
	if err != nil {
		return tea.Batch(m.choose(c, chain), files{m}.loadPrivate(msg.ws), m.toast.fail(err))
	}
	return tea.Batch(m.choose(c, chain), files{m}.loadPrivate(msg.ws), files{m}.toldProblems(problems))
}

// relative is a file's path as short as it can be told.
func relative(root, file string) string {
	if rel, err := filepath.Rel(root, file); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return file
}

// firstEnv is the environment that was asked for, else the only one.
func (m files) firstEnv(ws *store.Workspace) (*collection.Environment, error) {
	if m.deps.EnvName != "" {
		return ws.Environment(m.deps.EnvName)
	}
	if envs := ws.Environments(); len(envs) == 1 {
		return envs[0], nil
	}
	return nil, nil
}

func (m files) toldProblems(ps []tree.Problem) tea.Cmd {
	if len(ps) > 0 {
		return m.toast.warn(plural(len(ps), "file") + " could not be read: see the end of the tree")
	}
	if n := m.desk.notes(); n > 0 {
		return m.toast.note(plural(n, "thing") + " in the files could not be understood: " + m.env.Keys.Shown(keymap.Report) + " lists them")
	}
	return nil
}

// loadPrivate reads the current values and the environment last chosen.
func (m files) loadPrivate(ws *store.Workspace) tea.Cmd {
	ctx := m.ctx
	return func() tea.Msg {
		envs, last, err := ws.LoadPrivate(ctx)
		return privateMsg{ws: ws, envs: envs, last: last, err: err}
	}
}

// privateMsg brings environments with their current values.
type privateMsg struct {
	ws   *store.Workspace
	envs []*collection.Environment
	last string
	err  error
}

func (msg privateMsg) apply(m *Model) tea.Cmd {
	if m.desk.ws != msg.ws {
		return nil
	}
	for _, e := range msg.envs {
		m.desk.adopt(e)
	}
	if m.desk.env == nil && msg.last != "" {
		m.desk.chooseEnv(msg.last)
	}
	m.envs.SetEnvironment(m.shownEnv())
	cmd := tea.Batch(m.showRequest(), wallet{m}.peekToken())
	if msg.err != nil {
		return tea.Batch(cmd, m.toast.fail(msg.err))
	}
	return cmd
}

// keepCurrent writes an environment's current values to the private state. One
// write goes on at a time, so that an older one never comes last.
func (m files) keepCurrent(id string) tea.Cmd {
	m.desk.behind[id] = true
	return m.keepNext()
}

// keepNext writes the next environment that is behind, unless one is being
// written.
func (m files) keepNext() tea.Cmd {
	if m.desk.keeping != "" {
		return nil
	}
	for id := range m.desk.behind {
		delete(m.desk.behind, id)
		e := m.desk.environment(id)
		if e == nil {
			continue
		}
		m.desk.keeping = id
		ctx, ws, e := context.WithoutCancel(m.ctx), m.desk.ws, e.Clone()
		return func() tea.Msg { return currentKeptMsg{ws, ws.SaveCurrent(ctx, e)} }
	}
	return nil
}

// currentKeptMsg tells whether current values could be kept.
type currentKeptMsg struct {
	ws  *store.Workspace
	err error
}

func (msg currentKeptMsg) apply(m *Model) tea.Cmd {
	if msg.ws != m.desk.ws {
		return nil
	}
	m.desk.keeping = ""
	return tea.Batch(files{m}.keepNext(), keptMsg{msg.err}.apply(m))
}

// Flush writes the current values that were not kept when the program ended.
// Call it after the program has ended, before [Model.Close].
func (m *Model) Flush(ctx context.Context) error {
	if m.desk.keeping != "" { // its command may have been left behind
		m.desk.behind[m.desk.keeping] = true
	}
	var err error
	for id := range m.desk.behind {
		if e := m.desk.environment(id); e != nil {
			err = errors.Join(err, m.desk.ws.SaveCurrent(ctx, e))
		}
	}
	return err
}

// rememberEnv keeps which environment was chosen.
func (m files) rememberEnv(id string) tea.Cmd {
	ctx, ws := m.ctx, m.desk.ws
	return func() tea.Msg { return keptMsg{ws.RememberEnvironment(ctx, id)} }
}

// keptMsg tells whether private values could be kept.
type keptMsg struct{ err error }

func (msg keptMsg) apply(m *Model) tea.Cmd {
	if msg.err == nil || errors.Is(msg.err, context.Canceled) {
		return nil
	}
	return m.toast.fail(msg.err)
}

// save writes all unsaved edits to their files.
func (m files) save() tea.Cmd { return m.saveAnd(false) }

// saveAnd saves, and then quits if asked to.
func (m files) saveAnd(quit bool) tea.Cmd {
	ctx, ws := m.ctx, m.desk.ws
	var cols []*collection.Collection
	for _, c := range m.desk.dirtyCollections() {
		cols = append(cols, c.Clone())
	}
	var envs []*collection.Environment
	for _, e := range m.desk.envs {
		if m.desk.dirtyEnvs[e.ID] {
			envs = append(envs, e.Clone())
		}
	}
	return func() tea.Msg {
		done := savedMsg{quit: quit}
		for _, c := range cols {
			done.add(c.ID, conflict{col: c}, ws.SaveCollection(ctx, c))
		}
		for _, e := range envs {
			done.add(e.ID, conflict{env: e}, ws.SaveEnvironment(ctx, e))
		}
		return done
	}
}

// savedMsg tells which documents were written.
type savedMsg struct {
	ids []string
	// conflicts are the documents whose files somebody else has changed.
	conflicts []conflict
	err       error
	quit      bool
}

func (msg savedMsg) apply(m *Model) tea.Cmd {
	for _, id := range msg.ids {
		m.desk.saved(id)
	}
	m.tree.SetDirty(m.desk.dirty)
	if len(msg.conflicts) > 0 {
		return tea.Batch(m.showRequest(), asks{m}.askConflict(msg.conflicts, msg.err))
	}
	if msg.err != nil {
		return tea.Batch(m.showRequest(), m.toast.fail(msg.err))
	}
	if msg.quit {
		return m.quit()
	}
	return tea.Batch(m.showRequest(), m.toast.note(fmt.Sprintf("saved %s", plural(len(msg.ids), "file"))))
}

// openDemo starts the tenant and opens the sample workspace.
func (m files) openDemo() tea.Cmd {
	if m.deps.Demo == nil {
		return m.toast.warn("the demo is not available here")
	}
	ctx, demo, open := m.ctx, m.deps.Demo, m.deps.Open
	m.tour.Start()
	m.layout()
	return func() tea.Msg {
		paths, err := demo(ctx)
		if err != nil {
			return openedMsg{err: err}
		}
		ws, err := open(ctx, paths)
		return openedMsg{ws, paths, err}
	}
}
