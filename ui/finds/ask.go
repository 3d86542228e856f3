package finds

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"postern/engine/collection"
	"postern/engine/lookup"
	"postern/engine/lookup/hole"
	"postern/engine/lookup/seen"
	"postern/ui/dialog/picker"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
)

// ask is a hole on its way to be filled.
type ask struct {
	subject Subject
	hole    hole.Hole
	// holes are those to choose from first, ids those that fit, lists the
	// requests that would bring some. name is the picker's on screen.
	name  string
	holes []hole.Hole
	ids   []seen.ID
	lists []hole.Candidate
	// waits is the item whose answer is waited for.
	waits string
}

// maxLists is how many list requests are offered.
const maxLists = 12

// Ask begins to fill a hole of a request: the only one, or one that is chosen.
func (f *Finds) Ask(s Subject) pane.Intent {
	found := hole.Find(request(s))
	f.ask = ask{subject: s, holes: unlike(found)}
	switch len(f.ask.holes) {
	case 0:
		return Noted{Text: "this request lacks nothing that could be looked up"}
	case 1:
		f.ask.hole = f.ask.holes[0]
		return f.choose()
	}
	items := make([]picker.Item, len(f.ask.holes))
	for i, h := range f.ask.holes {
		items[i] = picker.Item{ID: strconv.Itoa(i), Title: safe.Clean(h.Name), Detail: safe.Clean(where(h))}
	}
	return f.pick("Which one?", items, "")
}

// unlike leaves out holes of the same name: one value fills them all.
func unlike(holes []hole.Hole) []hole.Hole {
	seen := map[string]bool{}
	var out []hole.Hole
	for _, h := range holes {
		key := fmt.Sprint(h.Kind, h.Name)
		if h.Kind == hole.Placeholder {
			key += fmt.Sprint(h.Place, h.Start)
		}
		if !seen[key] {
			seen[key] = true
			out = append(out, h)
		}
	}
	return out
}

// where says what a hole wants and where it is.
func where(h hole.Hole) string {
	place := map[hole.Place]string{
		hole.InURL: "in the URL", hole.InPathVariable: "in the path", hole.InHeader: "in header " + h.Row, hole.InBody: "in the body",
	}[h.Place]
	return strings.TrimSpace(h.Type + " " + place)
}

// choose offers the ids that fit the hole, or requests that would bring some.
func (f *Finds) choose() pane.Intent {
	a := &f.ask
	a.ids = f.index(a.subject.Realm).Find("", a.hole.Fits)
	if len(a.ids) == 0 {
		return f.offer()
	}
	items := make([]picker.Item, len(a.ids))
	for i, id := range a.ids {
		items[i] = picker.Item{
			ID: strconv.Itoa(i), Title: safe.Clean(cmp.Or(id.Label, id.Value)),
			Detail: safe.Clean(about(id.ID)), Tag: safe.Clean(id.Type), Role: theme.Faint,
		}
	}
	return f.pick("Look up "+a.hole.Name, items, "")
}

// about is what tells an id from others of the same label.
func about(id lookup.ID) string {
	parts := []string{id.Detail, id.Status}
	if id.Label != "" {
		parts = append(parts, id.Value)
	}
	var out []string
	for _, p := range parts {
		if p != "" && p != id.Label {
			out = append(out, p)
		}
	}
	return strings.Join(out, " · ")
}

// offer offers the requests that would list what the hole wants.
func (f *Finds) offer() pane.Intent {
	a := &f.ask
	a.lists = hole.Lists(a.subject.Candidates, a.hole.Type)
	a.lists = a.lists[:min(len(a.lists), maxLists)]
	if len(a.lists) == 0 {
		what := cmp.Or(a.hole.Type, "thing")
		f.ask = ask{}
		return Noted{Text: "no " + what + " was seen yet, and no request here lists them: send one that does, then look again"}
	}
	items := make([]picker.Item, len(a.lists))
	for i, c := range a.lists {
		items[i] = picker.Item{ID: strconv.Itoa(i), Title: safe.Clean(c.Name), Detail: safe.Clean(c.URL), Tag: safe.Clean(c.Method), Role: theme.Method(c.Method)}
	}
	return f.pick("No "+cmp.Or(a.hole.Type, "id")+" was seen yet: send one of these", items, "")
}

func (f *Finds) pick(title string, items []picker.Item, at string) pane.Intent {
	f.ask.name = f.newID()
	return Opened{Dialog: picker.New(f.env, picker.Options{Name: f.ask.name, Title: safe.Clean(title), Items: items, Preselect: at})}
}

// Picked carries out the choice of a picker; ok is false for another's.
func (f *Finds) Picked(in picker.Picked) (out pane.Intent, ok bool) {
	a := &f.ask
	if a.name == "" || in.Picker != a.name {
		return f.putPicked(in)
	}
	a.name = ""
	i, err := strconv.Atoi(in.ID)
	switch {
	case err != nil:
		return nil, true
	case a.ids != nil && i < len(a.ids):
		return f.fill(a.ids[i].ID), true
	case a.lists != nil && i < len(a.lists):
		c := a.lists[i]
		a.lists, a.waits = nil, c.ID
		return SendAsked{Collection: a.subject.Collection, Item: c.ID}, true
	case i < len(a.holes):
		a.hole = a.holes[i]
		return f.choose(), true
	}
	return nil, true
}

// fill puts an id into the hole.
func (f *Finds) fill(id lookup.ID) pane.Intent {
	a := f.ask
	f.ask = ask{}
	value := a.hole.Value(id)
	if value == "" {
		return Noted{Text: "its " + a.hole.Field + " is not known"}
	}
	if a.hole.Kind == hole.Variable {
		return VariableSet{Name: a.hole.Name, Value: value}
	}
	note := a.hole.Name + " is " + cmp.Or(id.Label, value)
	return RequestFilled{ItemID: a.subject.ItemID, Request: filled(a.subject.Request, a.hole, value), Note: note}
}

// filled returns r with h replaced by value.
func filled(r collection.Request, h hole.Hole, value string) collection.Request {
	r = r.Clone()
	put := func(s string) string {
		if h.End > len(s) {
			return s
		}
		return s[:h.Start] + value + s[h.End:]
	}
	switch {
	case h.Kind == hole.PathVariable:
		for i := range r.URL.Vars {
			if r.URL.Vars[i].Key == h.Name {
				r.URL.Vars[i].Value = value
				return r
			}
		}
		r.URL.Vars = append(r.URL.Vars, collection.Param{Key: h.Name, Value: value})
	case h.Place == hole.InPathVariable:
		for i, v := range r.URL.Vars {
			if v.Key == h.Row {
				r.URL.Vars[i].Value = put(v.Value)
			}
		}
	case h.Place == hole.InHeader:
		for i, v := range r.Headers {
			if v.Key == h.Row {
				r.Headers[i].Value = put(v.Value)
			}
		}
	case h.Place == hole.InBody:
		r.Body.Raw = put(r.Body.Raw)
	default:
		r.URL = r.URL.WithText(put(r.URL.Text()))
	}
	return r
}

// request is what of a subject is searched for holes.
func request(s Subject) hole.Request {
	r := hole.Request{URL: s.Request.URL.Text(), Value: s.Value, Body: s.Request.Body.Raw}
	for _, v := range s.Request.URL.Vars {
		r.Variables = append(r.Variables, hole.Row{Name: v.Key, Value: v.Value})
	}
	for _, h := range s.Request.Headers {
		if !h.Disabled {
			r.Headers = append(r.Headers, hole.Row{Name: h.Key, Value: h.Value})
		}
	}
	return r
}
