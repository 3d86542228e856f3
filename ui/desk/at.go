package desk

import (
	"strings"

	"postern/engine/collection"
)

// Place names what stands at the end of chain, or the collection.
func Place(c *collection.Collection, chain []*collection.Item) string {
	if n := len(chain); n > 0 {
		return c.ID + "\n" + chain[n-1].ID
	}
	return c.ID + "\n"
}

// At finds what stands at a [Place]; the item is nil for a collection.
func At(all []*collection.Collection, place string) (c *collection.Collection, it *collection.Item, ok bool) {
	id, item, _ := strings.Cut(place, "\n")
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
