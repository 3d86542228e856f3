package desk

import (
	"slices"

	"postern/engine/collection"
)

// Environment returns an environment by its id, or nil.
func (d *Desk) Environment(id string) *collection.Environment {
	for _, e := range d.all() {
		if e.ID == id {
			return e
		}
	}
	return nil
}

// Choose makes the environment with that id the chosen one; "" is none.
func (d *Desk) Choose(id string) {
	d.Env = nil
	for _, e := range d.Environments {
		if e.ID == id {
			d.Env = e
		}
	}
	d.Rev++
}

// EditEnvironment takes an edited copy in place of an environment. Its file is
// behind only if the file's own part changed: current values are private.
func (d *Desk) EditEnvironment(e *collection.Environment) {
	old := d.Environment(e.ID)
	if old == nil {
		return
	}
	e = e.Clone()
	e.Settle()
	s := &step{Change: Change{Title: "edit of " + e.Name, Environment: e.ID}, do: swap(d, e)}
	if !sameFile(old, e) {
		s.marks = []mark{{e.ID, e.ID}}
	}
	d.Rev++
	d.run(s)
}

// swap puts another state in an environment's place. Either way its current
// values are to be kept.
func swap(d *Desk, e *collection.Environment) func() (func(), bool) {
	return func() (func(), bool) {
		old := d.Environment(e.ID)
		if old == nil {
			return nil, false
		}
		put := func(e *collection.Environment) {
			d.replace(d.Environment(e.ID), e)
			d.behind[e.ID] = true
		}
		put(e)
		return func() { put(old) }, true
	}
}

// AddEnvironment takes an environment in that has no file yet, and chooses it.
// It can be undone until it has one.
func (d *Desk) AddEnvironment(e *collection.Environment) {
	d.bear(Change{Title: "new environment " + e.Name, Environment: e.ID}, e.ID, func() (func(), bool) {
		before := d.Env
		d.Environments = append(slices.Clone(d.Environments), e)
		d.Env, d.behind[e.ID] = e, true
		return func() {
			d.Environments = slices.DeleteFunc(slices.Clone(d.Environments), func(x *collection.Environment) bool { return x.ID == e.ID })
			if d.Env != nil && d.Env.ID == e.ID {
				d.Env = before
				if before != nil { // it may have been read anew
					d.Env = d.Environment(before.ID)
				}
			}
		}, true
	})
}

// Adopt takes over the private values of copies of the environments, once they
// are read. What was edited meanwhile stays as it was edited.
//
// Before that, an environment must not be kept: the values it lacks would be
// forgotten. For the same reason edits from before cannot be undone.
func (d *Desk) Adopt(loaded []*collection.Environment) {
	for _, l := range loaded {
		if old := d.Environment(l.ID); old != nil {
			d.replace(old, withPrivate(old, l))
		}
	}
	d.read = true
	d.forget(func(c Change) bool { return c.Environment != "" })
	d.Rev++
}

// withPrivate is e with the private values of loaded where it has none. Origin
// tells which variable is which, for the name may have been edited.
func withPrivate(e, loaded *collection.Environment) *collection.Environment {
	e = e.Clone()
	for i := range e.Vars {
		v := &e.Vars[i]
		at := slices.IndexFunc(loaded.Vars, func(l collection.EnvVar) bool { return l.Origin == v.Origin })
		if v.Origin == 0 || at < 0 {
			continue // added meanwhile
		}
		v.Secret = v.Secret || loaded.Vars[at].Secret
		if v.Current == nil {
			v.Current = loaded.Vars[at].Current
		}
	}
	addPrivate(e, loaded)
	return e
}

// addPrivate adds the variables that only this machine has and e lacks.
func addPrivate(e, from *collection.Environment) {
	for _, v := range from.Vars {
		if v.Private && !slices.ContainsFunc(e.Vars, func(x collection.EnvVar) bool { return x.Key == v.Key }) {
			e.Vars = append(e.Vars, v)
		}
	}
}

// IsRead reports whether the private values were adopted.
func (d *Desk) IsRead() bool { return d.read }

func (d *Desk) replace(old, e *collection.Environment) {
	if d.Globals == old {
		d.Globals = e
	}
	if d.Env == old {
		d.Env = e
	}
	if i := slices.Index(d.Environments, old); i >= 0 {
		d.Environments[i] = e
	}
}

// sameFile reports whether two states of an environment are written alike.
func sameFile(a, b *collection.Environment) bool {
	return a.Name == b.Name && slices.EqualFunc(a.Filed(), b.Filed(), func(x, y collection.EnvVar) bool {
		x.Current, y.Current = nil, nil
		return x == y
	})
}

// NextToKeep returns a copy of an environment whose current values are to be
// kept, nil if there is none or one is being kept: one write goes on at a time,
// so that an older one never comes last, and none before [Desk.Adopt].
// [Desk.Kept] ends it.
func (d *Desk) NextToKeep() *collection.Environment {
	if !d.read || d.keeping != "" {
		return nil
	}
	for id := range d.behind {
		delete(d.behind, id)
		if e := d.Environment(id); e != nil {
			d.keeping = id
			return e.Clone()
		}
	}
	return nil
}

// Kept says that the write of [Desk.NextToKeep] has ended.
func (d *Desk) Kept() { d.keeping = "" }

// Unkept are the environments whose current values may not be kept: for the end
// of the program, when a write may have been left behind.
func (d *Desk) Unkept() []*collection.Environment {
	var out []*collection.Environment
	for _, e := range d.all() {
		if d.behind[e.ID] || d.keeping == e.ID {
			out = append(out, e)
		}
	}
	return out
}
