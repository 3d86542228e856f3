// Package scripts is the scripts of collections at work in the workbench: they
// run once the person trusts them, and what they leave in variables lands where
// the person sees it.
//
//	send ─▶ Guard ─┬─ all trusted ──▶ with scripts
//	               ├─ held back ────▶ without
//	               └─ unknown ──────▶ Untrusted: the person is asked, and sends again
//
// It runs none itself: that is engine/scripted's.
package scripts

import (
	"context"
	"errors"
	"slices"
	"sync"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/script"
	"postern/engine/vars"
	"postern/store/trust"
	"postern/ui/dialog/confirm"
	"postern/ui/environs"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/words"
)

// Engine is what sends; [scripted.Sender] is one.
type Engine interface {
	Send(ctx context.Context, job collection.Job, watch func(engine.Event)) (*engine.Exchange, error)
}

// Trust is which scripts the person trusts; [trust.Scripts] is one.
type Trust interface {
	Unknown(ctx context.Context, scripts []collection.Script) ([]collection.Script, error)
	Trust(ctx context.Context, scripts []collection.Script) error
	// Changed says what has become of a script since the one in its place was
	// trusted; ok is false if there was none.
	Changed(ctx context.Context, one collection.Script) (c trust.Change, ok bool, err error)
}

// Guard sends jobs, with their scripts once they are trusted. It is safe for
// concurrent use.
type Guard struct {
	engine Engine
	trust  Trust
	mu     sync.Mutex
	// held are the scripts that the person does not want to run, until the end
	// of the program.
	held map[string]bool
	// own are what the person has written, by collection.
	own map[string]*written
	// asked are the scripts of every [Guard.Question] that has no answer yet, by
	// what it is of.
	asked map[string]asked
}

// New returns a guard.
func New(e Engine, t Trust) *Guard {
	return &Guard{engine: e, trust: t, held: map[string]bool{}, own: map[string]*written{}, asked: map[string]asked{}}
}

// Untrusted is the error of a send whose scripts the person has to be asked
// about. Nothing was sent.
type Untrusted struct {
	Scripts []collection.Script
	// Changed are those of them that are another one than was trusted.
	Changed map[collection.Script]trust.Change
}

// Error implements error.
func (u *Untrusted) Error() string {
	return words.Plural(len(u.Scripts), "script") + " may run only once you trust them"
}

// Send sends a job, or fails with [*Untrusted].
func (g *Guard) Send(ctx context.Context, job collection.Job, watch func(engine.Event)) (*engine.Exchange, error) {
	job.Trusted = false // it is not for the job to say
	all := slices.Concat(job.Before, job.After)
	if len(all) == 0 || g.trust == nil {
		return g.engine.Send(ctx, job, watch)
	}
	unknown, err := g.ask(ctx, all)
	if err != nil {
		return nil, err
	}
	job.Trusted = len(unknown) == 0
	return g.engine.Send(ctx, job, watch)
}

// Check fails with [*Untrusted] where the person has to be asked before scripts
// may run, or be held back.
func (g *Guard) Check(ctx context.Context, scripts []collection.Script) error {
	if g.trust == nil || len(scripts) == 0 {
		return nil
	}
	_, err := g.ask(ctx, scripts)
	return err
}

// ask returns the scripts that are not trusted, all of which are held back. For
// others it fails with [*Untrusted].
func (g *Guard) ask(ctx context.Context, scripts []collection.Script) (unknown []collection.Script, err error) {
	if unknown, err = g.unknown(ctx, scripts); err != nil {
		return nil, err
	}
	g.mu.Lock()
	fresh := slices.DeleteFunc(slices.Clone(unknown), func(s collection.Script) bool { return g.held[s.Source] })
	g.mu.Unlock()
	if len(fresh) == 0 {
		return unknown, nil
	}
	u := &Untrusted{Scripts: fresh, Changed: map[collection.Script]trust.Change{}}
	for _, s := range fresh {
		c, ok, err := g.trust.Changed(ctx, s)
		if err != nil {
			return nil, err
		}
		if ok {
			u.Changed[s] = c
		}
	}
	return nil, u
}

