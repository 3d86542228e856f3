package postman

import (
	"encoding/json"
	"slices"
	"strconv"

	"postern/store/postman/jsondoc"
)

// parsed parses JSON text that came out of a document before; an absent value
// for "".
func parsed(source string) jsondoc.Value {
	if source == "" {
		return jsondoc.Value{}
	}
	doc, err := jsondoc.Parse(source)
	if err != nil {
		return jsondoc.Value{}
	}
	return doc.Root()
}

// canonical is JSON text as JavaScript's JSON.stringify would print it.
func canonical(source string) any { return plain(parsed(source)) }

// plain turns a value into new JSON; absent becomes null.
func plain(v jsondoc.Value) any {
	switch v.Kind() {
	case jsondoc.String:
		return v.Str()
	case jsondoc.Bool:
		return v.True()
	case jsondoc.Number:
		return jsondoc.Raw(jsNumber(v.Raw()))
	case jsondoc.Array:
		out := jsondoc.Arr{}
		for _, e := range v.Children() {
			out = append(out, plain(e))
		}
		return out
	case jsondoc.Object:
		out := jsondoc.Obj{}
		for k, e := range v.Members() {
			i := slices.IndexFunc(out, func(m jsondoc.Member) bool { return m.Key == k })
			if i < 0 {
				out = append(out, jsondoc.Member{Key: k, Value: plain(e)})
				continue
			}
			out[i].Value = plain(e)
		}
		return out
	}
	return nil
}

// fromAny turns Go's generic values into new JSON, keys sorted.
func fromAny(v any) any {
	switch v := v.(type) {
	case string, bool, int, nil:
		return v
	case json.Number:
		return jsondoc.Raw(v.String())
	case float64:
		return jsondoc.Raw(jsNumber(strconv.FormatFloat(v, 'g', -1, 64)))
	case []any:
		out := jsondoc.Arr{}
		for _, e := range v {
			out = append(out, fromAny(e))
		}
		return out
	case map[string]any:
		out := jsondoc.Obj{}
		for _, k := range orderedKeys(nil, v) {
			out = append(out, jsondoc.Member{Key: k, Value: fromAny(v[k])})
		}
		return out
	}
	b, err := json.Marshal(v)
	if err != nil { // a channel or a function: nobody puts one into a request
		return nil
	}
	return jsondoc.Raw(b)
}

// orderedKeys returns m's keys: those of order first, then the others sorted.
func orderedKeys(order []string, m map[string]any) []string {
	seen := map[string]bool{}
	var out, rest []string
	for _, k := range order {
		if _, ok := m[k]; ok && !seen[k] {
			seen[k] = true
			out = append(out, k)
		}
	}
	for k := range m {
		if !seen[k] {
			rest = append(rest, k)
		}
	}
	slices.Sort(rest)
	return append(out, rest...)
}
