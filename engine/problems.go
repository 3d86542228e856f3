package engine

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"postern/auth"
	"postern/engine/address"
	"postern/engine/body"
	"postern/engine/vars"
)

// What is wrong with a request before anything is sent.

// noURL is the error of an empty address: there is none, or only variables
// without a value.
func (d *draft) noURL(raw string) *Error {
	if names := vars.Names(raw); len(names) > 0 {
		return fail(StageResolve, template(names[0])+" is empty", "URL "+raw,
			fmt.Sprintf("give %s a value in the environment", names[0]), nil)
	}
	return fail(StageResolve, "the request has no URL", "URL", "type an address, such as {{url}}/users", nil)
}

// reachable refuses an address that cannot be connected to. The caller says
// where it stands.
func (d *draft) reachable(a address.URL) *Error {
	if names := vars.Names(a.Scheme, a.Host, a.Port); len(names) > 0 {
		return d.unresolvedHost(names)
	}
	switch {
	case a.Scheme != "http" && a.Scheme != "https":
		return fail(StageResolve, fmt.Sprintf("cannot send to %q addresses", a.Scheme+"://"), "",
			"start the address with http:// or https://", nil)
	case a.Host == "":
		return fail(StageResolve, "the URL has no host", "", "start the address with https:// and a host name", nil)
	case strings.ContainsAny(a.Host, " \t\r\n\"<>\\^`{|}%") || strings.ContainsRune(a.Host, ':') && a.Host[0] != '[':
		return fail(StageResolve, fmt.Sprintf("%q is not a host name", a.Host), "", "check the part between :// and the next slash", nil)
	}
	if a.Port == "" {
		return nil
	}
	if n, err := strconv.ParseUint(a.Port, 10, 16); err != nil || n == 0 {
		return fail(StageResolve, fmt.Sprintf("%q is not a port", a.Port), "", "a port is a number from 1 to 65535", nil)
	}
	return nil
}

func (d *draft) unresolvedHost(names []string) *Error {
	var what []string
	for _, n := range names {
		what = append(what, template(n))
	}
	e := fail(StageResolve, strings.Join(what, " and ")+" ", "", "", nil)
	e.Missing = names
	first := d.use(names[0])
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
	if layers := d.layers(); layers == "" {
		e.Hint += "; none is chosen"
	}
	return e
}

// layers names the environment that is in force, "" for none.
func (d *draft) layers() string {
	for _, l := range d.set.Layers {
		if l.Scope.String() == "environment" {
			return l.Name
		}
	}
	return ""
}

func bodyError(err error) *Error {
	var fe *body.FileError
	if !errors.As(err, &fe) {
		return fail(StageEncode, err.Error(), "body", "correct the body", err)
	}
	hint := "check the name and that the file can be read"
	switch {
	case fe.Dir == "":
		hint = "choose a working directory"
	case fe.Outside:
		hint = "copy the file into " + fe.Dir
	}
	return fail(StageEncode, err.Error(), "body", hint, err)
}

// authError is why a request could not be authorised.
func authError(label string, err error) *Error {
	var ae *auth.Error
	if !errors.As(err, &ae) {
		return fail(StageAuthorize, "cannot authorise by "+label, "auth", "check the auth settings", err)
	}
	stage := StageAuthorize
	if ae.Kind == auth.KindCancelled {
		stage = StageCancelled
	}
	return fail(stage, ae.Summary, settingName(ae.Where), ae.Hint, err)
}

// settingName is what people call an attribute of the OAuth settings; anything
// else is left as it is.
func settingName(where string) string {
	for _, f := range (auth.OAuth2{}).Fields() {
		if f.Key == where {
			return f.Label + " in the auth settings"
		}
	}
	return where
}
