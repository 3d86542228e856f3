package postman

import (
	"encoding/json"
	"strings"

	"postern/auth"
	"postern/engine/collection"
	"postern/store/postman/jsondoc"
)

// schemaURL names the format that new collections are written in.
const schemaURL = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"

// NewCollection returns c as a new v2.1 file, laid out as Postman exports it.
func NewCollection(c *collection.Collection) []byte {
	w := &writer{}
	info := jsondoc.Obj{{Key: "_postman_id", Value: c.ID}, {Key: "name", Value: c.Name}}
	info = withText(info, "description", c.Description)
	info = append(info, jsondoc.Member{Key: "schema", Value: schemaURL})
	o := jsondoc.Obj{{Key: "info", Value: info}, {Key: "item", Value: w.newItems(c.Items)}}
	if c.Auth != nil {
		o = append(o, jsondoc.Member{Key: "auth", Value: newAuth(c.Auth, false)})
	}
	o = withEvents(o, c.Events)
	if len(c.Behavior) > 0 {
		o = append(o, jsondoc.Member{Key: "protocolProfileBehavior", Value: mergeBehavior(nil, c.Behavior, c.BehaviorSource)})
	}
	if len(c.Vars) > 0 {
		vars := jsondoc.Arr{}
		for _, v := range c.Vars {
			vars = append(vars, newVariable(v))
		}
		o = append(o, jsondoc.Member{Key: "variable", Value: vars})
	}
	return []byte(jsondoc.Format(o, jsondoc.Tabs(), "") + "\n")
}

func (w *writer) newItems(items []*collection.Item) jsondoc.Arr {
	out := jsondoc.Arr{}
	for _, it := range items {
		out = append(out, w.newItem(it))
	}
	return out
}

// newItem makes the JSON of an item. It carries its id, so that what the
// private state knows about it is found again.
func (w *writer) newItem(it *collection.Item) jsondoc.Obj {
	o := withText(jsondoc.Obj{{Key: "name", Value: it.Name}}, "id", it.ID)
	if it.Folder {
		o = append(o, jsondoc.Member{Key: "item", Value: w.newItems(it.Items)})
		if it.Auth != nil {
			o = append(o, jsondoc.Member{Key: "auth", Value: newAuth(it.Auth, w.maps)})
		}
	}
	o = withEvents(o, it.Events)
	if len(it.Behavior) > 0 {
		o = append(o, jsondoc.Member{Key: "protocolProfileBehavior", Value: mergeBehavior(nil, it.Behavior, it.BehaviorSource)})
	}
	if it.Folder {
		return withText(o, "description", it.Description)
	}
	examples := jsondoc.Arr{}
	for _, e := range it.Examples {
		examples = append(examples, newExample(e))
	}
	o = append(o, jsondoc.Member{Key: "request", Value: w.newRequest(it.Request)}, jsondoc.Member{Key: "response", Value: examples})
	return withText(o, "description", it.Description)
}

func withText(o jsondoc.Obj, key, s string) jsondoc.Obj {
	if s == "" {
		return o
	}
	return append(o, jsondoc.Member{Key: key, Value: s})
}

func withTrue(o jsondoc.Obj, key string, on bool) jsondoc.Obj {
	if !on {
		return o
	}
	return append(o, jsondoc.Member{Key: key, Value: true})
}

func withEvents(o jsondoc.Obj, events []collection.Event) jsondoc.Obj {
	if len(events) == 0 {
		return o
	}
	list := jsondoc.Arr{}
	for _, e := range events {
		list = append(list, newEvent(e))
	}
	return append(o, jsondoc.Member{Key: "event", Value: list})
}

func newEvent(e collection.Event) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "listen", Value: e.Listen}, {Key: "script", Value: newScript(e.Script)}}
	return withTrue(o, "disabled", e.Disabled)
}

func newScript(s string) jsondoc.Obj {
	return jsondoc.Obj{{Key: "type", Value: "text/javascript"}, {Key: "exec", Value: newLines(s)}}
}

func newLines(s string) jsondoc.Arr {
	out := jsondoc.Arr{}
	for l := range strings.SplitSeq(s, "\n") {
		out = append(out, l)
	}
	return out
}

func newVariable(v collection.Variable) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "key", Value: v.Key}, {Key: "value", Value: v.Value}}
	o = withText(o, "type", v.Type)
	o = withText(o, "description", v.Description)
	return withTrue(o, "disabled", v.Disabled)
}

func newExample(e collection.Example) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "name", Value: e.Name}}
	if e.Status != "" {
		o = append(o, jsondoc.Member{Key: "status", Value: e.Status})
	}
	if e.Code != 0 {
		o = append(o, jsondoc.Member{Key: "code", Value: e.Code})
	}
	return append(o, jsondoc.Member{Key: "header", Value: newRows(e.Header)}, jsondoc.Member{Key: "body", Value: e.Body})
}

func (w *writer) newRequest(q *collection.Request) jsondoc.Obj {
	var o jsondoc.Obj
	if q.Auth != nil {
		o = append(o, jsondoc.Member{Key: "auth", Value: newAuth(q.Auth, w.maps)})
	}
	o = append(o, jsondoc.Member{Key: "method", Value: q.Method}, jsondoc.Member{Key: "header", Value: newRows(q.Headers)})
	if q.Body.Mode != "" {
		o = append(o, jsondoc.Member{Key: "body", Value: newBody(q.Body)})
	}
	o = append(o, jsondoc.Member{Key: "url", Value: newURL(q.URL)})
	return withText(o, "description", q.Description)
}

