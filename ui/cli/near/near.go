// Package near finds the names that are like one that was typed.
//
// It knows nothing of what is named, and offers only a few.
package near

import (
	"cmp"
	"slices"
	"strings"
)

// Most is how many names are offered for one that was not found.
const Most = 5

// Of returns the places in names of those that are like what was typed, the
// likest first.
func Of(typed string, names []string) []int {
	type match struct{ at, cost int }
	var found []match
	typed = strings.ToLower(typed)
	for i, name := range names {
		if cost := likeness(typed, strings.ToLower(name)); cost <= max(1, len([]rune(typed))/3) {
			found = append(found, match{i, cost})
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return cmp.Compare(a.cost, b.cost) })
	var out []int
	for _, m := range found[:min(Most, len(found))] {
		out = append(out, m.at)
	}
	return out
}

// Names are those of names that are like what was typed, each once.
func Names(typed string, names []string) []string {
	var known, out []string
	for _, n := range names {
		if !slices.Contains(known, n) {
			known = append(known, n)
		}
	}
	for _, i := range Of(typed, known) {
		out = append(out, known[i])
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

// distance is Levenshtein's, with one more: how many characters must be added,
// removed, replaced or swapped with the next to make a of b.
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range b {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
