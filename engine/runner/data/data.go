// Package data reads the rows that a collection run is repeated with: a JSON
// array of objects, or CSV with a line of names. It follows newman 6 in what
// counts as a number and how that is written; see [FromCSV] for where it does
// not.
//
// It reads bytes and nothing else. Another format is another From function and
// a case in [Parse].
package data

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/tidwall/gjson"

	"postern/engine/vars"
)

// Row is the variables of one iteration, in the order of the file.
type Row []vars.Var

// Layer is the row as a scope.
func (r Row) Layer() vars.Layer { return vars.Layer{Scope: vars.Data, Vars: r} }

// Rows are the rows of a file; iterations beyond them use the last one.
type Rows []Row

// At is the row of an iteration, from 0; it is nil if there are no rows.
func (rs Rows) At(iteration int) Row {
	if len(rs) == 0 {
		return nil
	}
	return rs[min(iteration, len(rs)-1)]
}

// bom is the byte order mark that spreadsheets write before UTF-8.
const bom = "\ufeff"

// Parse reads rows of either kind: what is JSON is taken as such, everything
// else as CSV.
func Parse(text []byte) (Rows, error) {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte(bom)))
	if len(text) == 0 {
		return nil, errors.New("the data file is empty: it takes a JSON array of objects, or CSV with a line of names")
	}
	if json.Valid(text) {
		return FromJSON(text)
	}
	if text[0] == '[' || text[0] == '{' {
		return nil, jsonError(text)
	}
	return FromCSV(text)
}

// jsonError says where text is no JSON.
func jsonError(text []byte) error {
	var syntax *json.SyntaxError
	var v any
	if err := json.Unmarshal(text, &v); errors.As(err, &syntax) {
		line := 1 + bytes.Count(text[:min(int(syntax.Offset), len(text))], []byte("\n"))
		return fmt.Errorf("the data file looks like JSON and is not: line %d: %w", line, err)
	}
	return errors.New("the data file looks like JSON and is not")
}

// FromJSON reads an array of objects.
func FromJSON(text []byte) (Rows, error) {
	all := gjson.ParseBytes(text)
	if !all.IsArray() {
		return nil, fmt.Errorf("the data file holds %s; it takes a JSON array of objects, one for each iteration", kind(all))
	}
	var rows Rows
	var err error
	all.ForEach(func(_, row gjson.Result) bool {
		if !row.IsObject() {
			err = fmt.Errorf("row %d of the data file is %s; it takes an object of names and values", len(rows)+1, kind(row))
			return false
		}
		var r Row
		row.ForEach(func(name, value gjson.Result) bool {
			r = append(r, variable(name.String(), value))
			return true
		})
		rows = append(rows, r)
		return true
	})
	return rows, err
}

// variable is a value of JSON as a variable.
func variable(name string, v gjson.Result) vars.Var {
	out := vars.Var{Name: name, Value: v.Raw}
	switch v.Type {
	case gjson.String:
		out.Value = v.String()
	case gjson.Number:
		out.Type = vars.Number
		if text, ok := number(v.Raw); ok {
			out.Value = text
		}
	case gjson.True, gjson.False:
		out.Type = vars.Boolean
	case gjson.Null:
		out.Type = vars.Null
	default:
		out.Type = vars.JSON
	}
	return out
}

func kind(v gjson.Result) string {
	switch {
	case v.IsObject():
		return "an object"
	case v.IsArray():
		return "an array"
	case v.Type == gjson.String:
		return "a text"
	case v.Type == gjson.Number:
		return "a number"
	}
	return v.Raw
}
