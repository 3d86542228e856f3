package keymap

import "slices"

// Conflict is a key that would mean two things in one place. It does what Has
// says.
type Conflict struct {
	Key       string
	Has, Lost ID
}

// meet reports whether keys of both scopes count at once without one scope
// going before the other.
func meet(a, b Scope) bool { return a == b || a == Anywhere || b == Anywhere }

// settle takes keys away from actions where another action of the same place
// has them: first come those of first, then all in table order.
func settle(actions []Action, first func(ID) bool) []Conflict {
	type holder struct {
		id    ID
		scope Scope
	}
	var conflicts []Conflict
	held := map[string][]holder{}
	take := func(a *Action) {
		a.Keys = slices.DeleteFunc(slices.Clone(a.Keys), func(k string) bool {
			i := slices.IndexFunc(held[k], func(h holder) bool { return meet(h.scope, a.Scope) })
			if i >= 0 {
				conflicts = append(conflicts, Conflict{Key: k, Has: held[k][i].id, Lost: a.ID})
				return true
			}
			held[k] = append(held[k], holder{a.ID, a.Scope})
			return false
		})
	}
	for _, now := range []bool{true, false} {
		for i := range actions {
			if first(actions[i].ID) == now {
				take(&actions[i])
			}
		}
	}
	return conflicts
}

// Conflicts are the keys that another action had before an override took them.
func (m *Map) Conflicts() []Conflict { return m.conflicts }
