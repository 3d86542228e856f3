package desk

import (
	"slices"

	"github.com/google/uuid"

	"postern/engine/collection"
)

// Spot is a place in a collection's tree: before the item of that index in a
// folder, or in the collection itself if Folder is "".
type Spot struct {
	Folder string
	Index  int
}

// Beside returns where something new goes when a row is chosen: to the end of a
// folder or collection, or behind a request.
func Beside(c *collection.Collection, chain []*collection.Item) Spot {
	if len(chain) == 0 {
		return Spot{Index: len(c.Items)}
	}
	if it := chain[len(chain)-1]; it.Folder {
		return Spot{Folder: it.ID, Index: len(it.Items)}
	}
	s, _ := here(c, chain)
	s.Index++
	return s
}

// here is where the item at the end of a chain is, and what is there with it.
func here(c *collection.Collection, chain []*collection.Item) (Spot, []*collection.Item) {
	folder, list := "", c.Items
	if n := len(chain); n > 1 {
		folder, list = chain[n-2].ID, chain[n-2].Items
	}
	return Spot{Folder: folder, Index: slices.Index(list, chain[len(chain)-1])}, list
}

// Step returns where the item at the end of a chain goes by one row, up (-1) or
// down (1): past its neighbour, into it if that is an unfolded folder, and at
// the end of a folder out of it. It reports false at the collection's ends.
func Step(c *collection.Collection, chain []*collection.Item, by int, unfolded func(id string) bool) (Spot, bool) {
	at, list := here(c, chain)
	next := at.Index + by
	if next >= 0 && next < len(list) {
		beside := list[next]
		switch {
		case !beside.Folder || !unfolded(beside.ID):
			return Spot{at.Folder, next}, true
		case by > 0:
			return Spot{beside.ID, 0}, true
		}
		return Spot{beside.ID, len(beside.Items)}, true
	}
	if len(chain) == 1 {
		return Spot{}, false
	}
	out, _ := here(c, chain[:len(chain)-1])
	if by > 0 {
		out.Index++
	}
	return out, true
}

// Add puts a new item into a collection and returns its id.
func (d *Desk) Add(c *collection.Collection, at Spot, it *collection.Item) (id string, ok bool) {
	if it.ID == "" {
		it.ID = newID()
	}
	return it.ID, d.change(c.ID, it.ID, "new "+noun(it)+" "+it.Name, func() (func(), bool) {
		return c.Insert(at.Folder, at.Index, it)
	}, c.ID)
}

// Duplicate puts a copy of the item at the end of a chain behind it.
func (d *Desk) Duplicate(c *collection.Collection, chain []*collection.Item) (id string, ok bool) {
	it := chain[len(chain)-1].Duplicate(newID)
	it.Name += " Copy"
	at, _ := here(c, chain)
	at.Index++
	return d.Add(c, at, it)
}

// Remove takes an item, and what is in it, out of a collection.
func (d *Desk) Remove(c *collection.Collection, it *collection.Item) bool {
	return d.change(c.ID, it.ID, "deletion of "+it.Name, func() (func(), bool) { return c.Remove(it.ID) }, c.ID)
}

// Move puts an item elsewhere in its collection; the spot's index is that of
// the list without the item.
func (d *Desk) Move(c *collection.Collection, it *collection.Item, to Spot) bool {
	return d.change(c.ID, it.ID, "move of "+it.Name, func() (func(), bool) { return c.Move(it.ID, to.Folder, to.Index) }, c.ID, it.ID)
}

// Rename gives an item, or a collection if it is nil, another name.
func (d *Desk) Rename(c *collection.Collection, it *collection.Item, name string) bool {
	if it == nil {
		return d.change(c.ID, "", "renaming of "+c.Name, func() (func(), bool) { return c.SetName(name) }, c.ID)
	}
	return d.change(c.ID, it.ID, "renaming of "+it.Name, func() (func(), bool) { return c.Rename(it.ID, name) }, it.ID)
}

// AddExample saves a response with a request.
func (d *Desk) AddExample(itemID string, e collection.Example) bool {
	c := d.home(itemID)
	return c != nil && d.change(c.ID, itemID, "example "+e.Name, func() (func(), bool) { return c.AddExample(itemID, e) }, itemID)
}

// AddCollection takes a collection in that has no file yet. It can be undone
// until it has one.
func (d *Desk) AddCollection(c *collection.Collection) {
	d.bear(Change{Title: "new collection " + c.Name, Collection: c.ID}, c.ID, func() (func(), bool) {
		d.Collections = append(slices.Clone(d.Collections), c)
		return func() {
			d.Collections = slices.DeleteFunc(slices.Clone(d.Collections), func(x *collection.Collection) bool { return x == c })
		}, true
	})
}

// RemoveCollection takes a collection off the desk. Its file goes when it is
// saved, see [Deleted].
func RemoveCollection(d *Desk, c *collection.Collection) bool {
	return d.change(c.ID, "", "deletion of "+c.Name, func() (func(), bool) {
		i := slices.Index(d.Collections, c)
		if i < 0 {
			return nil, false
		}
		gone := d.gone
		d.Collections, d.gone = slices.Delete(slices.Clone(d.Collections), i, i+1), append(slices.Clone(gone), c)
		return func() { // the others may have been read anew
			d.Collections, d.gone = slices.Insert(slices.Clone(d.Collections), min(i, len(d.Collections)), c), gone
		}, true
	}, c.ID)
}

// Deleted are the collections that were taken off the desk and whose files are
// still there.
func Deleted(d *Desk) []*collection.Collection {
	edited := d.edited()
	var out []*collection.Collection
	for _, c := range d.gone {
		if edited[c.ID] {
			out = append(out, c)
		}
	}
	return out
}

// HasFile reports whether a collection was ever saved.
func HasFile(d *Desk, c *collection.Collection) bool {
	return !slices.ContainsFunc(d.done, func(s *step) bool { return s.born == c.ID })
}

// Edit replaces an item's request. It reports false if there is no such item.
func (d *Desk) Edit(itemID string, r collection.Request) bool {
	c := d.home(itemID)
	if c == nil {
		return false
	}
	chain := c.Chain(itemID)
	return d.change(c.ID, itemID, "edit of "+chain[len(chain)-1].Name, func() (func(), bool) { return c.SetRequest(itemID, r) }, itemID)
}

// home is the collection an item is in: the chosen one, if it has such an item.
func (d *Desk) home(itemID string) *collection.Collection {
	if d.Collection != nil && d.Collection.Chain(itemID) != nil {
		return d.Collection
	}
	for _, c := range d.Collections {
		if c.Chain(itemID) != nil {
			return c
		}
	}
	return nil
}

func noun(it *collection.Item) string {
	if it.Folder {
		return "folder"
	}
	return "request"
}

func newID() string { return uuid.NewString() }

// Requests counts the requests in a folder, at any depth.
func Requests(it *collection.Item) int {
	n := 0
	for _, sub := range it.Items {
		if !sub.Folder {
			n++
		}
		n += Requests(sub)
	}
	return n
}
