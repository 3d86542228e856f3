// Package seen keeps the ids that responses brought, newest first, and which of
// them were chosen for what.
//
// One [Index] is for one environment: the ids of one tenant are none of
// another's. Nothing is saved here, and nothing is searched by what a person
// types: that is done with the rows that are shown. Neither type is safe for use
// by several goroutines.
package seen

import (
	"cmp"
	"slices"
	"time"

	"postern/engine/lookup"
)

// ID is an id and when it was last seen.
type ID struct {
	lookup.ID
	At time.Time
}

// DefaultMax is how many ids an index keeps unless told otherwise.
const DefaultMax = 50_000

// entry is an id, or the gap where one was.
type entry struct {
	ID
	dead bool
}

type identity struct{ value, typ string }

// Index is the ids seen. The zero Index is empty and ready, and keeps
// DefaultMax.
type Index struct {
	// Max is how many ids are kept; the oldest go. 0 stands for DefaultMax.
	Max     int
	entries []entry // the oldest first, with gaps
	places  map[identity]int
	oldest  int // all entries before it are dead
}

// Len is how many ids there are.
func (x *Index) Len() int { return len(x.places) }

// Add takes in the ids of a response, which becomes the newest, and returns them
// as they are kept. Of an id that is known, the new label counts unless there is
// none.
func (x *Index) Add(at time.Time, ids []lookup.ID) []ID {
	kept := make([]ID, 0, len(ids))
	for _, id := range slices.Backward(ids) { // the first of a response comes first
		if id.Value != "" {
			kept = append(kept, x.put(ID{ID: id, At: at}))
		}
	}
	x.trim()
	slices.Reverse(kept)
	return kept
}

// Load takes in saved ids, the newest first. It is for an index that is empty.
func (x *Index) Load(ids []ID) {
	for _, id := range slices.Backward(ids) {
		x.put(id)
	}
	x.trim()
}

func (x *Index) put(id ID) ID {
	if x.places == nil {
		x.places = map[identity]int{}
	}
	k := identity{id.Value, id.Type}
	if i, known := x.places[k]; known {
		old := &x.entries[i]
		if id.Label == "" {
			id.Label, id.Detail = old.Label, cmp.Or(id.Detail, old.Detail)
		}
		*old = entry{dead: true}
	}
	x.places[k] = len(x.entries)
	x.entries = append(x.entries, entry{ID: id})
	return id
}

// trim lets the oldest go, and closes the gaps when they are the half.
func (x *Index) trim() {
	limit := x.Max
	if limit <= 0 {
		limit = DefaultMax
	}
	for ; len(x.places) > limit; x.oldest++ {
		if e := &x.entries[x.oldest]; !e.dead {
			delete(x.places, identity{e.Value, e.Type})
			*e = entry{dead: true}
		}
	}
	if len(x.entries) < 2*len(x.places)+64 {
		return
	}
	x.entries = slices.DeleteFunc(x.entries, func(e entry) bool { return e.dead })
	x.oldest = 0
	for i, e := range x.entries {
		x.places[identity{e.Value, e.Type}] = i
	}
}

// Fitting returns the ids that fit, the best first and of equals the newest.
// fits returns 0 for what does not fit at all.
func (x *Index) Fitting(fits func(lookup.ID) int) []ID {
	type hit struct{ at, fit int }
	var hits []hit
	for i := len(x.entries) - 1; i >= x.oldest; i-- {
		if e := &x.entries[i]; !e.dead {
			if fit := fits(e.ID.ID); fit > 0 {
				hits = append(hits, hit{i, fit})
			}
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.fit, a.fit) })
	out := make([]ID, len(hits))
	for i, h := range hits {
		out[i] = x.entries[h.at].ID
	}
	return out
}
