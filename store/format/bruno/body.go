package bruno

import (
	"regexp"
	"strings"

	"postern/engine/collection"
)

// body is the one that the address names, a block of the file.
func (r *reader) body(where, mode string, f file) collection.Body {
	text := func(name string) string {
		b, _ := f.get(name)
		return r.value(where, "body", b.text)
	}
	rows := func(name string) []collection.Param {
		b, _ := f.get(name)
		return r.rows(where, "body", b.rows)
	}
	b := collection.Body{Declared: true}
	switch mode {
	case "", "none":
		return collection.Body{}
	case "json":
		b.Mode, b.Language, b.Raw = "raw", "json", text("body:json")
		if b.Raw == "" {
			b.Raw = text("body")
		}
	case "text", "xml", "sparql":
		b.Mode, b.Raw = "raw", text("body:"+mode)
		if mode == "xml" {
			b.Language = "xml"
		}
		if mode == "sparql" {
			r.log.Add(where, "body", "is sent as text; give it a Content-Type of application/sparql-query")
		}
	case "graphql":
		b.Mode = "graphql"
		b.GraphQL = collection.GraphQL{Query: text("body:graphql"), Variables: text("body:graphql:vars")}
	case "form-urlencoded", "formUrlEncoded":
		b.Mode, b.URLEncoded = "urlencoded", rows("body:form-urlencoded")
	case "multipart-form", "multipartForm":
		b.Mode = "formdata"
		for _, p := range rows("body:multipart-form") {
			b.Form = append(b.Form, part(p))
		}
	case "file":
		b.Mode = "file"
		for _, p := range rows("body:file") {
			if x := part(p); !p.Disabled && len(x.Src) > 0 {
				b.File.Src = x.Src[0]
			}
		}
	default:
		r.log.Add(where, "body", "%q is not known here and is left behind", mode)
		return collection.Body{}
	}
	return b
}

var (
	files       = regexp.MustCompile(`^@file\((.*?)\)`)
	contentType = regexp.MustCompile(`\s*@contentType\(([^)]*)\)\s*$`)
)

// part is a row of a multipart body: a text, or @file(a|b), either with a
// content type.
func part(p collection.Param) collection.FormPart {
	out := collection.FormPart{Param: p, Type: "text"}
	if m := contentType.FindStringSubmatchIndex(p.Value); m != nil {
		out.ContentType = p.Value[m[2]:m[3]]
		out.Value = p.Value[:m[0]]
	}
	if m := files.FindStringSubmatch(out.Value); m != nil {
		out.Type, out.Value = "file", ""
		for src := range strings.SplitSeq(m[1], "|") {
			if src != "" {
				out.Src = append(out.Src, src)
			}
		}
	}
	return out
}
