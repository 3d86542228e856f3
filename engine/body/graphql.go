package body

import (
	"bytes"
	"encoding/json"
	"strings"

	"postern/engine/collection"
)

// graphQL is a query with its variables, sent as JSON.
type graphQL struct{}

func (graphQL) Name() string { return "graphql" }

// Encode writes the members in Postman's order. Variables that are a text go
// in as they are, even if they are malformed: then the server says what is
// wrong with them.
func (graphQL) Encode(in Input) (Encoded, error) {
	q := in.Body.GraphQL
	src := graphMembers(q.Source)
	variables, isText := graphVariables(q, src)
	var members []string
	add := func(name, value string) {
		if value != "" {
			members = append(members, `"`+name+`":`+value)
		}
	}
	add("query", graphText(in, q.Query, src["query"], src == nil, isText))
	add("operationName", graphText(in, q.Operation, src["operationName"], false, isText))
	variables = in.expand(variables)
	var warnings []string
	if strings.TrimSpace(variables) != "" {
		var compact bytes.Buffer
		if err := json.Compact(&compact, []byte(variables)); err != nil {
			warnings = []string{"the GraphQL variables are not valid JSON"}
		} else if !isText {
			variables = compact.String()
		}
		add("variables", variables)
	}
	enc := fromText("application/json", "{"+strings.Join(members, ",")+"}")
	enc.Warnings = warnings
	return enc, nil
}

// graphMembers are the members of the block in the file, which tell absent,
// null and empty apart; nil if the block is not from a file.
func graphMembers(source string) map[string]json.RawMessage {
	var m map[string]json.RawMessage
	if json.Unmarshal([]byte(source), &m) != nil {
		return nil // the file has something else there, or nothing
	}
	return m
}

// graphVariables returns the variables, and whether they are a text: in a file
// they may be an object too, or absent.
func graphVariables(q collection.GraphQL, src map[string]json.RawMessage) (string, bool) {
	raw, ok := src["variables"]
	switch {
	case src == nil, ok && raw[0] == '"':
		return q.Variables, true
	case q.Variables == "":
		return string(raw), false
	}
	return q.Variables, q.Variables != string(raw)
}

// graphText is a member that is a text: quoted, or "" for none. Of one that is
// empty, raw says what stands in the file; always wants it written anyhow.
// Postman writes null only where the variables are no text.
func graphText(in Input, text string, raw json.RawMessage, always, isText bool) string {
	switch {
	case text != "", always, len(raw) > 0 && raw[0] == '"':
		return jsonString(in.expand(text))
	case string(raw) == "null" && !isText:
		return "null"
	}
	return ""
}

// jsonString quotes s as JavaScript does, which escapes less than
// encoding/json.
func jsonString(s string) string {
	const hex = "0123456789abcdef"
	short := map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`}
	var out strings.Builder
	out.Grow(len(s) + 2)
	out.WriteByte('"')
	for _, r := range s {
		switch esc, ok := short[r]; {
		case ok:
			out.WriteString(esc)
		case r < 0x20:
			out.WriteString(`\u00` + string(hex[r>>4]) + string(hex[r&15]))
		default:
			out.WriteRune(r) // of bytes that are no text this makes U+FFFD
		}
	}
	out.WriteByte('"')
	return out.String()
}
