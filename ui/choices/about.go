package choices

import (
	"postern/engine/collection"
	"postern/ui/authform"
	"postern/ui/desk"
	"postern/ui/safe"
	"postern/ui/words"
)

// About tells of the folder at the end of chain, or of the collection, and
// returns its settings.
func About(c *collection.Collection, chain []*collection.Item) (title safe.Text, facts []safe.Text, own collection.Settings) {
	name, own, kind, n := c.Name, c.Settings(), "collection "+c.Schema, len(c.Requests())
	if at := len(chain); at > 0 {
		f := chain[at-1]
		name, own, kind, n = f.Name, f.Settings(), "folder of "+c.Name, desk.Requests(f)
	}
	facts = []safe.Text{safe.Clean(kind + " · " + words.Plural(n, "request"))}
	if cfg, _, owner := c.EffectiveAuth(chain); cfg != nil {
		facts = append(facts, safe.Lit("auth: ").Plus(authform.Label(*cfg), safe.Lit(", set by "), safe.Clean(owner)))
	}
	return safe.Clean(name), facts, own
}
