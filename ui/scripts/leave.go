package scripts

import (
	"context"
	"slices"
	"strings"

	"postern/engine/collection"
	"postern/engine/script"
	"postern/engine/vars"
	"postern/ui/desk"
	"postern/ui/pane"
	"postern/ui/words"
)

// GoOn says that the person has answered, and that what stands at a place can be
// sent now.
type GoOn struct{ Place string }

// Looked says that the person wants to see the scripts first that stand before a
// place.
type Looked struct {
	Place string
	// owners are the places of what has them.
	owners []string
}

// At is where to see them: the place itself if it has one, or else the first that
// has.
func (l Looked) At(place string) string {
	if len(l.owners) == 0 || slices.Contains(l.owners, place) {
		return place
	}
	return l.owners[0]
}

// asked is what a question is about: all scripts of a collection, and the places
// of what has those that are not trusted.
type asked struct {
	all    []collection.Script
	owners []string
}

// owners are the places of what has the scripts.
func owners(scripts []collection.Script) (out []string) {
	for _, s := range scripts {
		if i := strings.LastIndex(s.Place, "\n"); i >= 0 {
			out = append(out, s.Place[:i])
		}
	}
	return out
}

// Answered carries out the answer to a [Guard.Question] that is of a place, asked
// before something there was sent. It is about the scripts as they were then:
// what another program has written since was not asked about.
func (g *Guard) Answered(place, choice string) pane.Intent {
	g.mu.Lock()
	of := g.asked[place]
	delete(g.asked, place)
	g.mu.Unlock()
	switch choice {
	case Look:
		return Looked{place, of.owners}
	case Without:
		g.hold(of.all)
		return GoOn{place}
	case Run:
		return pane.Work{Do: func(ctx context.Context) pane.Intent {
			if err := g.Trust(context.WithoutCancel(ctx), of.all); err != nil {
				return pane.Failed{Err: err}
			}
			return GoOn{place}
		}}
	}
	return nil
}

// Leave takes over what the scripts around a send of a collection have left in
// variables: in those of the environment it was sent with, whichever is chosen by
// now. changed says that an environment is another one; lost is what had no place,
// and switching the key that helps.
func Leave(d *desk.Desk, changes []script.Change, collectionID, environmentID, switching string) (changed bool, lost string) {
	d.Leave(collectionID, Of(changes, vars.Collection))
	edit := func(e *collection.Environment, scope vars.Scope) {
		if e == nil {
			return
		}
		if out, ok := Changed(e, Of(changes, scope)); ok {
			d.EditEnvironment(out)
			changed = true
		}
	}
	edit(d.Environment(environmentID), vars.Environment)
	edit(d.Globals, vars.Globals)
	if n := len(Of(changes, vars.Environment)); n > 0 && environmentID == "" {
		return changed, "scripts set " + words.Plural(n, "variable") + " of the environment, and none is chosen: " + switching + " chooses one"
	}
	if n := len(Of(changes, vars.Globals)); n > 0 && d.Globals == nil {
		return changed, "scripts set " + words.Plural(n, "global") + ": not kept, as no file of globals is open"
	}
	return changed, ""
}
