package postman

import (
	"crypto/sha1"
	"encoding/hex"
	"io"
	"slices"
	"strings"

	"postern/auth"
	"postern/engine/collection"
	"postern/store/postman/decode"
	"postern/store/postman/encode"
	"postern/store/postman/jsondoc"
)

// Entry is one request of the canonical list: what an importer must have
// understood of it.
type Entry struct {
	// Path are the names of the folders from the outside in.
	Path    []string
	Name    string
	Request *collection.Request
	// Auth is the effective config, nil for none; AuthFrom says whose it is.
	Auth     *auth.Config
	AuthFrom string
	// Behavior is the merged protocolProfileBehavior, from the collection's
	// keys to the request's own.
	Behavior jsondoc.Obj
	Events   []collection.Event
}

// List returns the requests of a collection in order, folders flattened and
// inheritance applied.
func List(c *collection.Collection) []Entry {
	var out []Entry
	c.Walk(func(chain []*collection.Item, it *collection.Item) bool {
		if it.Folder {
			return true
		}
		e := Entry{Name: it.Name, Request: it.Request, Events: it.Events}
		e.Path = (collection.Ref{Chain: chain[:len(chain)-1]}).Names()
		e.Auth, e.AuthFrom, _ = c.EffectiveAuth(chain)
		e.Behavior = encode.Behavior(nil, c.Behavior, c.BehaviorSource)
		for _, x := range chain {
			e.Behavior = encode.Behavior(e.Behavior, x.Behavior, x.BehaviorSource)
		}
		out = append(out, e)
		return true
	})
	return out
}

// WriteList writes the canonical list as JSON: an array with one request a
// line, the keys of each always there and in the same order, absent things as
// null or []. Two programs that read a collection alike write the same bytes.
func WriteList(w io.Writer, c *collection.Collection) error {
	entries := List(c)
	var b strings.Builder
	b.WriteByte('[')
	for i, e := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		b.WriteString(jsondoc.Format(e.json(), jsondoc.OneLine(), ""))
	}
	if len(entries) > 0 {
		b.WriteByte('\n')
	}
	b.WriteString("]\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (e Entry) json() jsondoc.Obj {
	q := e.Request
	path := jsondoc.Arr{}
	for _, name := range e.Path {
		path = append(path, jsondoc.TextOrNull(name))
	}
	rows := func(ps []collection.Param, disabled bool) jsondoc.Arr {
		out := jsondoc.Arr{}
		for _, p := range ps {
			if p.Disabled == disabled {
				out = append(out, keyValue(p))
			}
		}
		return out
	}
	vars := jsondoc.Arr{}
	for _, p := range q.URL.Vars {
		vars = append(vars, keyValue(p))
	}
	method := q.Method
	if q.NoMethod && method == "GET" {
		method = ""
	}
	return jsondoc.Obj{
		{Key: "path", Value: path},
		{Key: "name", Value: jsondoc.TextOrNull(e.Name)},
		{Key: "method", Value: method},
		{Key: "url", Value: q.URL.String()},
		{Key: "urlUnresolved", Value: q.URL.Unresolved()},
		{Key: "headers", Value: rows(q.Headers, false)},
		{Key: "headersDisabled", Value: rows(q.Headers, true)},
		{Key: "query", Value: rows(q.URL.Query, false)},
		{Key: "queryDisabled", Value: rows(q.URL.Query, true)},
		{Key: "pathVariables", Value: vars},
		{Key: "body", Value: bodyJSON(q.Body)},
		{Key: "auth", Value: e.authJSON()},
		{Key: "behavior", Value: objOrNull(e.Behavior)},
		{Key: "events", Value: e.eventsJSON()},
	}
}

func objOrNull(o jsondoc.Obj) any {
	if len(o) == 0 {
		return nil
	}
	return o
}

func keyValue(p collection.Param) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "key", Value: p.Key}, {Key: "value", Value: p.Value}}
	if p.NoKey {
		o[0].Value = nil
	}
	switch {
	case p.NoValue:
		o[1].Value = nil
	case p.Literal():
		o[1].Value = jsondoc.Snippet(p.Source).Plain()
	}
	return o
}

