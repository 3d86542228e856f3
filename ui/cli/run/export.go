package run

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"postern/engine/collection"
	"postern/engine/vars"
	"postern/store/atomicfile"
	"postern/store/newman"
	"postern/store/postman"
	"postern/ui/cli/pick"
	"postern/ui/cli/run/report"
	"postern/ui/theme"
)

// export writes what was asked for at the end of a run. The values are those
// that the run has left, secrets too: that is what was asked for.
func (r *running) export(o *pick.Opened, scopes vars.Set) (errs []error) {
	write := func(what, file string, data func() []byte) {
		if file == "" {
			return
		}
		if info, err := os.Stat(file); err == nil && info.IsDir() { // newman gives it a name of its own there
			file = filepath.Join(file, "newman-"+strings.ReplaceAll(what, " ", "-")+"-"+report.Stamp(time.Now())+"0.json")
		}
		err := os.MkdirAll(filepath.Dir(file), 0o700)
		if err == nil {
			err = atomicfile.Replace(file, data(), 0o600)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("write the %s: %w", what, err))
			return
		}
		r.Told.Line(theme.Faint, "wrote the "+what+" to "+file)
	}
	write("environment", r.out.environment, func() []byte {
		return postman.NewEnvironment(leftEnvironment(o.Env, scopes, vars.Environment))
	})
	write("globals", r.out.globals, func() []byte {
		return postman.NewEnvironment(leftEnvironment(o.Globals, scopes, vars.Globals))
	})
	write("collection", r.out.collection, func() []byte { return postman.NewCollection(leftCollection(o.Collection, scopes)) })
	write("cookie jar", r.out.cookies, func() []byte { return newman.Jar(r.jar) })
	return errs
}

// layer are the variables of a scope.
func layer(scopes vars.Set, s vars.Scope) []vars.Var {
	for _, l := range scopes.Layers {
		if l.Scope == s {
			return l.Vars
		}
	}
	return nil
}

// leftEnvironment is an environment with the values that a run has left in it.
func leftEnvironment(e *collection.Environment, scopes vars.Set, s vars.Scope) *collection.Environment {
	out := &collection.Environment{Name: s.String(), Globals: s == vars.Globals}
	if e != nil {
		out = e.Clone()
		out.Name = cmp.Or(out.Name, s.String())
	}
	out.ID = cmp.Or(out.ID, uuid.NewString())
	left := layer(scopes, s)
	old := out.Vars
	out.Vars = nil
	for _, v := range old {
		if v.Disabled {
			out.Vars = append(out.Vars, v)
		}
	}
	for _, v := range left {
		n := collection.EnvVar{Key: v.Name, Initial: v.Value, Secret: v.Secret}
		if i := slices.IndexFunc(old, func(o collection.EnvVar) bool { return o.Key == v.Name && !o.Disabled }); i >= 0 {
			n = old[i]
			n.Initial, n.Current, n.Private = v.Value, nil, false
		}
		out.Vars = append(out.Vars, n)
	}
	return out
}

// leftCollection is a collection with the variables that a run has left in it.
func leftCollection(c *collection.Collection, scopes vars.Set) *collection.Collection {
	out := c.Clone()
	old := out.Vars
	out.Vars = nil
	for _, v := range old {
		if v.Disabled {
			out.Vars = append(out.Vars, v)
		}
	}
	for _, v := range layer(scopes, vars.Collection) {
		n := collection.Variable{Key: v.Name, Value: v.Value}
		if i := slices.IndexFunc(old, func(o collection.Variable) bool { return o.Key == v.Name && !o.Disabled }); i >= 0 {
			n = old[i]
			n.Value = v.Value
		}
		out.Vars = append(out.Vars, n)
	}
	return out
}
