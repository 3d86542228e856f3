package encode

import (
	"encoding/json"

	"postern/auth"
	"postern/store/postman/jsondoc"
)

// Auth makes an auth block, its attributes as a map (v2.0) or a list.
func Auth(a *auth.Config, asMap bool) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "type", Value: a.Type}}
	if len(a.Attrs) > 0 {
		o = append(o, jsondoc.Member{Key: a.Type, Value: Attrs(a, asMap)})
	}
	for i := range a.Others {
		if x := &a.Others[i]; len(x.Attrs) > 0 {
			o = append(o, jsondoc.Member{Key: x.Type, Value: Attrs(x, asMap)})
		}
	}
	return o
}

// Attrs are the attributes of a config: a list, or an object as in v2.0.
func Attrs(a *auth.Config, asMap bool) any {
	m, list := jsondoc.Obj{}, jsondoc.Arr{}
	for _, x := range Winners(a) {
		m = append(m, jsondoc.Member{Key: x.Key, Value: AttrValue(x)})
		list = append(list, Attr(x))
	}
	if asMap {
		return m
	}
	return list
}

// Attr is one attribute of that list.
func Attr(x auth.Attr) jsondoc.Obj {
	return jsondoc.Obj{{Key: "key", Value: x.Key}, {Key: "value", Value: AttrValue(x)}, {Key: "type", Value: AttrKind(x.Value)}}
}

// AttrKind is the tag Postman puts beside an attribute.
func AttrKind(v any) string {
	switch v.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case json.Number, float64, int:
		return "number"
	}
	return "any"
}

// AttrValue is an attribute in JSON; one that still is what its file says keeps
// the order of its keys.
func AttrValue(a auth.Attr) any {
	if v := jsondoc.Snippet(a.Source); v.Exists() && jsondoc.Same(v.Any(), a.Value) {
		return v.Plain()
	}
	return jsondoc.FromAny(a.Value)
}

// Winners are the attributes without the duplicates that lose.
func Winners(a *auth.Config) []auth.Attr {
	last := make(map[string]int, len(a.Attrs))
	for i, x := range a.Attrs {
		last[x.Key] = i
	}
	out := make([]auth.Attr, 0, len(last))
	for i, x := range a.Attrs {
		if last[x.Key] == i {
			out = append(out, x)
		}
	}
	return out
}
