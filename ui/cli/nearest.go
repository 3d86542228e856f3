package cli

import (
	"cmp"
	"slices"
	"strings"

	"postern/engine/collection"
)

// maxNear is how many requests are offered for one that was not found.
const maxNear = 5

// nearest returns the requests whose name or path is like what was typed, the
// likest first.
func nearest(query string, refs []collection.Ref) []collection.Ref {
	type near struct {
		ref  collection.Ref
		cost int
	}
	var found []near
	query = strings.ToLower(query)
	for _, r := range refs {
		cost := likeness(query, strings.ToLower(r.Item.Name))
		if strings.Contains(query, "/") {
			cost = likeness(query, strings.ToLower(r.Path()))
		}
		if cost <= max(1, len([]rune(query))/3) {
			found = append(found, near{r, cost})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.cost, b.cost) })
	var out []collection.Ref
	for _, n := range found[:min(maxNear, len(found))] {
		out = append(out, n.ref)
	}
	return out
}

// likeness is 0 or 1 when one text contains the other, else the number of
// characters to change.
func likeness(a, b string) int {
	switch {
	case a == b:
		return 0
	case len(a) > 2 && strings.Contains(b, a), len(b) > 2 && strings.Contains(a, b):
		return 1
	}
	return distance([]rune(a), []rune(b))
}

// distance is Levenshtein's: how many characters must be added, removed or
// replaced to make a of b.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		left, diagonal := i+1, row[0]
		row[0] = left
		for j := range b {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
