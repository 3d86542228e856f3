package runs

import (
	"postern/engine/collection"
	"postern/engine/runner"
	store "postern/store/history"
	"postern/ui/desk"
	"postern/ui/folders"
)

// Subject is what is run.
type Subject struct {
	// Name is that of the folder or the collection.
	Name string
	// Place comes back in [Untrusted].
	Place string
	Plan  runner.Plan
	Meta  store.Meta
	// Folder is where the path of a data file is meant from.
	Folder folders.Place
}

// SubjectAt is what is run at a place of the desk, with the variables as they are
// now; dir is where paths are meant from. ok is false if it is not open.
func SubjectAt(d *desk.Desk, place, dir string) (s Subject, ok bool) {
	c, it, ok := desk.At(d.Collections, place)
	if !ok {
		return s, false
	}
	c = c.Clone() // what is edited while it runs is not the run's
	s = Subject{Name: c.Name, Place: place, Meta: store.Meta{Collection: c.ID}, Folder: folders.Place{Dir: dir}}
	var chain []*collection.Item
	if it != nil {
		s.Name, chain = it.Name, c.Chain(it.ID)
	}
	s.Plan = runner.Plan{Collection: c, Requests: Of(c, chain), Left: d.Remains(c.ID)}
	if e := d.Env; e != nil {
		s.Plan.Env, s.Meta.Environment, s.Meta.EnvironmentName = e.Clone(), e.ID, e.Name
	}
	if g := d.Globals; g != nil {
		s.Plan.Globals = g.Clone()
	}
	return s, true
}
