// Package pick opens what a command line names: a file or a folder, an
// environment, a request.
//
// It sends nothing and prints only warnings about files. Names that are not
// there, or there twice, are errors that offer what was meant.
package pick

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
	"postern/store/state"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
	"postern/ui/cli/near"
	"postern/ui/cli/room"
	"postern/ui/theme"
)

// Flags say with which values a request is sent.
type Flags struct {
	// Env names the environment, "" for none.
	Env string
	// Vars are NAME=VALUE.
	Vars []string
}

// Add adds them to a command.
func (p *Flags) Add(c *cobra.Command) {
	c.Flags().StringVarP(&p.Env, "env", "e", "", "environment: its `NAME`, its id, or a file")
	c.Flags().StringArrayVar(&p.Vars, "var", nil, "set a variable for this once, `NAME=VALUE`; may be repeated")
}

// locals reads the --var flags.
func (p *Flags) locals(env *collection.Environment) ([]vars.Var, error) {
	var out []vars.Var
	for _, v := range p.Vars {
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

// From is where a command's files and values come from.
type From struct {
	// State knows the current values.
	State *state.State
	// Told is for warnings.
	Told *console.Stream
}

// Opened are files with what their requests are sent with.
type Opened struct {
	*store.Workspace
	// Collection is the one of the file, if it was one.
	Collection   *collection.Collection
	Env, Globals *collection.Environment
	Locals       []vars.Var
}

// File opens a file with a collection, and the environment that the flags name.
func (f From) File(ctx context.Context, file string, p *Flags) (*Opened, error) {
	o, err := f.open(ctx, []string{file}, p)
	if err != nil {
		return nil, err
	}
	if o.Collection, err = f.collectionOf(o.Workspace, file); err != nil {
		return nil, err
	}
	return o, f.choose(ctx, o, p)
}

// Files opens files and folders, or the usual ones if there are none, and the
// environment that the flags name.
func (f From) Files(ctx context.Context, paths []string, p *Flags) (*Opened, error) {
	o, err := f.open(ctx, paths, p)
	if err != nil {
		return nil, err
	}
	for _, problem := range o.Problems() {
		f.warn(problem)
	}
	return o, f.choose(ctx, o, p)
}

func (f From) open(ctx context.Context, paths []string, p *Flags) (*Opened, error) {
	if slices.ContainsFunc(paths, isLarge) {
		room.Usual() // reading leaves much behind
	}
	ws, err := store.Open(ctx, store.Options{Paths: paths, Env: p.Env, State: f.State})
	if err != nil {
		return nil, err
	}
	room.Fit() // what was read stays
	return &Opened{Workspace: ws, Globals: ws.Globals()}, nil
}

// isLarge reports whether a path is that of a file above a megabyte, or a folder.
func isLarge(path string) bool {
	info, err := os.Stat(path)
	return err == nil && (info.IsDir() || info.Size() > 1<<20)
}

// choose takes the environment that the flags name, and all values.
func (f From) choose(ctx context.Context, o *Opened, p *Flags) (err error) {
	if p.Env != "" {
		if o.Env, err = o.Environment(p.Env); err != nil {
			return err
		}
	}
	if o.Env != nil || o.Globals != nil {
		o.Env, o.Globals = f.private(ctx, o.Workspace, o.Env, o.Globals)
	}
	o.Locals, err = p.locals(o.Env)
	return err
}

// Values returns an environment of what was opened with its current values.
func (f From) Values(ctx context.Context, o *Opened, env *collection.Environment) *collection.Environment {
	env, _ = f.private(ctx, o.Workspace, env, nil)
	return env
}

// Globals reads a file of globals, or of an environment to take for them.
func Globals(ctx context.Context, file string) (*collection.Environment, error) {
	if err := OneFile(file); err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	ws, err := store.Open(ctx, store.Options{Paths: []string{file}})
	if err != nil {
		return nil, err
	}
	// What lies beside the file is open too, and not what was asked for.
	if g := ws.Globals(); g != nil && g.File == abs {
		return g, nil
	}
	for _, e := range ws.Environments() {
		if e.File == abs {
			g := e.Clone()
			g.Globals = true
			return g, nil
		}
	}
	for _, p := range ws.Problems() {
		if p.File == abs {
			return nil, &exit.Failure{Code: exit.Usage, What: p.What, Where: place(file, p), Hint: p.Hint}
		}
	}
	return nil, &exit.Failure{Code: exit.Usage, What: "this is no file of globals", Where: file, Hint: "name the file that Postman exports as globals"}
}

// Chosen is one request of a file.
type Chosen struct {
	*Opened
	Job collection.Job
}

// Request opens a file and finds a request in it.
func (f From) Request(ctx context.Context, file, request string, p *Flags) (*Chosen, error) {
	o, err := f.File(ctx, file, p)
	if err != nil {
		return nil, err
	}
	ref, err := find(o.Collection, request)
	if err != nil {
		return nil, err
	}
	c := &Chosen{Opened: o, Job: o.jobOf(o.Collection, ref.Chain)}
	c.Job.ID = "1"
	return c, nil
}

// jobOf is the job of what stands at the end of chain, with these values.
func (o *Opened) jobOf(c *collection.Collection, chain []*collection.Item) collection.Job {
	return collection.NewJob(c, chain, o.Env, o.Globals, o.Locals)
}

// collectionOf returns the collection that was read from file, and warns of
// what beside it could not be read.
func (f From) collectionOf(ws *store.Workspace, file string) (*collection.Collection, error) {
	abs, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	for _, p := range ws.Problems() {
		if p.File == abs {
			return nil, &exit.Failure{Code: exit.Usage, What: p.What, Where: place(file, p), Hint: p.Hint}
		}
		f.warn(p)
	}
	for _, c := range ws.Collections() {
		if c.File == abs {
			return c, nil
		}
	}
	return nil, &exit.Failure{Code: exit.Usage, What: "this is no collection", Where: file, Hint: "name the file with the requests first, and the environment with -e"}
}

// warn tells of a file that could not be opened.
func (f From) warn(p store.Problem) {
	f.Told.Line(theme.Warn, "! "+place(p.File, p)+": "+p.What)
}

// place is a problem's file with its line and column.
func place(file string, p store.Problem) string {
	if p.Line == 0 {
		return file
	}
	return fmt.Sprintf("%s:%d:%d", file, p.Line, p.Col)
}

// private returns the environment and the globals with their current values.
func (f From) private(ctx context.Context, ws *store.Workspace, env, globals *collection.Environment) (_, _ *collection.Environment) {
	envs, _, err := ws.LoadPrivate(ctx)
	if err != nil && !errors.Is(err, context.Canceled) {
		f.Told.Line(theme.Warn, "! the current values are not all known: "+err.Error())
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

// OneFile refuses what is not one file.
func OneFile(path string) error {
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
		f.More = Listed(candidates)
		return ref, f
	}
	f := exit.Misused(fmt.Sprintf("there is no request %q in %s", query, c.Name), "postern ls lists them all")
	return ref, f.Offer(Listed(Nearest(query, c.Requests())))
}

// Nearest returns the requests whose name or path is like what was typed.
func Nearest(typed string, refs []collection.Ref) []collection.Ref {
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

// Listed are paths with their ids, in two columns.
func Listed(refs []collection.Ref) []string {
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

// Unset gives an error about names without a value the hint that fits the
// command line.
func (o *Opened) Unset(err error) error {
	var e *engine.Error
	if !errors.As(err, &e) || len(e.Missing) == 0 {
		return err
	}
	f := exit.Explain(e)
	f.Hint = o.HowToSet(e.Missing[0])
	return f
}

// HowToSet says how a name gets a value.
func (o *Opened) HowToSet(name string) string {
	hint := "set it with --var " + name + "=…"
	if o.Env != nil && o.Env.Name != "" { // that of --env-var has none
		return hint + ", or in the environment " + o.Env.Name
	}
	var names []string
	for _, e := range o.Environments() {
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
