package run

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/cookies"
	"postern/engine/runner"
	"postern/store/intake/link"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
	"postern/ui/cli/pick"
	"postern/ui/cli/run/resume"
	"postern/ui/theme"
)

// going is how a run goes on that ended early.
type going struct {
	// on is --resume; line the command line that goes on with this run, file and
	// globals what it names, wherever that was fetched to.
	on                  bool
	line, file, globals string
	// keeper is nil where no run can go on.
	keeper *resume.Keeper
	// last is the request that was told of last.
	last collection.Ref
}

func (g *going) add(c *cobra.Command) {
	c.Flags().BoolVar(&g.on, "resume", false, "go on where the same run ended early")
}

// asked notes what the command line says, before anything is fetched.
func (g *going) asked(c *cobra.Command, file, globals string) {
	g.line, g.file, g.globals = again(c, file), absolute(file), absolute(globals)
}

// resumes looks up where the plan goes on, if it is to, and keeps its place from
// now on. That of several identities is not kept.
func (r *running) resumes(ctx context.Context, parts *house.Parts, o *pick.Opened, p *runner.Plan) error {
	if len(r.as.names) > 0 { // guests have variables and cookies of their own, which a place has not
		return nil
	}
	is := r.subject(o, p)
	realm := ""
	if o.Env != nil {
		realm = o.Env.Realm()
	}
	halts := parts.Private.State().Halts()
	jar, _ := parts.Engine.Jar(realm).(*cookies.Ledger) // another one keeps its cookies to itself
	r.going.keeper = resume.NewKeeper(halts, is, jar)
	if !r.going.on {
		return nil
	}
	kept, err := resume.Find(ctx, halts, is)
	var missing *resume.NotKeptError
	if errors.As(err, &missing) {
		f := exit.Misused(missing.Error(), "run it without --resume")
		f.More = missing.Others
		return f
	} else if err != nil {
		return err
	}
	if err := kept.Place.Check(*p); err != nil {
		return exit.Misused("the collection has changed, so the run cannot go on: "+err.Error(), "run it without --resume")
	}
	p.From = &kept.Place
	if jar != nil {
		for _, c := range kept.Cookies {
			jar.Put(c)
		}
	}
	return nil
}

// subject is what this run is.
func (r *running) subject(o *pick.Opened, p *runner.Plan) resume.Run {
	is := resume.Run{File: r.going.file}
	env := ""
	if o.Env != nil {
		env = cmp.Or(o.Env.Name, o.Env.File)
	}
	var names []string
	for _, kv := range slices.Concat(r.pick.Vars, r.what.envVars, r.what.globalVars) {
		name, _, _ := strings.Cut(kv, "=")
		names = append(names, name)
	}
	folders := slices.Sorted(slices.Values(r.what.folders))
	slices.Sort(names)
	is.Fact("environment", env)
	is.Fact("globals", r.going.globals)
	is.Fact("folders", strings.Join(folders, ", "))
	is.Fact("what the data file holds", r.what.dataSum)
	is.Fact("iterations", fmt.Sprint(max(p.Iterations, 1)))
	is.Fact("variables of the command line", strings.Join(names, ", "))
	return is
}

// absolute is the path of a file as it is from everywhere. That of an address is
// without its query, which may be a key: paths are kept as they are.
func absolute(file string) string {
	if file == "" || link.Is(file) {
		return shown(file)
	}
	if abs, err := filepath.Abs(file); err == nil {
		return abs
	}
	return file
}

// Report implements [runner.Reporter].
func (g *going) Report(e runner.Event) {
	if g.keeper != nil {
		g.keeper.Report(e)
	}
	if e, ok := e.(runner.Done); ok {
		g.last = e.Ref
	}
}

// wayOn tells how a run that ended early goes on; "" if it cannot.
func (r *running) wayOn() string {
	if r.going.keeper == nil {
		return ""
	}
	kept, err := r.going.keeper.Kept()
	if err != nil {
		r.Told.Line(theme.Warn, "! where the run is could not be kept: "+err.Error())
	}
	if !kept {
		return ""
	}
	return r.going.line
}

// loggedOut says that a login has ended in the middle of a run, and what to do.
func (r *running) loggedOut(o *pick.Opened, left runner.Ended, wayOn string) error {
	ref := r.going.last
	cfg := collection.NewJobIn(o.Collection, ref.Chain, o.Env, left.Scopes).ResolvedAuth()
	f := &exit.Failure{
		Code: exit.NotAuthorised,
		What: fmt.Sprintf("%q needs a login: the run stopped at %s", auth.Name(cfg), ref.Path()),
		Hint: "postern token login " + console.Quote(auth.Name(cfg)),
	}
	if wayOn != "" {
		f.Hint += ", then " + wayOn
	}
	return f
}

// stopped adds how to go on to the error of a run that ended early.
func stopped(err error, wayOn string) error {
	if wayOn == "" {
		return err
	}
	var own *exit.Failure
	var sent *engine.Error
	switch {
	case errors.As(err, &own):
		own.Hint = strings.TrimPrefix(own.Hint+"; to go on: "+wayOn, "; to go on: ")
		return err
	case errors.As(err, &sent), !errors.Is(err, context.Canceled):
		return err
	}
	return &exit.Failure{Code: exit.Cancelled, What: "cancelled", Hint: wayOn, Err: err}
}

// again is the command line that goes on with a run: the one that was given and
// --resume. What may be secret in it is left to the person.
func again(c *cobra.Command, file string) string {
	words := []string{c.CommandPath(), console.Quote(shown(file))}
	c.Flags().Visit(func(f *pflag.Flag) {
		if f.Name == "resume" || !f.Changed {
			return
		}
		values := []string{f.Value.String()}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
			if f.Value.Type() == "stringSlice" {
				values = []string{strings.Join(values, ",")}
			}
		}
		for _, v := range values {
			switch name, _, pair := strings.Cut(v, "="); {
			case f.NoOptDefVal != "" && v == f.NoOptDefVal:
				words = append(words, "--"+f.Name)
				continue
			case f.NoOptDefVal != "":
				words = append(words, "--"+f.Name+"="+console.Quote(v))
				continue
			case pair && strings.HasSuffix(f.Name, "var"):
				words = append(words, "--"+f.Name, console.Quote(name)+"=…")
				continue
			case strings.Contains(f.Name, "pass"), f.Name == apiKey, f.Name == "proxy" && strings.Contains(v, "@"):
				words = append(words, "--"+f.Name, "…")
				continue
			}
			words = append(words, "--"+f.Name, console.Quote(shown(v)))
		}
	})
	return strings.Join(append(words, "--resume"), " ")
}

// shown is what the command line names, without what may be secret in an address.
func shown(name string) string {
	if link.Is(name) {
		return link.Shown(name)
	}
	return name
}
