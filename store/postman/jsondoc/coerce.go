package jsondoc

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Text turns any value into text: strings as they are, null and absent into
// nothing, everything else into its JSON.
func (v Value) Text() string {
	switch v.Kind() {
	case String:
		return v.Str()
	case Absent, Null:
		return ""
	}
	return v.Raw()
}

// JSText is the text JavaScript makes of a value: the elements of an array
// with commas between them, "[object Object]" for an object, "null" for null,
// numbers as it prints them. An absent value is nothing.
func (v Value) JSText() string {
	switch v.Kind() {
	case Null:
		return "null"
	case Number:
		return JSNumber(v.Raw())
	case Object:
		return "[object Object]"
	case Array:
		return v.Join(",")
	}
	return v.Text()
}

// Join puts the elements of an array together as JavaScript does, where null
// is nothing.
func (v Value) Join(sep string) string {
	var b strings.Builder
	for i, e := range v.Children() {
		if i > 0 {
			b.WriteString(sep)
		}
		b.WriteString(e.Element())
	}
	return b.String()
}

// Element is JSText for an element of an array that is joined: null is nothing.
func (v Value) Element() string {
	if v.Nil() {
		return ""
	}
	return v.JSText()
}

// Truthy is JavaScript's opinion: the string "false" is true.
func (v Value) Truthy() bool {
	switch v.Kind() {
	case Absent, Null:
		return false
	case Bool:
		return v.True()
	case String:
		return v.Str() != ""
	case Number:
		f, err := strconv.ParseFloat(v.Raw(), 64)
		return err != nil || f != 0
	}
	return true
}

// Nil reports whether the value is null or absent.
func (v Value) Nil() bool { return !v.Exists() || v.Is(Null) }

// False reports whether the value is the literal false.
func (v Value) False() bool { return v.Is(Bool) && !v.True() }

// Int reads a whole number, which may be written as text; 0 for anything else.
func (v Value) Int() int {
	n, err := strconv.Atoi(v.Text())
	if err != nil {
		return 0
	}
	return n
}

// Any turns a value into Go's generic one, numbers into [json.Number].
func (v Value) Any() any {
	switch v.Kind() {
	case String:
		return v.Str()
	case Bool:
		return v.True()
	case Number:
		return json.Number(v.Raw())
	case Array:
		out := []any{}
		for _, e := range v.Children() {
			out = append(out, e.Any())
		}
		return out
	case Object:
		out := map[string]any{}
		for k, e := range v.Members() {
			out[k] = e.Any()
		}
		return out
	}
	return nil
}

// Plain turns a value into new JSON, spelled as JavaScript's JSON.stringify
// would: of duplicate keys the last value at the first place, numbers as
// JavaScript prints them.
func (v Value) Plain() any {
	switch v.Kind() {
	case String:
		return v.Str()
	case Bool:
		return v.True()
	case Number:
		return Raw(JSNumber(v.Raw()))
	case Array:
		out := Arr{}
		for _, e := range v.Children() {
			out = append(out, e.Plain())
		}
		return out
	case Object:
		out := Obj{}
		at := make(map[string]int, v.Len())
		for k, e := range v.Members() {
			if i, again := at[k]; again {
				out[i].Value = e.Plain()
				continue
			}
			at[k] = len(out)
			out = append(out, Member{Key: k, Value: e.Plain()})
		}
		return out
	}
	return nil
}

// Snippet parses JSON text that came out of a document before; anything that
// does not parse is an absent value.
func Snippet(source string) Value {
	if source == "" {
		return Value{}
	}
	d, err := Parse(source)
	if err != nil {
		return Value{}
	}
	return d.Root()
}

// FromAny turns Go's generic values into new JSON, keys sorted.
func FromAny(v any) any {
	switch v := v.(type) {
	case string, bool, int, nil:
		return v
	case json.Number:
		return Raw(v.String())
	case float64:
		return Raw(JSNumber(strconv.FormatFloat(v, 'g', -1, 64)))
	case []any:
		out := Arr{}
		for _, e := range v {
			out = append(out, FromAny(e))
		}
		return out
	case map[string]any:
		out := Obj{}
		for _, k := range OrderedKeys(nil, v) {
			out = append(out, Member{Key: k, Value: FromAny(v[k])})
		}
		return out
	}
	b, err := json.Marshal(v)
	if err != nil { // a channel or a function: nobody puts one into a request
		return nil
	}
	return Raw(b)
}

// Same reports whether two generic values are the same JSON.
func Same(a, b any) bool {
	return Format(FromAny(a), OneLine(), "") == Format(FromAny(b), OneLine(), "")
}

// OrderedKeys returns m's keys: those of order first, then the others sorted.
func OrderedKeys(order []string, m map[string]any) []string {
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

// JSNumber spells a JSON number as JavaScript prints it.
func JSNumber(raw string) string {
	f, err := strconv.ParseFloat(raw, 64)
	switch {
	case math.IsInf(f, 0): // JSON.stringify(Infinity)
		return "null"
	case err != nil:
		return raw
	case f == 0:
		return "0"
	}
	if a := math.Abs(f); a >= 1e21 || a < 1e-6 {
		// Go writes at least two exponent digits, JavaScript as few as it can.
		m, e, _ := strings.Cut(strconv.FormatFloat(f, 'e', -1, 64), "e")
		return m + "e" + e[:1] + strings.TrimLeft(e[1:], "0")
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// TextOrNull is null for an empty text.
func TextOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
