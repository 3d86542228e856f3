package postman

import (
	"postern/engine/collection"
	"postern/store/postman/decode"
	"postern/store/postman/encode"
	"postern/store/postman/jsondoc"
)

// WriteEnvironment returns original with e's edits. e must have been read
// from the very same bytes. Only initial values are written: a current value
// is private and never gets into a file. Without an edit original itself is
// returned.
func WriteEnvironment(original []byte, e *collection.Environment) ([]byte, error) {
	f, err := open(original, e.File, Environment, Globals)
	if err != nil {
		return nil, err
	}
	root := f.root
	old := decode.Environment(root, f.kind == Globals, e.File)
	w := &writer{Edit: f.doc.Edit()}
	rows := lister[collection.EnvVar]{
		origin: func(v collection.EnvVar) int { return v.Origin },
		build:  func(v collection.EnvVar) any { return encode.EnvVar(v) },
		edit:   w.envVar,
	}
	if root.Is(jsondoc.Array) { // a bare list of variables
		diffArray(w, root, old.Vars, e.Filed(), rows)
	} else {
		w.text(root, "name", old.Name, e.Name)
		diffList(w, root, "values", old.Vars, e.Filed(), rows)
	}
	if !w.Changed() {
		return original, nil
	}
	return bytesOf(w.Text(), f.enc), nil
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
