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
	"postern/engine/lookup"
	"postern/engine/lookup/scan"
)

// maxIDs is the default of how many ids are returned.
const maxIDs = 20_000

// Result is the ids of a response: those of its headers, then those of its
// body in the order of the body, each value once per type.
type Result struct {
	IDs []lookup.ID
	Cut lookup.Cut
}

// Find searches a response for ids. It takes time linear in the body's size
// and memory for the ids. A body that is not JSON has none.
func Find(r lookup.Response, l lookup.Limits) Result {
	l, body, cut := l.On(r.Body, maxIDs)
	f := finder{
		sc: scan.New(body, l.Depth), limit: l.Count, seen: map[identity]int{},
		nouns: memo{}, paths: memo{},
		source: lookup.Place(r.URL), urlType: lookup.PathType(r.URL),
	}
	f.headers(r)
	if scan.Starts(body) {
		cut |= f.walk()
	}
	return Result{IDs: f.found(), Cut: cut}
}
