package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/redact"
	"postern/engine/vars"
	"postern/store"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
	"postern/ui/cli/near"
	"postern/ui/theme"
)

// picking are the flags of a command that works on one request.
type picking struct {
	env  string
	vars []string
}

func (p *picking) flags(c *cobra.Command) {
	c.Flags().StringVarP(&p.env, "env", "e", "", "environment: its name, its id, or a file")
	c.Flags().StringArrayVar(&p.vars, "var", nil, "set a variable for this once, `NAME=VALUE`; may be repeated")
}

// locals reads the --var flags.
func (p *picking) locals(env *collection.Environment) ([]vars.Var, error) {
	var out []vars.Var
	for _, v := range p.vars {
		name, value, ok := strings.Cut(v, "=")
		if !ok || name == "" {
			return nil, exit.Misused(fmt.Sprintf("--var %q has no name and value", v), "--var limit=5")
		}
		out = append(out, vars.Var{Name: name, Value: value, Secret: isSecret(name, env)})
	}
	return out, nil
}

// isSecret reports whether a value given for name must be masked: because the
// environment says so, or its name does.
func isSecret(name string, env *collection.Environment) bool {
	marked := func(v collection.EnvVar) bool { return v.Key == name && v.Secret }
	return redact.Sensitive(name) || env != nil && slices.ContainsFunc(env.Vars, marked)
}

// opened is a file with what its requests are sent with.
type opened struct {
	ws           *store.Workspace
	col          *collection.Collection
	env, globals *collection.Environment
	locals       []vars.Var
}

// open opens a file, and the environment that the flags name.
func (a *app) open(ctx context.Context, parts *house.Parts, file string, p *picking) (*opened, error) {
	ws, err := store.Open(ctx, store.Options{Paths: []string{file}, Env: p.env, State: parts.Private.State()})
	if err != nil {
		return nil, err
	}
	o := &opened{ws: ws, globals: ws.Globals()}
	if o.col, err = a.collectionOf(ws, file); err != nil {
		return nil, err
	}
	if p.env != "" {
		if o.env, err = ws.Environment(p.env); err != nil {
			return nil, err
		}
	}
	if o.env != nil || o.globals != nil {
		o.env, o.globals = a.private(ctx, ws, o.env, o.globals)
	}
	o.locals, err = p.locals(o.env)
	return o, err
}

// chosen is one request of a file.
type chosen struct {
	*opened
	job collection.Job
}

// choose opens a file and finds a request in it.
func (a *app) choose(ctx context.Context, parts *house.Parts, file, request string, p *picking) (*chosen, error) {
	o, err := a.open(ctx, parts, file, p)
	if err != nil {
		return nil, err
	}
	ref, err := find(o.col, request)
	if err != nil {
		return nil, err
	}
	c := &chosen{opened: o, job: collection.NewJob(o.col, ref.Chain, o.env, o.globals, o.locals)}
	c.job.ID = "1"
	return c, nil
}

// collectionOf returns the collection that was read from file, and warns of
// what beside it could not be read.
func (a *app) collectionOf(ws *store.Workspace, file string) (*collection.Collection, error) {
	abs, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	for _, p := range ws.Problems() {
		if p.File == abs {
			f := &exit.Failure{Code: exit.Usage, What: p.What, Where: place(file, p), Hint: p.Hint}
			return nil, f
		}
		a.err.Line(theme.Warn, "! "+place(p.File, p)+": "+p.What)
	}
	for _, c := range ws.Collections() {
		if c.File == abs {
			return c, nil
		}
	}
	return nil, &exit.Failure{Code: exit.Usage, What: "this is no collection", Where: file, Hint: "name the file with the requests first, and the environment with -e"}
}

// place is a problem's file with its line and column.
func place(file string, p store.Problem) string {
	if p.Line == 0 {
		return file
	}
	return fmt.Sprintf("%s:%d:%d", file, p.Line, p.Col)
}

// private returns the environment and the globals with their current values.
func (a *app) private(ctx context.Context, ws *store.Workspace, env, globals *collection.Environment) (_, _ *collection.Environment) {
	envs, _, err := ws.LoadPrivate(ctx)
	if err != nil && !errors.Is(err, context.Canceled) {
		a.err.Line(theme.Warn, "! the current values are not all known: "+err.Error())
	}
	for _, e := range envs {
		if env != nil && e.File == env.File {
			env = e
		}
		if globals != nil && e.File == globals.File {
			globals = e
		}
	}
	return env, globals
}

// oneFile refuses what is not one file.
func oneFile(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return exit.Misused("there is no file "+path, "check the path")
	case err == nil && info.IsDir():
		return exit.Misused(path+" is a folder", "name one collection file of it")
	}
	return nil // what else is wrong shows when it is read
}

// find returns the request a person means, or says which it could be.
func find(c *collection.Collection, query string) (collection.Ref, error) {
	ref, candidates := c.Find(query)
	if ref.Item != nil {
		return ref, nil
	}
	if len(candidates) > 0 {
		f := exit.Misused(fmt.Sprintf("%d requests are called %q", len(candidates), query), "use a whole path, or the id")
		f.More = listed(candidates)
		return ref, f
	}
	f := exit.Misused(fmt.Sprintf("there is no request %q in %s", query, c.Name), "postern ls lists them all")
	if alike := nearest(query, c.Requests()); len(alike) > 0 {
		f.Hint = "one of these"
		if len(alike) == 1 {
			f.Hint = "this one"
		}
		f.More = listed(alike)
	}
	return ref, f
}

// nearest returns the requests whose name or path is like what was typed.
func nearest(typed string, refs []collection.Ref) []collection.Ref {
	var names []string
	for _, r := range refs {
		name := r.Item.Name
		if strings.Contains(typed, "/") {
			name = r.Path()
		}
		names = append(names, name)
	}
	var out []collection.Ref
	for _, i := range near.Of(typed, names) {
		out = append(out, refs[i])
	}
	return out
}

// listed are paths with their ids, in two columns.
func listed(refs []collection.Ref) []string {
	width := 0
	for _, r := range refs {
		width = max(width, len([]rune(r.Path())))
	}
	var out []string
	for _, r := range refs {
		out = append(out, fmt.Sprintf("%-*s  %s", width, r.Path(), r.Item.ID))
	}
	return out
}

// unset gives an error about names without a value the hint that fits the
// command line.
func (o *opened) unset(err error) error {
	var e *engine.Error
	if !errors.As(err, &e) || len(e.Missing) == 0 {
		return err
	}
	f := exit.Explain(e)
	f.Hint = o.howToSet(e.Missing[0])
	return f
}

func (o *opened) howToSet(name string) string {
	hint := "set it with --var " + name + "=…"
	if o.env != nil {
		return hint + ", or in the environment " + o.env.Name
	}
	var names []string
	for _, e := range o.ws.Environments() {
		names = append(names, e.Name)
	}
	if len(names) == 0 {
		return hint + ", or name an environment with -e"
	}
	if more := len(names) - near.Most; more > 0 {
		names = append(names[:near.Most], fmt.Sprintf("… and %d more", more))
	}
	return hint + ", or choose an environment with -e: " + strings.Join(names, ", ")
}
