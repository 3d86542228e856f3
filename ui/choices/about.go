package choices

import (
	"fmt"

	"postern/engine/collection"
	"postern/ui/authform"
	"postern/ui/desk"
	"postern/ui/pane/request"
	"postern/ui/safe"
)

// About tells of the folder at the end of chain, or of the collection.
func About(c *collection.Collection, chain []*collection.Item, auth authform.View) request.About {
	name, own, kind, n := c.Name, c.Settings(), "collection "+c.Schema, len(c.Requests())
	if at := len(chain); at > 0 {
		f := chain[at-1]
		name, own, kind, n = f.Name, f.Settings(), "folder of "+c.Name, desk.Requests(f)
	}
	requests := "1 request"
	if n != 1 {
		requests = fmt.Sprintf("%d requests", n)
	}
	a := request.About{Title: safe.Clean(name), Settings: own, Auth: auth}
	a.Facts = []safe.Text{safe.Clean(kind + " · " + requests)}
	if cfg, _, owner := c.EffectiveAuth(chain); cfg != nil {
		a.Facts = append(a.Facts, safe.Lit("auth: ").Plus(authform.Label(*cfg), safe.Lit(", set by "), safe.Clean(owner)))
	}
	return a
}
