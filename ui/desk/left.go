package desk

import (
	"slices"

	"postern/engine/collection"
	"postern/engine/script"
	"postern/engine/scripted"
	"postern/engine/vars"
)

// left is what scripts have left in the variables of collections: values of
// this session, as Postman's current ones are. The file's own stay as they are.
type left struct{ byCollection map[string][]script.Change }

// Leave keeps what scripts did to the variables of a collection.
func (l *left) Leave(collectionID string, changes []script.Change) {
	if len(changes) == 0 {
		return
	}
	if l.byCollection == nil {
		l.byCollection = map[string][]script.Change{}
	}
	for _, c := range changes {
		old := l.byCollection[collectionID]
		if c.Op == script.Clear {
			old = nil
		}
		old = slices.DeleteFunc(old, func(o script.Change) bool { return o.Op != script.Clear && o.Var.Key == c.Var.Key })
		l.byCollection[collectionID] = append(old, c)
	}
}

// Remains are what scripts have left in the variables of a collection.
func (l *left) Remains(collectionID string) []script.Change { return l.byCollection[collectionID] }

// over are the scopes of a collection with what was left in it.
func (l *left) over(collectionID string, set vars.Set) vars.Set {
	return scripted.Apply(set, l.byCollection[collectionID])
}

// JobOf takes a snapshot of any request that is open.
func JobOf(d *Desk, c *collection.Collection, chain []*collection.Item) collection.Job {
	scopes := d.over(c.ID, collection.Scopes(c, d.Env, d.Globals, nil))
	return collection.NewJobIn(c, chain, d.Env, scopes)
}
