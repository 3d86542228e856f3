package vars

import "strings"

// Explain makes of the uses in one request what a person wants to know of each
// name: once, in the order they were met. A name that leads back to itself is
// told as that alone, whatever it was replaced by on the way. A dynamic
// variable stands for every value it had.
func Explain(uses []Use) []Use {
	cyclic := make(map[string]bool)
	for _, u := range uses {
		if u.Cyclic {
			cyclic[u.Name] = true
		}
	}
	seen := make(map[Use]bool, len(uses))
	var out []Use
	for _, u := range uses {
		if cyclic[u.Name] && !u.Cyclic || seen[u] {
			continue
		}
		seen[u] = true
		out = append(out, u)
	}
	return out
}

// From says in words where the value came from, or why there is none.
func (u Use) From() string {
	switch {
	case u.Cyclic:
		return "refers to itself"
	case !u.Resolved:
		return "not set"
	case u.Layer == "" || strings.EqualFold(u.Layer, u.Scope.String()):
		return u.Scope.String()
	}
	return u.Scope.String() + " " + u.Layer
}