func newRows(rows []collection.Param) jsondoc.Arr {
	out := jsondoc.Arr{}
	for _, p := range rows {
		out = append(out, newRow(p))
	}
	return out
}

func newRow(p collection.Param) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "key", Value: newKey(p)}, {Key: "value", Value: newValue(p)}}
	o = withText(o, "description", p.Description)
	return withTrue(o, "disabled", p.Disabled)
}

func newKey(p collection.Param) any {
	if p.NoKey && p.Key == "" {
		return nil
	}
	return p.Key
}

// newValue is null for a row without a value; a header that was null in its
// file holds the word.
func newValue(p collection.Param) any {
	switch {
	case p.NoValue && (p.Value == "" || p.Value == "null"):
		return nil
	case p.Literal():
		return jsondoc.Raw(p.Source)
	}
	return p.Value
}

func newURL(u collection.URL) jsondoc.Obj {
	o := withText(jsondoc.Obj{{Key: "raw", Value: u.Text()}}, "protocol", u.Protocol)
	if u.HasUser || u.HasPassword {
		o = append(o, jsondoc.Member{Key: "auth", Value: newUser(u)})
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
		o = append(o, jsondoc.Member{Key: "query", Value: newRows(u.Query)})
	}
	if u.HasHash || u.Hash != "" {
		o = append(o, jsondoc.Member{Key: "hash", Value: u.Hash})
	}
	if len(u.Vars) > 0 {
		o = append(o, jsondoc.Member{Key: "variable", Value: newRows(u.Vars)})
	}
	return o
}

func newUser(u collection.URL) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "user", Value: u.User}}
	if u.HasPassword {
		o = append(o, jsondoc.Member{Key: "password", Value: u.Password})
	}
	return o
}

func newBody(b collection.Body) jsondoc.Obj {
	o := withTrue(jsondoc.Obj{{Key: "mode", Value: b.Mode}}, "disabled", b.Disabled)
	switch {
	case b.Raw != "" || b.Mode == "raw":
		o = append(o, jsondoc.Member{Key: "raw", Value: b.Raw})
	}
	if len(b.URLEncoded) > 0 || b.Mode == "urlencoded" {
		o = append(o, jsondoc.Member{Key: "urlencoded", Value: newRows(b.URLEncoded)})
	}
	if len(b.Form) > 0 || b.Mode == "formdata" {
		parts := jsondoc.Arr{}
		for _, p := range b.Form {
			parts = append(parts, newPart(p))
		}
		o = append(o, jsondoc.Member{Key: "formdata", Value: parts})
	}
	if g := b.GraphQL; b.Mode == "graphql" || g.Query+g.Operation+g.Variables != "" {
		o = append(o, jsondoc.Member{Key: "graphql", Value: newGraphQL(g)})
	}
	if b.Mode == "file" || b.File.Src+b.File.Content != "" {
		o = append(o, jsondoc.Member{Key: "file", Value: newFile(b.File)})
	}
	if b.Language != "" {
		o = append(o, jsondoc.Member{Key: "options", Value: newLanguage(b.Language)})
	}
	return o
}

func newPart(p collection.FormPart) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "key", Value: p.Key}}
	if p.Type == "file" {
		o = append(o, jsondoc.Member{Key: "type", Value: "file"}, jsondoc.Member{Key: "src", Value: newSrc(p.Src, false)})
	} else {
		o = append(o, jsondoc.Member{Key: "value", Value: p.Value}, jsondoc.Member{Key: "type", Value: "text"})
	}
	o = withText(o, "contentType", p.ContentType)
	o = withText(o, "fileName", p.FileName)
	o = withText(o, "description", p.Description)
	return withTrue(o, "disabled", p.Disabled)
}

// newSrc is a list of files where there is more than one, or was a list.
func newSrc(src []string, list bool) any {
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

func newGraphQL(g collection.GraphQL) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "query", Value: g.Query}, {Key: "variables", Value: g.Variables}}
	return withText(o, "operationName", g.Operation)
}

func newFile(f collection.FileRef) jsondoc.Obj {
	return withText(jsondoc.Obj{{Key: "src", Value: textOrNull(f.Src)}}, "content", f.Content)
}

func newLanguage(s string) jsondoc.Obj {
	return jsondoc.Obj{{Key: "raw", Value: jsondoc.Obj{{Key: "language", Value: s}}}}
}

// newAuth makes an auth block, its attributes as a map (v2.0) or a list.
func newAuth(a *auth.Config, asMap bool) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "type", Value: a.Type}}
	if len(a.Attrs) > 0 {
		o = append(o, jsondoc.Member{Key: a.Type, Value: newAttrs(a, asMap)})
	}
	return o
}

func newAttrs(a *auth.Config, asMap bool) any {
	m, list := jsondoc.Obj{}, jsondoc.Arr{}
	for _, x := range lastAttrs(a) {
		m = append(m, jsondoc.Member{Key: x.Key, Value: attrJSON(x)})
		list = append(list, newAttr(x))
	}
	if asMap {
		return m
	}
	return list
}

func newAttr(x auth.Attr) jsondoc.Obj {
	return jsondoc.Obj{{Key: "key", Value: x.Key}, {Key: "value", Value: attrJSON(x)}, {Key: "type", Value: attrKind(x.Value)}}
}

// attrKind is the tag Postman puts beside an attribute.
func attrKind(v any) string {
	switch v.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case json.Number, float64, int:
		return "number"
	}
	return "any"
}
