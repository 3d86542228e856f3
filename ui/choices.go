package ui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/engine"
	"postern/ui/dialog"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/picker"
	"postern/ui/dialog/prompt"
	"postern/ui/keymap"
	"postern/ui/layout"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/tour"
)

// The names of the dialogs that ask something.
const (
	pickEnv      = "environment"
	pickRequest  = "request"
	pickAction   = "action"
	askUnsaved   = "unsaved"
	askImport    = "import"
	askFilter    = "filter"
	askConflict  = "conflict"
	askDowngrade = "downgrade "
	askMissing   = "missing "
)

// asks opens the dialogs that ask something and carries out the answers.
type asks struct{ *Model }

// push opens a dialog on top.
func (m *Model) push(d dialog.Dialog) tea.Cmd {
	m.dialogs.Push(d)
	m.layout()
	return m.tick()
}

// pushSudden opens a dialog that nobody asked for: what is being typed must not
// answer it.
func (m asks) pushSudden(d dialog.Dialog) tea.Cmd {
	m.dialogs.PushSudden(d, m.now())
	m.layout()
	return m.tick()
}

func (m asks) pickEnv() tea.Cmd {
	items := []picker.Item{{ID: "", Title: safe.Lit("no environment"), Role: theme.Faint}}
	at := ""
	for _, e := range m.desk.Environments {
		items = append(items, picker.Item{ID: e.ID, Title: safe.Clean(e.Name), Detail: safe.Clean(plural(len(e.Vars), "variable"))})
	}
	if m.desk.Env != nil {
		at = m.desk.Env.ID
	}
	return m.push(picker.New(m.env, picker.Options{Name: pickEnv, Title: safe.Lit("Environment"), Items: items, Current: at, Preselect: at}))
}

func (m asks) pickRequest() tea.Cmd {
	var items []picker.Item
	for _, c := range m.desk.Collections {
		for _, r := range c.Requests() {
			it := r.Item
			names := r.Names()
			if len(m.desk.Collections) > 1 {
				names = append([]string{c.Name}, names...)
			}
			items = append(items, picker.Item{
				ID: c.ID + "\n" + it.ID, Title: safe.Clean(it.Name), Detail: safe.Clean(strings.Join(names[:len(names)-1], " › ")),
				Tag: safe.Clean(it.Request.Method), Role: theme.Method(it.Request.Method),
			})
		}
	}
	return m.push(picker.New(m.env, picker.Options{Name: pickRequest, Title: safe.Lit("Find a request"), Items: items}))
}

func (m asks) pickAction() tea.Cmd {
	st := m.state()
	var items []picker.Item
	for _, a := range m.env.Keys.Actions() {
		if a.Category == "Move around" || a.Scope == keymap.Dialog || a.ID == keymap.Palette {
			continue
		}
		items = append(items, picker.Item{
			ID: string(a.ID), Title: safe.Clean(a.Title), Detail: place(a.Scope),
			Key: safe.Clean(m.env.Keys.Shown(a.ID)), Off: safe.Clean(a.Off(st)),
		})
	}
	return m.push(picker.New(m.env, picker.Options{Name: pickAction, Title: safe.Lit("Palette"), Items: items}))
}

// place says where an action counts, if not everywhere.
func place(s keymap.Scope) safe.Text {
	if s == keymap.Global || s == keymap.Anywhere {
		return safe.Text{}
	}
	return safe.Clean(s.String())
}

// picked carries out a choice of a picker.
func (m asks) picked(name, id string) tea.Cmd {
	switch name {
	case pickEnv:
		m.desk.Choose(id)
		m.envs.SetEnvironment(m.desk.Env)
		return tea.Batch(m.showRequest(), purse(m).choose(), files(m).rememberEnv(id))
	case pickRequest:
		col, item, _ := strings.Cut(id, "\n")
		m.tree.Select(col, item)
		c, chain := m.tree.Selected()
		m.tour.Note(tour.Opened)
		return tea.Batch(m.setFocus(layout.Request), m.choose(c, chain))
	case pickAction:
		a, _ := m.env.Keys.Action(keymap.ID(id))
		var cmd tea.Cmd
		for s := range layout.Slots {
			if scopeOf(s) == a.Scope {
				cmd = m.setFocus(s)
			}
		}
		return tea.Batch(cmd, m.do(a.ID))
	}
	return nil
}

