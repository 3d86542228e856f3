package decode

import (
	"fmt"
	"strings"

	"postern/auth"
	"postern/engine/collection"
	"postern/store/postman/jsondoc"
)

// request reads a request, which may be nothing but an address.
func (r *reader) request(v jsondoc.Value) *collection.Request {
	q := &collection.Request{Method: "GET"}
	switch v.Kind() {
	case jsondoc.String:
		q.URL = collection.ParseURL(v.Str())
		return q
	case jsondoc.Object:
	case jsondoc.Absent, jsondoc.Null:
		r.note("request", "is missing, so there is no address to send to")
		return q
	default:
		r.note("request", "is neither an object nor an address")
		return q
	}
	q.Method, q.NoMethod = method(v.Get("method"))
	q.URL = r.url(v.Get("url"))
	q.Headers = r.headers(v.Get("header"))
	q.Body = r.body(v.Get("body"))
	q.Auth = r.auth(v.Get("auth"))
	q.Description = describe(v.Get("description"))
	return q
}

// method reads a method, and whether it is there but empty.
func method(v jsondoc.Value) (name string, empty bool) {
	if v.Nil() {
		return "GET", false
	}
	if m := v.JSText(); m != "" {
		return strings.ToUpper(m), false
	}
	return "GET", true
}

// headers reads a list, a map or the lines of a text.
func (r *reader) headers(v jsondoc.Value) []collection.Param {
	switch v.Kind() {
	case jsondoc.String:
		return headerLines(v.Str())
	case jsondoc.Object:
		if v.Get("key").Exists() { // one row without its list
			return []collection.Param{headerRow(v, 1)}
		}
		var out []collection.Param
		for k, e := range v.Members() {
			out = append(out, collection.Param{Key: k, Value: e.JSText()})
		}
		return out
	case jsondoc.Array:
		return r.rows(v, "header", headerRow, func(line string) collection.Param {
			key, value, _ := strings.Cut(line, ":")
			return collection.Param{Key: strings.TrimSpace(key), Value: strings.TrimSpace(value)}
		})
	}
	return nil
}

// headerRow reads one header. Postman sends null as the word.
func headerRow(v jsondoc.Value, origin int) collection.Param {
	p := row(v, origin)
	if p.NoKey = false; !v.Get("key").Truthy() {
		p.Key = ""
	}
	switch value := v.Get("value"); value.Kind() {
	case jsondoc.Null:
		p.Value = "null"
	case jsondoc.Absent:
		p.NoValue = false
	}
	return p
}

// rows reads the list of a field: objects, and texts that say the same.
func (r *reader) rows(v jsondoc.Value, field string, object func(jsondoc.Value, int) collection.Param, text func(string) collection.Param) []collection.Param {
	out := make([]collection.Param, 0, v.Len())
	for i, e := range v.Children() {
		switch e.Kind() {
		case jsondoc.Object:
			out = append(out, object(e, i+1))
		case jsondoc.String:
			p := text(e.Str())
			p.Origin = i + 1
			out = append(out, p)
		case jsondoc.Null:
		default:
			r.note(field, "has a row that is no object; it is left out")
		}
	}
	return out
}

// row reads what all rows have in common.
func row(v jsondoc.Value, origin int) collection.Param {
	key, value := v.Get("key"), v.Get("value")
	p := collection.Param{
		Key: key.Text(), Value: value.Text(), NoKey: key.Nil(), NoValue: value.Nil(),
		Disabled: v.Get("disabled").Truthy(), Description: describe(v.Get("description")), Origin: origin,
	}
	if !p.NoValue && !value.Is(jsondoc.String) {
		p.Source = value.Raw()
	}
	return p
}

// headerLines reads headers from a text of "Name: value" lines. A folded line
// belongs to the one before it. The name ends at the last colon before the
// first blank, because Postman's pattern is greedy.
func headerLines(s string) []collection.Param {
	s = strings.NewReplacer("\r\n ", " ", "\r\n\t", "\t").Replace(s)
	var out []collection.Param
	for line := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '\n' || r == '\r' }) {
		word := line
		if i := strings.IndexAny(line, " \t"); i >= 0 {
			word = line[:i]
		}
		if i := strings.LastIndexByte(word, ':'); i > 0 {
			out = append(out, collection.Param{Key: line[:i], Value: strings.TrimSpace(line[i+1:])})
		}
	}
	return out
}

// auth reads an auth block in the shape of either version. A block without a
// type inherits, which is what nil says.
func (r *reader) auth(v jsondoc.Value) *auth.Config {
	kind := v.Get("type")
	if !kind.Is(jsondoc.String) || kind.Str() == "" {
		if v.Truthy() && v.Len() > 0 {
			r.note("auth", "has no type, so it is inherited")
		}
		return nil
	}
	c := &auth.Config{Type: kind.Str(), Attrs: r.attrs(kind.Str(), v.Get(kind.Str()))}
	seen := map[string]bool{"type": true, c.Type: true}
	for k := range v.Members() {
		if block := v.Get(k); !seen[k] && (block.Is(jsondoc.Array) || block.Is(jsondoc.Object)) {
			c.Others = append(c.Others, auth.Config{Type: k, Attrs: r.attrs(k, block)})
		}
		seen[k] = true
	}
	return c
}

// attrs reads the attributes of one auth type: a map in v2.0, a list in v2.1.
func (r *reader) attrs(kind string, block jsondoc.Value) []auth.Attr {
	var out []auth.Attr
	switch block.Kind() {
	case jsondoc.Object:
		for k, e := range block.Members() {
			out = append(out, attr(k, e))
		}
	case jsondoc.Array:
		for _, e := range block.Children() {
			key := e.Get("key")
			if key.Nil() {
				continue
			}
			if value := e.Get("value"); value.Exists() {
				out = append(out, typedAttr(key.JSText(), value, e.Get("type")))
			} else {
				out = append(out, attr(key.JSText(), value))
			}
		}
	case jsondoc.Absent, jsondoc.Null:
	default:
		r.note("auth", fmt.Sprintf("the attributes of %q are no list", kind))
	}
	return out
}

func attr(key string, v jsondoc.Value) auth.Attr {
	a := auth.Attr{Key: key, Value: v.Any()}
	if v.Is(jsondoc.Array) || v.Is(jsondoc.Object) {
		a.Source = v.Raw()
	}
	return a
}
