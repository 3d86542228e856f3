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

// WriteEnvironment returns original with e's edits. e must have been read
// from the very same bytes. Only initial values are written: a current value
// is private and never gets into a file. Without an edit original itself is
// returned.
func WriteEnvironment(original []byte, e *collection.Environment) ([]byte, error) {
	doc, enc, root, err := open(original, e.File, Environment, Globals)
	if err != nil {
		return nil, err
	}
	kind, _ := kindOf(doc.Root())
	old := readEnvironment(root, kind, e.File)
	w := &writer{Edit: doc.Edit()}
	rows := lister[collection.EnvVar]{
		origin: func(v collection.EnvVar) int { return v.Origin },
		build:  func(v collection.EnvVar) any { return newEnvVar(v) },
		edit:   w.envVar,
	}
	if root.Is(jsondoc.Array) { // a bare list of variables
		diffArray(w, root, old.Vars, e.Vars, rows)
	} else {
		w.text(root, "name", old.Name, e.Name)
		diffList(w, root, "values", old.Vars, e.Vars, rows)
	}
	if !w.Changed() {
		return original, nil
	}
	return encode(w.Text(), enc), nil
}

func (w *writer) envVar(v jsondoc.Value, old, x collection.EnvVar) {
	w.text(v, keyMember(v), old.Key, x.Key)
	if old.Initial != x.Initial {
		w.SetMember(v, "value", likewise(v.Get("value"), x.Initial))
	}
	switch {
	case old.Secret == x.Secret:
		w.part(v, "type", old.Type, x.Type)
	case x.Secret:
		w.SetMember(v, "type", "secret")
	default:
		w.DeleteMember(v, "secret")
		if old.Type == "secret" {
			w.SetMember(v, "type", "default")
		}
	}
	if old.Disabled != x.Disabled {
		w.SetMember(v, "enabled", !x.Disabled)
		w.DeleteMember(v, "disabled")
	}
	w.description(v, old.Description, x.Description)
}

// NewEnvironment returns e as a new file, laid out as Postman exports it.
func NewEnvironment(e *collection.Environment) []byte {
	values := jsondoc.Arr{}
	for _, v := range e.Vars {
		values = append(values, newEnvVar(v))
	}
	scope := "environment"
	if e.Globals {
		scope = "globals"
	}
	return []byte(jsondoc.Format(jsondoc.Obj{
		{Key: "id", Value: e.ID},
		{Key: "name", Value: e.Name},
		{Key: "values", Value: values},
		{Key: "_postman_variable_scope", Value: scope},
	}, jsondoc.Tabs(), "") + "\n")
}

func newEnvVar(v collection.EnvVar) jsondoc.Obj {
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
