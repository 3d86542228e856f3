package report

import (
	"slices"

	"postern/auth"
	"postern/engine/collection"
	"postern/engine/redact"
)

// secrets are what the files of a run say is secret, wherever else it stands in
// them: in scripts, in descriptions, in the names of tests. What scripts hold are
// the [Run.Literals].
func (r Run) secrets() []auth.Secret {
	var out []auth.Secret
	named := func(name, value string, secret bool) {
		if secret || redact.Sensitive(name) {
			out = append(out, auth.Secret(value))
		}
	}
	for _, e := range []*collection.Environment{r.Env, r.Globals} {
		if e == nil {
			continue
		}
		for _, v := range e.Vars {
			named(v.Key, v.Initial, v.Secret)
			if v.Current != nil {
				named(v.Key, *v.Current, v.Secret)
			}
		}
	}
	for _, v := range r.Collection.Vars {
		named(v.Key, v.Value, v.Type == "secret")
	}
	keys := authKeys()
	add := func(c *auth.Config) {
		if c == nil {
			return
		}
		for _, a := range c.Attrs {
			if s, ok := a.Value.(string); ok && slices.Contains(keys, c.Type+" "+a.Key) {
				out = append(out, auth.Secret(s))
			}
		}
	}
	add(r.Collection.Auth)
	r.Collection.Walk(func(_ []*collection.Item, it *collection.Item) bool {
		add(it.Auth)
		if it.Request != nil {
			add(it.Request.Auth)
			out = append(out, requestSecrets(it.Request)...)
		}
		return true
	})
	return slices.DeleteFunc(out, func(s auth.Secret) bool { return isTemplate(s.Reveal()) })
}

// Literals masks what the scripts of the collection hold as secrets: what one of
// them has typed, another may print, or a server answer to.
func (r Run) Literals() redact.Redactor { return redact.New(r.literals()...) }

func (r Run) literals() []auth.Secret {
	var out []auth.Secret
	add := func(events []collection.Event) {
		for _, e := range events {
			out = append(out, redact.ScriptSecrets(e.Script)...)
		}
	}
	add(r.Collection.Events)
	r.Collection.Walk(func(_ []*collection.Item, it *collection.Item) bool {
		add(it.Events)
		return true
	})
	return out
}

// authKeys are the secret attributes of all schemes, "type key".
func authKeys() []string {
	var out []string
	for _, s := range auth.Schemes() {
		for _, f := range s.Fields() {
			if f.Secret {
				out = append(out, s.Type()+" "+f.Key)
			}
		}
	}
	return out
}

// requestSecrets are what a request holds under the names of secrets.
func requestSecrets(r *collection.Request) []auth.Secret {
	out := redact.URLSecrets(r.URL.String())
	for _, h := range r.Headers {
		out = append(out, redact.HeaderSecrets(h.Key, h.Value)...)
	}
	for _, list := range [][]collection.Param{r.URL.Vars, r.Body.URLEncoded} {
		for _, p := range list {
			out = append(out, redact.HeaderSecrets(p.Key, p.Value)...)
		}
	}
	for _, p := range r.Body.Form {
		out = append(out, redact.HeaderSecrets(p.Key, p.Value)...)
	}
	return slices.Concat(out, redact.BodySecrets(r.Body.Raw), redact.BodySecrets(r.Body.GraphQL.Variables))
}

// known are the secrets that a report has heard of. A run that makes new ones
// without end is remembered by the latest of them.
type known struct {
	file, seen []auth.Secret
	in         map[auth.Secret]bool
	// fileMask masks those of the file, literals those of its scripts.
	fileMask, literals redact.Redactor
}

func newKnown(r Run) known {
	scripts := r.literals()
	file := append(r.secrets(), scripts...)
	return known{file: file, fileMask: redact.New(file...), literals: redact.New(scripts...)}
}

// mostKnown bounds what is remembered.
const mostKnown = 4096

func (k *known) hear(secrets []auth.Secret) {
	for _, s := range secrets {
		if k.in[s] {
			continue
		}
		if k.in == nil || len(k.seen) >= mostKnown {
			k.in, k.seen = make(map[auth.Secret]bool), nil
		}
		k.in[s] = true
		k.seen = append(k.seen, s)
	}
}

// mask masks all of them.
func (k *known) mask() redact.Redactor {
	return redact.New(slices.Concat(k.file, k.seen)...)
}
