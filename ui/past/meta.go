package past

import (
	"postern/engine/collection"
	store "postern/store/history"
	"postern/ui/desk"
	"postern/ui/dialog/history"
)

// ContentOf is what of the history is opened at a desk: the chosen request's sends
// if one is chosen.
func ContentOf(d *desk.Desk) history.Content {
	c := history.Content{Item: d.ItemID(), Only: d.ItemID() != ""}
	if d.Collection != nil {
		c.Collection = d.Collection.ID
	}
	if e := d.Env; e != nil {
		c.Environment, c.EnvironmentName = e.ID, e.Name
	}
	return c
}

// MetaOf is what the history is told of the send of a job besides the exchange, as
// it is when it starts.
func MetaOf(d *desk.Desk, j collection.Job) store.Meta {
	meta := store.Meta{Template: j.Request.URL.Text(), Collection: desk.Owner(d.Collections, d.Collection, j.ItemID)}
	if e := d.Env; e != nil {
		meta.Environment, meta.EnvironmentName = e.ID, e.Name
	}
	return meta
}
