package collection

import (
	"slices"
	"strings"

	"postern/engine/vars"
)

// Environment is a named list of variables, or the globals.
type Environment struct {
	// ID is the file's own id, or one made from its name while reading. The
	// private current values are kept under it.
	ID      string
	Name    string
	Globals bool
	Vars    []EnvVar
	File    string
	// Reading is as in [Collection].
	Reading int
	Notes   []Note
}

// Realm is what an environment's tokens and cookies are kept under: its id and
// its name, because copies of a file that live in different folders share their
// id, and what is for one must not go to the other. Renamed, an environment
// begins without any.
func (e *Environment) Realm() string { return e.ID + "\n" + e.Name }

// SplitRealm takes a [Environment.Realm] apart.
func SplitRealm(realm string) (id, name string) {
	id, name, _ = strings.Cut(realm, "\n")
	return id, name
}

// EnvVar is one variable of an environment.
type EnvVar struct {
	Key string
	// Initial is the value in the file, which others may see.
	Initial string
	// Current is the private value on this machine; nil means it is the same
	// as Initial.
	Current  *string
	Secret   bool
	Disabled bool
	// Private is a variable that a script made: only this machine has it, with
	// its current value, until an edit says more of it than a value.
	Private bool
	// Type is the file's own word for the kind: "default", "secret", "any", …
	Type        string
	Description string
	Origin      int
}

// Filed are the variables that its file has, or is to have.
func (e *Environment) Filed() []EnvVar {
	return slices.DeleteFunc(slices.Clone(e.Vars), func(v EnvVar) bool { return v.Private })
}

// Settle makes the variables public that have something to be written: a
// private one has no more than a current value.
func (e *Environment) Settle() {
	for i, v := range e.Vars {
		e.Vars[i].Private = v.Private && v.Initial == "" && v.Description == "" && !v.Disabled
	}
}

// Value is what the variable resolves to: the current value if there is one.
func (v EnvVar) Value() string {
	if v.Current != nil {
		return *v.Current
	}
	return v.Initial
}

// Layer returns the enabled variables for resolving.
func (e *Environment) Layer() vars.Layer {
	l := vars.Layer{Scope: vars.Environment, Name: e.Name}
	if e.Globals {
		l.Scope = vars.Globals
	}
	for _, v := range e.Vars {
		if !v.Disabled {
			l.Vars = append(l.Vars, vars.Var{Name: v.Key, Value: v.Value(), Secret: v.Secret})
		}
	}
	return l
}

// Clone returns a deep copy.
func (e *Environment) Clone() *Environment {
	c := *e
	c.Vars = slices.Clone(e.Vars)
	for i, v := range c.Vars {
		if v.Current != nil {
			s := *v.Current
			c.Vars[i].Current = &s
		}
	}
	return &c
}
