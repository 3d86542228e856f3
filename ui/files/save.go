package files

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/engine/collection"
	"postern/store"
	"postern/ui/choices"
	"postern/ui/desk"
	"postern/ui/dialog/confirm"
	"postern/ui/pane"
	"postern/ui/words"
)

// conflictName is the question who wins when somebody else has changed a file.
const conflictName = "conflict"

// versionOne is the format that is converted when it is saved.
const versionOne = "v1"

// Save writes all unsaved edits to their files.
func (f *Files) Save() (tea.Cmd, pane.Intent) { return f.save(false) }

// SaveAndQuit saves, and then wishes to quit.
func (f *Files) SaveAndQuit() (tea.Cmd, pane.Intent) { return f.save(true) }

func (f *Files) save(quit bool) (tea.Cmd, pane.Intent) {
	if len(f.desk.EditedEnvironments()) > 0 && !f.desk.IsRead() {
		f.afterRead = func() (tea.Cmd, pane.Intent) { return f.save(quit) }
		return nil, note("saving as soon as the private values are read")
	}
	ctx, ws := f.ctx, f.desk.Workspace
	var cols []*collection.Collection
	for _, c := range f.desk.EditedCollections() {
		cols = append(cols, c.Clone())
	}
	var envs []*collection.Environment
	for _, e := range f.desk.EditedEnvironments() {
		envs = append(envs, e.Clone())
	}
	gone := desk.Deleted(f.desk)
	done := savedMsg{quit: quit, at: f.desk.Version()}
	return func() tea.Msg {
		for _, c := range gone {
			kept, err := store.DeleteCollection(ctx, ws, c)
			done.deleted(c, kept, err)
		}
		for _, c := range cols {
			done.add(c.ID, conflict{col: c, at: done.at}, ws.SaveCollection(ctx, c))
		}
		for _, e := range envs {
			done.add(e.ID, conflict{env: e, at: done.at}, ws.SaveEnvironment(ctx, e))
		}
		return done
	}, nil
}

// conflict is a save that found the file changed by somebody else.
type conflict struct {
	col *collection.Collection
	env *collection.Environment
	// at is the desk's version they were taken at.
	at desk.Version
}

func (c conflict) id() string {
	if c.col != nil {
		return c.col.ID
	}
	return c.env.ID
}

// savedMsg tells which documents were written.
type savedMsg struct {
	ids []string
	// gone tells where the files of deleted collections are kept now.
	gone []string
	// at is the desk's version that was written.
	at desk.Version
	// conflicts are the documents whose files somebody else has changed.
	conflicts []conflict
	err       error
	quit      bool
}

// add notes how the save of one document went.
func (msg *savedMsg) add(id string, c conflict, err error) {
	var theirs *store.Conflict
	switch {
	case err == nil:
		msg.ids = append(msg.ids, id)
	case errors.As(err, &theirs):
		msg.conflicts = append(msg.conflicts, c)
		msg.err = errors.Join(msg.err, err)
	default:
		msg.err = errors.Join(msg.err, err)
	}
}

// deleted notes how the deletion of a collection's file went.
func (msg *savedMsg) deleted(c *collection.Collection, kept string, err error) {
	if msg.add(c.ID, conflict{}, err); kept != "" {
		msg.gone = append(msg.gone, "the file of "+c.Name+" is kept as "+filepath.Base(kept))
	}
}

func (msg savedMsg) apply(f *Files) (tea.Cmd, pane.Intent) {
	for _, id := range msg.ids {
		f.desk.Saved(id, msg.at)
		delete(f.watching.apart, id)
	}
	switch {
	case len(msg.conflicts) > 0:
		f.conflicts = msg.conflicts
		return nil, pane.Batch{Saved{}, shown(confirm.New(f.env, choices.Conflict(conflictName, msg.err)), true)}
	case msg.err != nil:
		return nil, pane.Batch{Saved{}, pane.Failed{Err: msg.err}}
	case msg.quit:
		return nil, pane.Batch{Saved{}, QuitAsked{}}
	}
	told := "saved " + words.Plural(len(msg.ids), "file")
	if len(msg.gone) > 0 {
		told = "saved; " + strings.Join(msg.gone, "; ")
	}
	for _, c := range f.desk.Collections {
		if c.Schema == versionOne && slices.Contains(msg.ids, c.ID) {
			c.Schema = "v2.1"
			told += "; " + c.Name + " is a v2.1 file now, the old one is kept as " + filepath.Base(c.File) + ".v1.bak"
		}
	}
	return nil, pane.Batch{Saved{}, note(told)}
}

// settle carries out the answer to a conflict.
func (f *Files) settle(choice string) tea.Cmd {
	cs := f.conflicts
	f.conflicts = nil
	switch choice {
	case "reload":
		var ids []string
		for _, c := range cs {
			ids = append(ids, c.id())
		}
		return watcher{f}.theirs(ids)
	case "overwrite":
		ctx, ws := f.ctx, f.desk.Workspace
		return func() tea.Msg {
			var done savedMsg
			for _, c := range cs {
				done.at = c.at
				if c.col != nil {
					done.add(c.col.ID, c, ws.OverwriteCollection(ctx, c.col))
				} else {
					done.add(c.env.ID, c, ws.OverwriteEnvironment(ctx, c.env))
				}
			}
			return done
		}
	}
	return nil
}
