package collection_test

import (
	"testing"

	"postern/engine/collection"
	"postern/engine/vars"
)

// A variable is to scripts what its file says it is, if its value is one.
func TestVariablesHaveTheTypesOfTheirFile(t *testing.T) {
	c := collection.Collection{Vars: []collection.Variable{
		{Key: "n", Value: "5", Type: "number"},
		{Key: "f", Value: "-0.5e3", Type: "number"},
		{Key: "b", Value: "true", Type: "boolean"},
		{Key: "text", Value: "5", Type: "string"},
		{Key: "none", Value: "5"},
		{Key: "zeros", Value: "007", Type: "number"},
		{Key: "name", Value: "{{x}}", Type: "number"},
		{Key: "word", Value: "true", Type: "number"},
		{Key: "yes", Value: "yes", Type: "boolean"},
	}}
	want := []vars.Type{vars.Number, vars.Number, vars.Boolean, "", "", "", "", "", ""}
	for i, v := range c.Layer().Vars {
		if v.Type != want[i] || v.Value != c.Vars[i].Value {
			t.Errorf("%s is %q of the type %q", v.Name, v.Value, v.Type)
		}
	}
}
