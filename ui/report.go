package ui

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"postern/engine/collection"
	"postern/store"
	"postern/ui/bring"
	"postern/ui/choices"
	"postern/ui/desk"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/message"
)

// report opens the list of what was not understood: where, which field, and
// what happens to it.
func (m files) report() tea.Cmd {
	r := choices.Report{Root: m.desk.Workspace.Root()}
	m.desk.EachNote(func(file string, n collection.Note) { r.Notes = append(r.Notes, choices.Note{File: file, Note: n}) })
	for _, p := range problems(m.desk.Workspace) {
		r.Problems = append(r.Problems, choices.Problem{File: p.File, Text: p.String()})
	}
	return m.push(message.New(m.env, r.Content()))
}

// problems are the files that could not be read; ws may be nil.
func problems(ws *store.Workspace) []store.Problem {
	if ws == nil {
		return nil
	}
	return ws.Problems()
}

// conflict is a save that found the file changed by somebody else.
type conflict struct {
	col *collection.Collection
	env *collection.Environment
	// at is the desk's version they were taken at.
	at desk.Version
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

// askConflict asks what to do with files that somebody else has changed.
func (m asks) askConflict(cs []conflict, err error) tea.Cmd {
	m.conflicts = cs
	return m.pushSudden(confirm.New(m.env, choices.Conflict(askConflict, err)))
}

// settle carries out the answer to a conflict.
func (m files) settle(choice string) tea.Cmd {
	cs := m.conflicts
	m.conflicts = nil
	switch choice {
	case "reload":
		return m.reopen()
	case "overwrite":
		ctx, ws := m.ctx, m.desk.Workspace
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

// bring opens a Postman file or folder, and imports anything else into the
// folder of the workspace.
func (m files) bring(path string) tea.Cmd {
	if m.desk.Workspace == nil {
		return m.open([]string{path})
	}
	ctx, root, unsaved := m.ctx, m.desk.Workspace.Root(), m.desk.Unsaved()
	return func() tea.Msg { return broughtMsg(bring.In(ctx, root, path, unsaved)) }
}

// broughtMsg is what became of a path.
type broughtMsg bring.Outcome

func (msg broughtMsg) apply(m *Model) tea.Cmd {
	switch {
	case msg.Err != nil:
		return m.toast.Fail(msg.Err)
	case !msg.Foreign:
		return files{m}.open([]string{msg.Path}) // which tells what is wrong with it
	}
	o := bring.Outcome(msg)
	return tea.Batch(files{m}.open(o.With(m.paths)), m.push(message.New(m.env, o.Content(m.desk.Workspace.Root()))))
}
