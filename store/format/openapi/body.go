package openapi

import (
	"cmp"
	"slices"
	"strings"

	"postern/engine/collection"
	"postern/store/format/draft"
	"postern/store/postman/jsondoc"
)

// body makes a body of the media type that is best to edit.
func (o *operation) body(v jsondoc.Value) {
	content := v.Get("content")
	kinds := []string{}
	for media := range content.Members() {
		kinds = append(kinds, media)
	}
	if len(kinds) == 0 {
		return
	}
	slices.SortStableFunc(kinds, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	if len(kinds) > 1 {
		o.log.Add(o.where, "requestBody", "of %d media types it has %s", len(kinds), kinds[0])
	}
	media := content.Get(kinds[0])
	example := first(media.Get("example"), o.firstExample(media.Get("examples")))
	o.fill(kinds[0], example, media.Get("schema"))
}

// rank is the place of a media type in the order of preference.
func rank(media string) int {
	media = strings.ToLower(media)
	switch {
	case media == "application/json":
		return 0
	case strings.Contains(media, "json"):
		return 1
	case strings.HasPrefix(media, "application/x-www-form-urlencoded"):
		return 2
	case strings.HasPrefix(media, "multipart/"):
		return 3
	}
	return 4
}

// fill makes the body out of an example or else of the schema.
func (o *operation) fill(media string, example, schema jsondoc.Value) {
	b := &o.q.Body
	b.Declared = true
	if example.Exists() && !o.afford(len(example.Raw())) {
		example = jsondoc.Value{}
	}
	s := sampler{reader: o.reader, where: o.where}
	switch rank(media) {
	case 2:
		b.Mode = "urlencoded"
		for _, f := range s.fields(example, schema) {
			b.URLEncoded = append(b.URLEncoded, f.Param)
		}
	case 3:
		b.Mode, b.Form = "formdata", s.fields(example, schema)
	default:
		b.Mode, b.Language = "raw", draft.Language(media)
		switch {
		case example.Exists():
			b.Raw = pretty(example)
		case b.Language == "json":
			b.Raw = jsondoc.Format(s.value(schema, 0), twoBlanks(), "")
		case s.binary(schema):
			b.Mode, b.Language = "file", ""
		default:
			if schema.Exists() && b.Language != "" {
				o.log.Add(o.where, "requestBody", "no sample is made in %s", media)
			}
		}
		if media != "application/json" && !strings.Contains(media, "*") {
			o.q.Headers = append(o.q.Headers, collection.Param{Key: "Content-Type", Value: media})
		}
	}
}

func twoBlanks() jsondoc.Layout { return jsondoc.Layout{Break: "\n", Indent: "  ", Colon: ": "} }

// pretty is an example as text: JSON unless it is a text.
func pretty(v jsondoc.Value) string {
	if v.Is(jsondoc.String) {
		return v.Str()
	}
	return jsondoc.Format(v.Plain(), twoBlanks(), "")
}

// body2 makes the body of Swagger 2.0, which stands among the parameters.
func (o *operation) body2(params []jsondoc.Value) {
	media := first(o.v.Get("consumes"), o.root.Get("consumes")).At(0).Text()
	var form []collection.FormPart
	for _, p := range params {
		switch p.Get("in").Text() {
		case "body":
			o.fill(cmp.Or(media, "application/json"), jsondoc.Value{}, p.Get("schema"))
			return
		case "formData":
			part := collection.FormPart{Type: "text", Param: collection.Param{
				Key: p.Get("name").Text(), Value: o.paramValue(p), Description: p.Get("description").Text(), Disabled: !p.Get("required").True(),
			}}
			if p.Get("type").Text() == "file" {
				part.Type, part.Value = "file", ""
			}
			form = append(form, part)
		}
	}
	isFile := func(p collection.FormPart) bool { return p.Type == "file" }
	switch {
	case len(form) == 0:
	case rank(media) == 3 || slices.ContainsFunc(form, isFile):
		o.q.Body = collection.Body{Declared: true, Mode: "formdata", Form: form}
	default:
		o.q.Body = collection.Body{Declared: true, Mode: "urlencoded"}
		for _, p := range form {
			o.q.Body.URLEncoded = append(o.q.Body.URLEncoded, p.Param)
		}
	}
}
