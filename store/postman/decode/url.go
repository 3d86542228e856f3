package decode

import (
	"strings"

	"postern/engine/collection"
	"postern/store/postman/jsondoc"
)

// url reads an address: a string, or an object whose parts win over its raw
// text. Only an object without parts is read from the text.
func (r *reader) url(v jsondoc.Value) collection.URL {
	switch v.Kind() {
	case jsondoc.String:
		return collection.ParseURL(v.Str())
	case jsondoc.Object:
		if !HasParts(v) && v.Get("raw").Is(jsondoc.String) {
			u := collection.ParseURL(v.Get("raw").Str())
			if own := r.pathVariables(v.Get("variable")); own != nil {
				u.Vars = own
			}
			return u
		}
		return r.parts(v)
	case jsondoc.Absent, jsondoc.Null:
	default:
		r.note("url", "is neither a text nor an object")
	}
	return collection.URL{}
}

// HasParts reports whether an address is kept in parts: its raw text does not
// count then.
func HasParts(v jsondoc.Value) bool {
	for _, k := range []string{"protocol", "host", "port", "path", "query", "hash", "auth"} {
		if !v.Get(k).Nil() {
			return true
		}
	}
	return false
}

func (r *reader) parts(v jsondoc.Value) collection.URL {
	u := collection.URL{
		Host: hostLabels(v.Get("host")),
		Port: v.Get("port").Element(), HasPort: !v.Get("port").Nil(),
		Query: r.query(v.Get("query")),
		Vars:  r.pathVariables(v.Get("variable")),
	}
	if p := v.Get("protocol"); p.Truthy() {
		u.Protocol = strings.TrimSuffix(p.JSText(), "://")
	}
	if h := v.Get("hash"); h.Is(jsondoc.String) {
		u.Hash, u.HasHash = h.Str(), true
	}
	if a := v.Get("auth"); a.Is(jsondoc.Object) {
		user, password := a.Get("user"), a.Get("password")
		u.User, u.HasUser = user.Str(), user.Is(jsondoc.String)
		u.Password, u.HasPassword = password.Str(), password.Is(jsondoc.String)
	}
	u.Path, u.HasPath = r.path(v.Get("path"))
	return u
}

func hostLabels(v jsondoc.Value) []string {
	switch v.Kind() {
	case jsondoc.String:
		if v.Str() == "" {
			return nil
		}
		return collection.ParseHost(v.Str())
	case jsondoc.Array:
		out := make([]string, 0, v.Len())
		for _, e := range v.Children() {
			out = append(out, e.Element())
		}
		return out
	}
	if v.Truthy() {
		return []string{v.JSText()}
	}
	return nil
}

// path reads the segments. Postman prints a segment that is an object as
// "[object Object]"; its value is what was meant.
func (r *reader) path(v jsondoc.Value) (segments []string, has bool) {
	switch v.Kind() {
	case jsondoc.String:
		s := v.Str()
		if s == "" {
			return nil, false
		}
		return strings.Split(strings.TrimPrefix(s, "/"), "/"), true
	case jsondoc.Array:
		out := make([]string, 0, v.Len())
		for _, e := range v.Children() {
			if e.Is(jsondoc.Object) {
				r.note("url", "has a path segment that is an object; its value is taken")
				e = e.Get("value")
			}
			out = append(out, e.Element())
		}
		return out, true
	}
	return nil, false
}

// query reads a list of rows, a text or a map.
func (r *reader) query(v jsondoc.Value) []collection.Param {
	switch v.Kind() {
	case jsondoc.String:
		if v.Str() == "" {
			return nil
		}
		return collection.ParseQuery(v.Str())
	case jsondoc.Object:
		var out []collection.Param
		for k, e := range v.Members() {
			p := collection.Param{Key: k, Value: e.Text(), NoValue: e.Nil()}
			if !p.NoValue && !e.Is(jsondoc.String) {
				p.Source = e.Raw()
			}
			out = append(out, p)
		}
		return out
	case jsondoc.Array:
		return r.rows(v, "query", row, func(pair string) collection.Param {
			key, value, ok := strings.Cut(pair, "=")
			return collection.Param{Key: key, Value: value, NoValue: !ok}
		})
	}
	return nil
}

// pathVariables reads the values of ":name" segments. A type of "string" makes
// text of numbers and null, as in Postman.
func (r *reader) pathVariables(v jsondoc.Value) []collection.Param {
	list := listOf(v)
	if list == nil {
		return nil
	}
	out := make([]collection.Param, 0, len(list))
	for i, e := range list {
		if !e.Is(jsondoc.Object) {
			if !e.Is(jsondoc.Null) {
				r.note("path variables", "have a row that is no object; it is left out")
			}
			continue
		}
		p := row(e, i+1)
		if !e.Get("key").Truthy() {
			p.Key, p.NoKey = e.Get("id").Text(), e.Get("id").Nil() && e.Get("key").Nil()
		}
		if value := e.Get("value"); e.Get("type").Str() == "string" && value.Exists() {
			p.Value, p.NoValue, p.Source = value.JSText(), false, ""
		}
		out = append(out, p)
	}
	return out
}
