package collection

import (
	"slices"

	"postern/auth"
)

// Clone returns a deep copy.
func (c *Collection) Clone() *Collection {
	n := *c
	n.Items = cloneItems(c.Items)
	n.Vars = slices.Clone(c.Vars)
	n.Auth = cloneAuth(c.Auth)
	n.Events = slices.Clone(c.Events)
	n.Behavior = cloneMap(c.Behavior)
	n.Notes = slices.Clone(c.Notes)
	return &n
}

// Clone returns a deep copy that stands for the same item. A copy that is to
// live beside the original needs a new id and no Origin: see [Item.Duplicate].
func (it *Item) Clone() *Item {
	n := *it
	n.Items = cloneItems(it.Items)
	if it.Request != nil {
		r := it.Request.Clone()
		n.Request = &r
	}
	n.Auth = cloneAuth(it.Auth)
	n.Events = slices.Clone(it.Events)
	n.Behavior = cloneMap(it.Behavior)
	n.Examples = slices.Clone(it.Examples)
	for i := range n.Examples {
		n.Examples[i] = n.Examples[i].Clone()
	}
	return &n
}

// Clone returns a deep copy.
func (e Example) Clone() Example {
	e.Header = slices.Clone(e.Header)
	if e.Original != nil {
		r := e.Original.Clone()
		e.Original = &r
	}
	return e
}

// Duplicate returns a deep copy that is a new item: it and everything in it
// get ids from newID and no place in the file, but remember by [Item.Like]
// what they are copies of.
func (it *Item) Duplicate(newID func() string) *Item {
	n := it.Clone()
	n.renew(newID)
	return n
}

func (it *Item) renew(newID func() string) {
	if it.Origin != 0 {
		it.Like = it.Origin
	}
	it.ID, it.Origin = newID(), 0
	for _, sub := range it.Items {
		sub.renew(newID)
	}
}

// Clone returns a deep copy.
func (r Request) Clone() Request {
	r.URL = r.URL.Clone()
	r.Headers = slices.Clone(r.Headers)
	r.Body = r.Body.Clone()
	r.Auth = cloneAuth(r.Auth)
	return r
}

// Clone returns a deep copy.
func (u URL) Clone() URL {
	u.Host, u.Path = slices.Clone(u.Host), slices.Clone(u.Path)
	u.Query, u.Vars = slices.Clone(u.Query), slices.Clone(u.Vars)
	return u
}

// Clone returns a deep copy.
func (b Body) Clone() Body {
	b.URLEncoded = slices.Clone(b.URLEncoded)
	b.Form = slices.Clone(b.Form)
	for i := range b.Form {
		b.Form[i].Src = slices.Clone(b.Form[i].Src)
	}
	return b
}

func cloneItems(items []*Item) []*Item {
	if items == nil {
		return nil
	}
	out := make([]*Item, len(items))
	for i, it := range items {
		out[i] = it.Clone()
	}
	return out
}

func cloneAuth(a *auth.Config) *auth.Config {
	if a == nil {
		return nil
	}
	n := a.Clone()
	return &n
}

func cloneMap(m map[string]any) map[string]any {
	if m == nil {
		return nil
	}
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[k] = cloneAny(v)
	}
	return out
}

func cloneAny(v any) any {
	switch v := v.(type) {
	case map[string]any:
		return cloneMap(v)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = cloneAny(v[i])
		}
		return out
	}
	return v
}
