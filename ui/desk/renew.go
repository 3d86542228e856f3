package desk

import (
	"slices"

	"postern/engine/collection"
	"postern/store"
)

// Ahead reports whether a document has edits that its file lacks.
func Ahead(d *Desk, id string) bool { return d.edited()[id] }

// Open reports whether a document is on the desk.
func Open(d *Desk, id string) bool {
	return d.Environment(id) != nil || slices.ContainsFunc(d.Collections, func(c *collection.Collection) bool { return c.ID == id })
}

// Renew puts what a file holds now in the place of a document that was read from
// it before. Edits of the document, and the way back to them, are gone: they
// were of another text. What was chosen stays chosen as far as it is there.
func Renew(d *Desk, o store.Outside) {
	d.Saved(o.ID, d.Version())
	d.forget(func(c Change) bool { return c.Collection == o.ID || c.Environment == o.ID })
	d.Rev++
	if e := o.Environment; e != nil {
		old := d.Environment(o.ID)
		d.replace(old, carried(e, old))
		d.behind[e.ID] = true
		return
	}
	for _, old := range d.Collections {
		if old.ID == o.ID {
			exchange(d, old, o.Collection)
			return
		}
	}
}

// carried is e with the current values of old. Those of variables that the file
// has no longer are private ones from now on, as when it is opened.
func carried(e, old *collection.Environment) *collection.Environment {
	old = old.Clone()
	for i, v := range old.Vars {
		if v.Current != nil {
			old.Vars[i] = collection.EnvVar{Key: v.Key, Current: v.Current, Secret: v.Secret, Private: true}
		}
	}
	return withCurrent(e, old)
}
