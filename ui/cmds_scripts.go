package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/vars"
	store "postern/store/history"
	"postern/ui/choices"
	"postern/ui/dialog/confirm"
	"postern/ui/files"
	"postern/ui/keymap"
	"postern/ui/scripts"
)

// running is what is done with the scripts of collections; see package scripts.
type running struct{ *Model }

// askScripts is the question whether scripts may run; behind it stands the
// place of the request that waits.
const askScripts = "scripts "

// question is what the person is asked before the scripts of a send may run; nil
// is nothing.
func (m running) question(msg sendDoneMsg) *confirm.Options {
	c, it, _ := outline(m).at(msg.meta.Collection + "\n" + msg.itemID)
	if it == nil {
		return nil
	}
	return scripts.Question(askScripts+c.ID+"\n"+it.ID, msg.err, c)
}

// answered carries out the answer to that question.
func (m running) answered(place, choice string) tea.Cmd {
	c, it, ok := outline(m).at(place)
	if !ok || it == nil {
		return nil
	}
	all, guard := scripts.All(c), m.guard
	switch choice {
	case scripts.Without:
		guard.Hold(all)
		return offers(m).sendOther(c.ID, it.ID, nil)
	case scripts.Run:
		ctx := context.WithoutCancel(m.ctx)
		return func() tea.Msg { return trustedMsg{c.ID, it.ID, guard.Trust(ctx, all)} }
	}
	return nil
}

// trustedMsg says that the scripts of a collection may run now.
type trustedMsg struct {
	collection, item string
	err              error
}

func (msg trustedMsg) apply(m *Model) tea.Cmd {
	if msg.err != nil {
		return m.toast.Fail(msg.err)
	}
	return offers{m}.sendOther(msg.collection, msg.item, nil)
}

// take takes over what the scripts around a send have left in variables: in
// those of the environment it was sent with, whichever is chosen by now.
func (m running) take(x *engine.Exchange, meta store.Meta) tea.Cmd {
	m.desk.Leave(meta.Collection, scripts.Changes(x, vars.Collection))
	changed := false
	edit := func(e *collection.Environment, scope vars.Scope) {
		if e == nil {
			return
		}
		if out, ok := scripts.Changed(e, scripts.Changes(x, scope)); ok {
			m.desk.EditEnvironment(out)
			changed = true
		}
	}
	edit(m.desk.Environment(meta.Environment), vars.Environment)
	edit(m.desk.Globals, vars.Globals)
	if n := len(scripts.Changes(x, vars.Environment)); n > 0 && meta.Environment == "" {
		return m.toast.Warn("scripts set " + choices.Plural(n, "variable") + " of the environment, and none is chosen: " + m.env.Keys.Shown(keymap.SwitchEnv) + " chooses one")
	}
	if !changed {
		return nil
	}
	return tea.Batch(m.files.Keep(), papers(m).shown(files.Changed{}))
}
