package vars_test

import (
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
