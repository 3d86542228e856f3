package ui

import (
	"context"
	"errors"
	"path/filepath"
	"slices"

	tea "charm.land/bubbletea/v2"

	"postern/engine/collection"
	"postern/store"
	"postern/ui/choices"
	"postern/ui/desk"
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
		return openedMsg{ws: ws, paths: paths, err: err}
	}
}

// reopen reads the same files again, in place of all edits.
func (m files) reopen() tea.Cmd {
	ctx, open, paths := m.ctx, m.deps.Open, m.paths
	return func() tea.Msg {
		ws, err := open(ctx, paths)
		return openedMsg{ws: ws, paths: paths, err: err, instead: true}
	}
}

// openedMsg brings a workspace.
type openedMsg struct {
	ws    *store.Workspace
	paths []string
	err   error
	// instead says that the person gives up what is unsaved.
	instead bool
}

func (msg openedMsg) apply(m *Model) tea.Cmd {
	if msg.err != nil {
		return m.toast.Fail(msg.err)
	}
	if m.desk.Unsaved() && !msg.instead {
		return m.toast.Warn("unsaved edits would be lost: " + m.env.Keys.Shown(keymap.Save) + " saves them, then open the others again")
	}
	left := files{m}.keepRest()
	m.desk, m.paths, m.afterRead = desk.New(msg.ws), msg.paths, nil
	m.tree.SetCollections(m.desk.Collections)
	m.tree.SetDirty(nil)
	var problems []tree.Problem
	for _, p := range msg.ws.Problems() {
		problems = append(problems, tree.Problem{File: choices.Relative(msg.ws.Root(), p.File), Text: p.String()})
	}
	m.tree.SetProblems(problems)
	env, err := files{m}.firstEnv(msg.ws)
	m.desk.Env = env
	m.envs.SetEnvironment(m.desk.Env)
	c, chain := m.tree.Selected()
	if err != nil {
		return tea.Batch(left, m.choose(c, chain), files{m}.loadPrivate(msg.ws), m.toast.Fail(err))
	}
	return tea.Batch(left, m.choose(c, chain), files{m}.loadPrivate(msg.ws), files{m}.toldProblems(problems))
}

// firstEnv is the environment that was asked for, else the only one.
func (m files) firstEnv(ws *store.Workspace) (*collection.Environment, error) {
	if name := m.deps.EnvName; name != "" {
		m.deps.EnvName = "" // it was asked of the first workspace only
		return ws.Environment(name)
	}
	if envs := ws.Environments(); len(envs) == 1 {
		return envs[0], nil
	}
	return nil, nil
}

