package ui

import (
	"cmp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/engine/collection"
	"postern/ui/choices"
	"postern/ui/desk"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/prompt"
	"postern/ui/keymap"
	"postern/ui/layout"
	"postern/ui/pane"
	"postern/ui/pane/request"
	"postern/ui/pane/tree"
	"postern/ui/safe"
	"postern/ui/samples"
)

// outline is what is done with the rows of the tree, and the way back from
// every edit. All of it stays in memory until it is saved.
type outline struct{ *Model }

// The names of the questions; behind each stands what it is about.
const (
	askNew    = "new "
	askRename = "rename "
	askDelete = "delete "
)

// The things that can be new.
const (
	newRequest     = "request"
	newFolder      = "folder"
	newCollection  = "collection"
	newEnvironment = "environment"
)

// outlineHandlers are the actions on rows of the tree.
func outlineHandlers() map[keymap.ID]func(*Model) tea.Cmd {
	ask := func(what string) func(*Model) tea.Cmd {
		return func(m *Model) tea.Cmd { return outline{m}.askNew(what) }
	}
	return map[keymap.ID]func(*Model) tea.Cmd{
		keymap.NewRequest:    ask(newRequest),
		keymap.NewFolder:     ask(newFolder),
		keymap.NewCollection: ask(newCollection),
		keymap.NewEnv:        ask(newEnvironment),
		keymap.RenameItem:    func(m *Model) tea.Cmd { return outline{m}.askRename() },
		keymap.Duplicate:     func(m *Model) tea.Cmd { return outline{m}.duplicate() },
		keymap.Delete:        func(m *Model) tea.Cmd { return outline{m}.askDelete() },
		keymap.MoveUp:        func(m *Model) tea.Cmd { return outline{m}.step(-1) },
		keymap.MoveDown:      func(m *Model) tea.Cmd { return outline{m}.step(1) },
		keymap.Cut:           func(m *Model) tea.Cmd { return outline{m}.cut() },
		keymap.PutHere:       func(m *Model) tea.Cmd { return outline{m}.paste() },
		keymap.Undo:          func(m *Model) tea.Cmd { return outline{m}.travel(m.desk.Undo, "undid the ") },
		keymap.Redo:          func(m *Model) tea.Cmd { return outline{m}.travel(m.desk.Redo, "redid the ") },
		keymap.RunAll:        func(m *Model) tea.Cmd { return running{m}.run(m.desk.Collection, m.desk.Chain) },
		keymap.SaveExample:   func(m *Model) tea.Cmd { return m.handle(samples.Ask(m.env, m.desk.Item(), m.response.Exchange())) },
	}
}

// show brings the screen up to date after the tree has changed, with the cursor
// on an item if that is there.
func (m outline) show(collectionID, itemID string) tea.Cmd {
	m.tree.SetCollections(m.desk.Collections)
	m.tree.SetDirty(m.desk.EditedItems())
	m.tree.SetCut(m.desk.Cut())
	if collectionID != "" {
		m.tree.Select(collectionID, itemID)
	}
	return m.choose(m.tree.Selected())
}

// askNew asks for the name of something new.
func (m outline) askNew(what string) tea.Cmd {
	hint := "its file is written when you save"
	if what != newCollection && what != newEnvironment {
		hint = "in " + m.where()
	}
	return m.push(prompt.New(m.env, prompt.Options{
		Name: askNew + what, Title: safe.Clean("New " + what),
		Placeholder: safe.Clean("New " + what), Hint: safe.Clean(hint),
	}))
}

// where names the folder that something new goes to.
func (m outline) where() string {
	chain := m.desk.Chain
	if n := len(chain); n > 0 && !chain[n-1].Folder {
		chain = chain[:n-1]
	}
	if len(chain) == 0 {
		return m.desk.Collection.Name
	}
	return chain[len(chain)-1].Name
}

// named carries out what a name was typed for.
func (m outline) named(what, name string) tea.Cmd {
	if name = strings.TrimSpace(name); name == "" {
		name = "New " + what
	}
	switch what {
	case newCollection:
		return m.files.NewCollection(name)
	case newEnvironment:
		return m.files.NewEnvironment(name)
	case newFolder:
		return m.add(&collection.Item{Name: name, Folder: true})
	}
	cmd := m.add(&collection.Item{Name: name, Request: &collection.Request{Method: "GET"}})
	// What comes next is its address.
	return tea.Batch(cmd, m.setFocus(layout.Request), m.handle(m.request.Update(pane.Act{ID: keymap.EditURL})))
}

func (m outline) add(it *collection.Item) tea.Cmd {
	c := m.desk.Collection
	id, ok := m.desk.Add(c, desk.Beside(c, m.desk.Chain), it)
	if !ok {
		return nil
	}
	return m.show(c.ID, id)
}

// place names a row in the name of a question.
func (m outline) place() string {
	return desk.Place(m.desk.Collection, m.desk.Chain)
}

// at finds what stands at a place: a collection, or an item of one.
func (m outline) at(place string) (c *collection.Collection, it *collection.Item, ok bool) {
	return desk.At(m.desk.Collections, place)
}

