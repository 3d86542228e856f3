package vars_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/engine/vars"
)

func TestExplain(t *testing.T) {
	set := vars.NewSet(
		vars.Layer{Scope: vars.Local, Vars: []vars.Var{{Name: "host", Value: "{{sub}}.test"}}},
		vars.Layer{Scope: vars.Environment, Name: "dev", Vars: []vars.Var{{Name: "sub", Value: "api"}, {Name: "host", Value: "hidden"}}},
		vars.Layer{Scope: vars.Collection, Name: "API", Vars: []vars.Var{{Name: "a", Value: "{{b}}"}, {Name: "b", Value: "{{a}}"}}},
		vars.Layer{Scope: vars.Globals, Name: "Globals", Vars: []vars.Var{{Name: "all", Value: "1"}}},
	).WithSource(vars.Source{Now: func() time.Time { return time.Unix(1_700_000_000, 0) }})
	var uses []vars.Use
	for _, text := range []string{"{{host}}/{{host}}?x={{all}}", "{{a}}", "{{nobody}} {{sub}} {{nobody}}", "{{$timestamp}}"} {
		_, u := set.Expand(text)
		uses = append(uses, u...)
	}
	var got [][3]string
	for _, u := range vars.Explain(uses) {
		got = append(got, [3]string{u.Name, u.Value, u.From()})
	}
	want := [][3]string{
		{"host", "{{sub}}.test", "local"},
		{"all", "1", "globals"},
		{"sub", "api", "environment dev"},
		{"a", "{{b}}", "collection API"},
		{"b", "", "refers to itself"},
		{"nobody", "", "not set"},
		{"$timestamp", "1700000000", "dynamic"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
