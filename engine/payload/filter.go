package payload

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tidwall/gjson"
)

// The costs a filter may have.
const (
	// filterTime is how long a filter may take to evaluate.
	filterTime = time.Second
	// filterInput is how large a body is read for it; the query language
	// needs all of it in memory.
	filterInput = 128 << 20
	// filterOutput is how large its result may be.
	filterOutput = 64 << 20
	// filterWork bounds what a path could write on its way to the result.
	filterWork = 512 << 20
)

var (
	// ErrNoMatch says that a filter path leads to nothing.
	ErrNoMatch = errors.New("nothing matches the filter")
	// ErrSlow says that a filter took longer than a second.
	ErrSlow = errors.New("the filter takes too long")
)

// filterModifiers are the modifiers of the query language that cost no more
// than a walk over their input. The others can recurse or multiply it: "@dig"
// makes 300 MB of a 60 KB object.
var filterModifiers = []string{"this", "keys", "values", "reverse", "flatten", "ugly", "valid"}

// Filter evaluates a GJSON path on a JSON body: "users.#.profile.email". The
// result is raw JSON, with numbers and escapes as they were sent, and a body
// of its own.
//
// The body comes from a server that need not be friendly, and some paths are
// dear by themselves, so a filter refuses rather than hangs: [ErrTooDeep] and
// [ErrNotJSON] as [Check] gives them, [ErrQuery] for what is not allowed in a
// path, [ErrTooLarge] for a body or a result out of proportion, [ErrSlow].
func Filter(ctx context.Context, b *Body, path string) (*Body, error) {
	copies, err := checkPath(path)
	if err != nil {
		return nil, err
	}
	size := b.Size()
	if size > filterInput || size*int64(copies) > filterWork {
		return nil, fmt.Errorf("filter a body of %s: %w", FormatSize(size), ErrTooLarge)
	}
	if err := Check(ctx, b); err != nil {
		return nil, err
	}
	src, err := b.Bytes(size)
	if err != nil {
		return nil, err
	}
	return evaluate(ctx, src, path)
}

// evaluate runs the query beside, because it cannot be interrupted. When it
// is given up it still ends by itself: checkPath and the limits saw to that.
func evaluate(ctx context.Context, src []byte, path string) (*Body, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, filterTime, ErrSlow)
	defer cancel()
	got := make(chan gjson.Result, 1)
	go func() {
		// A panic over a strange path ends in "nothing matches", not in the
		// end of the program.
		defer func() {
			if recover() != nil {
				got <- gjson.Result{}
			}
		}()
		got <- gjson.GetBytes(src, path)
	}()
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("filter: %w", context.Cause(ctx))
	case r := <-got:
		switch {
		case !r.Exists() || r.Raw == "":
			return nil, fmt.Errorf("%w %q", ErrNoMatch, path)
		case len(r.Raw) > filterOutput:
			return nil, fmt.Errorf("filter result of %s: %w", FormatSize(int64(len(r.Raw))), ErrTooLarge)
		}
		return FromBytes([]byte(r.Raw)), nil
	}
}

// checkPath refuses what a path may not contain. It returns how many times
// over the path could copy its input at most: each selector writes one copy
// for each of its members, and selectors can feed one another; each modifier
// writes one more.
func checkPath(path string) (copies int, err error) {
	switch {
	case strings.TrimSpace(path) == "":
		return 0, fmt.Errorf("%w: the filter is empty", ErrQuery)
	case len(path) > maxQuery:
		return 0, fmt.Errorf("%w: the filter is longer than %d bytes", ErrQuery, maxQuery)
	case strings.HasPrefix(path, ".."):
		return 0, fmt.Errorf("%w: a filter cannot begin with \"..\"; the body is one JSON value", ErrQuery)
	}
	copies = 1
	members, modifiers := 1, 0
	for i := range len(path) {
		begins := i == 0 || strings.IndexByte(`.|[{,(:`, path[i-1]) >= 0
		switch c := path[i]; {
		case c == '@' && begins:
			if err := checkModifier(path[i+1:]); err != nil {
				return 0, err
			}
			modifiers++
		case c == ',':
			members++
		case (c == '{' || c == '[') && begins:
			copies, members = copies*members, 1
		}
		if copies*members > filterWork {
			return 0, fmt.Errorf("%w: the filter has too many selectors", ErrQuery)
		}
	}
	return copies*members + modifiers, nil
}

// checkModifier takes what follows an "@". A name that is no modifier is a
// key, such as "@odata\.nextLink".
func checkModifier(rest string) error {
	name := rest
	if end := strings.IndexAny(rest, ":|.,)]}"); end >= 0 {
		name = rest[:end]
	}
	if !gjson.ModifierExists(name, nil) || slices.Contains(filterModifiers, name) {
		return nil
	}
	return fmt.Errorf("%w: the modifier @%s is not allowed here; these are: @%s", ErrQuery, name, strings.Join(filterModifiers, " @"))
}
