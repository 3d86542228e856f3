package finds

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"postern/engine/lookup"
	"postern/engine/lookup/hole"
	"postern/ui/dialog/picker"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
)

// put is an id on its way into a variable.
type put struct {
	name  string
	id    lookup.ID
	names []string
}

// The rows of the picker that are no variable.
const (
	toClipboard = "copy"
	toNew       = "new"
)

// Variable is a variable of the chosen environment.
type Variable struct{ Name, Value string }

// Put asks which variable is to hold an id: those it fits come first.
func (f *Finds) Put(id lookup.ID, vars []Variable) pane.Intent {
	slices.SortStableFunc(vars, func(a, b Variable) int {
		if a.Value == "" != (b.Value == "") { // what is unset waits for something
			return strings.Compare(a.Value, b.Value)
		}
		return cmp.Compare(fits(b.Name, id), fits(a.Name, id))
	})
	p := put{name: f.newID(), id: id}
	var items []picker.Item
	taken := false
	fresh := fitting(id)
	for i, v := range vars {
		if fits(v.Name, id) == 0 {
			continue // it is for something else
		}
		taken = taken || v.Name == fresh
		p.names = append(p.names, v.Name)
		items = append(items, picker.Item{ID: strconv.Itoa(len(p.names) - 1), Title: safe.Clean(v.Name), Detail: safe.Clean(vars[i].Value)})
	}
	if !taken {
		items = append(items, picker.Item{ID: toNew, Title: safe.Clean(fresh), Detail: safe.Lit("a new variable"), Role: theme.Accent})
	}
	items = append(items, picker.Item{ID: toClipboard, Title: safe.Lit("the clipboard"), Role: theme.Faint})
	f.put = p
	return Opened{Dialog: picker.New(f.env, picker.Options{Name: p.name, Title: safe.Clean("Put " + cmp.Or(id.Label, id.Value) + " into"), Items: items})}
}

// fits says how well a variable of that name would hold id.
func fits(name string, id lookup.ID) int {
	for _, h := range hole.Find(hole.Request{URL: "http://h/{{" + name + "}}"}) {
		if h.Type != "" && h.Field == "" {
			return h.Fits(id)
		}
	}
	return 0
}

// fitting is a name for a variable that holds id: "userId".
func fitting(id lookup.ID) string {
	words := strings.Fields(cmp.Or(id.Type, "thing"))
	for i := 1; i < len(words); i++ {
		words[i] = strings.ToUpper(words[i][:1]) + words[i][1:]
	}
	return strings.Join(words, "") + "Id"
}

// putPicked carries out the choice of where an id goes.
func (f *Finds) putPicked(in picker.Picked) (out pane.Intent, ok bool) {
	p := f.put
	if p.name == "" || in.Picker != p.name {
		return nil, false
	}
	f.put = put{}
	switch in.ID {
	case toClipboard:
		return CopyAsked{What: "the id", Text: p.id.Value}, true
	case toNew:
		return VariableSet{Name: fitting(p.id), Value: p.id.Value}, true
	}
	if i, err := strconv.Atoi(in.ID); err == nil && i < len(p.names) {
		return VariableSet{Name: p.names[i], Value: p.id.Value}, true
	}
	return nil, true
}
