package collection

import (
	"slices"

	"postern/auth"
)

// The edits below change a collection and return the way back, for undo. They
// touch nothing and return false when an item is not there. An undo is good
// for the collection as the edit left it: run several in reverse order.

// SetRequest replaces the request with that id.
func (c *Collection) SetRequest(id string, r Request) (undo func(), ok bool) {
	it := c.item(id)
	if it == nil || it.Request == nil {
		return nil, false
	}
	old := it.Request
	it.Request = &r
	return func() { it.Request = old }, true
}

// SetAuth gives the item with that id, or the collection itself if id is "",
// another auth; nil inherits.
func (c *Collection) SetAuth(id string, a *auth.Config) (undo func(), ok bool) {
	at := &c.Auth
	if id != "" {
		switch it := c.item(id); {
		case it == nil:
			return nil, false
		case it.Request != nil:
			r := *it.Request
			r.Auth = a
			return c.SetRequest(id, r)
		default:
			at = &it.Auth
		}
	}
	old := *at
	*at = a
	return func() { *at = old }, true
}

// Rename gives an item another name.
func (c *Collection) Rename(id, name string) (undo func(), ok bool) {
	it := c.item(id)
	if it == nil {
		return nil, false
	}
	old := it.Name
	it.Name = name
	return func() { it.Name = old }, true
}

// SetName gives the collection itself another name.
func (c *Collection) SetName(name string) (undo func(), ok bool) {
	old := c.Name
	c.Name = name
	return func() { c.Name = old }, true
}

// AddExample saves a response with the request of that id, behind those it has.
func (c *Collection) AddExample(id string, e Example) (undo func(), ok bool) {
	it := c.item(id)
	if it == nil || it.Request == nil {
		return nil, false
	}
	old := it.Examples
	it.Examples = append(slices.Clone(old), e)
	return func() { it.Examples = old }, true
}

// Insert puts an item into the folder with the id parent, or into the
// collection itself if parent is "". An index outside of the list means its
// end.
func (c *Collection) Insert(parent string, index int, it *Item) (undo func(), ok bool) {
	list := c.list(parent)
	if list == nil {
		return nil, false
	}
	if index < 0 || index > len(*list) {
		index = len(*list)
	}
	old := *list
	*list = slices.Insert(slices.Clone(old), index, it)
	return func() { *list = old }, true
}

// Remove takes an item, and all that is in it, out of the collection.
func (c *Collection) Remove(id string) (undo func(), ok bool) {
	chain := c.Chain(id)
	if chain == nil {
		return nil, false
	}
	list, it := &c.Items, chain[len(chain)-1]
	if len(chain) > 1 {
		list = &chain[len(chain)-2].Items
	}
	old := *list
	i := slices.Index(old, it)
	*list = slices.Delete(slices.Clone(old), i, i+1)
	return func() { *list = old }, true
}

// Move takes an item out of its place and inserts it elsewhere, at an index of
// the list as it is without the item. A folder cannot move into itself.
func (c *Collection) Move(id, parent string, index int) (undo func(), ok bool) {
	it := c.item(id)
	if it == nil || c.list(parent) == nil || slices.Contains(c.Chain(parent), it) {
		return nil, false
	}
	back, ok := c.Remove(id)
	if !ok {
		return nil, false
	}
	out, ok := c.Insert(parent, index, it)
	if !ok {
		back()
		return nil, false
	}
	return func() { out(); back() }, true
}

func (c *Collection) item(id string) *Item {
	if chain := c.Chain(id); chain != nil {
		return chain[len(chain)-1]
	}
	return nil
}

// list is what a folder holds, or the collection; nil when there is no such
// folder.
func (c *Collection) list(parent string) *[]*Item {
	if parent == "" {
		return &c.Items
	}
	if it := c.item(parent); it != nil && it.Folder {
		return &it.Items
	}
	return nil
}
