package filter

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// modifiers are those of the query language that cost no more than a walk over
// their input. The others can recurse or multiply it: "@dig" makes 300 MB of a
// 60 KB object.
var modifiers = []string{"this", "keys", "values", "reverse", "flatten", "ugly", "valid"}

// checkPath refuses what a path may not contain. It returns how many times
// over the path could copy its input at most: each selector writes one copy
// for each of its members, and selectors can feed one another; each modifier
// writes one more.
func checkPath(path string) (copies int, err error) {
	switch {
	case strings.TrimSpace(path) == "":
		return 0, fmt.Errorf("%w: the filter is empty", ErrRefused)
	case len(path) > maxPath:
		return 0, fmt.Errorf("%w: the filter is longer than %d bytes", ErrRefused, maxPath)
	case strings.HasPrefix(path, ".."):
		return 0, fmt.Errorf("%w: a filter cannot begin with \"..\"; the body is one JSON value", ErrRefused)
	}
	copies = 1
	members, applied := 1, 0
	for i := range len(path) {
		begins := i == 0 || strings.IndexByte(`.|[{,(:`, path[i-1]) >= 0
		switch c := path[i]; {
		case c == '@' && begins:
			if err := checkModifier(path[i+1:]); err != nil {
				return 0, err
			}
			applied++
		case c == ',':
			members++
		case (c == '{' || c == '[') && begins:
			copies, members = copies*members, 1
		}
		if copies*members > maxWork {
			return 0, fmt.Errorf("%w: the filter has too many selectors", ErrRefused)
		}
	}
	return copies*members + applied, nil
}

// checkModifier takes what follows an "@". A name that is no modifier is a
// key, such as "@odata\.nextLink".
func checkModifier(rest string) error {
	name := rest
	if end := strings.IndexAny(rest, ":|.,)]}"); end >= 0 {
		name = rest[:end]
	}
	if !gjson.ModifierExists(name, nil) || slices.Contains(modifiers, name) {
		return nil
	}
	return fmt.Errorf("%w: the modifier @%s is not allowed here; these are: @%s", ErrRefused, name, strings.Join(modifiers, " @"))
}
