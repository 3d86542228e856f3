package resolve

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"postern/engine/address"
	"postern/engine/failure"
	"postern/engine/vars"
)

// NoURL is the error of an empty address: there is none, or only variables
// without a value.
func (r *Resolver) NoURL(raw string) *failure.Error {
	if names := vars.Names(raw); len(names) > 0 {
		return failure.New(failure.Resolve, template(names[0])+" is empty", "URL "+raw,
			fmt.Sprintf("give %s a value in the environment", names[0]), nil)
	}
	return failure.New(failure.Resolve, "the request has no URL", "URL", "type an address, such as {{url}}/users", nil)
}

// Reachable refuses an address that cannot be connected to. The caller says
// where it stands.
func (r *Resolver) Reachable(a address.URL) *failure.Error {
	if names := vars.Names(a.Scheme, a.Host, a.Port); len(names) > 0 {
		return r.unresolvedHost(names)
	}
	switch {
	case a.Scheme != "http" && a.Scheme != "https":
		return failure.New(failure.Resolve, fmt.Sprintf("cannot send to %q addresses", a.Scheme+"://"), "",
			"start the address with http:// or https://", nil)
	case a.Host == "":
		return failure.New(failure.Resolve, "the URL has no host", "", "start the address with https:// and a host name", nil)
	case strings.ContainsAny(a.Host, " \t\r\n\"<>\\^`{|}%") || strings.ContainsRune(a.Host, ':') && a.Host[0] != '[':
		return failure.New(failure.Resolve, fmt.Sprintf("%q is not a host name", a.Host), "", "check the part between :// and the next slash", nil)
	}
	if a.Port == "" {
		return nil
	}
	if n, err := strconv.ParseUint(a.Port, 10, 16); err != nil || n == 0 {
		return failure.New(failure.Resolve, fmt.Sprintf("%q is not a port", a.Port), "", "a port is a number from 1 to 65535", nil)
	}
	return nil
}

func (r *Resolver) unresolvedHost(names []string) *failure.Error {
	var what []string
	for _, n := range names {
		what = append(what, template(n))
	}
	e := failure.New(failure.Resolve, strings.Join(what, " and ")+" ", "", "", nil)
	e.Missing = names
	first := r.use(names[0])
	switch {
	case first.Cyclic:
		e.Summary += "refers to itself"
		e.Hint = fmt.Sprintf("give %s a value without %s in it", names[0], what[0])
	case len(names) > 1:
		e.Summary += "are not set"
		e.Hint = fmt.Sprintf("set %s in the environment", strings.Join(names, " and "))
	default:
		e.Summary += "is not set"
		e.Hint = fmt.Sprintf("set %s in the environment", names[0])
	}
	if !first.Cyclic && !r.chosen() {
		e.Hint += "; none is chosen"
	}
	return e
}

// chosen reports whether an environment is in force.
func (r *Resolver) chosen() bool {
	return slices.ContainsFunc(r.set.Layers, func(l vars.Layer) bool { return l.Scope == vars.Environment })
}