func (m files) toldProblems(ps []tree.Problem) tea.Cmd {
	if len(ps) > 0 {
		return m.toast.Warn(choices.Plural(len(ps), "file") + " could not be read: see the end of the tree")
	}
	if n := m.desk.Notes(); n > 0 {
		return m.toast.Warn(choices.Plural(n, "thing") + " in the files could not be understood: " + m.env.Keys.Shown(keymap.Report) + " lists them")
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
	if m.desk.Workspace != msg.ws {
		return nil
	}
	m.desk.Adopt(msg.envs)
	if m.desk.Env == nil && msg.last != "" {
		m.desk.Choose(msg.last)
	}
	m.envs.SetEnvironment(m.desk.Env)
	cmd := tea.Batch(m.showRequest(), purse{m}.choose(), files{m}.keepNext())
	if save := m.afterRead; save != nil {
		m.afterRead = nil
		cmd = tea.Batch(cmd, save())
	}
	if msg.err != nil {
		return tea.Batch(cmd, m.toast.Fail(msg.err))
	}
	return cmd
}

// keepNext writes current values to the private state, one environment at a
// time.
func (m files) keepNext() tea.Cmd {
	e := m.desk.NextToKeep()
	if e == nil {
		return nil
	}
	ctx, ws := context.WithoutCancel(m.ctx), m.desk.Workspace
	return func() tea.Msg { return currentKeptMsg{ws, ws.SaveCurrent(ctx, e)} }
}

// currentKeptMsg tells whether current values could be kept.
type currentKeptMsg struct {
	ws  *store.Workspace
	err error
}

func (msg currentKeptMsg) apply(m *Model) tea.Cmd {
	if msg.ws != m.desk.Workspace {
		return nil
	}
	m.desk.Kept()
	return tea.Batch(files{m}.keepNext(), keptMsg{msg.err}.apply(m))
}

// Flush writes the current values that were not kept when the program ended.
// Call it after the program has ended, before [Model.Close].
func (m *Model) Flush(ctx context.Context) error { return flush(ctx, &m.desk) }

func flush(ctx context.Context, d *desk.Desk) error {
	if len(d.Unkept()) == 0 {
		return nil
	}
	var err error
	if !d.IsRead() {
		var envs []*collection.Environment
		envs, _, err = d.Workspace.LoadPrivate(ctx)
		d.Adopt(envs)
	}
	for _, e := range d.Unkept() {
		err = errors.Join(err, d.Workspace.SaveCurrent(ctx, e))
	}
	return err
}

// keepRest is [Model.Flush] for a workspace that makes room for another.
func (m files) keepRest() tea.Cmd {
	if len(m.desk.Unkept()) == 0 {
		return nil
	}
	ctx, d := context.WithoutCancel(m.ctx), m.desk
	return func() tea.Msg { return keptMsg{flush(ctx, &d)} }
}

// rememberEnv keeps which environment was chosen.
func (m files) rememberEnv(id string) tea.Cmd {
	ctx, ws := m.ctx, m.desk.Workspace
	return func() tea.Msg { return keptMsg{ws.RememberEnvironment(ctx, id)} }
}

// keptMsg tells whether something went well that says nothing if it did.
type keptMsg struct{ err error }

func kept(err error) tea.Msg { return keptMsg{err} }

func (msg keptMsg) apply(m *Model) tea.Cmd {
	if msg.err == nil || errors.Is(msg.err, context.Canceled) {
		return nil
	}
	return m.toast.Fail(msg.err)
}

// save writes all unsaved edits to their files.
func (m files) save() tea.Cmd { return m.saveAnd(false) }

// saveAnd saves, and then quits if asked to.
func (m files) saveAnd(quit bool) tea.Cmd {
	if len(m.desk.EditedEnvironments()) > 0 && !m.desk.IsRead() {
		m.afterRead = func() tea.Cmd { return m.saveAnd(quit) }
		return m.toast.Note("saving as soon as the private values are read")
	}
	ctx, ws := m.ctx, m.desk.Workspace
	var cols []*collection.Collection
	for _, c := range m.desk.EditedCollections() {
		cols = append(cols, c.Clone())
	}
	var envs []*collection.Environment
	for _, e := range m.desk.EditedEnvironments() {
		envs = append(envs, e.Clone())
	}
	done := savedMsg{quit: quit, at: m.desk.Version()}
	return func() tea.Msg {
		for _, c := range cols {
			done.add(c.ID, conflict{col: c, at: done.at}, ws.SaveCollection(ctx, c))
		}
		for _, e := range envs {
			done.add(e.ID, conflict{env: e, at: done.at}, ws.SaveEnvironment(ctx, e))
		}
		return done
	}
}

// savedMsg tells which documents were written.
type savedMsg struct {
	ids []string
	// at is the desk's version that was written.
	at desk.Version
	// conflicts are the documents whose files somebody else has changed.
	conflicts []conflict
	err       error
	quit      bool
}

func (msg savedMsg) apply(m *Model) tea.Cmd {
	for _, id := range msg.ids {
		m.desk.Saved(id, msg.at)
	}
	m.tree.SetDirty(m.desk.EditedItems())
	if len(msg.conflicts) > 0 {
		return tea.Batch(m.showRequest(), asks{m}.askConflict(msg.conflicts, msg.err))
	}
	if msg.err != nil {
		return tea.Batch(m.showRequest(), m.toast.Fail(msg.err))
	}
	if msg.quit {
		return m.quit()
	}
	note := "saved " + choices.Plural(len(msg.ids), "file")
	for _, c := range m.desk.Collections {
		if c.Schema == versionOne && slices.Contains(msg.ids, c.ID) {
			c.Schema = "v2.1"
			note += "; " + c.Name + " is a v2.1 file now, the old one is kept as " + filepath.Base(c.File) + ".v1.bak"
		}
	}
	return tea.Batch(m.showRequest(), m.toast.Note(note))
}

// versionOne is the format that is converted when it is saved.
const versionOne = "v1"

// create makes a collection or an environment that has no file yet.
func (m files) create(what, name string, vars ...collection.EnvVar) tea.Cmd {
	ws := m.desk.Workspace
	return func() tea.Msg {
		if what == newEnvironment {
			e, err := ws.NewEnvironment(name)
			if err == nil {
				e = e.Clone() // the workspace keeps its own
				e.Vars = vars
			}
			return createdMsg{ws: ws, env: e, err: err}
		}
		c, err := ws.NewCollection(name)
		return createdMsg{ws: ws, col: c, err: err}
	}
}

// createdMsg brings a new document.
type createdMsg struct {
	ws  *store.Workspace
	col *collection.Collection
	env *collection.Environment
	err error
}

func (msg createdMsg) apply(m *Model) tea.Cmd {
	switch {
	case msg.err != nil:
		return m.toast.Fail(msg.err)
	case msg.ws != m.desk.Workspace:
		return nil // another one was opened meanwhile
	case msg.env != nil:
		m.desk.AddEnvironment(msg.env)
		m.envs.SetEnvironment(m.desk.Env)
		return tea.Batch(m.showRequest(), purse{m}.choose(), files{m}.keepNext(), files{m}.rememberEnv(msg.env.ID))
	}
	m.desk.AddCollection(msg.col)
	return outline{m}.show(msg.col.ID, "")
}

// openDemo starts the tenant and opens the sample workspace.
func (m files) openDemo() tea.Cmd {
	if m.deps.Demo == nil {
		return m.toast.Warn("the demo is not available here")
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
		return openedMsg{ws: ws, paths: paths, err: err}
	}
}
