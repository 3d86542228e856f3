package files

import (
	tea "charm.land/bubbletea/v2"

	"postern/engine/collection"
	"postern/store"
	"postern/ui/choices"
	"postern/ui/desk"
	"postern/ui/dialog/message"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/tree"
	"postern/ui/words"
)

// Open reads a workspace and, once it is on the desk, its private values. No
// paths are the usual places.
func (f *Files) Open(paths []string) tea.Cmd {
	ctx, open := f.ctx, f.deps.Open
	return func() tea.Msg {
		ws, err := open(ctx, paths)
		return openedMsg{ws: ws, paths: paths, err: err}
	}
}

// Demo starts the tenant and opens the sample workspace. Before that nothing may
// be unsaved: with the tenant comes another private state.
func (f *Files) Demo() (tea.Cmd, pane.Intent) {
	if f.deps.Demo == nil {
		return nil, warn("the demo is not available here")
	}
	if f.desk.Unsaved() {
		return nil, drafter{f}.refused()
	}
	ctx, demo, open := f.ctx, f.deps.Demo, f.deps.Open
	return func() tea.Msg {
		paths, err := demo(ctx)
		if err != nil {
			return openedMsg{err: err}
		}
		ws, err := open(ctx, paths)
		return openedMsg{ws: ws, paths: paths, err: err}
	}, nil
}

// refused says why nothing else is opened.
func (f drafter) refused() pane.Intent {
	return warn("unsaved edits would be lost: " + f.env.Keys.Shown(keymap.Save) + " saves them, then open the others again")
}

// openedMsg brings a workspace.
type openedMsg struct {
	ws    *store.Workspace
	paths []string
	err   error
}

func (msg openedMsg) apply(f *Files) (tea.Cmd, pane.Intent) {
	if msg.err != nil {
		return nil, pane.Failed{Err: msg.err}
	}
	if f.desk.Unsaved() {
		return nil, drafter{f}.refused()
	}
	left := tea.Batch(f.keepRest(), drafter{f}.drop())
	*f.desk = desk.New(msg.ws)
	f.paths, f.afterRead, f.drafts = msg.paths, nil, drafting{}
	watcher{f}.end()
	f.passing = f.deps.Opened != nil && f.deps.Opened(msg.ws)
	problems := f.problems()
	env, err := f.firstEnv(msg.ws)
	f.desk.Env = env
	told := f.told(problems)
	if err != nil {
		told = pane.Failed{Err: err}
	}
	return tea.Batch(left, f.loadPrivate(msg.ws)), pane.Batch{Opened{Problems: problems, Own: !f.passing}, told}
}

// firstEnv is the environment that was asked for, else the only one.
func (f *Files) firstEnv(ws *store.Workspace) (*collection.Environment, error) {
	if name := f.deps.EnvName; name != "" {
		f.deps.EnvName = "" // it was asked of the first workspace only
		return ws.Environment(name)
	}
	if envs := ws.Environments(); len(envs) == 1 {
		return envs[0], nil
	}
	return nil, nil
}

// told says what could not be read or understood.
func (f *Files) told(ps []tree.Problem) pane.Intent {
	if len(ps) > 0 {
		return warn(words.Plural(len(ps), "file") + " could not be read: see the end of the tree")
	}
	if n := f.desk.Notes(); n > 0 {
		return warn(words.Plural(n, "thing") + " in the files could not be understood: " + f.env.Keys.Shown(keymap.Report) + " lists them")
	}
	return nil
}

// Report lists what was not understood: where, which field, and what happens
// to it.
func (f *Files) Report() pane.Intent {
	r := choices.Report{Root: f.desk.Workspace.Root()}
	f.desk.EachNote(func(file string, n collection.Note) { r.Notes = append(r.Notes, choices.Note{File: file, Note: n}) })
	for _, p := range desk.Problems(f.desk.Workspace) {
		r.Problems = append(r.Problems, choices.Problem{File: p.File, Text: p.String()})
	}
	return shown(message.New(f.env, r.Content()), false)
}

// NewCollection makes a collection that has no file yet.
func (f *Files) NewCollection(name string) tea.Cmd {
	ws := f.desk.Workspace
	return func() tea.Msg {
		c, err := ws.NewCollection(name)
		return createdMsg{ws: ws, col: c, err: err}
	}
}

// DuplicateCollection makes a copy of a collection that has no file yet.
func (f *Files) DuplicateCollection(c *collection.Collection) tea.Cmd {
	ws, c := f.desk.Workspace, c.Clone()
	return func() tea.Msg {
		d, err := ws.DuplicateCollection(c, c.Name+" Copy")
		return createdMsg{ws: ws, col: d, err: err}
	}
}

// NewEnvironment makes an environment that has no file yet, and chooses it.
func (f *Files) NewEnvironment(name string, vars ...collection.EnvVar) tea.Cmd {
	ws := f.desk.Workspace
	return func() tea.Msg {
		e, err := ws.NewEnvironment(name)
		if err == nil {
			e = e.Clone() // the workspace keeps its own
			e.Vars = vars
		}
		return createdMsg{ws: ws, env: e, err: err}
	}
}

// createdMsg brings a new document.
type createdMsg struct {
	ws  *store.Workspace
	col *collection.Collection
	env *collection.Environment
	err error
}

func (msg createdMsg) apply(f *Files) (tea.Cmd, pane.Intent) {
	switch {
	case msg.err != nil:
		return nil, failure(msg.err)
	case msg.ws != f.desk.Workspace:
		return nil, nil // another one was opened meanwhile
	case msg.env != nil:
		f.desk.AddEnvironment(msg.env)
		return tea.Batch(f.Keep(), f.remember(msg.env.ID)), Changed{}
	}
	f.desk.AddCollection(msg.col)
	return nil, Added{ID: msg.col.ID}
}
