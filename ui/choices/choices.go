// Package choices is what a person is asked and told in dialogs: lists to pick
// from, questions, prompts, reports. Pure: what is chosen is the workbench's to
// carry out.
package choices

import (
	"strings"

	"postern/engine/collection"
	"postern/ui/dialog/picker"
	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/words"
)

// Environments offers the environments, and none; their ID is that of the
// environment. chosen is the one that is, or nil.
func Environments(name string, all []*collection.Environment, chosen *collection.Environment) picker.Options {
	at := ""
	if chosen != nil {
		at = chosen.ID
	}
	items := []picker.Item{{ID: "", Title: safe.Lit("no environment"), Role: theme.Faint}}
	for _, e := range all {
		items = append(items, picker.Item{ID: e.ID, Title: safe.Clean(e.Name), Detail: safe.Clean(words.Plural(len(e.Vars), "variable"))})
	}
	return picker.Options{Name: name, Title: safe.Lit("Environment"), Items: items, Current: at, Preselect: at}
}

// Requests offers all requests; their ID is that of the collection and of the
// request, with a line break between.
func Requests(name string, all []*collection.Collection) picker.Options {
	var items []picker.Item
	for _, c := range all {
		for _, r := range c.Requests() {
			it := r.Item
			names := r.Names()
			if len(all) > 1 {
				names = append([]string{c.Name}, names...)
			}
			items = append(items, picker.Item{
				ID: c.ID + "\n" + it.ID, Title: safe.Clean(it.Name), Detail: safe.Clean(strings.Join(names[:len(names)-1], " › ")),
				Tag: safe.Clean(it.Request.Method), Role: theme.Method(it.Request.Method),
			})
		}
	}
	return picker.Options{Name: name, Title: safe.Lit("Find a request"), Items: items}
}

// Actions offers what can be done in a state, and why not. What moves the cursor
// and what counts in dialogs only are left out: there is nothing to move, and no
// dialog.
func Actions(name string, keys *keymap.Map, st keymap.State) picker.Options {
	var items []picker.Item
	for _, a := range keys.Actions() {
		if strings.HasPrefix(string(a.ID), "move.") || a.Scope.InDialog() || a.ID == keymap.Palette {
			continue
		}
		items = append(items, picker.Item{
			ID: string(a.ID), Title: safe.Clean(a.Title), Detail: kind(a),
			Key: safe.Clean(keys.Shown(a.ID)), Off: safe.Clean(a.Off(st)),
		})
	}
	return picker.Options{Name: name, Title: safe.Lit("Palette"), Items: items}
}

// kind is what an action is of, and the pane it is for if that is but one.
func kind(a keymap.Action) safe.Text {
	if a.Scope == keymap.Global || a.Scope == keymap.Anywhere {
		return safe.Clean(a.Category)
	}
	return safe.Clean(a.Category + " · " + a.Scope.String())
}
