// Package outline is what is done with the rows of the tree: what is new,
// renamed, duplicated, deleted, moved, cut and put elsewhere, and the way back
// from every edit. All of it stays in memory until it is saved.
//
// It works on the desk the workbench has, and answers with intents for the rest
// of the screen. To add something that can be done with a row, add a case to
// [Outline.Act] and its key to [Actions].
package outline

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/engine/collection"
	"postern/ui/choices"
	"postern/ui/desk"
	"postern/ui/dialog"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/prompt"
	"postern/ui/files"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/tree"
	"postern/ui/safe"
	"postern/ui/widget"
)

// Outline is that. Make one with [New].
type Outline struct {
	env      widget.Env
	desk     *desk.Desk
	files    *files.Files
	unfolded func(collectionID, itemID string) bool
}

// New returns the outline of a desk; unfolded says whether a folder shows what
// is in it, so that a row can move into it.
func New(env widget.Env, d *desk.Desk, f *files.Files, unfolded func(collectionID, itemID string) bool) *Outline {
	return &Outline{env: env, desk: d, files: f, unfolded: unfolded}
}

// Restyle makes the dialogs to come look like env.
func (o *Outline) Restyle(env widget.Env) { o.env = env }

// The intents.
type (
	// Shown says that the tree has changed; the cursor goes to an item, or to a
	// collection if that is "", or stays if both are. Environments says that one
	// of them may have changed, too.
	Shown struct {
		Collection, Item string
		Environments     bool
	}
	// Born says that a request is new, and what comes next is its address.
	Born struct{ Collection, Item string }
)

// The names of the questions; behind each stands what it is about.
const (
	askNew    = "new"
	askRename = "rename"
	askDelete = "delete"
)

// The things that can be new.
const (
	newRequest     = "request"
	newFolder      = "folder"
	newCollection  = "collection"
	newEnvironment = "environment"
)

// Actions are what [Outline.Act] carries out.
func Actions() []keymap.ID {
	return []keymap.ID{
		keymap.NewRequest, keymap.NewFolder, keymap.NewCollection, keymap.NewEnv, keymap.RenameItem, keymap.Duplicate,
		keymap.Delete, keymap.MoveUp, keymap.MoveDown, keymap.Cut, keymap.PutHere, keymap.Undo, keymap.Redo,
	}
}

// Act carries out one of the [Actions] on the chosen row.
func (o *Outline) Act(id keymap.ID) (tea.Cmd, pane.Intent) {
	switch id {
	case keymap.NewRequest:
		return nil, o.askNew(newRequest)
	case keymap.NewFolder:
		return nil, o.askNew(newFolder)
	case keymap.NewCollection:
		return nil, o.askNew(newCollection)
	case keymap.NewEnv:
		return nil, o.askNew(newEnvironment)
	case keymap.RenameItem:
		return nil, o.askRename()
	case keymap.Duplicate:
		return o.duplicate()
	case keymap.Delete:
		return nil, o.askDelete()
	case keymap.MoveUp:
		return nil, o.step(-1)
	case keymap.MoveDown:
		return nil, o.step(1)
	case keymap.Cut:
		return nil, o.cut()
	case keymap.PutHere:
		return nil, o.paste()
	case keymap.Undo:
		return o.travel(o.desk.Undo, "undid the ")
	case keymap.Redo:
		return o.travel(o.desk.Redo, "redid the ")
	}
	return nil, nil
}

// Answer carries out what was asked for; ok is false for an intent of others.
func (o *Outline) Answer(in pane.Intent) (cmd tea.Cmd, out pane.Intent, ok bool) {
	switch in := in.(type) {
	case prompt.Entered:
		switch in.Name {
		case askNew:
			cmd, out = o.named(in.Of, in.Text)
			return cmd, out, true
		case askRename:
			return nil, o.renamed(in.Of, in.Text), true
		}
	case confirm.Answered:
		if in.Name == askDelete {
			return nil, o.deleted(in.Of, in.Choice), true
		}
	case tree.Dropped:
		return nil, o.dropped(in), true
	}
	return nil, nil, false
}

func (o *Outline) prompt(p prompt.Options) pane.Intent {
	return dialog.Opened{Dialog: prompt.New(o.env, p)}
}

// askNew asks for the name of something new.
func (o *Outline) askNew(what string) pane.Intent {
	hint := "its file is written when you save"
	if what != newCollection && what != newEnvironment {
		hint = "in " + o.where()
	}
	return o.prompt(prompt.Options{
		Name: askNew, Of: what, Title: safe.Clean("New " + what),
		Placeholder: safe.Clean("New " + what), Hint: safe.Clean(hint),
	})
}

// where names the folder that something new goes to.
func (o *Outline) where() string {
	chain := o.desk.Chain
	if n := len(chain); n > 0 && !chain[n-1].Folder {
		chain = chain[:n-1]
	}
	if len(chain) == 0 {
		return o.desk.Collection.Name
	}
	return chain[len(chain)-1].Name
}

