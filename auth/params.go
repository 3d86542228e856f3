package auth

import (
	"maps"
	"slices"
)

// Placement is where an extra parameter of a token request goes.
type Placement string

// The places of a [Param], in Postman's words.
const (
	InURL    Placement = "request_url"
	InBody   Placement = "request_body"
	InHeader Placement = "request_header"
)

// Param is one enabled row of authRequestParams, tokenRequestParams or
// refreshRequestParams.
type Param struct {
	Key, Value string
	In         Placement
}

// Params returns the enabled rows of the list under key, in file order and
// with duplicates. Rows that do not say where they go, go to def.
func (c Config) Params(key string, def Placement) []Param {
	v, _ := c.Value(key)
	rows, _ := v.([]any)
	var out []Param
	for _, row := range rows {
		m, ok := row.(map[string]any)
		if !ok || Text(m["key"]) == "" || isFalse(m["enabled"]) {
			continue
		}
		p := Param{Key: Text(m["key"]), Value: Text(m["value"]), In: Placement(Text(m["send_as"]))}
		if p.In != InURL && p.In != InBody && p.In != InHeader {
			p.In = def
		}
		out = append(out, p)
	}
	return out
}

// Values returns the non-empty values of the legacy audience and resource
// attributes, which are a text in old files and a map from row ids to texts in
// later ones. A map has no order of its own; its keys give one.
func (c Config) Values(key string) []string {
	v, _ := c.Value(key)
	var out []string
	add := func(v any) {
		if s := Text(v); s != "" {
			out = append(out, s)
		}
	}
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			add(v[k])
		}
	case []any:
		for _, e := range v {
			add(e)
		}
	default:
		add(v)
	}
	return out
}

func isFalse(v any) bool { return v != nil && Text(v) == "false" }