// hold keeps scripts from running and from being asked about again.
func (g *Guard) hold(scripts []collection.Script) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, s := range scripts {
		g.held[s.Source] = true
	}
}

// Trust lets scripts run from now on.
func (g *Guard) Trust(ctx context.Context, scripts []collection.Script) error {
	g.mu.Lock()
	clear(g.own) // what is found from now on is what was trusted
	g.mu.Unlock()
	return g.trust.Trust(ctx, scripts)
}

// The answers to [Guard.Question].
const (
	Run     = "run"
	Without = "without"
	Look    = "look"
	Cancel  = "cancel"
)

// Question asks whether the scripts of a collection may run. It is nil for an
// error that asks for nothing.
func (g *Guard) Question(name, of string, err error, c *collection.Collection) *confirm.Options {
	var u *Untrusted
	if !errors.As(err, &u) || c == nil {
		return nil
	}
	g.mu.Lock()
	g.asked[of] = asked{All(c), owners(u.Scripts)}
	g.mu.Unlock()
	lines := append(u.told(),
		safe.Lit("They see the variables and the answers, and can send requests. They reach neither files nor the rest of this machine."),
		safe.Lit("The Scripts tab shows what they say. One that changes is asked about again."))
	return &confirm.Options{
		Name: name, Of: of, Title: safe.Clean("Trust the scripts of " + c.Name + "?"), Lines: lines, Cancel: Cancel,
		Choices: []confirm.Choice{
			{ID: Look, Letter: "c", Title: safe.Lit("do not send; look at them first")},
			{ID: Run, Letter: "t", Title: safe.Lit("trust all scripts of the collection, and send")},
			{ID: Without, Letter: "w", Title: safe.Lit("send without scripts, until the end of this session"), Role: theme.Warn},
		},
	}
}

// All are the scripts of a collection, wherever they stand.
func All(c *collection.Collection) []collection.Script {
	var out []collection.Script
	add := func(chain []*collection.Item) {
		out = append(out, c.Scripts(chain, string(script.BeforeRequest))...)
		out = append(out, c.Scripts(chain, string(script.AfterResponse))...)
	}
	add(nil)
	c.Walk(func(chain []*collection.Item, _ *collection.Item) bool {
		add(chain)
		return true
	})
	return out
}

// Changes are what the scripts around a send did to variables.
func Changes(x *engine.Exchange) []script.Change {
	var out []script.Change
	for _, o := range x.Outcomes() {
		out = append(out, o.Changes...)
	}
	return out
}

// Of are the changes of one scope.
func Of(changes []script.Change, scope vars.Scope) []script.Change {
	var out []script.Change
	for _, c := range changes {
		if c.Scope == scope {
			out = append(out, c)
		}
	}
	return out
}

// Changed is an environment with the current values that scripts have left in
// it. A variable that they make is private: its file is not theirs to change.
// For the same reason what they remove becomes empty where the file has it.
// changed is false if that is nothing new.
func Changed(e *collection.Environment, changes []script.Change) (out *collection.Environment, changed bool) {
	out = e
	find := func(key string) int {
		return slices.IndexFunc(out.Vars, func(v collection.EnvVar) bool { return v.Key == key })
	}
	set := func(key, value string) {
		for _, v := range out.Vars {
			if v.Key == key && !v.Disabled && v.Value() == value {
				return
			}
		}
		made := find(key) < 0
		out, changed = environs.WithValue(out, key, value), true
		if made {
			out.Vars[len(out.Vars)-1].Private = true
		}
	}
	unset := func(key string) {
		switch i := find(key); {
		case i >= 0 && out.Vars[i].Private:
			out, changed = out.Clone(), true
			out.Vars = slices.Delete(out.Vars, i, i+1)
		case i >= 0:
			set(key, "")
		}
	}
	for _, c := range changes {
		switch c.Op {
		case script.Set:
			set(c.Var.Key, c.Var.Value)
		case script.Unset:
			unset(c.Var.Key)
		case script.Clear:
			for _, v := range out.Clone().Vars {
				unset(v.Key)
			}
		}
	}
	return out, changed
}
