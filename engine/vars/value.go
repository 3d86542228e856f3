package vars

import (
	"encoding/json"
	"strings"
)

// Type is the kind of a value in JavaScript. The zero value is text.
type Type string

// The types beside text. Their values are JSON.
const (
	Number  Type = "number"
	Boolean Type = "boolean"
	Null    Type = "null"
	JSON    Type = "json"
)

// Text is what a {{name}} becomes: what JavaScript makes of the value when it is
// put into a text, as Postman does.
func (v *Var) Text() string {
	switch {
	case v.Type != JSON:
		return v.Value
	case strings.HasPrefix(v.Value, "{"):
		return "[object Object]"
	}
	return joined(v.Value)
}

// joined is what JavaScript's String makes of an array.
func joined(array string) string {
	var items []json.RawMessage
	if json.Unmarshal([]byte(array), &items) != nil {
		return array
	}
	out := make([]string, len(items))
	for i, item := range items {
		switch text := string(item); {
		case text == "null":
		case text[0] == '"':
			_ = json.Unmarshal(item, &out[i]) // it was valid a moment ago
		case text[0] == '{':
			out[i] = "[object Object]"
		case text[0] == '[':
			out[i] = joined(text)
		default:
			out[i] = text
		}
	}
	return strings.Join(out, ",")
}
