package run

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postern/engine/collection"
	"postern/engine/runner"
	"postern/engine/runner/data"
	"postern/engine/runner/matrix"
	"postern/engine/vars"
	"postern/store/intake/link"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
	"postern/ui/cli/pick"
	"postern/ui/datafile"
	"postern/ui/theme"
	"postern/ui/words"
)

// outline is what reporters know of the run beside its events.
type outline struct {
	*pick.Opened
	started time.Time
	// grid is what the requests come to as several identities; nil in a run
	// without.
	grid *matrix.Grid
}

// file runs the collection of a file.
func (r *running) file(ctx context.Context, file string, c *cobra.Command) (err error) {
	if err := r.configured(c); err != nil {
		return err
	}
	if err := r.check(c); err != nil {
		return err
	}
	r.going.asked(c, file, r.what.globals)
	if c.Flags().Changed("iteration-count") && r.what.iterations == 0 {
		r.Told.Line(theme.Warn, "! nothing was run: -n is 0")
		return nil
	}
	if !link.Is(file) {
		if err := pick.OneFile(file); err != nil {
			return err
		}
	}
	r.conn.Timeout = r.pace.request // else that of the settings would end it before
	setup, err := r.setup(folder(file))
	if err != nil {
		return err
	}
	parts := r.Wire(setup)
	defer func() {
		if cerr := parts.Close(); err == nil {
			err = cerr
		}
	}()
	temp, err := r.fetched(ctx, parts, &file)
	defer os.RemoveAll(temp) // it is the system's to clear where this cannot
	if err != nil {
		return err
	}
	o, err := r.From(parts).File(ctx, file, &r.pick)
	if err != nil {
		return err
	}
	p, err := r.plan(ctx, o)
	if err != nil {
		return err
	}
	if err := r.resolve(ctx, parts, o); err != nil {
		return err
	}
	if err := r.trusted(ctx, parts, &p); err != nil {
		return err
	}
	if err := r.resumes(ctx, parts, o, &p); err != nil {
		return err
	}
	if p.Parallel <= 1 {
		// Nothing of such a run goes on at the same time: to wake a second
		// processor for every answer takes a tenth of it.
		runtime.GOMAXPROCS(1)
		defer runtime.SetDefaultGOMAXPROCS()
	}
	return r.carryOut(ctx, parts, o, p)
}

// plan puts together what is to be sent.
func (r *running) plan(ctx context.Context, o *pick.Opened) (runner.Plan, error) {
	p := runner.Plan{
		Collection: o.Collection, Locals: o.Locals, Bail: r.pace.stops(),
		Timeout: milliseconds(r.pace.request), Delay: milliseconds(r.pace.delay), Iterations: r.what.iterations,
		Parallel: r.overlap.parallel, Writes: r.overlap.writes, EndAtLogin: true,
	}
	var err error
	if p.Requests, err = picked(o.Collection, r.what.folders); err != nil {
		return p, err
	}
	if err := r.scopes(ctx, o); err != nil {
		return p, err
	}
	p.Env, p.Globals = o.Env, o.Globals
	if r.what.data != "" {
		if p.Data, err = r.dataRows(ctx); err != nil {
			return p, err
		}
		if r.what.iterations == 0 {
			p.Iterations = len(p.Data)
		}
	}
	if r.what.ignoreRedirects {
		p.Behavior = map[string]any{"followRedirects": false}
	}
	return p, nil
}

// trusted refuses a run with scripts that the person trusts neither here nor in
// the workbench: without them it would be another one.
func (r *running) trusted(ctx context.Context, parts *house.Parts, p *runner.Plan) error {
	p.Trusted = true
	if r.what.trust {
		return nil
	}
	var all []collection.Script
	for _, ref := range p.Requests {
		all = append(all, p.Collection.Scripts(ref.Chain, "prerequest")...)
		all = append(all, p.Collection.Scripts(ref.Chain, "test")...)
	}
	if len(all) == 0 {
		return nil
	}
	unknown, err := parts.Private.Trust().Unknown(ctx, all)
	if err != nil || len(unknown) == 0 {
		return err
	}
	f := exit.Misused(p.Collection.Name+" has scripts, which run only where you trust them",
		"--trust, once you have looked at them: they see the variables and answers, and can send requests")
	for _, s := range unknown {
		if line := "of " + s.Owner; !slices.Contains(f.More, line) {
			f.More = append(f.More, line)
		}
	}
	if more := len(f.More) - mostOwners; more > 0 {
		f.More = append(f.More[:mostOwners], fmt.Sprintf("and of %d more", more))
	}
	return f
}

// mostOwners is how many places of scripts a refusal names.
const mostOwners = 5

// scopes puts the variables of the command line into the environment and the
// globals.
func (r *running) scopes(ctx context.Context, o *pick.Opened) error {
	if r.what.globals != "" {
		g, err := pick.Globals(ctx, r.what.globals)
		if err != nil {
			return err
		}
		o.Globals = g
	}
	env, err := assignments("env-var", r.what.envVars)
	if err != nil {
		return err
	}
	globals, err := assignments("global-var", r.what.globalVars)
	if err != nil {
		return err
	}
	o.Env = assigned(o.Env, env, false)
	o.Globals = assigned(o.Globals, globals, true)
	return nil
}

