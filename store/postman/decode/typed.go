package decode

import (
	"math"
	"strconv"
	"strings"

	"postern/auth"
	"postern/store/postman/jsondoc"
)

// typed is the text a variable's value becomes where it is used. Postman turns
// the value into its type when it reads it, and into text when it replaces a
// name: a boolean "false" is true because it is a text with something in it, a
// number "007" is 7, an array is its elements with commas between them. Types
// it does not know change nothing.
func typed(v jsondoc.Value, kind jsondoc.Value) string {
	switch strings.ToLower(kind.Str()) {
	case "string":
		if !v.Exists() {
			return "undefined"
		}
	case "boolean":
		return strconv.FormatBool(v.Truthy())
	case "number":
		return number(v)
	case "array":
		if v = parsed(v); !v.Is(jsondoc.Array) {
			return ""
		}
	case "object":
		if v = parsed(v); !v.Is(jsondoc.Object) {
			return ""
		}
	}
	return v.JSText()
}

// typedAttr is the value of an attribute of the 2.1 format. Arrays and objects
// stay what they are: their tag is mostly "any", and true or not it says
// nothing that the value does not.
func typedAttr(key string, v, kind jsondoc.Value) auth.Attr {
	a := auth.Attr{Key: key}
	switch strings.ToLower(kind.Str()) {
	case "string":
		a.Value = v.JSText()
	case "boolean":
		a.Value = v.Truthy()
	case "number":
		if text := jsondoc.Snippet(number(v)); text.Is(jsondoc.Number) {
			a.Value = text.Any()
		}
	default:
		return attr(key, v)
	}
	return a
}

// parsed is the JSON in a text, or the value itself if it is none.
func parsed(v jsondoc.Value) jsondoc.Value {
	if v.Is(jsondoc.String) {
		return jsondoc.Snippet(v.Str())
	}
	return v
}

// number is what JavaScript's Number makes of a value, as text.
func number(v jsondoc.Value) string {
	switch v.Kind() {
	case jsondoc.Absent, jsondoc.Object:
		return "NaN"
	case jsondoc.Null:
		return "0"
	case jsondoc.Bool:
		if v.True() {
			return "1"
		}
		return "0"
	}
	text := strings.TrimSpace(v.JSText())
	if text == "" {
		return "0"
	}
	f, err := strconv.ParseFloat(text, 64)
	if len(text) > 2 && text[0] == '0' && strings.ContainsRune("xXoObB", rune(text[1])) {
		var n uint64
		n, err = strconv.ParseUint(strings.ReplaceAll(text, "_", "?"), 0, 64)
		f = float64(n)
	} else if sign := strings.TrimLeft(text, "+-"); sign == "Infinity" && len(text)-len(sign) < 2 {
		return strings.TrimPrefix(text, "+")
	} else if strings.Trim(text, "+-.0123456789eE") != "" {
		return "NaN"
	}
	switch {
	case math.IsInf(f, 1): // too large for a number
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case err != nil:
		return "NaN"
	}
	return jsondoc.JSNumber(strconv.FormatFloat(f, 'g', -1, 64))
}
