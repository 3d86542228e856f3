package postman

import (
	"reflect"
	"slices"

	"postern/engine/collection"
	"postern/store/postman/encode"
	"postern/store/postman/jsondoc"
)

func (w *writer) body(owner jsondoc.Value, old, b collection.Body) {
	if reflect.DeepEqual(old, b) {
		return
	}
	v := owner.Get("body")
	switch {
	case v.Is(jsondoc.String) && b.Mode == "raw" && b.Language == "" && !b.Disabled:
		w.Set(v, b.Raw)
		return
	case !v.Is(jsondoc.Object):
		if b.Mode != "" {
			w.SetMember(owner, "body", encode.Body(b))
		}
		return
	}
	// Without a mode there is no body; what it held stays for whoever turns
	// it on again.
	w.part(v, "mode", old.Mode, b.Mode)
	w.disabled(v, old.Disabled, b.Disabled)
	w.text(v, "raw", old.Raw, b.Raw)
	w.rows(v, "urlencoded", old.URLEncoded, b.URLEncoded)
	diffList(w, v, "formdata", old.Form, b.Form, lister[collection.FormPart]{
		origin: func(p collection.FormPart) int { return p.Origin },
		build:  func(p collection.FormPart) any { return encode.Part(p) },
		edit:   w.formPart,
	})
	w.graphQL(v, old.GraphQL, b.GraphQL)
	w.file(v, old.File, b.File)
	w.language(v, old.Language, b.Language)
}

func (w *writer) formPart(v jsondoc.Value, old, p collection.FormPart) {
	if p.Value == old.Value { // no part tells an empty value from none
		p.NoValue = old.NoValue
	}
	w.row(v, old.Param, p.Param)
	w.part(v, "type", old.Type, p.Type)
	w.part(v, "contentType", old.ContentType, p.ContentType)
	w.part(v, "fileName", old.FileName, p.FileName)
	if !slices.Equal(old.Src, p.Src) {
		w.SetMember(v, "src", encode.Src(p.Src, v.Get("src").Is(jsondoc.Array)))
	}
}

func (w *writer) graphQL(v jsondoc.Value, old, g collection.GraphQL) {
	block := v.Get("graphql")
	switch {
	case old.Query == g.Query && old.Operation == g.Operation && old.Variables == g.Variables:
	case !block.Is(jsondoc.Object):
		w.SetMember(v, "graphql", encode.GraphQL(g))
	default:
		w.text(block, "query", old.Query, g.Query)
		w.text(block, "operationName", old.Operation, g.Operation)
		w.text(block, "variables", old.Variables, g.Variables)
	}
}

func (w *writer) file(v jsondoc.Value, old, f collection.FileRef) {
	block := v.Get("file")
	switch {
	case old.Src == f.Src && old.Content == f.Content:
	case block.Is(jsondoc.Object):
		w.text(block, "src", old.Src, f.Src)
		w.text(block, "content", old.Content, f.Content)
	default:
		w.SetMember(v, "file", encode.File(f))
	}
}

// language writes options.raw.language, making what is missing on the way.
func (w *writer) language(v jsondoc.Value, old, s string) {
	options := v.Get("options")
	raw := options.Get("raw")
	switch {
	case old == s:
	case raw.Is(jsondoc.Object):
		w.part(raw, "language", old, s)
	case options.Is(jsondoc.Object):
		w.SetMember(options, "raw", jsondoc.Obj{{Key: "language", Value: s}})
	default:
		w.SetMember(v, "options", encode.Language(s))
	}
}
