package token

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postern/auth"
	"postern/engine/collection"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
	"postern/ui/cli/pick"
)

// source are the flags that say where configurations are looked for.
type source struct {
	file string
	pick.Flags
}

func (o *source) flags(c *cobra.Command) {
	c.Flags().StringVarP(&o.file, "file", "f", "", "look for NAME in the requests of this `FILE|DIR`, not among the tokens")
	o.Add(c)
}

// named reports whether the person says where to look.
func (o *source) named() bool { return o.file != "" || o.Env != "" || len(o.Vars) > 0 }

// again are the flags as the person would have to write them.
func (o *source) again() string {
	var b strings.Builder
	if o.file != "" {
		b.WriteString(" -f " + console.Quote(o.file))
	}
	if o.Env != "" {
		b.WriteString(" -e " + console.Quote(o.Env))
	}
	for _, v := range o.Vars {
		b.WriteString(" --var " + console.Quote(v))
	}
	return b.String()
}

// config returns the OAuth 2.0 configuration that name means, with its values:
// by its token name, else by the name or the path of a request, folder or
// collection that has it.
func (s *session) config(ctx context.Context, name string, o *source) (auth.Config, error) {
	var paths []string
	if o.file != "" {
		paths = []string{o.file}
	}
	from := pick.From{State: s.Private.State(), Told: s.Told}
	opened, err := from.Files(ctx, paths, &o.Flags)
	if err != nil {
		return auth.Config{}, err
	}
	hits, known := candidates(opened, name)
	switch len(hits) {
	case 1:
		return hits[0].resolve(opened)
	case 0:
		return auth.Config{}, s.unknown(ctx, name, known, "postern token ls lists the tokens; -f names the files to look in")
	}
	f := exit.Misused(fmt.Sprintf("%d configurations are called %q", len(hits), name), "name the file with -f, or a request by its path")
	for _, h := range hits {
		f.More = append(f.More, strings.Join(h.job.Path, "/"))
	}
	return auth.Config{}, f
}

// hit is a configuration that could be meant.
type hit struct{ job collection.Job }

// candidates are the configurations that could be meant, and the token names
// there are.
func candidates(o *pick.Opened, name string) (hits []hit, known []string) {
	var byToken, byName []hit
	for _, col := range o.Collections() {
		scopes := collection.Scopes(col, o.Env, o.Globals, o.Locals)
		look := func(chain []*collection.Item) {
			cfg, _, _ := col.EffectiveAuth(chain)
			if cfg == nil || cfg.Type != (auth.OAuth2{}).Type() {
				return
			}
			token, _ := scopes.Expand(cfg.Get("tokenName"))
			if token != "" && !slices.Contains(known, token) {
				known = append(known, token)
			}
			own, path := col.Name, col.Name
			if n := len(chain); n > 0 {
				own, path = chain[n-1].Name, collection.Ref{Chain: chain}.Path()
			}
			switch name {
			case token:
				byToken = append(byToken, hit{collection.NewJobIn(col, chain, o.Env, scopes)})
			case own, path:
				byName = append(byName, hit{collection.NewJobIn(col, chain, o.Env, scopes)})
			}
		}
		look(nil)
		col.Walk(func(chain []*collection.Item, _ *collection.Item) bool {
			look(chain)
			return true
		})
	}
	if len(byToken) == 0 {
		byToken = byName
	}
	return distinct(byToken), known
}

// distinct leaves one of those that share a token.
func distinct(hits []hit) []hit {
	var out []hit
	seen := map[string]bool{}
	for _, h := range hits {
		if key := auth.Key(h.job.ResolvedAuth()); !seen[key] {
			seen[key] = true
			out = append(out, h)
		}
	}
	return out
}

// resolve replaces the names in the configuration, which must all have values.
func (h hit) resolve(o *pick.Opened) (auth.Config, error) {
	missing := ""
	c := h.job.Auth.Map(func(s string) string {
		out, uses := h.job.Scopes.Expand(s)
		for _, u := range uses {
			if !u.Resolved && missing == "" {
				missing = u.Name
			}
		}
		return out
	})
	if missing != "" {
		return c, &exit.Failure{
			Code: exit.Usage, What: "{{" + missing + "}} is not set", Hint: o.HowToSet(missing),
			Where: "the auth settings of " + strings.Join(h.job.Path, "/"),
		}
	}
	return c, nil
}
