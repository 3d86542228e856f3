package postman

import (
	"errors"
	"fmt"
	"reflect"

	"postern/engine/collection"
	"postern/store/postman/decode"
	"postern/store/postman/encode"
	"postern/store/postman/jsondoc"
)

// ErrVersion1 says that a v1 collection must be converted before it can be
// edited: see [Export] and [NewCollection].
var ErrVersion1 = errors.New("a v1 collection cannot be edited as it is")

// WriteCollection returns original with c's edits. c must have been read from
// the very same bytes: its items and rows are found again by their Origin.
// Without an edit original itself is returned. Afterwards the Origins are
// those of the old text still.
func WriteCollection(original []byte, c *collection.Collection) ([]byte, error) {
	f, err := open(original, c.File, Collection)
	if err != nil {
		return nil, err
	}
	old, nodes := decode.Collection(f.root, c.File)
	if old.Schema == "v1" {
		if reflect.DeepEqual(old.Clone(), c.Clone()) { // copies have empty lists for none
			return original, nil
		}
		return nil, &Error{
			File: c.File, Err: fmt.Errorf("write collection: %w", ErrVersion1),
			Hint: "convert it to v2.1 first; the old file is kept",
		}
	}
	w := &writer{
		Edit: f.doc.Edit(), nodes: nodes, items: map[int]*collection.Item{}, used: map[int]bool{},
		maps: old.Schema == "v2.0",
	}
	old.Walk(func(_ []*collection.Item, it *collection.Item) bool {
		w.items[it.Origin] = it
		return true
	})
	w.collection(f.root, old, c)
	if !w.Changed() {
		return original, nil
	}
	return bytesOf(w.Text(), f.enc), nil
}

// writer compares an old model with a new one and edits what differs.
type writer struct {
	*jsondoc.Edit
	// nodes and items are the file's items by Origin; used are those that
	// have found their place in the new tree.
	nodes []jsondoc.Value
	items map[int]*collection.Item
	used  map[int]bool
	// maps says that new auth attributes are written as in v2.0.
	maps bool
}

func (w *writer) collection(root jsondoc.Value, old, c *collection.Collection) {
	info := root.Get("info")
	if !info.Is(jsondoc.Object) {
		info = root
	}
	w.text(info, "name", old.Name, c.Name)
	w.description(info, old.Description, c.Description)
	w.auth(root, old.Auth, c.Auth)
	w.events(root, old.Events, c.Events)
	w.behavior(root, old.Behavior, c.Behavior)
	diffList(w, root, "variable", old.Vars, c.Vars, lister[collection.Variable]{
		origin: func(v collection.Variable) int { return v.Origin },
		build:  func(v collection.Variable) any { return encode.Variable(v) },
		edit:   w.variable,
	})
	w.tree(root, old.Items, c.Items)
}

// tree writes the items of a folder or of the collection.
func (w *writer) tree(owner jsondoc.Value, old, items []*collection.Item) {
	list := owner.Get("item")
	places := map[jsondoc.Value]int{} // index in this list from 1
	known := map[int]bool{}
	for i, e := range list.Children() {
		places[e], known[i] = i+1, e.Is(jsondoc.Object)
	}
	var slots []jsondoc.Slot
	var order []int
	for _, it := range items {
		was := w.items[it.Origin]
		if was == nil || w.used[it.Origin] {
			slots, order = append(slots, jsondoc.Slot{New: maker{w}.item(it)}), append(order, 0)
			continue
		}
		w.used[it.Origin] = true
		node := w.nodes[it.Origin-1]
		w.item(node, was, it)
		at, home := places[node]
		if !home {
			at = -1
		}
		slots, order = append(slots, jsondoc.Slot{Old: node}), append(order, at)
	}
	if list.Is(jsondoc.Array) {
		w.place(list, func(i int) bool { return known[i] }, slots, order)
		return
	}
	if len(old) == len(items) && (len(items) == 0 || slots[0].Old.Exists()) {
		return
	}
	all := jsondoc.Arr{}
	for _, s := range slots {
		if s.Old.Exists() {
			s.New = w.Moved(s.Old)
		}
		all = append(all, s.New)
	}
	w.SetMember(owner, "item", all)
}

func (w *writer) item(v jsondoc.Value, old, it *collection.Item) {
	w.text(v, "name", old.Name, it.Name)
	w.events(v, old.Events, it.Events)
	w.behavior(v, old.Behavior, it.Behavior)
	w.description(v, old.Description, it.Description)
	if old.Folder {
		w.auth(v, old.Auth, it.Auth)
		w.tree(v, old.Items, it.Items)
		return
	}
	w.request(v, old.Request, it.Request)
	diffList(w, v, "response", old.Examples, it.Examples, lister[collection.Example]{
		origin: func(e collection.Example) int { return e.Origin },
		build:  func(e collection.Example) any { return encode.Example(e, w.maps) },
		edit:   w.example,
	})
}

func (w *writer) example(v jsondoc.Value, old, e collection.Example) {
	w.text(v, "name", old.Name, e.Name)
	w.text(v, "status", old.Status, e.Status)
	if old.Code != e.Code {
		w.SetMember(v, "code", e.Code)
	}
	w.text(v, "body", old.Body, e.Body)
}

// text writes a plain text member.
func (w *writer) text(v jsondoc.Value, key, old, s string) {
	if old != s {
		w.SetMember(v, key, s)
	}
}

// description writes a description in the shape it has.
func (w *writer) description(v jsondoc.Value, old, s string) {
	d := v.Get("description")
	switch {
	case old == s:
	case d.Is(jsondoc.Object):
		w.SetMember(d, "content", s)
	case s == "":
		w.DeleteMember(v, "description")
	default:
		w.SetMember(v, "description", s)
	}
}

func (w *writer) behavior(v jsondoc.Value, old, m map[string]any) {
	block := v.Get("protocolProfileBehavior")
	switch {
	case jsondoc.Same(old, m) || len(old)+len(m) == 0:
		return
	case len(m) == 0:
		w.DeleteMember(v, "protocolProfileBehavior")
		return
	case !block.Is(jsondoc.Object):
		w.SetMember(v, "protocolProfileBehavior", jsondoc.FromAny(m))
		return
	}
	for _, k := range jsondoc.OrderedKeys(nil, old) {
		if _, ok := m[k]; !ok {
			w.DeleteMember(block, k)
		}
	}
	for _, k := range jsondoc.OrderedKeys(nil, m) {
		if was, ok := old[k]; !ok || !jsondoc.Same(was, m[k]) {
			w.SetMember(block, k, jsondoc.FromAny(m[k]))
		}
	}
}
