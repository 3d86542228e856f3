package desk

import (
	"errors"
	"slices"

	"postern/engine/collection"
)

// cut is an item that waits for another place; the zero value is none.
type cut struct{ collection, item string }

// Why a cut item cannot be put down.
var (
	errElsewhere = errors.New("an item can only move within its collection")
	errItself    = errors.New("a folder cannot move into itself")
	errGone      = errors.New("the item is not there any more")
)

// Cut is the id of the item that waits for another place, or "".
func (t *cut) Cut() string { return t.item }

// TakeUp makes an item wait for another place; the one that waits already no
// longer does.
func (t *cut) TakeUp(c *collection.Collection, itemID string) {
	if taken := (cut{c.ID, itemID}); *t != taken {
		*t = taken
		return
	}
	*t = cut{}
}

// PutDown moves the item that waits to the chosen row, as [Beside] says, and
// returns its id. In another collection's file it would be a stranger: what the
// model does not know of it would be lost.
func (d *Desk) PutDown() (id string, err error) {
	c, id := d.Collection, d.cut.item
	if c == nil || c.ID != d.cut.collection {
		return "", errElsewhere
	}
	chain := c.Chain(id)
	switch {
	case chain == nil:
		d.cut = cut{}
		return "", errGone
	case d.ItemID() == id:
	case !d.Move(c, chain[len(chain)-1], beside(c, chain, d.Chain)):
		return "", errItself
	}
	d.cut = cut{}
	return id, nil
}

// Drop moves an item into a folder of a collection, or the collection itself if
// folder is "", before another item or, if before is "", to the end. Where it is
// already it stays without an edit.
func Drop(d *Desk, c *collection.Collection, it *collection.Item, to *collection.Collection, folder, before string) error {
	if c != to {
		return errElsewhere
	}
	chain := c.Chain(it.ID)
	list, ok := inside(c, folder)
	if chain == nil || !ok {
		return errGone
	}
	list = slices.DeleteFunc(slices.Clone(list), func(x *collection.Item) bool { return x.ID == it.ID })
	at := Spot{folder, slices.IndexFunc(list, func(x *collection.Item) bool { return x.ID == before })}
	if at.Index < 0 {
		at.Index = len(list)
	}
	if from, _ := here(c, chain); before == it.ID || from == at {
		return nil
	}
	if !d.Move(c, it, at) {
		return errItself
	}
	return nil
}

// inside are the items of a folder, or of the collection itself if it is "".
func inside(c *collection.Collection, folder string) ([]*collection.Item, bool) {
	if folder == "" {
		return c.Items, true
	}
	chain := c.Chain(folder)
	if chain == nil {
		return nil, false
	}
	return chain[len(chain)-1].Items, true
}

// beside is [Beside] for the item at the end of a chain, which leaves its place.
func beside(c *collection.Collection, chain, chosen []*collection.Item) Spot {
	from, _ := here(c, chain)
	to := Beside(c, chosen)
	if from.Folder == to.Folder && from.Index < to.Index {
		to.Index-- // the place it leaves closes
	}
	return to
}
