package runner

import (
	"fmt"
	"time"

	"postern/engine/collection"
	"postern/engine/runner/data"
	"postern/engine/script"
	"postern/engine/vars"
)

// Plan is what a run is to do. Nothing of it may change while it runs.
type Plan struct {
	Collection *collection.Collection
	// Requests are sent in this order; see [Select].
	Requests []collection.Ref
	// Env and Globals may be nil. Locals win over everything.
	Env, Globals *collection.Environment
	Locals       []vars.Var
	// Left is what scripts of before have done to variables.
	Left []script.Change
	// Iterations is how often the requests are sent, 0 means once; Data are the
	// rows of variables, one for each iteration, the last for all behind it.
	Iterations int
	Data       data.Rows
	// Behavior is set on top of what the file says, key by key.
	Behavior map[string]any
	// Trusted says that the scripts may run.
	Trusted bool
	// Bail ends the run after the first request that failed, or whose scripts
	// or tests did.
	Bail bool
	// Timeout is how long one request may take with everything that belongs to
	// it: redirects, the body of its answer, and a token that must be got for
	// it. 0 is no limit beside the engine's own.
	Timeout time.Duration
	// Delay is the pause between two requests; where several may be under way,
	// between their starts.
	Delay time.Duration
	// Parallel is how many requests may be under way at once, 0 means one; see
	// [Reason] for those that go alone all the same. Writes lets those overlap
	// too that change something at the server.
	Parallel int
	Writes   bool
	// EndAtLogin ends the run at a request for which somebody would have to log
	// in anew: after one that a token was good for.
	EndAtLogin bool
	// From is where to go on; nil is the beginning.
	From *Place
}

// UnknownError says that a name is neither a folder's nor a request's.
type UnknownError struct{ Name string }

// Error names it.
func (e *UnknownError) Error() string {
	return fmt.Sprintf("there is no folder or request %q", e.Name)
}

// Select returns the requests that names stand for, in the order of the file
// whatever the order of the names, and each once; without names all of them.
//
// A name is that of a folder, for everything in it, or of a request; an id
// counts as one. As with a single name in newman, what lies next to each other
// is looked through before what is deeper, and the first that fits is meant.
// Beyond newman, a name that fits nowhere may be a path as
// [collection.Collection.Find] takes it, if only one thing fits. The error is an
// [*UnknownError].
func Select(c *collection.Collection, names ...string) ([]collection.Ref, error) {
	all := c.Requests()
	if len(names) == 0 {
		return all, nil
	}
	chosen := make(map[*collection.Item]bool)
	for _, name := range names {
		it, err := Lookup(c, name)
		if err != nil {
			return nil, err
		}
		chosen[it] = true
	}
	var out []collection.Ref
	for _, r := range all {
		for _, it := range r.Chain {
			if chosen[it] {
				out = append(out, r)
				break
			}
		}
	}
	return out, nil
}

// Lookup returns the folder or request that a name of [Select] stands for. The
// error is an [*UnknownError].
func Lookup(c *collection.Collection, name string) (*collection.Item, error) {
	if it := named(c.Items, name); it != nil {
		return it, nil
	}
	if r, _ := c.FindFolder(name); r.Item != nil {
		return r.Item, nil
	}
	r, _ := c.Find(name)
	if r.Item == nil {
		return nil, &UnknownError{Name: name}
	}
	return r.Item, nil
}

// named looks through all items of one list before it looks into any of them.
func named(items []*collection.Item, name string) *collection.Item {
	for _, it := range items {
		if it.ID == name || it.Name == name {
			return it
		}
	}
	for _, it := range items {
		if found := named(it.Items, name); found != nil {
			return found
		}
	}
	return nil
}
