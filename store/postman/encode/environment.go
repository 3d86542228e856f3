package encode

import (
	"postern/engine/collection"
	"postern/store/postman/jsondoc"
)

// Environment makes a file of an environment.
func Environment(e *collection.Environment) jsondoc.Obj {
	values := jsondoc.Arr{}
	for _, v := range e.Filed() {
		values = append(values, EnvVar(v))
	}
	scope := "environment"
	if e.Globals {
		scope = "globals"
	}
	return jsondoc.Obj{
		{Key: "id", Value: e.ID},
		{Key: "name", Value: e.Name},
		{Key: "values", Value: values},
		{Key: "_postman_variable_scope", Value: scope},
	}
}

// EnvVar makes a variable of an environment, with its initial value only.
func EnvVar(v collection.EnvVar) jsondoc.Obj {
	kind := v.Type
	switch {
	case v.Secret:
		kind = "secret"
	case kind == "" || kind == "secret":
		kind = "default"
	}
	o := jsondoc.Obj{
		{Key: "key", Value: v.Key},
		{Key: "value", Value: v.Initial},
		{Key: "type", Value: kind},
		{Key: "enabled", Value: !v.Disabled},
	}
	return withText(o, "description", v.Description)
}
