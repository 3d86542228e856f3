package hole

import (
	"cmp"
	"slices"
	"strings"

	"postern/engine/lookup"
)

// Lists are the requests that would answer with things of a type, the best
// first: GET, to an address that ends in their name. Those with holes of
// their own come last.
func Lists(requests []Candidate, typ string) []Candidate {
	type scored struct {
		Candidate
		score int
	}
	var out []scored
	for _, c := range requests {
		if s := c.score(typ); s > 0 {
			out = append(out, scored{c, s})
		}
	}
	slices.SortStableFunc(out, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	var cs []Candidate
	for _, s := range out {
		cs = append(cs, s.Candidate)
	}
	return cs
}

// Candidate is a saved request that may list things.
type Candidate struct {
	// ID is the caller's own.
	ID, Name, Method, URL string
	// Holes is how many holes the request has itself.
	Holes int
}

func (c Candidate) score(typ string) int {
	if c.Method != "GET" && c.Method != "" {
		return 0
	}
	s := lookup.Related(lookup.ListType(c.URL), typ)
	if s == 0 {
		return 0
	}
	s *= 10
	name := " " + strings.ToLower(c.Name) + " "
	for _, word := range []string{" list", " all ", "find", "search", "read all", "enumerate"} {
		if strings.Contains(name, word) {
			s += 50
			break
		}
	}
	if c.Holes > 0 {
		s -= 400 + 10*c.Holes
	}
	return max(1, s-5*len(lookup.Segments(c.URL)))
}
