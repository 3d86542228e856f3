package encode

import (
	"slices"

	"postern/engine/collection"
	"postern/store/postman/decode"
	"postern/store/postman/jsondoc"
)

// Request is a request, without the name and the examples of its item.
func Request(q *collection.Request, maps bool) jsondoc.Obj {
	var o jsondoc.Obj
	if q.Auth != nil {
		o = append(o, jsondoc.Member{Key: "auth", Value: Auth(q.Auth, maps)})
	}
	o = append(o, jsondoc.Member{Key: "method", Value: q.Method}, jsondoc.Member{Key: "header", Value: rows(q.Headers)})
	if q.Body.Mode != "" || q.Body.Declared {
		o = append(o, jsondoc.Member{Key: "body", Value: Body(q.Body)})
	}
	o = append(o, jsondoc.Member{Key: "url", Value: Address(q.URL, maps)})
	return withText(o, "description", q.Description)
}

func rows(rows []collection.Param) jsondoc.Arr {
	out := jsondoc.Arr{}
	for _, p := range rows {
		out = append(out, Row(p))
	}
	return out
}

// Row is a header, a parameter or a field of a form.
func Row(p collection.Param) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "key", Value: Key(p)}, {Key: "value", Value: Value(p)}}
	o = withText(o, "description", p.Description)
	return withTrue(o, "disabled", p.Disabled)
}

// Key is null for a row without a key.
func Key(p collection.Param) any {
	if p.NoKey && p.Key == "" {
		return nil
	}
	return p.Key
}

// Value is null for a row without a value; a header that was null in its
// file holds the word.
func Value(p collection.Param) any {
	switch {
	case p.NoValue && (p.Value == "" || p.Value == "null"):
		return nil
	case p.Literal():
		return jsondoc.Raw(p.Source)
	}
	return p.Value
}

// URL is an address with the parts that it is made of.
func URL(u collection.URL) jsondoc.Obj {
	o := withText(jsondoc.Obj{{Key: "raw", Value: u.Text()}}, "protocol", u.Protocol)
	if u.HasUser || u.HasPassword {
		o = append(o, jsondoc.Member{Key: "auth", Value: User(u)})
	}
	list := func(key string, texts []string, has bool) {
		if has {
			all := jsondoc.Arr{}
			for _, s := range texts {
				all = append(all, s)
			}
			o = append(o, jsondoc.Member{Key: key, Value: all})
		}
	}
	list("host", u.Host, len(u.Host) > 0)
	if u.HasPort || u.Port != "" {
		o = append(o, jsondoc.Member{Key: "port", Value: u.Port})
	}
	list("path", u.Path, u.HasPath || len(u.Path) > 0)
	if len(u.Query) > 0 {
		o = append(o, jsondoc.Member{Key: "query", Value: rows(u.Query)})
	}
	if u.HasHash || u.Hash != "" {
		o = append(o, jsondoc.Member{Key: "hash", Value: u.Hash})
	}
	if len(u.Vars) > 0 {
		o = append(o, jsondoc.Member{Key: "variable", Value: rows(u.Vars)})
	}
	return o
}

// User is who stands in front of the host of an address.
func User(u collection.URL) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "user", Value: u.User}}
	if u.HasPassword {
		o = append(o, jsondoc.Member{Key: "password", Value: u.Password})
	}
	return o
}

// Body is a body in its mode, with what it holds for the other ones.
func Body(b collection.Body) jsondoc.Obj {
	o := withTrue(withText(jsondoc.Obj{}, "mode", b.Mode), "disabled", b.Disabled)
	switch {
	case b.Raw != "" || b.Mode == "raw":
		o = append(o, jsondoc.Member{Key: "raw", Value: b.Raw})
	}
	if len(b.URLEncoded) > 0 || b.Mode == "urlencoded" {
		o = append(o, jsondoc.Member{Key: "urlencoded", Value: rows(b.URLEncoded)})
	}
	if len(b.Form) > 0 || b.Mode == "formdata" {
		parts := jsondoc.Arr{}
		for _, p := range b.Form {
			parts = append(parts, Part(p))
		}
		o = append(o, jsondoc.Member{Key: "formdata", Value: parts})
	}
	if g := b.GraphQL; b.Mode == "graphql" || g.Query+g.Operation+g.Variables != "" {
		o = append(o, jsondoc.Member{Key: "graphql", Value: GraphQL(g)})
	}
	if b.Mode == "file" || b.File.Src+b.File.Content != "" {
		o = append(o, jsondoc.Member{Key: "file", Value: File(b.File)})
	}
	if b.Language != "" {
		o = append(o, jsondoc.Member{Key: "options", Value: Language(b.Language)})
	}
	return o
}

// Part is a part of a multipart form: a text, or files.
func Part(p collection.FormPart) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "key", Value: p.Key}}
	if p.Type == "file" {
		o = append(o, jsondoc.Member{Key: "type", Value: "file"}, jsondoc.Member{Key: "src", Value: PartSrc(p)})
	} else {
		o = append(o, jsondoc.Member{Key: "value", Value: p.Value}, jsondoc.Member{Key: "type", Value: "text"})
	}
	o = withText(o, "contentType", p.ContentType)
	o = withText(o, "fileName", p.FileName)
	o = withText(o, "description", p.Description)
	return withTrue(o, "disabled", p.Disabled)
}

// PartSrc makes the files of a part. While they are what the file says, they
// keep its shape: null, an empty text and an empty list all mean none.
func PartSrc(p collection.FormPart) any {
	if v := jsondoc.Snippet(p.SrcSource); v.Exists() && slices.Equal(decode.Sources(v), p.Src) {
		return v.Plain()
	}
	return Src(p.Src, false)
}

// Src is a list of files where there is more than one, or was a list.
func Src(src []string, list bool) any {
	switch {
	case len(src) == 0 && !list:
		return nil
	case len(src) == 1 && !list:
		return src[0]
	}
	out := jsondoc.Arr{}
	for _, s := range src {
		out = append(out, s)
	}
	return out
}

// GraphQL is a query with its variables.
func GraphQL(g collection.GraphQL) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "query", Value: g.Query}, {Key: "variables", Value: g.Variables}}
	return withText(o, "operationName", g.Operation)
}

// File is the file that a body is, null for none.
func File(f collection.FileRef) jsondoc.Obj {
	return withText(jsondoc.Obj{{Key: "src", Value: jsondoc.TextOrNull(f.Src)}}, "content", f.Content)
}

// Language are the options of a raw body in a language.
func Language(s string) jsondoc.Obj {
	return jsondoc.Obj{{Key: "raw", Value: jsondoc.Obj{{Key: "language", Value: s}}}}
}
