package decode

import (
	"postern/engine/collection"
	"postern/store/postman/jsondoc"
)

// Environment reads an environment or globals: an object with values, or a
// bare list of variables.
func Environment(root jsondoc.Value, globals bool, file string) *collection.Environment {
	e := &collection.Environment{
		ID: firstText(root.Get("id"), root.Get("_postman_id")), Name: root.Get("name").Text(),
		Globals: globals, File: file,
	}
	if e.ID == "" {
		kind := "environment"
		if globals {
			kind = "globals"
		}
		e.ID = madeID(kind, e.Name, 0)
	}
	for i, v := range envRows(root).Children() {
		if !v.Is(jsondoc.Object) {
			if !v.Is(jsondoc.Null) {
				e.Notes = append(e.Notes, collection.Note{Field: "values", What: "has a row that is no object; it is left out"})
			}
			continue
		}
		x, note := envVar(v, i+1)
		if note != "" {
			e.Notes = append(e.Notes, collection.Note{Where: x.Key, Field: "value", What: note})
		}
		e.Vars = append(e.Vars, x)
	}
	return e
}

// envRows is the list of variables.
func envRows(root jsondoc.Value) jsondoc.Value {
	if root.Is(jsondoc.Array) {
		return root
	}
	return root.Get("values")
}

func envVar(v jsondoc.Value, origin int) (x collection.EnvVar, note string) {
	value := v.Get("value")
	x = collection.EnvVar{
		Key: firstText(v.Get("key"), v.Get("id")), Initial: typed(value, v.Get("type")), Type: v.Get("type").Text(),
		Disabled:    v.Get("enabled").False() || v.Get("disabled").Truthy(),
		Description: describe(v.Get("description")), Origin: origin,
	}
	x.Secret = x.Type == "secret" || v.Get("secret").Truthy()
	switch {
	case value.Is(jsondoc.Array), value.Is(jsondoc.Object):
		note = "is an array or object; it is used as the text that JavaScript makes of it"
	case v.Get("source").Is(jsondoc.Object):
		note = "comes from a vault, which is not asked"
	}
	return x, note
}
