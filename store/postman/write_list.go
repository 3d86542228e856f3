package postman

import (
	"reflect"
	"slices"
	"strings"

	"postern/engine/collection"
	"postern/store/postman/encode"
	"postern/store/postman/jsondoc"
)

// lister says how a list of T is written.
type lister[T any] struct {
	// origin is the element's index in the file's list from 1, 0 for new.
	origin func(T) int
	// build makes a new element's JSON.
	build func(T) any
	// edit changes an element that is an object in the file.
	edit func(v jsondoc.Value, old, x T)
}

// diffList writes a list: elements are edited in place, moved, removed and
// added; what the model does not know keeps its place behind its neighbour.
func diffList[T any](w *writer, owner jsondoc.Value, key string, old, xs []T, l lister[T]) {
	if reflect.DeepEqual(old, xs) {
		return
	}
	list := owner.Get(key)
	if list.Is(jsondoc.Array) {
		diffArray(w, list, old, xs, l)
		return
	}
	all := jsondoc.Arr{}
	for _, x := range xs {
		all = append(all, l.build(x))
	}
	if len(all) > 0 || len(old) > 0 {
		w.SetMember(owner, key, all)
	}
}

// diffArray is [diffList] for a list that is there.
func diffArray[T any](w *writer, list jsondoc.Value, old, xs []T, l lister[T]) {
	was := map[int]T{}
	for _, x := range old {
		was[l.origin(x)] = x
	}
	children := slices.Collect(values(list))
	used := map[int]bool{}
	var slots []jsondoc.Slot
	var order []int
	for _, x := range xs {
		o := l.origin(x)
		before, ok := was[o]
		if !ok || o < 1 || o > len(children) || used[o] {
			slots, order = append(slots, jsondoc.Slot{New: l.build(x)}), append(order, 0)
			continue
		}
		used[o] = true
		child := children[o-1]
		switch {
		case child.Is(jsondoc.Object):
			l.edit(child, before, x)
		case !reflect.DeepEqual(before, x):
			w.Set(child, l.build(x))
		}
		slots, order = append(slots, jsondoc.Slot{Old: child}), append(order, o)
	}
	w.place(list, func(i int) bool { _, ok := was[i+1]; return ok }, slots, order)
}

// place rearranges a list. known tells which of its elements are in the
// model, order is each slot's index in the list from 1: 0 for new, -1 for
// moved here from another list.
func (w *writer) place(list jsondoc.Value, known func(int) bool, slots []jsondoc.Slot, order []int) {
	var natural []int
	behind := map[int][]jsondoc.Slot{} // what the model does not know, by the one before
	last := 0
	for i, e := range list.Children() {
		if known(i) {
			last = i + 1
			natural = append(natural, last)
			continue
		}
		behind[last] = append(behind[last], jsondoc.Slot{Old: e})
	}
	if slices.Equal(natural, order) {
		return
	}
	out := slices.Clone(behind[0])
	delete(behind, 0)
	for i, s := range slots {
		out = append(out, s)
		if order[i] > 0 {
			out = append(out, behind[order[i]]...)
			delete(behind, order[i])
		}
	}
	for _, at := range natural { // those whose neighbour is gone
		out = append(out, behind[at]...)
	}
	w.Arrange(list, out)
}

func values(v jsondoc.Value) func(func(jsondoc.Value) bool) {
	return func(yield func(jsondoc.Value) bool) {
		for _, e := range v.Children() {
			if !yield(e) {
				return
			}
		}
	}
}

// rows writes a list of headers, query rows or urlencoded fields.
func (w *writer) rows(owner jsondoc.Value, key string, old, rows []collection.Param) {
	diffList(w, owner, key, old, rows, lister[collection.Param]{
		origin: func(p collection.Param) int { return p.Origin },
		build:  func(p collection.Param) any { return encode.Row(p) },
		edit:   w.row,
	})
}

func (w *writer) row(v jsondoc.Value, old, p collection.Param) {
	if old.Key != p.Key || old.NoKey != p.NoKey {
		w.SetMember(v, keyMember(v), encode.Key(p))
	}
	if old.Value != p.Value || old.NoValue != p.NoValue {
		w.SetMember(v, "value", encode.Value(p))
	}
	w.disabled(v, old.Disabled, p.Disabled)
	w.description(v, old.Description, p.Description)
}

