package scripts

import (
	"context"
	"crypto/sha256"
	"slices"

	"postern/engine/collection"
)

// written is what the person has written here of the scripts of a collection.
type written struct {
	// found are the texts that others wrote, as they stood before an edit.
	found map[string]bool
	// typed are the sums of all texts that came of edits: each key pressed makes
	// one.
	typed map[[sha256.Size]byte]bool
}

// Wrote takes note of an edit of the scripts of an item, or of a collection if
// it is nil: what the person writes here, into a collection whose scripts they
// trust, needs no asking. Call it before the edit is made.
func (g *Guard) Wrote(c *collection.Collection, it *collection.Item, s collection.Settings) {
	g.mu.Lock()
	defer g.mu.Unlock()
	w := g.own[c.ID]
	if w == nil {
		w = &written{found: map[string]bool{}, typed: map[[sha256.Size]byte]bool{}}
		g.own[c.ID] = w
		for _, one := range All(c) {
			w.found[one.Source] = true
		}
	}
	events := c.Events
	if it != nil {
		events = it.Events
	}
	for _, e := range events { // another program may have written them since
		if e.Script != "" && !w.wrote(e.Script) {
			w.found[e.Script] = true
		}
	}
	for _, e := range s.Events {
		if !slices.ContainsFunc(events, func(old collection.Event) bool { return old.Script == e.Script }) {
			w.typed[sha256.Sum256([]byte(e.Script))] = true
		}
	}
}

func (w *written) wrote(source string) bool { return w.typed[sha256.Sum256([]byte(source))] }

// unknown are the scripts that are not trusted. Those that the person wrote are,
// from now on.
func (g *Guard) unknown(ctx context.Context, all []collection.Script) ([]collection.Script, error) {
	unknown, err := g.trust.Unknown(ctx, all)
	var own []collection.Script
	for i := 0; i < len(unknown) && err == nil; i++ {
		var mine bool
		if mine, err = g.mine(ctx, unknown[i].Source); mine {
			own = append(own, unknown[i])
		}
	}
	if err != nil || len(own) == 0 {
		return unknown, err
	}
	err = g.trust.Trust(ctx, own)
	return slices.DeleteFunc(unknown, func(s collection.Script) bool { return slices.Contains(own, s) }), err
}

// mine reports whether the person wrote a script, among others that are all
// trusted.
func (g *Guard) mine(ctx context.Context, source string) (bool, error) {
	for _, found := range g.among(source) {
		if strange, err := g.trust.Unknown(ctx, found); err != nil || len(strange) == 0 {
			return err == nil, err
		}
	}
	return false, nil
}

// among are the scripts that a text was written among, for each collection that
// it was written in.
func (g *Guard) among(source string) [][]collection.Script {
	g.mu.Lock()
	defer g.mu.Unlock()
	var out [][]collection.Script
	for _, w := range g.own {
		if !w.wrote(source) {
			continue
		}
		var found []collection.Script
		for text := range w.found {
			found = append(found, collection.Script{Source: text})
		}
		out = append(out, found)
	}
	return out
}
