package files

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"postern/engine/collection"
	"postern/store"
	"postern/ui/desk"
	"postern/ui/pane"
)

// loadPrivate reads the current values and the environment last chosen.
func (f *Files) loadPrivate(ws *store.Workspace) tea.Cmd {
	ctx := f.ctx
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

func (msg privateMsg) apply(f *Files) (tea.Cmd, pane.Intent) {
	if f.desk.Workspace != msg.ws {
		return nil, nil
	}
	f.desk.Adopt(msg.envs)
	if f.desk.Env == nil && msg.last != "" {
		f.desk.Choose(msg.last)
	}
	cmd, in := tea.Batch(f.Keep(), drafter{f}.find(false), watcher{f}.begin()), pane.Batch{Changed{}}
	if then := f.afterRead; then != nil {
		f.afterRead = nil
		c, i := then()
		cmd, in = tea.Batch(cmd, c), append(in, i)
	}
	return cmd, append(in, failure(msg.err))
}

// Keep writes current values to the private state, one environment at a time.
// Call it after every edit of an environment.
func (f *Files) Keep() tea.Cmd {
	e := f.desk.NextToKeep()
	if e == nil {
		return nil
	}
	ctx, ws := context.WithoutCancel(f.ctx), f.desk.Workspace
	return func() tea.Msg { return currentKeptMsg{ws, ws.SaveCurrent(ctx, e)} }
}

// currentKeptMsg tells whether current values could be kept.
type currentKeptMsg struct {
	ws  *store.Workspace
	err error
}

func (msg currentKeptMsg) apply(f *Files) (tea.Cmd, pane.Intent) {
	if msg.ws != f.desk.Workspace {
		return nil, nil
	}
	f.desk.Kept()
	return f.Keep(), failure(msg.err)
}

// Flush writes the current values that were not kept when the program ended, and
// keeps what is unsaved for the next time. Call it after the loop has ended.
func (f *Files) Flush(ctx context.Context) error {
	return errors.Join(flush(ctx, f.desk), drafter{f}.flush(ctx))
}

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

// keepRest is [Files.Flush] for a workspace that makes room for another.
func (f *Files) keepRest() tea.Cmd {
	if len(f.desk.Unkept()) == 0 {
		return nil
	}
	ctx, d := context.WithoutCancel(f.ctx), *f.desk
	return func() tea.Msg { return keptMsg{flush(ctx, &d)} }
}

// Choose chooses an environment by its id, "" none, and keeps which it was.
func (f *Files) Choose(id string) (tea.Cmd, pane.Intent) {
	f.desk.Choose(id)
	return f.remember(id), Changed{}
}

func (f *Files) remember(id string) tea.Cmd {
	ctx, ws := f.ctx, f.desk.Workspace
	return func() tea.Msg { return keptMsg{ws.RememberEnvironment(ctx, id)} }
}
