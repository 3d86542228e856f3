// Package resolve replaces the {{names}} of one request and keeps the books about
// it: which were used, which are missing and where, what must not be shown.
//
// What a name means is decided in engine/vars. It also knows why an address
// cannot be sent to, for that is most often a name without a value.
package resolve

import (
	"fmt"
	"slices"
	"strings"

	"postern/auth"
	"postern/engine/vars"
)

// Resolver replaces names with what a set has for them. Make one with [New].
type Resolver struct {
	set vars.Set
	// Uses tell which names were replaced, and which were not.
	Uses []vars.Use
	// Missing are the names that no layer has, each once.
	Missing []string
	// Warnings are things the user should know, each once.
	Warnings []string
	// Secrets are what must not be shown.
	Secrets []auth.Secret
}

// New returns a resolver of the names that a set knows.
func New(set vars.Set) Resolver { return Resolver{set: set} }

// room is for the uses of most requests that have any.
const room = 8

// Expand resolves one text. The words of where name its place in warnings.
// secret says that the result holds a secret variable's value.
func (r *Resolver) Expand(text string, where ...string) (out string, secret bool) {
	if r.Uses == nil && vars.Has(text) {
		r.Uses = make([]vars.Use, 0, room)
	}
	known := len(r.Uses)
	out, uses := r.set.AppendExpand(r.Uses, text)
	r.Uses = uses[:known] // note takes the new ones over, or leaves them out
	for _, u := range uses[known:] {
		r.note(u, where)
		secret = secret || u.Secret && u.Value != ""
	}
	return out, secret
}

func (r *Resolver) note(u vars.Use, where []string) {
	if u.Scope == vars.Dynamic || !slices.Contains(r.Uses, u) {
		r.Uses = append(r.Uses, u)
	}
	if u.Secret && u.Value != "" {
		r.Secret(u.Value)
		if vars.Has(u.Value) { // what it comes to is as secret as what it is made of
			whole, _ := r.set.Expand(u.Value)
			r.Secret(whole)
		}
	}
	if u.Resolved {
		return
	}
	if !slices.Contains(r.Missing, u.Name) {
		r.Missing = append(r.Missing, u.Name)
	}
	r.Warn("%s in the %s %s", template(u.Name), strings.Join(where, " "), trouble(u))
}

// Secret notes what must not be shown.
func (r *Resolver) Secret(s string) {
	if !slices.Contains(r.Secrets, auth.Secret(s)) {
		r.Secrets = append(r.Secrets, auth.Secret(s))
	}
}

// Warn notes what the user should know.
func (r *Resolver) Warn(format string, args ...any) {
	if w := fmt.Sprintf(format, args...); !slices.Contains(r.Warnings, w) {
		r.Warnings = append(r.Warnings, w)
	}
}

// use returns what is known about a name that stayed in a text.
func (r *Resolver) use(name string) vars.Use {
	for _, u := range r.Uses {
		if u.Name == name && !u.Resolved {
			return u
		}
	}
	return vars.Use{Name: name}
}

func template(name string) string { return "{{" + name + "}}" }

func trouble(u vars.Use) string {
	if u.Cyclic {
		return "refers to itself"
	}
	return "is not set"
}