// sampled takes a new example in.
func (m outline) sampled(in samples.Made) tea.Cmd {
	if !m.desk.AddExample(in.ItemID, in.Example) {
		return m.handle(pane.Failed{Err: samples.ErrGone})
	}
	m.tree.SetDirty(m.desk.EditedItems())
	return tea.Batch(m.showRequest(), m.toast.Note("added the example "+in.Example.Name+": "+m.env.Keys.Shown(keymap.Save)+" writes it"))
}

func (m outline) askRename() tea.Cmd {
	_, it, ok := m.at(m.place())
	if !ok {
		return nil
	}
	name := m.desk.Collection.Name
	if it != nil {
		name = it.Name
	}
	return m.push(prompt.New(m.env, prompt.Options{Name: askRename + m.place(), Title: safe.Lit("Rename"), Initial: name}))
}

func (m outline) renamed(place, name string) tea.Cmd {
	c, it, ok := m.at(place)
	if name = strings.TrimSpace(name); !ok || name == "" || !m.desk.Rename(c, it, name) {
		return nil
	}
	_, item, _ := strings.Cut(place, "\n")
	return m.show(c.ID, item)
}

func (m outline) duplicate() tea.Cmd {
	if len(m.desk.Chain) == 0 {
		return m.files.DuplicateCollection(m.desk.Collection)
	}
	id, ok := m.desk.Duplicate(m.desk.Collection, m.desk.Chain)
	if !ok {
		return nil
	}
	return m.show(m.desk.Collection.ID, id)
}

// askDelete asks before anything goes, although it can be undone: what is in a
// folder may be much.
func (m outline) askDelete() tea.Cmd {
	name, back := askDelete+m.place(), m.env.Keys.Shown(keymap.Undo)
	if n := len(m.desk.Chain); n > 0 {
		return m.push(confirm.New(m.env, choices.Delete(name, choices.Deletion(m.desk.Chain[n-1]), back)))
	}
	c, file := m.desk.Collection, ""
	if desk.HasFile(&m.desk, c) {
		file = choices.Relative(m.desk.Workspace.Root(), c.File)
	}
	return m.push(confirm.New(m.env, choices.DeleteCollection(name, c, file, back)))
}

func (m outline) deleted(place, choice string) tea.Cmd {
	c, it, ok := m.at(place)
	if choice != "delete" || !ok {
		return nil
	}
	what, done := c.Name, false
	if it == nil {
		done = desk.RemoveCollection(&m.desk, c)
	} else {
		what, done = it.Name, m.desk.Remove(c, it)
	}
	if !done {
		return nil
	}
	return tea.Batch(m.show("", ""), m.toast.Note("deleted "+what+": "+m.env.Keys.Shown(keymap.Undo)+" brings it back"))
}

// step moves the chosen row by one.
func (m outline) step(by int) tea.Cmd {
	c, chain := m.desk.Collection, m.desk.Chain
	it := chain[len(chain)-1]
	to, ok := desk.Step(c, chain, by, func(id string) bool { return m.tree.Unfolded(c.ID, id) })
	if !ok || !m.desk.Move(c, it, to) {
		return m.toast.Warn(it.Name + " is at the end of its collection")
	}
	return m.show(c.ID, it.ID)
}

// cut takes the chosen row up; taken up twice, it is let go of.
func (m outline) cut() tea.Cmd {
	it := m.desk.Chain[len(m.desk.Chain)-1]
	m.desk.TakeUp(m.desk.Collection, it.ID)
	m.tree.SetCut(m.desk.Cut())
	if m.desk.Cut() == "" {
		return nil
	}
	return m.toast.Note(m.env.Keys.Shown(keymap.PutHere) + " puts " + it.Name + " where the cursor is")
}

func (m outline) paste() tea.Cmd {
	id, err := m.desk.PutDown()
	if err != nil {
		return m.handle(pane.Failed{Err: err})
	}
	return m.show(m.desk.Collection.ID, id)
}

// dropped moves what the mouse has carried elsewhere.
func (m outline) dropped(in tree.Dropped) tea.Cmd {
	if err := desk.Drop(&m.desk, in.Collection, in.Item, in.To, in.Folder, in.Before); err != nil {
		return m.toast.Warn(in.Item.Name + " stays: " + err.Error())
	}
	return m.show(in.Collection.ID, in.Item.ID)
}

// travel goes back or forth by one edit, of whatever it was, and shows where.
func (m outline) travel(step func() (desk.Change, bool), word string) tea.Cmd {
	c, ok := step()
	if !ok {
		return nil
	}
	m.envs.SetEnvironment(m.desk.Env)
	return tea.Batch(m.show(c.Collection, c.Item), m.files.Keep(), m.toast.Note(word+c.Title))
}

// about tells of the folder or collection that is chosen.
func (m outline) about() request.About {
	if m.desk.Collection == nil {
		return request.About{}
	}
	a := choices.About(m.desk.Collection, m.desk.Chain, auths(m).view())
	a.Dirty = m.desk.IsEdited(m.desk.Collection.ID, cmp.Or(a.Auth.Owner.Item, m.desk.Collection.ID))
	return a
}