func (m asks) askUnsaved() tea.Cmd {
	n := m.desk.Edited()
	var names []safe.Text
	for _, c := range m.desk.EditedCollections() {
		names = append(names, safe.Lit("  ").Plus(safe.Clean(c.Name)))
	}
	for _, e := range m.desk.EditedEnvironments() {
		names = append(names, safe.Lit("  ").Plus(safe.Clean(e.Name)))
	}
	return m.push(confirm.New(m.env, confirm.Options{
		Name: askUnsaved, Title: safe.Lit("Unsaved edits"), Cancel: "stay",
		Lines: append([]safe.Text{safe.Clean(plural(n, "document") + " changed and not saved:")}, names...),
		Choices: []confirm.Choice{
			{ID: "save", Letter: "s", Title: safe.Lit("save and quit")},
			{ID: "discard", Letter: "d", Title: safe.Lit("quit without saving"), Role: theme.Warn},
			{ID: "stay", Letter: "c", Title: safe.Lit("stay")},
		},
	}))
}

// askDowngrade asks whether to follow a redirect that leaves https.
func (m asks) askDowngrade(x *engine.Exchange) tea.Cmd {
	if x.Downgrade == "" {
		return nil
	}
	return m.pushSudden(confirm.New(m.env, confirm.Options{
		Name: askDowngrade + x.ItemID, Title: safe.Lit("A redirect leaves https"), Cancel: "stop",
		Lines: []safe.Text{
			safe.Clean(x.Redactor().URL(x.Downgrade)),
			safe.Lit("Over http, anyone on the way can read and change what is sent."),
		},
		Choices: []confirm.Choice{
			{ID: "stop", Letter: "s", Title: safe.Lit("stop here")},
			{ID: "follow", Letter: "f", Title: safe.Lit("send again and follow it, this once"), Role: theme.Warn},
		},
	}))
}

// answered carries out the answer to a question.
func (m asks) answered(name, choice string) tea.Cmd {
	if name == askConflict {
		return files(m).settle(choice)
	}
	if id, ok := strings.CutPrefix(name, askDowngrade); ok {
		if choice != "follow" || id != m.desk.ItemID() {
			return nil
		}
		return sending(m).sendWith(map[string]any{engine.FollowInsecure: true})
	}
	if place, ok := strings.CutPrefix(name, askDelete); ok {
		return outline(m).deleted(place, choice)
	}
	switch choice {
	case "save":
		return files(m).saveAnd(true)
	case "discard":
		m.quitting = true
		return m.quit()
	}
	return purse(m).wish(confirm.Answered{Name: name, Choice: choice})
}

func (m asks) askImport() tea.Cmd {
	return m.push(prompt.New(m.env, prompt.Options{
		Name: askImport, Title: safe.Lit("Open Postman files"),
		Hint: safe.Lit("the path of a collection, an environment or a folder"),
	}))
}

// askFilter asks for the part of the body to show.
func (m asks) askFilter() tea.Cmd {
	return m.push(prompt.New(m.env, prompt.Options{
		Name: askFilter, Title: safe.Lit("Filter the body"), Placeholder: safe.Lit("#.profile.email"),
		Hint: safe.Lit("a gjson path; nothing shows the whole body again"),
	}))
}

// askMissing offers to set a variable that no scope has.
func (m asks) askMissing(name string) tea.Cmd {
	if m.desk.Env == nil {
		return m.toast.Warn("{{" + name + "}} has no value: choose an environment that has it")
	}
	return m.pushSudden(prompt.New(m.env, prompt.Options{
		Name: askMissing + name, Title: safe.Lit("{{").Plus(safe.Clean(name), safe.Lit("}} has no value")),
		Hint: safe.Lit("enter sets it in ").Plus(safe.Clean(m.desk.Env.Name), safe.Lit(", on this machine only")),
	}))
}

// entered carries out what was typed into a prompt.
func (m asks) entered(name, text string) tea.Cmd {
	if v, ok := strings.CutPrefix(name, askMissing); ok {
		return edits(m).setVar(v, text)
	}
	if what, ok := strings.CutPrefix(name, askNew); ok {
		return outline(m).named(what, text)
	}
	if place, ok := strings.CutPrefix(name, askRename); ok {
		return outline(m).renamed(place, text)
	}
	if id, ok := strings.CutPrefix(name, askExample); ok {
		return examples(m).save(id, text)
	}
	if name == askFilter {
		return bodies(m).filter(m.response.Exchange(), text)
	}
	if name == askImport && text != "" {
		return files(m).open([]string{text})
	}
	return nil
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
