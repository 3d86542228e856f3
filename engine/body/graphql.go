package body

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// graphQL is a query with its variables, sent as JSON.
type graphQL struct{}

func (graphQL) Name() string { return "graphql" }

// Encode writes the members in Postman's order. The variables are JSON text
// already and go in as they are, even if they are malformed: then the server
// says what is wrong with them.
func (graphQL) Encode(in Input) (Encoded, error) {
	q := in.Body.GraphQL
	query, err := jsonString(in.expand(q.Query))
	if err != nil {
		return Encoded{}, err
	}
	var out bytes.Buffer
	out.WriteString(`{"query":`)
	out.Write(query)
	if name := in.expand(q.Operation); name != "" {
		quoted, err := jsonString(name)
		if err != nil {
			return Encoded{}, err
		}
		out.WriteString(`,"operationName":`)
		out.Write(quoted)
	}
	enc := Encoded{}
	if variables := in.expand(q.Variables); strings.TrimSpace(variables) != "" {
		out.WriteString(`,"variables":`)
		out.WriteString(variables)
		if !json.Valid([]byte(variables)) {
			enc.Warnings = []string{"the GraphQL variables are not valid JSON"}
		}
	}
	out.WriteByte('}')
	warnings := enc.Warnings
	enc = fromBytes("application/json", out.Bytes())
	enc.Warnings = warnings
	return enc, nil
}

// jsonString quotes s without the HTML escapes of json.Marshal, which
// JavaScript does not make.
func jsonString(s string) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return nil, fmt.Errorf("encode GraphQL text: %w", err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}
