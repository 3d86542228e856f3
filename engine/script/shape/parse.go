package shape

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"postern/auth"
	"postern/engine/collection"
)

// loose is a request as a script may write it.
type loose struct {
	Method string                     `json:"method"`
	URL    json.RawMessage            `json:"url"`
	Header json.RawMessage            `json:"header"`
	Body   *looseBody                 `json:"body"`
	Auth   map[string]json.RawMessage `json:"auth"`
}

type looseBody struct {
	Body
	URLEncoded json.RawMessage `json:"urlencoded"`
	FormData   json.RawMessage `json:"formdata"`
	GraphQL    *struct {
		Query, OperationName text
		Variables            json.RawMessage
	} `json:"graphql"`
	File    json.RawMessage `json:"file"`
	Raw     text            `json:"raw"`
	Options struct {
		Raw struct{ Language string }
	} `json:"options"`
}

// text is any value as the text that JavaScript makes of it.
type text string

func (t *text) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*t = text(s)
		return nil
	}
	*t = text(b)
	return nil
}

// Parse reads the JSON of a request: that of [Of], or an address alone.
func Parse(data []byte) (collection.Request, error) {
	var l loose
	var alone string
	if json.Unmarshal(data, &alone) == nil {
		return collection.Request{Method: "GET", URL: collection.ParseURL(alone)}, nil
	}
	if err := json.Unmarshal(data, &l); err != nil {
		return collection.Request{}, fmt.Errorf("read the request of a script: %w", err)
	}
	r := collection.Request{Method: strings.ToUpper(l.Method), URL: parseURL(l.URL), Headers: parseRows(l.Header), Auth: parseAuth(l.Auth)}
	if r.Method == "" {
		r.Method = "GET"
	}
	if l.Body != nil {
		r.Body = parseBody(*l.Body)
	}
	return r, nil
}

func parseURL(data json.RawMessage) collection.URL {
	var s string
	if json.Unmarshal(data, &s) == nil {
		return collection.ParseURL(s)
	}
	var u struct {
		URL
		// The tags are what makes these win over those of URL.
		Host     json.RawMessage `json:"host"`
		Path     json.RawMessage `json:"path"`
		Query    json.RawMessage `json:"query"`
		Variable json.RawMessage `json:"variable"`
		Port     text            `json:"port"`
		Raw      string          `json:"raw"`
	}
	if json.Unmarshal(data, &u) != nil {
		return collection.URL{}
	}
	if u.Host == nil && u.Path == nil && u.Raw != "" {
		return collection.ParseURL(u.Raw)
	}
	out := collection.URL{
		Protocol: strings.TrimSuffix(u.Protocol, "://"), Port: string(u.Port), HasPort: u.Port != "", Hash: u.Hash, HasHash: u.Hash != "",
		Host: pieces(u.Host, "."), Path: pieces(u.Path, "/"), Query: parseRows(u.Query), Vars: parseRows(u.Variable),
	}
	out.HasPath = len(out.Path) > 0
	if u.Auth != nil {
		out.User, out.HasUser = u.Auth.User, true
		out.Password, out.HasPassword = u.Auth.Password, u.Auth.Password != ""
	}
	return out
}

// pieces reads a list of texts, or a text that is a list in itself.
func pieces(data json.RawMessage, sep string) []string {
	var s string
	if json.Unmarshal(data, &s) == nil {
		if s == "" {
			return nil
		}
		return strings.Split(strings.TrimPrefix(s, "/"), sep)
	}
	var list []text
	if json.Unmarshal(data, &list) != nil {
		return nil
	}
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = string(p)
	}
	return out
}

type looseRow struct {
	Key, Value  *text
	Disabled    bool
	Type        string
	Src         json.RawMessage
	ContentType string
	FileName    string
}

