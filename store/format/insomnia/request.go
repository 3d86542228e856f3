package insomnia

import (
	"regexp"
	"strings"

	"postern/engine/collection"
	"postern/store/format/draft"
	"postern/store/postman/jsondoc"
)

func (r *reader) request(where string, v jsondoc.Value) *collection.Item {
	text := func(field string, x jsondoc.Value) string { return r.text(where, field, x.Text()) }
	it := draft.Request(v.Get("name").Text(), v.Get("method").Text(), text("url", v.Get("url")))
	q := it.Request
	if q.Method == "" {
		q.Method = "GET"
	}
	rows := func(field string) []collection.Param {
		var out []collection.Param
		for _, x := range v.Get(field).Children() {
			out = append(out, r.row(where, field, x))
		}
		return out
	}
	q.Headers = rows("headers")
	q.URL.Query = append(q.URL.Query, rows("parameters")...)
	for _, p := range rows("pathParameters") {
		for i, x := range q.URL.Vars {
			if x.Key == p.Key {
				q.URL.Vars[i] = p
			}
		}
	}
	q.Body = r.body(where, v.Get("body"))
	if q.Body.Mode == "formdata" { // the boundary is made when it is sent
		q.Headers = deleteHeader(q.Headers, "Content-Type")
	}
	q.Auth = r.auth(where, v.Get("authentication"))
	q.Description = r.scripts(where, v, describe(v))
	if f := v.Get("settingFollowRedirects"); f.Text() == "off" || v.Get("settings").Get("followRedirects").Text() == "off" {
		it.Behavior = map[string]any{"followRedirects": false}
	}
	return it
}

func deleteHeader(rows []collection.Param, key string) []collection.Param {
	var out []collection.Param
	for _, h := range rows {
		if !strings.EqualFold(h.Key, key) {
			out = append(out, h)
		}
	}
	return out
}

func (r *reader) row(where, field string, v jsondoc.Value) collection.Param {
	return collection.Param{
		Key: r.text(where, field, v.Get("name").Text()), Value: r.text(where, field, v.Get("value").Text()),
		Disabled: v.Get("disabled").True(), Description: v.Get("description").Text(),
	}
}

func (r *reader) body(where string, v jsondoc.Value) collection.Body {
	media := v.Get("mimeType").Text()
	text := r.text(where, "body", v.Get("text").Text())
	b := collection.Body{Declared: true}
	switch {
	case media == "multipart/form-data":
		b.Mode = "formdata"
		for _, x := range v.Get("params").Children() {
			p := collection.FormPart{Param: r.row(where, "body", x), Type: "text"}
			if x.Get("type").Text() == "file" {
				p.Type, p.Value = "file", ""
				if f := x.Get("fileName").Text(); f != "" {
					p.Src = []string{f}
				}
			}
			b.Form = append(b.Form, p)
		}
	case media == "application/x-www-form-urlencoded":
		b.Mode = "urlencoded"
		for _, x := range v.Get("params").Children() {
			b.URLEncoded = append(b.URLEncoded, r.row(where, "body", x))
		}
	case media == "application/graphql":
		b.Mode = "graphql"
		b.GraphQL = graphQL(text)
	case v.Get("fileName").Text() != "":
		b.Mode, b.File.Src = "file", v.Get("fileName").Text()
	case v.Get("text").Exists():
		b.Mode, b.Raw, b.Language = "raw", text, draft.Language(media)
	default:
		return collection.Body{}
	}
	return b
}

// graphQL is a query, which Insomnia keeps as the JSON that is sent.
func graphQL(text string) collection.GraphQL {
	v := jsondoc.Snippet(text)
	if !v.Is(jsondoc.Object) {
		return collection.GraphQL{Query: text}
	}
	g := collection.GraphQL{Query: v.Get("query").Text(), Operation: v.Get("operationName").Text()}
	if x := v.Get("variables"); !x.Nil() {
		g.Variables = x.Text()
	}
	return g
}

var (
	// reference is {{ _.name }}, {{ _['name'] }} or {{ name }}, perhaps with
	// filters.
	reference = regexp.MustCompile(`\{\{-?\s*(?:_\.|_\[['"]|)([^\s|{}'"\]]+)(?:['"]\])?\s*(\|[^{}]*)?-?\}\}`)
	tag       = regexp.MustCompile(`\{%-?\s*(\w+)((?:[^%]|%[^}])*)%\}`)
)

// text writes Insomnia's templates as ours.
func (r *reader) text(where, field, s string) string {
	if !strings.Contains(s, "{") {
		return s
	}
	s = reference.ReplaceAllStringFunc(s, func(t string) string {
		m := reference.FindStringSubmatch(t)
		if m[2] != "" {
			r.log.Add(where, field, "the filter of %s is left behind", t)
		}
		return "{{" + m[1] + "}}"
	})
	return tag.ReplaceAllStringFunc(s, func(t string) string {
		m := tag.FindStringSubmatch(t)
		switch {
		case m[1] == "uuid":
			return "{{$guid}}"
		case m[1] == "timestamp", m[1] == "now" && strings.Contains(m[2], "unix"):
			return "{{$timestamp}}"
		case m[1] == "now" && !strings.Contains(m[2], "millis") && !strings.Contains(m[2], "custom"):
			return "{{$isoTimestamp}}"
		}
		r.log.Add(where, field, "the template tag %.200s is not known here and stays as text", t)
		return t
	})
}
