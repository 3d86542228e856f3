package collection

import (
	"encoding/json"
	"maps"

	"postern/auth"
	"postern/engine/vars"
)

// EffectiveAuth returns the auth config that applies at the end of a chain:
// the request's own, else that of the nearest folder, else the collection's.
// A block without a type inherits; every other type, "noauth" and unknown
// ones included, ends the search. from is "request", "folder" or
// "collection", owner the name of what declares it; cfg is nil and both are
// empty when nothing does. The config is not a copy.
func (c *Collection) EffectiveAuth(chain []*Item) (cfg *auth.Config, from, owner string) {
	for i := len(chain) - 1; i >= 0; i-- {
		it := chain[i]
		switch {
		case it.Folder:
			if it.Auth != nil && it.Auth.Type != "" {
				return it.Auth, "folder", it.Name
			}
		case it.Request != nil && it.Request.Auth != nil && it.Request.Auth.Type != "":
			return it.Request.Auth, "request", it.Name
		}
	}
	if c.Auth != nil && c.Auth.Type != "" {
		return c.Auth, "collection", c.Name
	}
	return nil, "", ""
}

// mergedBehavior returns the protocolProfileBehavior at the end of a chain: the
// collection's, overridden key by key by the folders' and the request's.
// It is nil when there is none.
func (c *Collection) mergedBehavior(chain []*Item) map[string]any {
	var out map[string]any
	add := func(m map[string]any) {
		if len(m) > 0 && out == nil {
			out = make(map[string]any, len(m))
		}
		maps.Copy(out, m)
	}
	add(c.Behavior)
	for _, it := range chain {
		add(it.Behavior)
	}
	return out
}

// Layer returns the collection's enabled variables for resolving.
func (c *Collection) Layer() vars.Layer {
	l := vars.Layer{Scope: vars.Collection, Name: c.Name}
	for _, v := range c.Vars {
		if !v.Disabled && v.Key != "" {
			l.Vars = append(l.Vars, vars.Var{Name: v.Key, Value: v.Value, Secret: v.Type == "secret", Type: v.kind()})
		}
	}
	return l
}

// kind is what scripts take the variable for: a number or a boolean where the
// file says so and the value is one.
func (v Variable) kind() vars.Type {
	switch n := json.Number(v.Value); {
	case v.Type == "boolean" && (v.Value == "true" || v.Value == "false"):
		return vars.Boolean
	case v.Type == "number" && json.Valid([]byte(n)):
		if _, err := n.Float64(); err == nil {
			return vars.Number
		}
	}
	return ""
}

// Scripts returns the enabled scripts of one kind that run for the request at
// the end of a chain, in order: the collection's, the folders', its own.
func (c *Collection) Scripts(chain []*Item, listen string) []Script {
	out := c.scripts(nil, c.Name, "", c.Events, listen)
	for _, it := range chain {
		out = c.scripts(out, it.Name, it.ID, it.Events, listen)
	}
	return out
}

// Script is one script with the name of what declares it.
type Script struct {
	Owner, Source string
	// Place tells where it stands from everywhere else, whatever it says; "" is
	// not known.
	Place string `json:"-"`
}

// scripts adds those of one owner; id is its own, "" that of the collection.
func (c *Collection) scripts(out []Script, owner, id string, events []Event, listen string) []Script {
	for _, e := range events {
		if e.Listen == listen && !e.Disabled && e.Script != "" {
			out = append(out, Script{Owner: owner, Source: e.Script, Place: c.ID + "\n" + id + "\n" + listen})
		}
	}
	return out
}
