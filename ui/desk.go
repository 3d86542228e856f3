package ui

import (
	"slices"

	"postern/engine/collection"
	"postern/engine/vars"
	"postern/store"
	"postern/ui/pane/request"
	"postern/ui/safe"
)

// desk is what is open: the documents, which of them are chosen, and what has
// changed since they were read. The workbench's loop owns it; commands get
// copies.
type desk struct {
	ws      *store.Workspace
	cols    []*collection.Collection
	envs    []*collection.Environment
	globals *collection.Environment

	// env is the chosen environment, nil for none.
	env *collection.Environment
	// col and chain are the chosen row of the tree; an empty chain is the
	// collection itself.
	col   *collection.Collection
	chain []*collection.Item

	// dirty holds the items and environments whose files are behind, by id.
	dirty     map[string]bool
	dirtyEnvs map[string]bool
	// behind are the environments whose current values are not kept yet, by id;
	// keeping is the one that is being written.
	behind  map[string]bool
	keeping string
	// rev counts everything that changes what names resolve to.
	rev int
}

func newDesk() desk {
	return desk{dirty: map[string]bool{}, dirtyEnvs: map[string]bool{}, behind: map[string]bool{}}
}

// item returns the chosen request, or nil.
func (d *desk) item() *collection.Item {
	if len(d.chain) == 0 {
		return nil
	}
	if it := d.chain[len(d.chain)-1]; !it.Folder {
		return it
	}
	return nil
}

func (d *desk) folder() bool {
	return len(d.chain) > 0 && d.chain[len(d.chain)-1].Folder
}

// find returns an item anywhere on the desk.
func (d *desk) find(itemID string) (*collection.Collection, []*collection.Item) {
	for _, c := range d.cols {
		if chain := c.Chain(itemID); chain != nil {
			return c, chain
		}
	}
	return nil, nil
}

// job takes a snapshot of the chosen request.
func (d *desk) job() collection.Job {
	return collection.NewJob(d.col, d.chain, d.env, d.globals, nil)
}

// scopes are the layers the chosen request's names are looked up in.
func (d *desk) scopes() vars.Set {
	if d.item() != nil {
		return d.job().Scopes
	}
	var layers []vars.Layer
	if d.env != nil {
		layers = append(layers, d.env.Layer())
	}
	if d.globals != nil {
		layers = append(layers, d.globals.Layer())
	}
	return vars.NewSet(layers...)
}

// view is the chosen request for its pane.
func (d *desk) view(sending bool) (request.View, bool) {
	it := d.item()
	if it == nil {
		return request.View{}, false
	}
	j := d.job()
	return request.View{
		ItemID: it.ID, Path: j.Path, Request: j.Request,
		Auth: j.Auth, AuthFrom: j.AuthFrom, AuthOwner: j.AuthOwner,
		Dirty: d.dirty[it.ID], Sending: sending,
	}, true
}

// edit replaces an item's request.
func (d *desk) edit(itemID string, r collection.Request) bool {
	_, chain := d.find(itemID)
	if chain == nil {
		return false
	}
	chain[len(chain)-1].Request = &r
	d.dirty[itemID] = true
	d.rev++
	return true
}

// editEnv replaces an environment by an edited copy and reports whether its
// file is now behind: current values are not the file's business.
func (d *desk) editEnv(e *collection.Environment) {
	e = e.Clone()
	for i, old := range d.envs {
		if old.ID != e.ID {
			continue
		}
		if !sameFile(old, e) {
			d.dirtyEnvs[e.ID] = true
		}
		d.envs[i] = e
		if d.env == old {
			d.env = e
		}
	}
	if d.globals != nil && d.globals.ID == e.ID {
		d.globals = e
	}
	d.rev++
}

// sameFile reports whether two states of an environment are written alike.
func sameFile(a, b *collection.Environment) bool {
	return a.Name == b.Name && slices.EqualFunc(a.Vars, b.Vars, func(x, y collection.EnvVar) bool {
		x.Current, y.Current = nil, nil
		return x == y
	})
}

// environment returns an environment by its id, or nil.
func (d *desk) environment(id string) *collection.Environment {
	if d.globals != nil && d.globals.ID == id {
		return d.globals
	}
	for _, e := range d.envs {
		if e.ID == id {
			return e
		}
	}
	return nil
}

// chooseEnv makes the environment with that id the chosen one; "" is none.
func (d *desk) chooseEnv(id string) {
	d.env = nil
	for _, e := range d.envs {
		if e.ID == id {
			d.env = e
		}
	}
	d.rev++
}

// dirtyCollections are the collections with unsaved edits.
func (d *desk) dirtyCollections() []*collection.Collection {
	var out []*collection.Collection
	for _, c := range d.cols {
		if slices.ContainsFunc(c.Requests(), func(r collection.Ref) bool { return d.dirty[r.Item.ID] }) {
			out = append(out, c)
		}
	}
	return out
}

// saved marks a document's file as up to date.
func (d *desk) saved(id string) {
	delete(d.dirtyEnvs, id)
	for _, c := range d.cols {
		if c.ID != id {
			continue
		}
		for _, r := range c.Requests() {
			delete(d.dirty, r.Item.ID)
		}
	}
}

// adopt takes an environment with its private values in place of the one that
// was read from the file, unless that was edited meanwhile.
func (d *desk) adopt(e *collection.Environment) {
	if d.globals != nil && d.globals.ID == e.ID {
		d.globals = e
	}
	for i, old := range d.envs {
		if old.ID != e.ID || d.dirtyEnvs[e.ID] || d.behind[e.ID] || d.keeping == e.ID {
			continue
		}
		d.envs[i] = e
		if d.env == old {
			d.env = e
		}
	}
	d.rev++
}

func (d *desk) unsaved() bool { return len(d.dirty)+len(d.dirtyEnvs) > 0 }

func (d *desk) envName() safe.Text {
	if d.env == nil {
		return safe.Lit("no environment")
	}
	return safe.Clean(d.env.Name)
}

func (d *desk) windowTitle() safe.Text {
	if d.ws == nil || d.ws.Name() == "" {
		return safe.Text{}
	}
	return safe.Lit(" ─ ").Plus(safe.Clean(d.ws.Name()))
}