// keyMember is where a row keeps its name: old path variables and variables
// have an id instead of a key.
func keyMember(v jsondoc.Value) string {
	if !v.Get("key").Exists() && v.Get("id").Exists() {
		return "id"
	}
	return "key"
}

// disabled is written as Postman does: true, or not at all.
func (w *writer) disabled(v jsondoc.Value, old, off bool) {
	switch {
	case old == off:
	case off:
		w.SetMember(v, "disabled", true)
	default:
		w.DeleteMember(v, "disabled")
	}
}

func (w *writer) variable(v jsondoc.Value, old, x collection.Variable) {
	w.text(v, keyMember(v), old.Key, x.Key)
	if old.Value != x.Value {
		w.SetMember(v, "value", likewise(v.Get("value"), x.Value))
	}
	w.text(v, "type", old.Type, x.Type)
	w.disabled(v, old.Disabled, x.Disabled)
	w.description(v, old.Description, x.Description)
}

// likewise is the JSON for a new value of a variable: a number stays a number
// and a bool a bool, if the text still is one.
func likewise(old jsondoc.Value, s string) any {
	if old.Is(jsondoc.Number) || old.Is(jsondoc.Bool) {
		if v := jsondoc.Snippet(s); v.Raw() == s && v.Is(old.Kind()) {
			return jsondoc.Raw(s)
		}
	}
	return s
}

// events writes scripts.
func (w *writer) events(owner jsondoc.Value, old, events []collection.Event) {
	diffList(w, owner, "event", old, events, lister[collection.Event]{
		origin: func(e collection.Event) int { return e.Origin },
		build:  func(e collection.Event) any { return encode.Event(e) },
		edit:   w.event,
	})
}

func (w *writer) event(v jsondoc.Value, old, e collection.Event) {
	w.text(v, "listen", old.Listen, e.Listen)
	w.disabled(v, old.Disabled, e.Disabled)
	if old.Script == e.Script {
		return
	}
	switch script := v.Get("script"); script.Kind() {
	case jsondoc.Object:
		w.script(script, "exec", e.Script)
	case jsondoc.Absent, jsondoc.Null:
		w.SetMember(v, "script", encode.Script(e.Script))
	default:
		w.script(v, "script", e.Script)
	}
}

// script writes a script's text in the shape it has: one string, or a list of
// lines of which only the changed ones are touched.
func (w *writer) script(owner jsondoc.Value, key, text string) {
	switch was := owner.Get(key); was.Kind() {
	case jsondoc.String:
		if strings.Contains(was.Str(), "\r\n") {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		w.Set(was, text)
	case jsondoc.Array:
		w.strings(owner, key, strings.Split(text, "\n"))
	default:
		w.SetMember(owner, key, encode.Lines(text))
	}
}

// strings writes a list of texts: what is the same at its start and its end
// is left alone.
func (w *writer) strings(owner jsondoc.Value, key string, texts []string) {
	list := owner.Get(key)
	if !list.Is(jsondoc.Array) {
		all := jsondoc.Arr{}
		for _, s := range texts {
			all = append(all, s)
		}
		w.SetMember(owner, key, all)
		return
	}
	old := slices.Collect(values(list))
	same := func(v jsondoc.Value, s string) bool { return v.Element() == s }
	head, tail := 0, 0
	for head < min(len(old), len(texts)) && same(old[head], texts[head]) {
		head++
	}
	for tail < min(len(old), len(texts))-head && same(old[len(old)-1-tail], texts[len(texts)-1-tail]) {
		tail++
	}
	if len(old) == len(texts) {
		for i := head; i < len(old)-tail; i++ {
			if !same(old[i], texts[i]) {
				w.Set(old[i], texts[i])
			}
		}
		return
	}
	var slots []jsondoc.Slot
	for _, v := range old[:head] {
		slots = append(slots, jsondoc.Slot{Old: v})
	}
	for _, s := range texts[head : len(texts)-tail] {
		slots = append(slots, jsondoc.Slot{New: s})
	}
	for _, v := range old[len(old)-tail:] {
		slots = append(slots, jsondoc.Slot{Old: v})
	}
	w.Arrange(list, slots)
}
