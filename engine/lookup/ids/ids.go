// Package ids finds the ids in a response, and for each a name that a person
// knows it by and the kind of thing it names.
//
// It knows ids by the names of their members (id, _id, uid, *Id, *_id, *Ids,
// kid, key, a SCIM value), by the self link of an object that has no id, and
// by the Location header of an answer. An id's label is the best name in the
// object it stands in or in that object's profile, attributes or name; its
// type follows from what the object says of itself, from the member it stands
// under, or else from the address. So it needs no knowledge of an API: Okta,
// Graph, SCIM, HAL, JSON:API, Keycloak and Identity Manager differ only in
// words.
//
// It does not say whether an id is of use for a request: that is package
// hole.
package ids

import (
	"cmp"

	"postern/engine/lookup"
	"postern/engine/lookup/scan"
)

// Limits bound the work. A zero field stands for its default.
type Limits struct {
	// IDs is how many ids are returned: 20,000.
	IDs int
	// Depth is how many levels of nesting are looked into: 100.
	Depth int
	// Size is how many bytes of the body are looked at: 64 MiB.
	Size int
}

func (l Limits) orDefault() Limits {
	return Limits{
		IDs:   cmp.Or(max(l.IDs, 0), 20_000),
		Depth: cmp.Or(max(l.Depth, 0), 100),
		Size:  cmp.Or(max(l.Size, 0), 64<<20),
	}
}

// Result is the ids of a response: those of its headers, then those of its
// body in the order of the body, each value once per type.
type Result struct {
	IDs []lookup.ID
	Cut lookup.Cut
}

// Find searches a response for ids. It takes time linear in the body's size
// and memory for the ids. A body that is not JSON has none.
func Find(r lookup.Response, l Limits) Result {
	l = l.orDefault()
	body := r.Body
	var cut lookup.Cut
	if len(body) > l.Size {
		body, cut = body[:l.Size], lookup.CutSize
	}
	f := finder{
		sc: scan.New(body, l.Depth), limit: l.IDs, seen: map[identity]int{},
		nouns: memo{}, paths: memo{},
		source: lookup.Place(r.URL), urlType: lookup.PathType(r.URL),
	}
	f.headers(r)
	if scan.Starts(body) {
		cut |= f.walk()
	}
	return Result{IDs: f.found(), Cut: cut}
}