// assigned is an environment with variables set, a copy of its own.
func assigned(e *collection.Environment, vs []vars.Var, globals bool) *collection.Environment {
	if len(vs) == 0 {
		return e
	}
	if e == nil {
		e = &collection.Environment{Globals: globals}
	}
	e = e.Clone()
	for _, v := range vs {
		i := slices.IndexFunc(e.Vars, func(old collection.EnvVar) bool { return old.Key == v.Name && !old.Disabled })
		if i < 0 {
			e.Vars = append(e.Vars, collection.EnvVar{Key: v.Name, Secret: v.Secret})
			i = len(e.Vars) - 1
		}
		e.Vars[i].Current = &v.Value
	}
	return e
}

// dataRows reads the data file, and notes what tells it from others: a pipe is read
// only once.
func (r *running) dataRows(ctx context.Context) (data.Rows, error) {
	text, err := datafile.Stream(ctx, r.what.data)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, exit.Misused(err.Error(), "check the path behind -d")
	}
	digest := sha256.Sum256(text)
	r.what.dataSum = hex.EncodeToString(digest[:6])
	rs, err := data.Parse(text)
	if err != nil {
		return nil, &exit.Failure{Code: exit.Usage, What: err.Error(), Where: r.what.data, Hint: "an array of objects, or a line of names with lines of values"}
	}
	return rs, nil
}

// carryOut runs the plan, writes the exports and says how it ended.
func (r *running) carryOut(ctx context.Context, parts *house.Parts, o *pick.Opened, p runner.Plan) error {
	run, grid := r.carrying(parts.Sender, p)
	reps, err := r.reporters(&outline{Opened: o, started: time.Now(), grid: grid})
	if err != nil {
		return err
	}
	if r.pace.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, milliseconds(r.pace.timeout), errTimeout)
		defer cancel()
	}
	left := &leftBehind{}
	hear := append(reps, printer{left}, printer{&r.going})
	if r.keeps(parts, o, &p); r.history.rec != nil {
		hear = append(hear, printer{r.history.rec})
	}
	sum, err := run(ctx, hear)
	if errors.Is(context.Cause(ctx), errTimeout) {
		err = &exit.Failure{Code: exit.RunFailed, What: "the run took more than " + words.Took(milliseconds(r.pace.timeout)), Hint: "--timeout allows it more"}
	}
	errs := []error{err}
	for _, rep := range reps {
		errs = append(errs, rep.finish())
	}
	r.alone(left.Ended)
	err = together(append(errs, r.export(o, left.Scopes)...))
	wayOn := r.wayOn()
	r.kept(left.Ended, wayOn)
	switch {
	case err != nil:
		return stopped(err, wayOn)
	case sum.NeedsLogin:
		return r.loggedOut(o, left.Ended, wayOn)
	case wayOn != "":
		r.Told.Line(theme.Accent, "  try  "+wayOn)
	}
	switch {
	case r.pace.suppress, sum.Failed == 0 && !sum.Broken():
		return nil
	case sum.Failed == sum.Unauthorised && !sum.Broken():
		return exit.Status(exit.NotAuthorised)
	}
	return exit.Status(exit.RunFailed)
}

// together is the first of several errors, with the others told below it; nil if
// there are none.
func together(errs []error) error {
	errs = slices.DeleteFunc(errs, func(err error) bool { return err == nil })
	switch len(errs) {
	case 0:
		return nil
	case 1:
		return errs[0]
	}
	f := *exit.Explain(errs[0])
	f.Err = errors.Join(errs...)
	for _, err := range errs[1:] {
		other := exit.Explain(err)
		f.More = append(f.More, strings.TrimPrefix(other.Where+": "+other.What, ": "))
	}
	return &f
}

var errTimeout = errors.New("the time of the run is up")

// leftBehind keeps what a run leaves.
type leftBehind struct{ runner.Ended }

// Report implements [runner.Reporter].
func (l *leftBehind) Report(e runner.Event) {
	if e, ok := e.(runner.Ended); ok {
		l.Ended = e
	}
}

// picked are the requests of a run, or what a name could have meant.
func picked(c *collection.Collection, names []string) ([]collection.Ref, error) {
	refs, err := runner.Select(c, names...)
	var unknown *runner.UnknownError
	if !errors.As(err, &unknown) {
		return refs, err
	}
	return nil, nameless(c, unknown)
}

// nameless is what the name of no folder or request could have meant.
func nameless(c *collection.Collection, unknown *runner.UnknownError) *exit.Failure {
	alike := pick.Nearest(unknown.Name, slices.Concat(c.Folders(), c.Requests()))
	return exit.Misused(unknown.Error()+" in "+c.Name, "postern ls lists them all").Offer(pick.Listed(alike))
}
