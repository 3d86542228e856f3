package auth

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Config is one auth block of a Postman file: a type and its attributes. After
// inheritance and substitution it is all a [Scheme] needs.
type Config struct {
	// Type is the Postman name: "noauth", "bearer", "basic", "apikey",
	// "oauth2", … Unknown names are kept.
	Type string
	// Attrs are the attributes in file order. Of duplicates the last wins.
	Attrs []Attr
	// Others are the attributes that the block also has for types it is not
	// of, in file order: they count for nothing until it is, see [Config.As].
	Others []Config
	// Realm identifies the environment the attributes were resolved in. It is
	// part of a token's identity, so that one environment never sends
	// another's token. It is not stored in the Postman file.
	Realm string
	// Record is the key of the one token that is to be sent, whichever was
	// chosen for the config; "" leaves it to the token manager. It is not
	// stored, and no part of a token's identity.
	Record string
}

// Attr is one attribute of a [Config].
type Attr struct {
	Key string
	// Value is what the file holds: string, bool, json.Number, nil,
	// []any or map[string]any.
	Value any
	// Source is the JSON text of an array or object as its file spells it, or
	// "". Value decides; Source only remembers the order of keys, which a map
	// loses.
	Source string
}

// Value returns the attribute's raw value and whether it is there.
func (c Config) Value(key string) (any, bool) {
	for i := len(c.Attrs) - 1; i >= 0; i-- {
		if c.Attrs[i].Key == key {
			return c.Attrs[i].Value, true
		}
	}
	return nil, false
}

// Get returns the attribute as text: "" when absent or null, JSON for arrays
// and objects.
func (c Config) Get(key string) string {
	v, _ := c.Value(key)
	return Text(v)
}

// Bool reports whether the attribute is true; the string "true" counts.
func (c Config) Bool(key string) bool {
	v, _ := c.Value(key)
	switch v := v.(type) {
	case bool:
		return v
	case string:
		return strings.EqualFold(v, "true")
	}
	return false
}

// Set returns a copy with the attribute set to value, in place if it exists.
func (c Config) Set(key string, value any) Config {
	c.Attrs = slices.Clone(c.Attrs)
	for i := len(c.Attrs) - 1; i >= 0; i-- {
		if c.Attrs[i].Key == key {
			c.Attrs[i].Value = value
			return c
		}
	}
	c.Attrs = append(c.Attrs, Attr{Key: key, Value: value})
	return c
}

// Unset returns a copy without the attribute.
func (c Config) Unset(key string) Config {
	c.Attrs = slices.DeleteFunc(slices.Clone(c.Attrs), func(a Attr) bool { return a.Key == key })
	return c
}

// As returns a copy of another type, with the attributes that c has for it. Its
// present ones are kept among the others.
func (c Config) As(typ string) Config {
	if typ == c.Type {
		return c
	}
	out := Config{Type: typ, Realm: c.Realm, Record: c.Record}
	if c.Type != "" {
		out.Others = append(out.Others, Config{Type: c.Type, Attrs: c.Attrs})
	}
	for _, o := range c.Others {
		if o.Type == typ {
			out.Attrs = o.Attrs
			continue
		}
		out.Others = append(out.Others, o)
	}
	return out
}

// Map returns a copy in which every string, however deep, went through f, and
// without the attributes of other types. The engine resolves {{names}} with it.
func (c Config) Map(f func(string) string) Config {
	attrs := make([]Attr, len(c.Attrs))
	for i, a := range c.Attrs {
		attrs[i] = Attr{Key: a.Key, Value: mapValue(a.Value, f), Source: a.Source}
	}
	c.Attrs, c.Others = attrs, nil
	return c
}

// Clone returns a deep copy.
func (c Config) Clone() Config {
	n := c.Map(func(s string) string { return s })
	for _, o := range c.Others {
		n.Others = append(n.Others, o.Clone())
	}
	return n
}

func mapValue(v any, f func(string) string) any {
	switch v := v.(type) {
	case string:
		if out := f(v); out != v {
			return out
		}
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = mapValue(v[i], f)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for k := range v {
			out[k] = mapValue(v[k], f)
		}
		return out
	}
	return v // as it was, so that what did not change is not boxed again
}

// Text turns an attribute value into text the way Postman does.
func Text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return v.String()
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}
