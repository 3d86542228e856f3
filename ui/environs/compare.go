package environs

import (
	"postern/auth"
	"postern/engine/collection"
	"postern/ui/dialog/picker"
	"postern/ui/dialog/sides"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/words"
)

// pickOther asks which environment the chosen one is compared with.
func (s Subject) pickOther() pane.Intent {
	var items []picker.Item
	for _, e := range s.All {
		if e.ID != s.Chosen.ID {
			items = append(items, picker.Item{ID: e.ID, Title: safe.Clean(e.Name), Detail: safe.Clean(words.Plural(len(e.Vars), "variable"))})
		}
	}
	if len(items) == 0 {
		return Noted{Text: "there is no other environment to compare " + s.Chosen.Name + " with"}
	}
	return Opened{Dialog: picker.New(s.Env, picker.Options{
		Name: compareName, Of: s.Chosen.ID, Title: safe.Lit("Compare ").Plus(safe.Clean(s.Chosen.Name), safe.Lit(" with")), Items: items,
	})}
}

func (s Subject) compare(id string) pane.Intent {
	other := s.find(id)
	if s.Chosen == nil || other == nil {
		return nil
	}
	return Opened{Dialog: sides.New(s.Env, sides.Content{
		Left: safe.Clean(s.Chosen.Name), Right: safe.Clean(other.Name), Rows: compared(s.Chosen, other),
	})}
}

// compared are the variables of two environments side by side, by what they
// resolve to: those of a in its order, then what only b has. One that is off is
// as if it were not there. Secrets are dots, and yet compared.
func compared(a, b *collection.Environment) []sides.Row {
	right, used := map[string]collection.EnvVar{}, map[string]bool{}
	for _, v := range b.Vars {
		if !v.Disabled {
			right[v.Key] = v // the last one counts
		}
	}
	left := map[string]collection.EnvVar{}
	for _, v := range a.Vars {
		if !v.Disabled {
			left[v.Key] = v
		}
	}
	var rows []sides.Row
	for _, v := range a.Vars {
		l, ok := left[v.Key]
		if !ok || used[v.Key] {
			continue
		}
		used[v.Key] = true
		row := sides.Row{Name: safe.Clean(v.Key), Left: shown(l), InLeft: true}
		if r, ok := right[v.Key]; ok {
			row.Right, row.InRight, row.Same = shown(r), true, l.Value() == r.Value()
		}
		rows = append(rows, row)
	}
	for _, v := range b.Vars {
		if r, ok := right[v.Key]; ok && !used[v.Key] {
			used[v.Key] = true
			rows = append(rows, sides.Row{Name: safe.Clean(v.Key), Right: shown(r), InRight: true})
		}
	}
	return rows
}

func shown(v collection.EnvVar) safe.Text {
	if v.Secret {
		return safe.Clean(auth.Secret(v.Value()).String())
	}
	return safe.Clean(v.Value())
}
