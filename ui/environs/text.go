package environs

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"postern/auth"
	"postern/engine/collection"
)

// Text is an environment's current values, a line each: "name: value", with
// "// " in front of what is off. A secret is dots. What would not read back is
// written in quotes, as JSON.
func Text(e *collection.Environment) string {
	var b strings.Builder
	for _, v := range e.Vars {
		if v.Disabled {
			b.WriteString("// ")
		}
		value := v.Value()
		if v.Secret && value != "" {
			value = dots()
		}
		b.WriteString(quotedName(v.Key) + ": " + quotedValue(value) + "\n")
	}
	return b.String()
}

// dots stand for a secret.
func dots() string { return auth.Secret("x").String() }

func quotedName(s string) string {
	if s == "" || strings.ContainsAny(s, ":\n\r") || strings.HasPrefix(s, `"`) || strings.HasPrefix(s, "//") || strings.TrimSpace(s) != s {
		return quote(s)
	}
	return s
}

func quotedValue(s string) string {
	if strings.ContainsAny(s, "\n\r") || strings.HasPrefix(s, `"`) || strings.TrimSpace(s) != s {
		return quote(s)
	}
	return s
}

func quote(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return s // no text fails
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// LineError is a line that cannot be taken.
type LineError struct {
	// Line counts from 1.
	Line int
	What string
}

// Error says which line and why.
func (e *LineError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.What) }

// Parsed returns a copy of e with the variables that a text has, in its order.
// Those that e has keep their initial value, and what else the text does not
// say; dots leave a secret as it is. An error is a [*LineError].
func Parsed(e *collection.Environment, text string) (*collection.Environment, error) {
	out := e.Clone()
	left := out.Vars
	out.Vars = nil
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n++
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		rest, off := strings.CutPrefix(line, "//")
		key, value, err := split(strings.TrimSpace(rest))
		if err != "" {
			return nil, &LineError{n, err}
		}
		v := collection.EnvVar{Key: key}
		if i := slices.IndexFunc(left, func(v collection.EnvVar) bool { return v.Key == key }); i >= 0 {
			v = left[i]
			left = slices.Delete(slices.Clone(left), i, i+1)
		}
		if v.Disabled = off; !(v.Secret && value == dots()) {
			give(&v, value)
		}
		out.Vars = append(out.Vars, v)
	}
	return out, nil
}

// give sets the current value; going back to the initial one is having none of
// one's own.
func give(v *collection.EnvVar, value string) {
	if v.Current = &value; value == v.Initial {
		v.Current = nil
	}
}

// split takes a line apart; why is set if that cannot be done.
func split(line string) (key, value, why string) {
	if strings.HasPrefix(line, `"`) {
		dec := json.NewDecoder(strings.NewReader(line))
		if err := dec.Decode(&key); err != nil {
			return "", "", "the quotes of the name do not end"
		}
		var ok bool
		if value, ok = strings.CutPrefix(strings.TrimSpace(line[dec.InputOffset():]), ":"); !ok {
			return "", "", "there is no colon behind the name"
		}
	} else {
		var ok bool
		if key, value, ok = strings.Cut(line, ":"); !ok {
			return "", "", `a name and its value are written "name: value"`
		}
		if key = strings.TrimSpace(key); key == "" {
			return "", "", "there is no name before the colon"
		}
	}
	value = strings.TrimSpace(value)
	if strings.HasPrefix(value, `"`) {
		var s string
		if json.Unmarshal([]byte(value), &s) != nil {
			return "", "", "the quotes of the value do not end, or something stands behind them"
		}
		value = s
	}
	return key, value, ""
}
