package postman

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"postern/store/postman/jsondoc"
)

// text turns any value into text: strings as they are, null and absent into
// nothing, everything else into its JSON.
func text(v jsondoc.Value) string {
	switch v.Kind() {
	case jsondoc.String:
		return v.Str()
	case jsondoc.Absent, jsondoc.Null:
		return ""
	}
	return v.Raw()
}

// jsText is text with JavaScript's opinion that null is "null".
func jsText(v jsondoc.Value) string {
	if v.Is(jsondoc.Null) {
		return "null"
	}
	return text(v)
}

// truthy is JavaScript's: the string "false" is true.
func truthy(v jsondoc.Value) bool {
	switch v.Kind() {
	case jsondoc.Absent, jsondoc.Null:
		return false
	case jsondoc.Bool:
		return v.True()
	case jsondoc.String:
		return v.Str() != ""
	case jsondoc.Number:
		f, err := strconv.ParseFloat(v.Raw(), 64)
		return err != nil || f != 0
	}
	return true
}

// isFalse reports whether the value is the literal false.
func isFalse(v jsondoc.Value) bool { return v.Is(jsondoc.Bool) && !v.True() }

// isNil reports whether the value is null or absent.
func isNil(v jsondoc.Value) bool { return !v.Exists() || v.Is(jsondoc.Null) }

// describe reads a description, which is a string or an object with content.
func describe(v jsondoc.Value) string {
	if v.Is(jsondoc.Object) {
		return text(v.Get("content"))
	}
	return text(v)
}

// anyOf turns a value into Go's generic one, numbers as [json.Number].
func anyOf(v jsondoc.Value) any {
	switch v.Kind() {
	case jsondoc.String:
		return v.Str()
	case jsondoc.Bool:
		return v.True()
	case jsondoc.Number:
		return json.Number(v.Raw())
	case jsondoc.Array:
		out := []any{}
		for _, e := range v.Children() {
			out = append(out, anyOf(e))
		}
		return out
	case jsondoc.Object:
		out := map[string]any{}
		for k, e := range v.Members() {
			out[k] = anyOf(e)
		}
		return out
	}
	return nil
}

// jsNumber spells a number as JavaScript prints it.
func jsNumber(raw string) string {
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
		s := strconv.FormatFloat(f, 'e', -1, 64)
		// Go writes at least two exponent digits, JavaScript as few as it can.
		m, e, _ := strings.Cut(s, "e")
		return m + "e" + e[:1] + strings.TrimLeft(e[1:], "0")
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// atoi reads a number that may be written as text; 0 for anything else.
func atoi(v jsondoc.Value) int {
	n, err := strconv.Atoi(text(v))
	if err != nil {
		return 0
	}
	return n
}
