package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/script"
	"postern/engine/scripted"
	"postern/engine/vars"
	"postern/ui/cli/console"
	"postern/ui/cli/house"
	"postern/ui/cli/pick"
	"postern/ui/scripts"
	"postern/ui/theme"
)

// trusted says in a job whether its scripts may run: the person trusts them in
// the workbench, or says so here.
func (a *app) trusted(ctx context.Context, parts *house.Parts, job *collection.Job, always bool) (err error) {
	all := slices.Concat(job.Before, job.After)
	job.Trusted = always || len(all) == 0
	if !job.Trusted {
		job.Trusted, err = parts.Private.Trust().All(ctx, all)
	}
	return err
}

// scripts tells what the scripts around a send printed and tested, and keeps
// the variables they set.
func (a *app) scripts(ctx context.Context, c *pick.Chosen, x *engine.Exchange, t *teller) {
	if slices.Contains(x.Warnings, scripted.Held) {
		a.err.Line(theme.Accent, "  try  --trust, once you have looked at them")
	}
	if x.Skipped() {
		a.err.Line(theme.Faint, "not sent: a script skips it")
	}
	t.tell(x)
	mask := x.Public()
	for _, out := range x.Outcomes() {
		for _, e := range out.Errors {
			a.err.Line(theme.Error, "  ✗ a script broke off: "+e.Name+": "+mask.Text(e.Message)+e.Place.String())
		}
	}
	leave(ctx, a.err, c, scripts.Of(scripts.Changes(x), vars.Environment), c.Env, "no environment is chosen: -e chooses one")
	leave(ctx, a.err, c, scripts.Of(scripts.Changes(x), vars.Globals), c.Globals, "there is no file of globals beside the collection")
	lost(a.err, slices.DeleteFunc(scripts.Of(scripts.Changes(x), vars.Collection), func(ch script.Change) bool {
		return slices.ContainsFunc(c.Collection.Vars, func(v collection.Variable) bool { return v.Key == ch.Var.Key && v.Value == ch.Var.Value })
	}), "variables of the collection last until the end of a send or run; those of an environment stay")
}

// leave keeps what scripts have changed of an environment, as current values;
// without says why there is no place for it.
func leave(ctx context.Context, told *console.Stream, c *pick.Chosen, changes []script.Change, e *collection.Environment, without string) {
	if e == nil || e.File == "" {
		lost(told, changes, without)
		return
	}
	e, changed := scripts.Changed(e, changes)
	if !changed {
		return
	}
	if err := c.SaveCurrent(ctx, e); err != nil && !errors.Is(err, context.Canceled) {
		told.Line(theme.Warn, "! the variables that scripts set are not kept: "+err.Error())
	}
}

// lost tells what scripts have set that nobody keeps, and why.
func lost(told *console.Stream, changes []script.Change, why string) {
	var names []string
	for _, ch := range changes {
		if ch.Op == script.Set && !slices.Contains(names, ch.Var.Key) {
			names = append(names, ch.Var.Key)
		}
	}
	if len(names) > 0 {
		told.Line(theme.Warn, "! what scripts set is not kept for the next send ("+strings.Join(names, ", ")+"): "+why)
	}
}

// teller prints what scripts print and test, each thing once.
type teller struct {
	to *console.Stream
	// lines and tests are how many were printed, of the scripts before the
	// request and of those behind the answer.
	lines, tests [2]int
}

// watch prints what scripts tell while they run, for a person who watches; what
// is no terminal gets it at the end, when all secrets are known.
func (t *teller) watch(e engine.Event) {
	if e.Told != nil && t.to.TTY() {
		t.tell(e.Told)
	}
}

func (t *teller) tell(x *engine.Exchange) {
	mask := x.Public()
	for i, out := range []*script.Outcome{x.Before, x.After} {
		if out == nil {
			continue
		}
		for ; t.lines[i] < len(out.Console); t.lines[i]++ {
			for text := range strings.SplitSeq(mask.Text(out.Console[t.lines[i]].Text), "\n") {
				t.to.Line(theme.Faint, "  │ "+text)
			}
		}
		for ; t.tests[i] < len(out.Tests); t.tests[i]++ {
			one := out.Tests[t.tests[i]]
			tell(t.to, mask.Text(one.Name), one.Why(mask.Text), one)
		}
	}
}

// tell tells of one test.
func tell(to *console.Stream, name, why string, t script.Test) {
	switch {
	case t.Skipped:
		to.Line(theme.Faint, "  – "+name+" (skipped)")
	case t.Passed:
		to.Line(theme.OK, "  ✓ "+name)
	default:
		to.Line(theme.Error, "  ✗ "+name)
		for line := range strings.SplitSeq(why, "\n") {
			to.Line(theme.Error, "    "+line)
		}
	}
}
