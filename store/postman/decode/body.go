package decode

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"postern/engine/collection"
	"postern/store/postman/jsondoc"
)

// BodyModes are the modes Postman knows; it compares them in any case.
func BodyModes() []string { return []string{"raw", "urlencoded", "formdata", "graphql", "file"} }

func (r *reader) body(v jsondoc.Value) collection.Body {
	b := collection.Body{Declared: v.Exists()}
	switch v.Kind() {
	case jsondoc.String:
		b.Mode, b.Raw = "raw", v.Str()
		if b.Raw == "" {
			b.Mode = ""
		}
		return b
	case jsondoc.Object:
	default:
		return b
	}
	if mode := v.Get("mode"); mode.Truthy() {
		b.Mode = cmp.Or(mode.JSText(), "raw")
	}
	if slices.Contains(BodyModes(), strings.ToLower(b.Mode)) {
		b.Mode = strings.ToLower(b.Mode)
	} else if b.Mode != "" {
		r.note("body", fmt.Sprintf("has the unknown mode %q; Postman sends it as raw", b.Mode))
	}
	b.Disabled = v.Get("disabled").Truthy()
	if raw := v.Get("raw"); raw.Is(jsondoc.String) {
		b.Raw = raw.Str()
	} else if raw.Truthy() { // of 0 and false Postman makes an empty body
		b.Raw, b.RawSource = raw.Raw(), raw.Raw()
	}
	b.Language = v.Path("options", "raw", "language").Text()
	b.URLEncoded = r.query(v.Get("urlencoded"))
	b.Form = r.form(v.Get("formdata"))
	b.GraphQL = GraphQL(v.Get("graphql"))
	b.File = FileRef(v.Get("file"))
	return b
}

func (r *reader) form(v jsondoc.Value) []collection.FormPart {
	switch v.Kind() {
	case jsondoc.Array:
	case jsondoc.Absent, jsondoc.Null:
		return nil
	default:
		r.note("body", "has form data that is no list; it is left out")
		return nil
	}
	out := make([]collection.FormPart, 0, v.Len())
	for i, e := range v.Children() {
		if e.Is(jsondoc.Object) {
			out = append(out, formPart(e, i+1))
		}
	}
	return out
}

func formPart(v jsondoc.Value, origin int) collection.FormPart {
	p := collection.FormPart{
		Param: row(v, origin), Type: v.Get("type").Text(),
		ContentType: v.Get("contentType").Text(), FileName: v.Get("fileName").Text(),
	}
	if !v.Get("value").Truthy() { // Postman makes empty text of 0 and false
		p.Value, p.Source = "", ""
	}
	if src := v.Get("src"); src.Exists() {
		p.Src, p.SrcSource = Sources(src), src.Raw()
	}
	return p
}

// Sources reads the files of a part: a path, a list of paths, or null.
func Sources(v jsondoc.Value) []string {
	if !v.Is(jsondoc.Array) {
		if s := v.Text(); s != "" {
			return []string{s}
		}
		return nil
	}
	var out []string
	for _, e := range v.Children() {
		if s := e.Text(); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// GraphQL reads the body of mode "graphql".
func GraphQL(v jsondoc.Value) collection.GraphQL {
	if !v.Is(jsondoc.Object) {
		return collection.GraphQL{Source: v.Raw()}
	}
	return collection.GraphQL{
		Query: v.Get("query").Text(), Operation: v.Get("operationName").Text(),
		Variables: v.Get("variables").Text(), Source: v.Raw(),
	}
}

// FileRef reads the body of mode "file".
func FileRef(v jsondoc.Value) collection.FileRef {
	if !v.Is(jsondoc.Object) {
		return collection.FileRef{Src: v.Text(), Source: v.Raw()}
	}
	return collection.FileRef{Src: v.Get("src").Text(), Content: v.Get("content").Text(), Source: v.Raw()}
}
