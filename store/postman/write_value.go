package postman

import (
	"postern/auth"
	"postern/store/postman/encode"
	"postern/store/postman/jsondoc"
)

// attr writes the value of an attribute into the member key of v.
func (w *writer) attr(v jsondoc.Value, key string, a auth.Attr) {
	now := encode.AttrValue(a)
	if old := v.Get(key); old.Exists() {
		w.value(old, jsondoc.Snippet(jsondoc.Format(now, jsondoc.OneLine(), "")))
		return
	}
	w.SetMember(v, key, now)
}

// value changes a value into another: of objects and arrays only what differs.
func (w *writer) value(v, now jsondoc.Value) {
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
func (w *writer) array(v, now jsondoc.Value) {
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
