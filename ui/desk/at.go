package desk

import "postern/engine/collection"

// At finds a collection by its id and, unless item is "", an item of it.
func At(all []*collection.Collection, id, item string) (c *collection.Collection, it *collection.Item, ok bool) {
	for _, c := range all {
		if c.ID != id {
			continue
		}
		if item == "" {
			return c, nil, true
		}
		if chain := c.Chain(item); chain != nil {
			return c, chain[len(chain)-1], true
		}
	}
	return nil, nil, false
}

// Owner is the id of the collection that has an item, of several the chosen
// one; "" if none has.
func Owner(all []*collection.Collection, chosen *collection.Collection, item string) string {
	id := ""
	for _, c := range all {
		if c.Chain(item) != nil && (id == "" || c == chosen) {
			id = c.ID
		}
	}
	return id
}
