package openapi

import (
	"slices"
	"strings"

	"postern/engine/collection"
	"postern/store/postman/jsondoc"
)

// Limits of samples: schemas may contain themselves, and each other many times.
const (
	// maxDepth is how deep a sample nests.
	maxDepth = 12
	// maxSample is how many values one sample has.
	maxSample = 2000
	// maxValues is how many values, rows and examples all requests of a document
	// have, and maxBytes how long its examples are: what is referred to counts
	// every time.
	maxValues = 1 << 20
	maxBytes  = 100 << 20
)

// afford counts a value, of so many bytes if it is copied, and reports whether
// there is room for it.
func (r *reader) afford(bytes int) bool {
	if r.values < 1 || r.bytes < bytes {
		r.log.Add("", "", "it comes to too much, written out: samples, rows and examples are missing")
		return false
	}
	r.values--
	r.bytes -= bytes
	return true
}

// sampler makes a value of a schema.
type sampler struct {
	*reader
	where string
	// inside are the references that are being written out.
	inside []string
	used   int
}

// value is a sample, in the words of jsondoc.
func (s *sampler) value(v jsondoc.Value, depth int) any {
	if s.used++; s.used > maxSample || depth > maxDepth || !s.afford(0) {
		s.log.Add(s.where, "schema", "the sample is cut short")
		return nil
	}
	if ref := v.Get("$ref"); ref.Is(jsondoc.String) {
		name := ref.Str()
		if slices.Contains(s.inside, name) {
			return nil // it contains itself
		}
		s.inside = append(s.inside, name)
		defer func() { s.inside = s.inside[:len(s.inside)-1] }()
		return s.value(s.point(s.where, name), depth+1)
	}
	if e := first(v.Get("example"), v.Get("examples").At(0), v.Get("default"), v.Get("const"), v.Get("enum").At(0)); e.Exists() && s.afford(len(e.Raw())) {
		return e.Plain()
	}
	for _, key := range []string{"oneOf", "anyOf"} {
		if list := v.Get(key); list.Len() > 0 {
			one, several := notNull(list)
			if several {
				s.log.Add(s.where, "schema", "of the shapes that fit, the body has the first")
			}
			return s.value(one, depth+1)
		}
	}
	if all := v.Get("allOf"); all.Len() == 1 && !v.Get("properties").Exists() {
		return s.value(all.At(0), depth+1)
	}
	switch kind(v) {
	case "object":
		return s.object(v, depth)
	case "array":
		return jsondoc.Arr{s.value(v.Get("items"), depth+1)}
	}
	return scalar(v)
}

// notNull is the first of several schemas that is not just null, and whether
// there are more of them.
func notNull(list jsondoc.Value) (one jsondoc.Value, several bool) {
	for _, v := range list.Children() {
		switch {
		case v.Get("type").Text() == "null":
		case one.Exists():
			return one, true
		default:
			one = v
		}
	}
	return one, false
}

// kind is a schema's type, which may be a list of them, or is told by its
// members.
func kind(v jsondoc.Value) string {
	t := v.Get("type")
	if t.Is(jsondoc.Array) {
		for _, e := range t.Children() {
			if e.Text() != "null" {
				return e.Text()
			}
		}
	}
	switch {
	case t.Is(jsondoc.String):
		return t.Str()
	case v.Get("properties").Exists(), v.Get("allOf").Exists(), v.Get("additionalProperties").Exists():
		return "object"
	case v.Get("items").Exists():
		return "array"
	}
	return ""
}

// object has the members of a schema and of all that it is made of, without
// those that only answers have.
func (s *sampler) object(v jsondoc.Value, depth int) any {
	o := jsondoc.Obj{}
	add := func(m jsondoc.Member) {
		if i := slices.IndexFunc(o, func(x jsondoc.Member) bool { return x.Key == m.Key }); i >= 0 {
			o[i] = m
			return
		}
		o = append(o, m)
	}
	for _, part := range v.Get("allOf").Children() {
		if sub, ok := s.value(part, depth+1).(jsondoc.Obj); ok {
			for _, m := range sub {
				add(m)
			}
		}
	}
	for key, p := range v.Get("properties").Members() {
		if p.Get("readOnly").True() {
			continue
		}
		if s.used > maxSample {
			break
		}
		add(jsondoc.Member{Key: key, Value: s.value(p, depth+1)})
	}
	return o
}

// scalar is a value of a type without parts.
func scalar(v jsondoc.Value) any {
	switch kind(v) {
	case "integer", "number":
		if m := v.Get("minimum"); m.Is(jsondoc.Number) {
			return m.Plain()
		}
		return 0
	case "boolean":
		return true
	case "string":
		switch v.Get("format").Text() {
		case "date-time":
			return "2025-01-31T12:00:00Z"
		case "date":
			return "2025-01-31"
		case "time":
			return "12:00:00Z"
		case "email":
			return "user@example.com"
		case "uuid":
			return "00000000-0000-4000-8000-000000000000"
		case "uri", "url":
			return "https://example.com"
		case "ipv4":
			return "192.0.2.1"
		case "hostname":
			return "example.com"
		}
		return "string"
	}
	return nil
}

// binary reports whether a schema is that of a file.
func (s *sampler) binary(v jsondoc.Value) bool {
	v = s.deref(s.where, v)
	return v.Get("format").Text() == "binary" || v.Get("contentMediaType").Exists() && !v.Get("contentEncoding").Exists()
}

// fields are the rows of a form.
func (s *sampler) fields(example, schema jsondoc.Value) []collection.FormPart {
	schema = s.deref(s.where, schema)
	required := map[string]bool{}
	for _, r := range schema.Get("required").Children() {
		required[r.Text()] = true
	}
	props := schema.Get("properties")
	var out []collection.FormPart
	seen := map[string]bool{}
	add := func(key string, p jsondoc.Value, value any) {
		part := collection.FormPart{Type: "text", Param: collection.Param{
			Key: key, Value: text(value), Description: s.deref(s.where, p).Get("description").Text(),
			Disabled: len(required) > 0 && !required[key],
		}}
		if s.binary(p) || s.binary(p.Get("items")) {
			part.Type, part.Value = "file", ""
		}
		seen[key] = true
		out = append(out, part)
	}
	for key, v := range example.Members() {
		add(key, props.Get(key), v.Plain())
	}
	for key, p := range props.Members() {
		if !seen[key] && !s.deref(s.where, p).Get("readOnly").True() {
			add(key, p, s.value(p, 1))
		}
	}
	return out
}

// text is a sample in one row.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	out := jsondoc.Format(v, jsondoc.OneLine(), "")
	if s := jsondoc.Snippet(out); s.Is(jsondoc.String) {
		return s.Str()
	}
	return strings.TrimSpace(out)
}
