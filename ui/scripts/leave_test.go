package scripts_test

import (
	"strings"
	"testing"

	"postern/engine/collection"
	"postern/engine/script"
	"postern/engine/vars"
	"postern/ui/desk"
	"postern/ui/pane"
	"postern/ui/scripts"
)

// What scripts leave in globals is kept, also where what they leave in an
// environment has no place.
func TestLeaveWithoutAnEnvironment(t *testing.T) {
	d := desk.New(nil)
	d.Globals = &collection.Environment{ID: "g", Vars: []collection.EnvVar{{Key: "seen", Initial: "no"}}}
	set := func(scope vars.Scope) script.Change {
		return script.Change{Scope: scope, Op: script.Set, Var: script.Var{Key: "seen", Value: "yes"}}
	}
	changed, lost := scripts.Leave(&d, []script.Change{set(vars.Environment), set(vars.Globals)}, "", "", "ctrl+e")
	if !changed || d.Globals.Vars[0].Value() != "yes" {
		t.Errorf("changed %v, the globals are %+v", changed, d.Globals.Vars)
	}
	if !strings.Contains(lost, "none is chosen: ctrl+e chooses one") {
		t.Errorf("told %q", lost)
	}
}

// The answer is about the scripts that were asked about: what another program
// writes while the question stands is asked about anew.
func TestTheAnswerIsAboutWhatWasAsked(t *testing.T) {
	for _, choice := range []string{scripts.Run, scripts.Without} {
		h := newHouse(t, "")
		err := h.Check(t.Context(), scripts.All(h.c))
		if q := h.Question("scripts", "c\na", err, h.c); q == nil {
			t.Fatal("nothing is asked")
		}
		h.change(1, "theirs")
		in := h.Answered("c\na", choice)
		if w, ok := in.(pane.Work); ok {
			in = w.Do(t.Context())
		}
		if in != (scripts.GoOn{Place: "c\na"}) {
			t.Errorf("%s: it came to %v", choice, in)
		}
		if err := h.Check(t.Context(), h.c.Scripts(h.c.Items[:1], collection.BeforeRequest)); err != nil {
			t.Errorf("%s: what was answered is asked about again: %v", choice, err)
		}
		if err := h.Check(t.Context(), scripts.All(h.c)); err == nil {
			t.Errorf("%s: what was never asked about is answered", choice)
		}
	}
}
