package postman

import (
	"postern/engine/collection"
	"postern/store/postman/jsondoc"
)

// ReadEnvironment reads an environment or globals: exported, wrapped in an
// answer of the Postman API, or a bare list of variables. Values in the file
// are initial values; current ones never stand there. The error is an
// [*Error].
func ReadEnvironment(data []byte, file string) (*collection.Environment, error) {
	doc, _, root, err := open(data, file, Environment, Globals)
	if err != nil {
		return nil, err
	}
	kind, _ := kindOf(doc.Root())
	return readEnvironment(root, kind, file), nil
}

func readEnvironment(root jsondoc.Value, kind Kind, file string) *collection.Environment {
	e := &collection.Environment{
		ID: firstText(root.Get("id"), root.Get("_postman_id")), Name: text(root.Get("name")),
		Globals: kind == Globals, File: file,
	}
	if e.ID == "" {
		e.ID = madeID(kind.String(), e.Name, 0)
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
		Key: firstText(v.Get("key"), v.Get("id")), Initial: jsText(value), Type: text(v.Get("type")),
		Disabled:    isFalse(v.Get("enabled")) || truthy(v.Get("disabled")),
		Description: describe(v.Get("description")), Origin: origin,
	}
	x.Secret = x.Type == "secret" || truthy(v.Get("secret"))
	switch {
	case value.Is(jsondoc.Array), value.Is(jsondoc.Object):
		note = "is an array or object; it is used as JSON text"
	case v.Get("source").Is(jsondoc.Object):
		note = "comes from a vault, which is not asked"
	}
	return x, note
}
