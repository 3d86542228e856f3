package ui

import (
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"postern/engine/collection"
	"postern/store"
	"postern/ui/desk"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/message"
	"postern/ui/safe"
	"postern/ui/theme"
)

// report opens the list of what was not understood: where, which field, and
// what happens to it.
func (m files) report() tea.Cmd {
	var lines []safe.Text
	last := ""
	m.desk.EachNote(func(file string, n collection.Note) {
		if file != last {
			lines = append(lines, safe.Text{}, safe.Clean(relative(m.desk.Workspace.Root(), file)))
			last = file
		}
		s := "  " + n.What
		if n.Field != "" {
			s = fmt.Sprintf("  %s: %s", n.Field, n.What)
		}
		if n.Where != "" {
			s += " (" + n.Where + ")"
		}
		lines = append(lines, safe.Clean(s))
	})
	for _, p := range problems(m.desk.Workspace) {
		lines = append(lines, safe.Text{}, safe.Clean(relative(m.desk.Workspace.Root(), p.File)), safe.Clean("  could not be read: "+p.String()))
	}
	return m.push(message.New(m.env, message.Content{
		Title: safe.Lit("Not understood"), Role: theme.Warn,
		What:   safe.Clean(plural(m.desk.Notes()+len(problems(m.desk.Workspace)), "thing") + " in the files could not be understood; all of it stays in the files as it is"),
		Detail: lines,
	}))
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
	return m.pushSudden(confirm.New(m.env, confirm.Options{
		Name: askConflict, Title: safe.Lit("Changed by another program"), Cancel: "keep",
		Lines: []safe.Text{safe.Clean(err.Error()), safe.Lit("Nothing was written.")},
		Choices: []confirm.Choice{
			{ID: "keep", Letter: "k", Title: safe.Lit("keep my edits here, unsaved")},
			{ID: "overwrite", Letter: "o", Title: safe.Lit("write mine over theirs"), Role: theme.Warn},
			{ID: "reload", Letter: "r", Title: safe.Lit("take theirs and lose mine"), Role: theme.Warn},
		},
	}))
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
