package vars_test

import (
	"slices"
	"testing"

	"postern/engine/vars"
)

func TestWhatAValueBecomesInAText(t *testing.T) {
	for _, tc := range []struct {
		v    vars.Var
		want string
	}{
		{vars.Var{Value: "[1]"}, "[1]"},
		{vars.Var{Value: "1.5", Type: vars.Number}, "1.5"},
		{vars.Var{Value: "true", Type: vars.Boolean}, "true"},
		{vars.Var{Value: "null", Type: vars.Null}, "null"},
		{vars.Var{Value: `{"a":1}`, Type: vars.JSON}, "[object Object]"},
		{vars.Var{Value: `[1,"x, y",null,[2,[3]],{"a":1},true]`, Type: vars.JSON}, "1,x, y,,2,3,[object Object],true"},
		{vars.Var{Value: `[]`, Type: vars.JSON}, ""},
	} {
		tc.v.Name = "v"
		got, _ := vars.NewSet(vars.Layer{Vars: []vars.Var{tc.v}}).Expand("a {{v}} b")
		if want := "a " + tc.want + " b"; got != want {
			t.Errorf("%s of type %q is %q, want %q", tc.v.Value, tc.v.Type, got, want)
		}
	}
}

func TestEditAScope(t *testing.T) {
	s := vars.NewSet(
		vars.Layer{Scope: vars.Environment, Name: "dev", Vars: []vars.Var{{Name: "a", Value: "1"}}},
		vars.Layer{Scope: vars.Globals, Vars: []vars.Var{{Name: "a", Value: "0"}}},
	)
	set := func(v vars.Var) func([]vars.Var) []vars.Var {
		return func(old []vars.Var) []vars.Var { return append(slices.Clone(old), v) }
	}
	edited := s.Edit(vars.Environment, set(vars.Var{Name: "b", Value: "2"})).Edit(vars.Data, set(vars.Var{Name: "a", Value: "row"})).
		Edit(vars.Collection, set(vars.Var{Name: "c", Value: "3"}))
	if got, _ := edited.Expand("{{a}} {{b}} {{c}}"); got != "row 2 3" {
		t.Errorf("edited it is %q", got)
	}
	if _, l, _ := edited.Lookup("b"); l.Name != "dev" {
		t.Errorf("b is of the layer %q", l.Name)
	}
	if got, _ := s.Expand("{{a}} {{b}}"); got != "1 {{b}}" {
		t.Errorf("the set before became %q", got)
	}
}
