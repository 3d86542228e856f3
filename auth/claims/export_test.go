package claims

import "slices"

// Known returns the claims and header parameters with a known meaning, so that
// a test can look at each of them.
func Known() []Claim { return slices.Clone(known) }
