package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/engine/collection"
	"postern/engine/script"
	store "postern/store/history"
	"postern/ui/desk"
	"postern/ui/dialog/confirm"
	"postern/ui/files"
	"postern/ui/keymap"
	"postern/ui/layout"
	"postern/ui/pane"
	"postern/ui/pane/request"
	"postern/ui/runs"
	"postern/ui/scripts"
)

// running is what is done with the scripts of collections; see package scripts.
type running struct{ *Model }

// askScripts is the question whether scripts may run. It is of the place of the
// request that waits, or of that of the run, after a word.
const (
	askScripts = "scripts"
	ofRun      = "run "
)

// question is what the person is asked before the scripts of a send may run; nil
// is nothing.
func (m running) question(msg sendDoneMsg) *confirm.Options {
	c, it, _ := rows(m).at(msg.meta.Collection + "\n" + msg.ItemID)
	if it == nil {
		return nil
	}
	return m.guard.Question(askScripts, c.ID+"\n"+it.ID, msg.Err, c)
}

// again sends what the question stood before: a request, or a run.
func (m running) again(place string) tea.Cmd {
	if place, ok := strings.CutPrefix(place, ofRun); ok {
		return m.handle(m.aside.runs.Resume(place))
	}
	c, it, ok := rows(m).at(place)
	if !ok || it == nil || it.Folder {
		return nil
	}
	return offers(m).sendOther(c.ID, it.ID, nil)
}

// look shows the scripts that the question was about: those of what it stood
// before, or the first of them that stands elsewhere.
func (m running) look(in scripts.Looked) tea.Cmd {
	place := in.At(strings.TrimPrefix(in.Place, ofRun))
	c, it, ok := rows(m).at(place)
	if !ok {
		return nil
	}
	var chosen tea.Cmd
	if m.desk.Collection == nil || place != desk.Place(m.desk.Collection, m.desk.Chain) {
		id, chain := "", []*collection.Item(nil)
		if it != nil {
			id, chain = it.ID, c.Chain(it.ID)
		}
		m.tree.Select(c.ID, id)
		chosen = m.choose(c, chain)
	}
	m.request.SetTab(request.Scripts)
	return tea.Batch(chosen, m.setFocus(layout.Request))
}

// ready goes on with what waited for the files to be looked at.
func (m running) ready(in files.Ready) tea.Cmd {
	_, it, ok := rows(m).at(in.Place)
	switch {
	case !ok:
		return m.toast.Warn("what was to be sent is not in its file any more")
	case in.Run:
		return m.run(in.Place)
	case it == m.desk.Item():
		return sending(m).sendWith(nil)
	}
	return m.again(in.Place)
}

// fresh runs what is chosen, as its file has it now.
func (m running) fresh() tea.Cmd {
	if m.desk.Collection == nil {
		return nil
	}
	return m.did(m.files.Fresh(files.Ready{Place: desk.Place(m.desk.Collection, m.desk.Chain), Run: true}))
}

// run asks how everything at a place and below it is to be sent.
func (m running) run(place string) tea.Cmd {
	s, ok := m.subject(place)
	if !ok || len(s.Plan.Requests) == 0 {
		return m.toast.Warn(s.Name + " has no request to run")
	}
	return m.handle(m.aside.runs.Ask(m.env, s))
}

// subject is what is run at a place, with the variables as they are now.
func (m running) subject(place string) (s runs.Subject, ok bool) {
	return runs.SubjectAt(&m.desk, place, m.root())
}

// wish carries out what a run wishes for.
func (m running) wish(in pane.Intent) (cmd tea.Cmd, ok bool) {
	switch in := in.(type) {
	case runs.Left:
		return m.take(in.Changes, in.Meta), true
	case scripts.GoOn:
		return m.again(in.Place), true
	case scripts.Looked:
		return m.look(in), true
	case runs.Untrusted:
		c, _, _ := rows(m).at(in.Place)
		if q := m.guard.Question(askScripts, ofRun+in.Place, in.Err, c); q != nil {
			return asks(m).pushSudden(confirm.New(m.env, *q)), true
		}
		return m.handle(pane.Failed{Err: in.Err}), true
	}
	return nil, false
}

// take takes over what the scripts around a send have left in variables.
func (m running) take(changes []script.Change, meta store.Meta) tea.Cmd {
	var told tea.Cmd
	changed, lost := scripts.Leave(&m.desk, changes, meta.Collection, meta.Environment, m.env.Keys.Shown(keymap.SwitchEnv))
	if lost != "" {
		told = m.toast.Warn(lost)
	}
	if !changed {
		return told
	}
	return tea.Batch(told, m.files.Keep(), papers(m).shown(files.Changed{}))
}
