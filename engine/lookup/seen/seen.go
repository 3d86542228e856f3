// Package seen keeps the ids that responses brought, newest first, and finds
// them again by what a person types.
//
// One index is for one environment: the ids of one tenant are none of
// another's. It saves nothing; [Index.All] and [Index.Add] are there for
// whoever does. An Index is not safe for use by several goroutines.
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

// entry is an id with its texts as the search compares them.
type entry struct {
	ID
	text folded
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

// Add takes in the ids of a response, which becomes the newest. Of an id that
// is known, the new label counts unless there is none.
func (x *Index) Add(at time.Time, ids []lookup.ID) {
	for _, id := range slices.Backward(ids) { // the first of a response comes first
		x.put(ID{ID: id, At: at})
	}
	x.trim()
}

// Load takes in saved ids, the newest first, as All returned them. They count
// as older than none that is there.
func (x *Index) Load(ids []ID) {
	for _, id := range slices.Backward(ids) {
		x.put(id)
	}
	x.trim()
}

func (x *Index) put(id ID) {
	if id.Value == "" {
		return
	}
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
	x.entries = append(x.entries, entry{ID: id, text: fold(id.ID)})
}

// Remove forgets an id.
func (x *Index) Remove(value, typ string) {
	k := identity{value, typ}
	if i, known := x.places[k]; known {
		x.entries[i] = entry{dead: true}
		delete(x.places, k)
	}
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

// All returns the ids, the newest first.
func (x *Index) All() []ID {
	out := make([]ID, 0, x.Len())
	for _, e := range slices.Backward(x.entries) {
		if !e.dead {
			out = append(out, e.ID)
		}
	}
	return out
}

// Search returns the ids of a type, or of all when typ is "", that match what
// was typed, the best first and of equals the newest. See [Index.Find] for
// what matches.
func (x *Index) Search(typ, typed string) []ID {
	return x.Find(typed, func(id lookup.ID) int {
		if typ == "" || id.Type == typ {
			return 1
		}
		return 0
	})
}

// Find returns the ids that fit and match what was typed. The best fit comes
// first, then the best match, then the newest. Every word that was typed has
// to be in the id's label, detail, value or type, if only as letters in their
// order; case and accents do not count. fits returns 0 for what does not fit
// at all, and up to 100.
func (x *Index) Find(typed string, fits func(lookup.ID) int) []ID {
	q := parse(typed)
	type hit struct {
		at    int32
		order int32 // the lower the better
	}
	hits := make([]hit, 0, min(x.Len(), 1024))
	for i := len(x.entries) - 1; i >= x.oldest; i-- {
		e := &x.entries[i]
		if e.dead {
			continue
		}
		m := q.match(&e.text)
		if m < 0 {
			continue
		}
		if fit := fits(e.ID.ID); fit > 0 {
			hits = append(hits, hit{int32(i), int32(100-min(fit, 100))*grades + int32(m)})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.order, b.order) })
	out := make([]ID, len(hits))
	for i, h := range hits {
		out[i] = x.entries[h.at].ID
	}
	return out
}
