package keymap

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Line is an entry of a person's own keymap, as it was read.
type Line struct {
	// Name is that of an action, or "preset".
	Name string
	Keys []string
}

// Wrong is what is wrong with a line, which is skipped: the whole of it, or the
// key that is named.
type Wrong struct {
	// Line is the index of the line.
	Line int
	// What is wrong, and one thing to try.
	What, Hint string
}

// Own is a person's own keymap. Make one with [Read].
type Own struct {
	Map  *Map
	Edit Editing
	// Preset is the name of the preset it begins with.
	Preset string
	Wrong  []Wrong
}

// presetLine is the name of the line that chooses a preset.
const presetLine = "preset"

// essential are the actions without which nobody finds the way out, or to the
// others: they keep a key that every terminal sends.
func essential() []ID { return []ID{Cancel, Close, Accept, Interrupt, Palette, Help} }

// Read makes a person's own keymap of its lines. Each action takes its keys
// from those that have them by default; see [Map.Conflicts].
func Read(actions []Action, lines []Line) Own {
	r := reader{actions: map[ID]Action{}, keys: map[ID][]string{}, taken: map[Scope]map[string]ID{}}
	preset := r.preset(lines)
	actions = preset.Apply(actions)
	for _, a := range actions {
		r.actions[a.ID] = a
	}
	for i, l := range lines {
		if r.at = i; l.Name != presetLine {
			r.line(l)
		}
	}
	editing := NewEditing()
	maps.Copy(editing.keys, preset.Edit)
	return Own{Map: New(actions, r.keys), Edit: editing, Preset: preset.Name, Wrong: r.wrong}
}

type reader struct {
	actions map[ID]Action
	keys    map[ID][]string
	// taken are the keys of the lines so far.
	taken map[Scope]map[string]ID
	at    int
	wrong []Wrong
}

func (r *reader) bad(what, hint string) {
	r.wrong = append(r.wrong, Wrong{Line: r.at, What: what, Hint: hint})
}

// preset is the one that the lines choose.
func (r *reader) preset(lines []Line) Preset {
	all := Presets()
	chosen := all[0]
	for i, l := range lines {
		if l.Name != presetLine {
			continue
		}
		r.at = i
		at := slices.IndexFunc(all, func(p Preset) bool { return len(l.Keys) == 1 && l.Keys[0] == p.Name })
		if at < 0 {
			names := make([]string, len(all))
			for i, p := range all {
				names[i] = p.Name
			}
			r.bad("there is no preset "+strconv.Quote(strings.Join(l.Keys, " ")), "there are "+strings.Join(names, ", "))
			continue
		}
		chosen = all[at]
	}
	return chosen
}

func (r *reader) line(l Line) {
	a, ok := r.actions[ID(l.Name)]
	if !ok {
		r.bad("there is no action "+strconv.Quote(l.Name), "did you mean "+strconv.Quote(r.nearest(l.Name))+"? docs/keys.md lists them all")
		return
	}
	if _, again := r.keys[a.ID]; again {
		r.bad(strconv.Quote(l.Name)+" stands there twice", "leave one line, with all keys")
		return
	}
	keys := []string{}
	for _, written := range l.Keys {
		key, ok := spell(written)
		switch other, taken := r.holder(a.Scope, key); {
		case !ok:
			r.bad(strconv.Quote(written)+" is no key", `keys are written as "g", "G", "f5", "space", "ctrl+r", "alt+enter"`)
		case taken && other != a.ID:
			r.bad(strconv.Quote(written)+" is given to "+strconv.Quote(string(other))+" already", "give one of them another key")
		case !slices.Contains(keys, key):
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 && len(l.Keys) > 0 {
		return // none of them counts: the line does not
	}
	if lost := r.wouldLose(a, keys); lost != "" {
		r.bad(strconv.Quote(string(lost))+" would have no key left that every terminal sends", "leave it one")
		return
	}
	if len(keys) > 0 && !slices.ContainsFunc(keys, plain) {
		r.bad("not every terminal sends "+keys[0]+"; it counts where one does", "add another key beside it")
	}
	r.keys[a.ID] = keys
	if r.taken[a.Scope] == nil {
		r.taken[a.Scope] = map[string]ID{}
	}
	for _, k := range keys {
		r.taken[a.Scope][k] = a.ID
	}
}

// holder is the action to which an earlier line has given a key.
func (r *reader) holder(s Scope, key string) (ID, bool) {
	for scope, keys := range r.taken {
		if id, ok := keys[key]; ok && meet(s, scope) {
			return id, true
		}
	}
	return "", false
}

// wouldLose is the essential action, if any, that has no plain key left when a
// gets these keys.
func (r *reader) wouldLose(a Action, keys []string) ID {
	for _, id := range essential() {
		e := r.actions[id]
		left, own := r.keys[id]
		if !own {
			left = e.Keys
		}
		if id == a.ID {
			left = keys
		}
		if !slices.ContainsFunc(left, func(k string) bool {
			if other, taken := r.holder(e.Scope, k); taken && other != id {
				return false
			}
			return plain(k) && (id == a.ID || !meet(a.Scope, e.Scope) || !slices.Contains(keys, k))
		}) {
			return id
		}
	}
	return ""
}

// nearest is the name of an action that is written most alike.
func (r *reader) nearest(name string) string {
	best, least := "", 1<<30
	for _, id := range slices.Sorted(maps.Keys(r.actions)) {
		if d := distance(strings.ToLower(name), string(id)); d < least {
			best, least = string(id), d
		}
	}
	return best
}

// distance is the number of characters to change, add or take away to make b
// of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
