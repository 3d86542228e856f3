package collection

import (
	"slices"
	"strings"
)

// Ref is an item with the way to it.
type Ref struct {
	// Chain are the folders from the outside in, and the item itself last.
	Chain []*Item
	Item  *Item
}

// Names are the names along the chain.
func (r Ref) Names() []string {
	names := make([]string, len(r.Chain))
	for i, it := range r.Chain {
		names[i] = it.Name
	}
	return names
}

// Path is the names joined with "/", which [Collection.Find] takes.
func (r Ref) Path() string { return strings.Join(r.Names(), "/") }

// Walk calls f for every item in file order, folders before what is in them.
// chain are the folders from the outside in and the item itself last; it is
// only good until f returns. f ends the walk by returning false.
func (c *Collection) Walk(f func(chain []*Item, it *Item) bool) {
	walk(nil, c.Items, f)
}

func walk(chain, items []*Item, f func([]*Item, *Item) bool) bool {
	for _, it := range items {
		chain := append(chain, it)
		if !f(chain, it) || it.Folder && !walk(chain, it.Items, f) {
			return false
		}
	}
	return true
}

// Requests returns every request in file order.
func (c *Collection) Requests() []Ref {
	return c.refs(func(it *Item) bool { return !it.Folder })
}

// Folders returns every folder in file order.
func (c *Collection) Folders() []Ref {
	return c.refs(func(it *Item) bool { return it.Folder })
}

func (c *Collection) refs(keep func(*Item) bool) []Ref {
	var out []Ref
	c.Walk(func(chain []*Item, it *Item) bool {
		if keep(it) {
			out = append(out, Ref{Chain: slices.Clone(chain), Item: it})
		}
		return true
	})
	return out
}

// Chain returns the folders down to the item with that id, and the item
// itself last; nil when there is none.
func (c *Collection) Chain(id string) []*Item {
	var found []*Item
	c.Walk(func(chain []*Item, it *Item) bool {
		if it.ID == id {
			found = slices.Clone(chain)
		}
		return found == nil
	})
	return found
}

// Find finds the request a person means: by its id, its path ("Folder/Sub/
// Name", from the top, with or without the collection's name, or just its
// last part), or its name. Exact spelling wins over other upper and lower
// case. When several fit equally well, found.Item is nil and candidates are
// those; when none does, both are empty.
func (c *Collection) Find(query string) (found Ref, candidates []Ref) {
	return pick(c.Requests(), c.Name, query)
}

// FindFolder is [Collection.Find] for folders.
func (c *Collection) FindFolder(query string) (found Ref, candidates []Ref) {
	return pick(c.Folders(), c.Name, query)
}

func pick(refs []Ref, root, query string) (Ref, []Ref) {
	query = strings.TrimPrefix(query, "/")
	whole := func(r Ref, same func(a, b string) bool) bool {
		return same(r.Path(), query) || same(root+"/"+r.Path(), query)
	}
	name := func(r Ref, same func(a, b string) bool) bool { return same(r.Item.Name, query) }
	// A name may hold a slash, so the end of a path is compared name by name
	// and not cut at slashes.
	end := func(r Ref, same func(a, b string) bool) bool {
		names := r.Names()
		for i := range names {
			if same(strings.Join(names[i:], "/"), query) {
				return true
			}
		}
		return false
	}
	exact := func(a, b string) bool { return a == b }
	steps := []func(Ref) bool{
		func(r Ref) bool { return r.Item.ID == query },
		func(r Ref) bool { return whole(r, exact) },
		func(r Ref) bool { return name(r, exact) },
		func(r Ref) bool { return end(r, exact) },
		func(r Ref) bool { return whole(r, strings.EqualFold) },
		func(r Ref) bool { return name(r, strings.EqualFold) },
		func(r Ref) bool { return end(r, strings.EqualFold) },
	}
	for _, fits := range steps {
		var hits []Ref
		for _, r := range refs {
			if fits(r) {
				hits = append(hits, r)
			}
		}
		switch {
		case len(hits) == 1:
			return hits[0], nil
		case len(hits) > 1:
			return Ref{}, hits
		}
	}
	return Ref{}, nil
}
