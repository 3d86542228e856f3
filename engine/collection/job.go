package collection

import (
	"slices"

	"postern/auth"
	"postern/engine/vars"
)

// Job is a self-contained snapshot of one request: everything the engine needs
// to send it, and nothing that changes under it.
type Job struct {
	// ID names this send; results carry it.
	ID string
	// Path are the names from the collection down to the request.
	Path []string
	// ItemID is the request's [Item.ID].
	ItemID  string
	Request Request
	// Auth is the effective config after inheritance, not yet resolved; its
	// Realm is that of the environment, see [Environment.Realm].
	Auth auth.Config
	// AuthFrom is "request", "folder", "collection" or "" for none.
	AuthFrom string
	// AuthOwner is the name of the folder or collection the auth came from.
	AuthOwner string
	// As is who the request is sent as; nil is as it says itself.
	As *Identity
	// Behavior is the merged protocolProfileBehavior.
	Behavior map[string]any
	Scopes   vars.Set
	// Before and After are the scripts that belong to the send, in order.
	// Trusted says that the person lets them run.
	Before, After []Script
	Trusted       bool
	// Run names the run that the send is of, Iteration counts from 0 in its
	// Iterations; all are empty outside one.
	Run                   string
	Iteration, Iterations int
}

// NewJob makes the snapshot of the request at the end of chain; of a folder
// there, or of the collection where chain is empty, it is a job without a
// request, good for its auth. env and globals may be nil; locals win over everything. The caller names the job by
// its ID.
func NewJob(c *Collection, chain []*Item, env, globals *Environment, locals []vars.Var) Job {
	return NewJobIn(c, chain, env, Scopes(c, env, globals, locals))
}

// NewJobIn is [NewJob] with scopes that were made before. Whoever sends many
// requests makes them once, and again when a variable has changed.
func NewJobIn(c *Collection, chain []*Item, env *Environment, scopes vars.Set) Job {
	j := LentJob(c, chain, env, scopes)
	j.Request = j.Request.Clone()
	return j
}

// LentJob is [NewJobIn] for a collection that does not change as long as there
// is the job: its request is the collection's own, not a copy.
func LentJob(c *Collection, chain []*Item, env *Environment, scopes vars.Set) Job {
	j := Job{Path: make([]string, 1, len(chain)+1), Scopes: scopes}
	j.Path[0] = c.Name
	for _, it := range chain {
		j.Path = append(j.Path, it.Name)
	}
	if n := len(chain); n > 0 {
		j.ItemID = chain[n-1].ID
		if r := chain[n-1].Request; r != nil {
			j.Request = *r
		}
	}
	cfg, from, owner := c.EffectiveAuth(chain)
	if cfg != nil {
		j.Auth, j.AuthFrom, j.AuthOwner = cfg.Clone(), from, owner
	}
	if env != nil {
		j.Auth.Realm = env.Realm()
	}
	j.Before, j.After = c.Scripts(chain, "prerequest"), c.Scripts(chain, "test")
	j.Behavior = cloneMap(c.mergedBehavior(chain))
	return j
}

// Scopes are the layers that the names in a collection's requests are looked
// up in. They are copies: what is edited later does not change them.
func Scopes(c *Collection, env, globals *Environment, locals []vars.Var) vars.Set {
	var layers []vars.Layer
	if len(locals) > 0 {
		layers = append(layers, vars.Layer{Scope: vars.Local, Vars: slices.Clone(locals)})
	}
	if env != nil {
		layers = append(layers, env.Layer())
	}
	layers = append(layers, c.Layer())
	if globals != nil {
		layers = append(layers, globals.Layer())
	}
	return vars.NewSet(layers...)
}

// ResolvedAuth is the job's auth config with its names replaced, as a scheme
// would get it: what a token is looked up by.
func (j Job) ResolvedAuth() auth.Config {
	return j.Auth.Map(func(s string) string {
		out, _ := j.Scopes.Expand(s)
		return out
	})
}
