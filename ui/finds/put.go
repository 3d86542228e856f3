package finds

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/engine/collection"
	"postern/engine/lookup"
	"postern/engine/lookup/hole"
	"postern/engine/lookup/seen"
	"postern/ui/dialog/picker"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
)

// put is an id on its way into a variable, or into a hole of a request.
type put struct {
	name  string
	id    lookup.ID
	names []string
	holes []place
}

// place is a hole of a request.
type place struct {
	subject Subject
	hole    hole.Hole
}

// The rows of the picker that are no variable; a hole has its number behind.
const (
	toClipboard = "copy"
	toNew       = "new"
	toHole      = "hole "
)

// Variable is a variable of the chosen environment.
type Variable struct{ Name, Value string }

// Variables are those of an environment; secrets take no id.
func Variables(e *collection.Environment) []Variable {
	if e == nil {
		return nil
	}
	var out []Variable
	for _, v := range e.Vars {
		if !v.Secret {
			out = append(out, Variable{Name: v.Key, Value: v.Value()})
		}
	}
	return out
}

// Put asks what is to hold an id: the hole that was given up for want of one,
// the variables it fits, the holes of the request on show. s is that request's.
func (f *Finds) Put(id lookup.ID, vars []Variable, s Subject) pane.Intent {
	slices.SortStableFunc(vars, func(a, b Variable) int {
		if a.Value == "" != (b.Value == "") { // what is unset waits for something
			return strings.Compare(a.Value, b.Value)
		}
		return cmp.Compare(fits(b.Name, id), fits(a.Name, id))
	})
	p := put{name: f.newID(), id: id}
	items := f.waitingFor(&p)
	taken := len(items) > 0 && p.holes[0].hole.Kind == hole.Variable
	fresh := fitting(id)
	for _, v := range vars {
		if fits(v.Name, id) == 0 || taken && v.Name == p.holes[0].hole.Name {
			continue // it is for something else
		}
		p.names = append(p.names, v.Name)
		items = append(items, picker.Item{ID: strconv.Itoa(len(p.names) - 1), Title: safe.Clean(v.Name), Detail: safe.Clean(cmp.Or(v.Value, "unset"))})
	}
	for _, h := range slices.Concat(s.holes(), s.filled(nil)) {
		if h.Kind != hole.Variable && inURL(h) && h.Fits(id) > 0 {
			items = append(items, p.into(place{s, h}, s.value(h)))
		}
	}
	if !slices.Contains(p.names, fresh) && !(taken && p.holes[0].hole.Name == fresh) && s.Realm != "" {
		items = append(items, picker.Item{ID: toNew, Title: safe.Clean(fresh), Detail: safe.Lit("a new variable"), Role: theme.Accent})
	}
	items = append(items, picker.Item{ID: toClipboard, Title: safe.Lit("the clipboard"), Role: theme.Faint})
	f.put = p
	return Opened{Dialog: picker.New(f.env, picker.Options{Name: p.name, Title: safe.Clean("Put " + cmp.Or(id.Label, id.Value) + " into"), Items: items})}
}

// into is the row of a hole.
func (p *put) into(x place, value string) picker.Item {
	p.holes = append(p.holes, x)
	detail := x.subject.Name + ", " + where(x.hole)
	if value != "" && x.hole.Kind != hole.Placeholder {
		detail += ", now " + value
	}
	return picker.Item{ID: toHole + strconv.Itoa(len(p.holes)-1), Title: safe.Clean(x.hole.Name), Detail: safe.Clean(detail)}
}

// waitingFor is the row of the hole that was given up, if the id fits it and it
// is still there.
func (f *Finds) waitingFor(p *put) []picker.Item {
	if f.waiting == nil {
		return nil
	}
	s, h := f.waiting.subject, f.waiting.hole
	now, ok := s.Fresh()
	if !ok || h.Fits(p.id) == 0 {
		return nil
	}
	s.Request = now
	for _, open := range s.holes() {
		if open.Kind == h.Kind && open.Name == h.Name {
			it := p.into(place{s, open}, "")
			it.Detail = safe.Lit("waits in ").Plus(it.Detail)
			it.Role = theme.Accent
			return []picker.Item{it}
		}
	}
	return nil
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
func (f *Finds) putPicked(in picker.Picked) (tea.Cmd, pane.Intent) {
	p := f.put
	if p.name == "" || in.Picker != p.name {
		return nil, nil
	}
	f.put = put{}
	switch in.ID {
	case toClipboard:
		return nil, CopyAsked{What: "the id", Text: p.id.Value}
	case toNew:
		return nil, VariableSet{Name: fitting(p.id), Value: p.id.Value, Label: p.id.Label}
	}
	n, isHole := strings.CutPrefix(in.ID, toHole)
	i, err := strconv.Atoi(n)
	switch {
	case err != nil:
		return nil, nil
	case isHole && i < len(p.holes):
		x := p.holes[i]
		value := x.hole.Value(p.id)
		if value == "" {
			return nil, Noted{Warn: true, Text: "its " + x.hole.Field + " is not known"}
		}
		f.waiting = nil
		return f.remember(x.subject, x.hole, seen.ID{ID: p.id}, value), putInto(&x.subject, x.hole, p.id, value)
	case i < len(p.names):
		return nil, VariableSet{Name: p.names[i], Value: p.id.Value, Label: p.id.Label}
	}
	return nil, nil
}