func bodyJSON(b collection.Body) any {
	if !b.Declared && b.Mode == "" {
		return nil
	}
	mode := b.Mode
	if mode != "" && !slices.Contains(decode.BodyModes(), mode) {
		mode = "raw"
	}
	o := jsondoc.Obj{{Key: "mode", Value: jsondoc.TextOrNull(mode)}}
	if b.Disabled && mode != "" {
		o = append(o, jsondoc.Member{Key: "disabled", Value: true})
	}
	if mode == "raw" && b.Language != "" {
		o = append(o, jsondoc.Member{Key: "language", Value: b.Language})
	}
	return append(o, jsondoc.Member{Key: "content", Value: contentJSON(b, mode)})
}

func contentJSON(b collection.Body, mode string) any {
	switch mode {
	case "raw":
		if b.RawSource != "" && b.RawSource == b.Raw {
			return jsondoc.Snippet(b.RawSource).Plain()
		}
		return b.Raw
	case "urlencoded":
		out := jsondoc.Arr{}
		for _, p := range b.URLEncoded {
			if !p.Disabled {
				out = append(out, keyValue(p))
			}
		}
		return out
	case "formdata":
		out := jsondoc.Arr{}
		for _, p := range b.Form {
			if !p.Disabled {
				out = append(out, partJSON(p))
			}
		}
		return out
	case "graphql":
		g := b.GraphQL
		if v := jsondoc.Snippet(g.Source); v.Exists() && decode.GraphQL(v) == g {
			return jsondoc.Obj{
				{Key: "query", Value: v.Get("query").Plain()},
				{Key: "operationName", Value: v.Get("operationName").Plain()},
				{Key: "variables", Value: v.Get("variables").Plain()},
			}
		}
		return jsondoc.Obj{
			{Key: "query", Value: jsondoc.TextOrNull(g.Query)},
			{Key: "operationName", Value: jsondoc.TextOrNull(g.Operation)},
			{Key: "variables", Value: jsondoc.TextOrNull(g.Variables)},
		}
	case "file":
		src := jsondoc.TextOrNull(b.File.Src)
		if v := jsondoc.Snippet(b.File.Source); v.Exists() && decode.FileRef(v) == b.File {
			if !v.Is(jsondoc.String) {
				v = v.Get("src")
			}
			src = v.Plain()
		}
		return jsondoc.Obj{{Key: "src", Value: src}, {Key: "content", Value: jsondoc.TextOrNull(b.File.Content)}}
	}
	return nil
}

func partJSON(p collection.FormPart) jsondoc.Obj {
	kind := p.Type
	if kind == "" {
		kind = "text"
	}
	o := jsondoc.Obj{{Key: "key", Value: p.Key}, {Key: "type", Value: kind}}
	switch {
	case kind != "file":
		value := keyValue(p.Param)[1]
		if value.Value == nil {
			value.Value = ""
		}
		o = append(o, value)
	default:
		o = append(o, jsondoc.Member{Key: "src", Value: encode.PartSrc(p)})
	}
	if p.ContentType != "" {
		o = append(o, jsondoc.Member{Key: "contentType", Value: p.ContentType})
	}
	return o
}

func (e Entry) authJSON() any {
	if e.Auth == nil {
		return nil
	}
	last := map[string]auth.Attr{}
	for _, a := range e.Auth.Attrs {
		last[a.Key] = a
	}
	keys := make([]string, 0, len(last))
	for k := range last {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	params := jsondoc.Obj{}
	for _, k := range keys {
		params = append(params, jsondoc.Member{Key: k, Value: encode.AttrValue(last[k])})
	}
	return jsondoc.Obj{
		{Key: "type", Value: e.Auth.Type},
		{Key: "from", Value: e.AuthFrom},
		{Key: "params", Value: params},
	}
}

func (e Entry) eventsJSON() jsondoc.Arr {
	out := jsondoc.Arr{}
	for _, ev := range e.Events {
		n := 0
		if ev.Script != "" {
			n = 1 + strings.Count(ev.Script, "\n")
		}
		sum := sha1.Sum([]byte(strings.ToValidUTF8(ev.Script, "\ufffd")))
		out = append(out, jsondoc.Obj{
			{Key: "listen", Value: jsondoc.TextOrNull(ev.Listen)},
			{Key: "lines", Value: n},
			{Key: "sha1", Value: hex.EncodeToString(sum[:])},
		})
	}
	return out
}
