package postman

import (
	"reflect"

	"postern/auth"
	"postern/store/postman/encode"
	"postern/store/postman/jsondoc"
)

// auth writes the auth block of a collection, folder or request. The attributes
// of every type have a member of their own: of those that stay only what differs
// is written.
func (w *writer) auth(owner jsondoc.Value, old, a *auth.Config) {
	v := owner.Get("auth")
	switch {
	case reflect.DeepEqual(old, a):
		return
	case a == nil:
		w.DeleteMember(owner, "auth")
		return
	case old == nil || !v.Is(jsondoc.Object):
		w.SetMember(owner, "auth", encode.Auth(a, w.maps))
		return
	}
	w.text(v, "type", old.Type, a.Type)
	was := blocks(old)
	for kind := range was {
		if _, stays := blocks(a)[kind]; !stays {
			w.DeleteMember(v, kind)
		}
	}
	for _, b := range append([]auth.Config{*a}, a.Others...) {
		before := was[b.Type]
		attrWriter{w}.block(v, &before, &b)
	}
}

// blocks are the attributes of a config by the type they are for.
func blocks(c *auth.Config) map[string]auth.Config {
	m := map[string]auth.Config{}
	for _, o := range append([]auth.Config{*c}, c.Others...) {
		m[o.Type] = auth.Config{Type: o.Type, Attrs: o.Attrs}
	}
	return m
}

// attrWriter writes the attributes of auth blocks.
type attrWriter struct{ *writer }

// block writes the attributes of one type into the auth v.
func (w attrWriter) block(v jsondoc.Value, old, a *auth.Config) {
	switch block := v.Get(a.Type); block.Kind() {
	case jsondoc.Object:
		w.attrMap(block, old, a)
	case jsondoc.Array:
		w.attrList(block, old, a)
	default:
		if len(a.Attrs) > 0 {
			w.SetMember(v, a.Type, encode.Attrs(a, w.maps))
		}
	}
}

func (w attrWriter) attrMap(block jsondoc.Value, old, a *auth.Config) {
	for _, x := range old.Attrs {
		if _, ok := a.Value(x.Key); !ok {
			w.DeleteMember(block, x.Key)
		}
	}
	for _, x := range encode.Winners(a) {
		if was, ok := old.Value(x.Key); !ok || !jsondoc.Same(was, x.Value) {
			w.attr(block, x.Key, x)
		}
	}
}

func (w attrWriter) attrList(block jsondoc.Value, old, a *auth.Config) {
	last := map[string]jsondoc.Value{}
	var slots []jsondoc.Slot
	for _, e := range block.Children() {
		key := e.Get("key").JSText()
		if _, ok := a.Value(key); ok || e.Get("key").Nil() {
			slots = append(slots, jsondoc.Slot{Old: e})
			last[key] = e
		}
	}
	changed := len(slots) != block.Len()
	for _, x := range encode.Winners(a) {
		e, ok := last[x.Key]
		if !ok {
			slots, changed = append(slots, jsondoc.Slot{New: encode.Attr(x)}), true
			continue
		}
		if was, _ := old.Value(x.Key); !jsondoc.Same(was, x.Value) {
			w.attr(e, "value", x)
			if kind := encode.AttrKind(x.Value); e.Get("type").Exists() && e.Get("type").Str() != "any" {
				w.text(e, "type", e.Get("type").Text(), kind)
			}
		}
	}
	if changed {
		w.Arrange(block, slots)
	}
}

// attr writes the value of an attribute into the member key of v.
func (w attrWriter) attr(v jsondoc.Value, key string, a auth.Attr) {
	now := encode.AttrValue(a)
	if old := v.Get(key); old.Exists() {
		w.value(old, jsondoc.Snippet(jsondoc.Format(now, jsondoc.OneLine(), "")))
		return
	}
	w.SetMember(v, key, now)
}

// value changes a value into another: of objects and arrays only what differs.
func (w attrWriter) value(v, now jsondoc.Value) {
	switch {
	case jsondoc.Same(v.Any(), now.Any()):
	case v.Is(jsondoc.Object) && now.Is(jsondoc.Object):
		for k := range v.Members() {
			if !now.Get(k).Exists() {
				w.DeleteMember(v, k)
			}
		}
		for k, e := range now.Members() {
			if old := v.Get(k); old.Exists() {
				w.value(old, e)
			} else {
				w.SetMember(v, k, e.Plain())
			}
		}
	case v.Is(jsondoc.Array) && now.Is(jsondoc.Array):
		w.array(v, now)
	default:
		w.Set(v, now.Plain())
	}
}

// array changes the elements of an array: those at its start and end that are
// the same stay, of those between each is changed into the one at its place.
func (w attrWriter) array(v, now jsondoc.Value) {
	same := func(i, j int) bool { return jsondoc.Same(v.At(i).Any(), now.At(j).Any()) }
	n, m := v.Len(), now.Len()
	head, tail := 0, 0
	for head < min(n, m) && same(head, head) {
		head++
	}
	for tail < min(n, m)-head && same(n-1-tail, m-1-tail) {
		tail++
	}
	var slots []jsondoc.Slot
	for i := range n {
		if i < m-tail || i >= n-tail {
			slots = append(slots, jsondoc.Slot{Old: v.At(i)})
		}
		if i >= head && i < min(n, m)-tail {
			w.value(v.At(i), now.At(i))
		}
	}
	if n == m {
		return
	}
	var more []jsondoc.Slot
	for j := n - tail; j < m-tail; j++ {
		more = append(more, jsondoc.Slot{New: now.At(j).Plain()})
	}
	w.Arrange(v, append(slots[:len(slots)-tail:len(slots)-tail], append(more, slots[len(slots)-tail:]...)...))
}