// named carries out what a name was typed for.
func (o *Outline) named(what, name string) (tea.Cmd, pane.Intent) {
	if name = strings.TrimSpace(name); name == "" {
		name = "New " + what
	}
	it := &collection.Item{Name: name}
	switch what {
	case newCollection:
		return o.files.NewCollection(name), nil
	case newEnvironment:
		return o.files.NewEnvironment(name), nil
	case newFolder:
		it.Folder = true
	default:
		it.Request = &collection.Request{Method: "GET"}
	}
	c := o.desk.Collection
	id, ok := o.desk.Add(c, desk.Beside(c, o.desk.Chain), it)
	switch {
	case !ok:
		return nil, nil
	case it.Folder:
		return nil, Shown{Collection: c.ID, Item: id}
	}
	return nil, Born{c.ID, id}
}

// place names the chosen row in the name of a question.
func (o *Outline) place() string { return desk.Place(o.desk.Collection, o.desk.Chain) }

func (o *Outline) askRename() pane.Intent {
	name := o.desk.Collection.Name
	if n := len(o.desk.Chain); n > 0 {
		name = o.desk.Chain[n-1].Name
	}
	return o.prompt(prompt.Options{Name: askRename, Of: o.place(), Title: safe.Lit("Rename"), Initial: name})
}

func (o *Outline) renamed(place, name string) pane.Intent {
	c, it, ok := desk.At(o.desk.Collections, place)
	if name = strings.TrimSpace(name); !ok || name == "" || !o.desk.Rename(c, it, name) {
		return nil
	}
	_, item, _ := strings.Cut(place, "\n")
	return Shown{Collection: c.ID, Item: item}
}

func (o *Outline) duplicate() (tea.Cmd, pane.Intent) {
	if len(o.desk.Chain) == 0 {
		return o.files.DuplicateCollection(o.desk.Collection), nil
	}
	id, ok := o.desk.Duplicate(o.desk.Collection, o.desk.Chain)
	if !ok {
		return nil, nil
	}
	return nil, Shown{Collection: o.desk.Collection.ID, Item: id}
}

// askDelete asks before anything goes, although it can be undone: what is in a
// folder may be much.
func (o *Outline) askDelete() pane.Intent {
	place, back := o.place(), o.env.Keys.Shown(keymap.Undo)
	if n := len(o.desk.Chain); n > 0 {
		return dialog.Opened{Dialog: confirm.New(o.env, choices.Delete(askDelete, place, choices.Deletion(o.desk.Chain[n-1]), back))}
	}
	c, file := o.desk.Collection, ""
	if desk.HasFile(o.desk, c) {
		file = choices.Relative(o.desk.Workspace.Root(), c.File)
	}
	return dialog.Opened{Dialog: confirm.New(o.env, choices.DeleteCollection(askDelete, place, c, file, back))}
}

func (o *Outline) deleted(place, choice string) pane.Intent {
	c, it, ok := desk.At(o.desk.Collections, place)
	if choice != "delete" || !ok {
		return nil
	}
	what, done := c.Name, false
	if it == nil {
		done = desk.RemoveCollection(o.desk, c)
	} else {
		what, done = it.Name, o.desk.Remove(c, it)
	}
	if !done {
		return nil
	}
	return pane.Batch{Shown{}, pane.Noted{Text: "deleted " + what + ": " + o.env.Keys.Shown(keymap.Undo) + " brings it back"}}
}

// step moves the chosen row by one.
func (o *Outline) step(by int) pane.Intent {
	c, chain := o.desk.Collection, o.desk.Chain
	it := chain[len(chain)-1]
	to, ok := desk.Step(c, chain, by, func(id string) bool { return o.unfolded(c.ID, id) })
	if !ok || !o.desk.Move(c, it, to) {
		return pane.Noted{Text: it.Name + " is at the end of its collection", Warn: true}
	}
	return Shown{Collection: c.ID, Item: it.ID}
}

// cut takes the chosen row up; taken up twice, it is let go of.
func (o *Outline) cut() pane.Intent {
	it := o.desk.Chain[len(o.desk.Chain)-1]
	o.desk.TakeUp(o.desk.Collection, it.ID)
	if o.desk.Cut() == "" {
		return Shown{}
	}
	return pane.Batch{Shown{}, pane.Noted{Text: o.env.Keys.Shown(keymap.PutHere) + " puts " + it.Name + " where the cursor is"}}
}

func (o *Outline) paste() pane.Intent {
	id, err := o.desk.PutDown()
	if err != nil {
		return pane.Failed{Err: err}
	}
	return Shown{Collection: o.desk.Collection.ID, Item: id}
}

// dropped moves what the mouse has carried elsewhere.
func (o *Outline) dropped(in tree.Dropped) pane.Intent {
	if err := desk.Drop(o.desk, in.Collection, in.Item, in.To, in.Folder, in.Before); err != nil {
		return pane.Noted{Text: in.Item.Name + " stays: " + err.Error(), Warn: true}
	}
	return Shown{Collection: in.Collection.ID, Item: in.Item.ID}
}

// travel goes back or forth by one edit, of whatever it was, and shows where.
func (o *Outline) travel(step func() (desk.Change, bool), word string) (tea.Cmd, pane.Intent) {
	c, ok := step()
	if !ok {
		return nil, nil
	}
	return o.files.Keep(), pane.Batch{
		Shown{Collection: c.Collection, Item: c.Item, Environments: true}, pane.Noted{Text: word + c.Title},
	}
}