func (r looseRow) param() collection.Param {
	p := collection.Param{NoKey: r.Key == nil, NoValue: r.Value == nil, Disabled: r.Disabled}
	if r.Key != nil {
		p.Key = string(*r.Key)
	}
	if r.Value != nil {
		p.Value = string(*r.Value)
	}
	return p
}

// looseRows reads a list of rows, an object of keys and values, or a text of
// lines "key: value".
func looseRows(data json.RawMessage) []looseRow {
	var list []json.RawMessage
	if json.Unmarshal(data, &list) == nil {
		var out []looseRow
		for _, item := range list {
			var r looseRow
			var line string
			if json.Unmarshal(item, &line) == nil {
				out = append(out, lines(line)...)
			} else if json.Unmarshal(item, &r) == nil {
				out = append(out, r)
			}
		}
		return out
	}
	var s string
	if json.Unmarshal(data, &s) == nil {
		return lines(s)
	}
	var m map[string]text
	if json.Unmarshal(data, &m) != nil {
		return nil
	}
	var out []looseRow
	for _, k := range slices.Sorted(maps.Keys(m)) {
		key, value := text(k), m[k]
		out = append(out, looseRow{Key: &key, Value: &value})
	}
	return out
}

func lines(s string) []looseRow {
	var out []looseRow
	for l := range strings.Lines(s) {
		k, v, _ := strings.Cut(strings.TrimSpace(l), ":")
		if key, value := text(strings.TrimSpace(k)), text(strings.TrimSpace(v)); key != "" {
			out = append(out, looseRow{Key: &key, Value: &value})
		}
	}
	return out
}

func parseRows(data json.RawMessage) []collection.Param {
	var out []collection.Param
	for _, r := range looseRows(data) {
		out = append(out, r.param())
	}
	return out
}

func parseBody(b looseBody) collection.Body {
	out := collection.Body{Declared: true, Mode: b.Mode, Disabled: b.Disabled, Raw: string(b.Raw), Language: b.Options.Raw.Language}
	var s string
	if json.Unmarshal(b.URLEncoded, &s) == nil {
		out.URLEncoded = collection.ParseQuery(s)
	} else {
		out.URLEncoded = parseRows(b.URLEncoded)
	}
	for _, r := range looseRows(b.FormData) {
		p := collection.FormPart{Param: r.param(), Type: r.Type, ContentType: r.ContentType, FileName: r.FileName}
		if r.Src != nil {
			p.Src = pieces(r.Src, "\x00")
		}
		out.Form = append(out.Form, p)
	}
	if b.GraphQL != nil {
		out.GraphQL = collection.GraphQL{Query: string(b.GraphQL.Query), Operation: string(b.GraphQL.OperationName)}
		if v := b.GraphQL.Variables; len(v) > 0 && string(v) != "null" {
			var t text
			_ = t.UnmarshalJSON(v) // never fails
			out.GraphQL.Variables = string(t)
		}
	}
	var f File
	if json.Unmarshal(b.File, &f) == nil {
		out.File = collection.FileRef{Src: f.Src, Content: f.Content}
	} else if json.Unmarshal(b.File, &s) == nil {
		out.File.Src = s
	}
	return out
}

// parseAuth reads an auth block: its attributes are a list or an object.
func parseAuth(m map[string]json.RawMessage) *auth.Config {
	var typ string
	if json.Unmarshal(m["type"], &typ) != nil || typ == "" {
		return nil
	}
	c := auth.Config{Type: typ}
	var list []Attr
	var object map[string]any
	switch {
	case json.Unmarshal(m[typ], &list) == nil:
		for _, a := range list {
			c.Attrs = append(c.Attrs, auth.Attr{Key: a.Key, Value: a.Value})
		}
	case json.Unmarshal(m[typ], &object) == nil:
		for _, k := range slices.Sorted(maps.Keys(object)) {
			c.Attrs = append(c.Attrs, auth.Attr{Key: k, Value: object[k]})
		}
	}
	return &c
}
