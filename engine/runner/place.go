package runner

import (
	"fmt"
	"slices"
	"time"

	"postern/engine/collection"
	"postern/engine/script"
	"postern/engine/vars"
)

// Place is how far a run has come: all that another run of the same plan needs
// to go on. It is never changed, only replaced.
type Place struct {
	// Iteration and Position are those of the next request, which Request names.
	Iteration, Position int
	Request             string
	// Summary is of all that was told so far, in earlier runs too.
	Summary Summary
	// Changes are what scripts have done to variables, each variable once.
	Changes []script.Change
	// Authorised says that a token was used: a login that is needed then ends the
	// run again, see [Plan.EndAtLogin].
	Authorised bool
}

// At names the request at the end of a ref: by its id, if it has one, and its
// path.
func At(ref collection.Ref) string { return ref.Item.ID + " " + ref.Path() }

// Check refuses a place that is none of a plan any more.
func (p *Place) Check(plan Plan) error {
	switch {
	case p.Iteration >= max(plan.Iterations, 1), p.Position >= len(plan.Requests):
		return fmt.Errorf("it was at request %d of iteration %d, and there are %d requests in %d now", p.Position+1, p.Iteration+1, len(plan.Requests), max(plan.Iterations, 1))
	case At(plan.Requests[p.Position]) != p.Request:
		return fmt.Errorf("request %d is another one now: %s", p.Position+1, plan.Requests[p.Position].Path())
	}
	return nil
}

// Resumed says where a run goes on; "" at its beginning.
func (b *Began) Resumed() string {
	if b.From == nil {
		return ""
	}
	out := fmt.Sprintf("goes on at request %d of %d", b.From.Position+1, len(b.Requests))
	if b.From.Position < len(b.Requests) {
		out += ", " + b.Requests[b.From.Position].Path()
	}
	if b.Iterations > 1 {
		out += fmt.Sprintf(", in iteration %d of %d", b.From.Iteration+1, b.Iterations)
	}
	if b.From.Summary.Requests == 1 {
		return out + "; 1 request was sent before"
	}
	return out + fmt.Sprintf("; %d requests were sent before", b.From.Summary.Requests)
}

// left is where to go on after the end of r; nil if there is nothing left.
func (r *run) left(err error) *Place {
	if err == nil && !r.sum.stopped() {
		return nil
	}
	p := r.place()
	return &p
}

// reach notes that all before a position in the iteration of c was told.
func (r *run) reach(c Cursor, position int) {
	c.Position = position
	c = c.wrapped()
	if c.Iteration != r.next.Iteration {
		r.changes = Lasting(r.changes)
	}
	r.next, r.counted = c, r.sum
	r.counted.Elapsed = time.Since(r.began)
}

// place is where another run would go on now.
func (r *run) place() Place {
	p := Place{Iteration: r.next.Iteration, Position: r.next.Position, Summary: r.counted, Changes: r.changes, Authorised: r.authorised}
	if p.Position < len(r.Requests) {
		p.Request = At(r.Requests[p.Position])
	}
	if r.From != nil {
		p.Summary = r.From.Whole(r.counted)
	}
	return p
}

// Whole is the sum of a run that went on at p and of all before it.
func (p *Place) Whole(s Summary) Summary { return p.Summary.plus(s, p.Position > 0) }

// plus adds the totals of a later part, which may begin within an iteration.
func (s Summary) plus(o Summary, within bool) Summary {
	if within && o.Iterations > 0 {
		o.Iterations--
	}
	o.Iterations += s.Iterations
	o.Requests += s.Requests
	o.Failed += s.Failed
	o.Unauthorised += s.Unauthorised
	o.Skipped += s.Skipped
	o.HTTPErrors += s.HTTPErrors
	o.Tests += s.Tests
	o.FailedTests += s.FailedTests
	o.SkippedTests += s.SkippedTests
	o.ScriptErrors += s.ScriptErrors
	o.Bytes += s.Bytes
	o.Elapsed += s.Elapsed
	return o
}

// Added are changes with later ones, each variable once. The lists stay as they
// are.
func Added(all, later []script.Change) []script.Change {
	if len(later) == 0 {
		return all
	}
	type name struct {
		scope vars.Scope
		key   string
	}
	nameOf := func(c script.Change) name { return name{c.Scope, c.Var.Key} }
	all = slices.Clone(all)
	gone := map[int]bool{}
	at, cleared := map[name]int{}, map[vars.Scope]int{} // where the last change of a name stands, and that of a scope
	note := func(i int, c script.Change) {
		if c.Op == script.Clear {
			cleared[c.Scope] = i
		} else {
			at[nameOf(c)] = i
		}
	}
	for i, c := range all {
		note(i, c)
	}
	for _, c := range later {
		i, known := at[nameOf(c)]
		switch {
		case c.Op == script.Clear:
			for n, i := range at {
				if n.scope == c.Scope {
					gone[i] = true
					delete(at, n)
				}
			}
			if i, before := cleared[c.Scope]; before {
				gone[i] = true
			}
		case known && c.Op == script.Set && all[i].Op == script.Set:
			all[i] = c // it keeps its place in the list of its scope
			continue
		case known:
			gone[i] = true
		}
		note(len(all), c)
		all = append(all, c)
	}
	kept := all[:0]
	for i, c := range all {
		if !gone[i] {
			kept = append(kept, c)
		}
	}
	return kept
}

// Lasting are those of changes that are there in the next iteration, too: a row
// of data does not outlive its own. The list stays as it is.
func Lasting(all []script.Change) []script.Change {
	return slices.DeleteFunc(slices.Clone(all), func(c script.Change) bool { return c.Scope == vars.Data })
}
