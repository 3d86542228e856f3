package auth

import (
	"context"
	"slices"
	"strings"

	"postern/auth/wire"
)

// APIKey sends a named key as a header or as a query parameter.
type APIKey struct{}

// Type implements [Scheme].
func (APIKey) Type() string { return "apikey" }

// Label implements [Scheme].
func (APIKey) Label() string { return "API Key" }

// Fields implements [Scheme].
func (APIKey) Fields() []Field {
	return []Field{
		{Key: "key", Label: "Key", Help: "The name of the header or parameter."},
		{Key: "value", Label: "Value", Secret: true},
		{Key: "in", Label: "Add to", Default: "header", Options: []string{"header", "query"}},
	}
}

// Apply implements [Scheme]. A value without a key sends nothing; any place
// but "query" means the header. What the user set under that name gives way.
func (APIKey) Apply(_ context.Context, call Call) error {
	key, value := call.Config.Get("key"), call.Config.Get("value")
	if key == "" {
		return nil
	}
	r := call.Request
	if call.Config.Get("in") == "query" {
		r.URL = wire.RemoveQuery(r.URL, key)
		pair := wire.EscapeTyped(key, "&=")
		if value != "" {
			pair += "=" + wire.EscapeTyped(value, "&")
			r.Secrets = append(r.Secrets, Secret(value), Secret(wire.EscapeTyped(value, "&")))
		}
		r.URL = wire.AppendQuery(r.URL, pair)
		return nil
	}
	r.Header = slices.DeleteFunc(r.Header, func(h Header) bool { return sameWords(h.Name, key) })
	r.Add(Header{Name: key, Value: value, Secret: true, System: true})
	return nil
}

// sameWords compares header names the way Postman's helper does: X-API-Key,
// x_api_key and "X Api Key" are one name.
func sameWords(a, b string) bool {
	words := strings.NewReplacer("-", "", "_", "", " ", "")
	return strings.EqualFold(words.Replace(a), words.Replace(b))
}
