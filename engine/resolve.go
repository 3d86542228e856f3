package engine

import (
	"fmt"
	"slices"
	"strings"

	"postern/auth"
	"postern/engine/vars"
)

// resolver replaces {{names}} for one send and keeps the books: what was
// used, what is missing and where, what must not be shown.
type resolver struct {
	set      vars.Set
	uses     []vars.Use
	missing  []string
	warnings []string
	secrets  []auth.Secret
}

// newResolver has room for what most requests use.
func newResolver(set vars.Set) resolver {
	return resolver{set: set, uses: make([]vars.Use, 0, 8), secrets: make([]auth.Secret, 0, 4)}
}

// expand resolves one text. The words of where name its place in warnings.
// secret says that the result holds a secret variable's value.
func (r *resolver) expand(text string, where ...string) (out string, secret bool) {
	known := len(r.uses)
	out, uses := r.set.AppendExpand(r.uses, text)
	r.uses = uses[:known] // note takes the new ones over, or leaves them out
	for _, u := range uses[known:] {
		r.note(u, where)
		secret = secret || u.Secret && u.Value != ""
	}
	return out, secret
}

func (r *resolver) note(u vars.Use, where []string) {
	if u.Scope == vars.Dynamic || !slices.Contains(r.uses, u) {
		r.uses = append(r.uses, u)
	}
	if u.Secret && u.Value != "" {
		r.secret(u.Value)
		if vars.Has(u.Value) { // what it comes to is as secret as what it is made of
			whole, _ := r.set.Expand(u.Value)
			r.secret(whole)
		}
	}
	if u.Resolved {
		return
	}
	if !slices.Contains(r.missing, u.Name) {
		r.missing = append(r.missing, u.Name)
	}
	r.warn("%s in the %s %s", template(u.Name), strings.Join(where, " "), trouble(u))
}

func (r *resolver) secret(s string) {
	if !slices.Contains(r.secrets, auth.Secret(s)) {
		r.secrets = append(r.secrets, auth.Secret(s))
	}
}

func (r *resolver) warn(format string, args ...any) {
	if w := fmt.Sprintf(format, args...); !slices.Contains(r.warnings, w) {
		r.warnings = append(r.warnings, w)
	}
}

// use returns what is known about a name that stayed in a text.
func (r *resolver) use(name string) vars.Use {
	for _, u := range r.uses {
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
