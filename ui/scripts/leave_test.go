package scripts_test

import (
	"strings"
	"testing"

	"postern/engine/collection"
	"postern/engine/script"
	"postern/engine/vars"
	"postern/ui/desk"
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
