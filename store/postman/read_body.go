package postman

import (
	"fmt"
	"slices"
	"strings"

	"postern/engine/collection"
	"postern/store/postman/jsondoc"
)

// bodyModes are the modes Postman knows; it compares them in any case.
func bodyModes() []string { return []string{"raw", "urlencoded", "formdata", "graphql", "file"} }

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
	if b.Mode = text(v.Get("mode")); slices.Contains(bodyModes(), strings.ToLower(b.Mode)) {
		b.Mode = strings.ToLower(b.Mode)
	} else if b.Mode != "" {
		r.note("body", fmt.Sprintf("has the unknown mode %q; Postman sends it as raw", b.Mode))
	}
	b.Disabled = truthy(v.Get("disabled"))
	raw := v.Get("raw")
	b.Raw = text(raw)
	if !isNil(raw) && !raw.Is(jsondoc.String) {
		b.RawSource = raw.Raw()
	}
	b.Language = text(v.Path("options", "raw", "language"))
	b.URLEncoded = r.query(v.Get("urlencoded"))
	b.Form = r.form(v.Get("formdata"))
	b.GraphQL = graphQL(v.Get("graphql"))
	b.File = fileRef(v.Get("file"))
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
		Param: row(v, origin), Type: text(v.Get("type")),
		ContentType: text(v.Get("contentType")), FileName: text(v.Get("fileName")),
	}
	if src := v.Get("src"); src.Exists() {
		p.Src, p.SrcSource = sources(src), src.Raw()
	}
	return p
}

// sources reads the files of a part: a path, a list of paths, or null.
func sources(v jsondoc.Value) []string {
	if !v.Is(jsondoc.Array) {
		if s := text(v); s != "" {
			return []string{s}
		}
		return nil
	}
	var out []string
	for _, e := range v.Children() {
		if s := text(e); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func graphQL(v jsondoc.Value) collection.GraphQL {
	if !v.Is(jsondoc.Object) {
		return collection.GraphQL{Source: v.Raw()}
	}
	return collection.GraphQL{
		Query: text(v.Get("query")), Operation: text(v.Get("operationName")),
		Variables: text(v.Get("variables")), Source: v.Raw(),
	}
}

func fileRef(v jsondoc.Value) collection.FileRef {
	if !v.Is(jsondoc.Object) {
		return collection.FileRef{Src: text(v), Source: v.Raw()}
	}
	return collection.FileRef{Src: text(v.Get("src")), Content: text(v.Get("content")), Source: v.Raw()}
}
