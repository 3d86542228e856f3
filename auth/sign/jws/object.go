package jws

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Object is a JSON object that keeps the order of its members. The zero value
// is empty.
type Object struct{ members []member }

type member struct {
	name  string
	value json.RawMessage
}

var errNoObject = errors.New("it is not a JSON object")

// ParseObject reads an object. White space is dropped, the values keep their
// spelling, and of members of the same name the last value counts, in the place
// of the first. A blank text is an empty object.
func ParseObject(text string) (Object, error) {
	if strings.TrimSpace(text) == "" {
		return Object{}, nil
	}
	if !json.Valid([]byte(text)) {
		return Object{}, fmt.Errorf("read JSON: %w", json.Unmarshal([]byte(text), new(any)))
	}
	d := json.NewDecoder(strings.NewReader(text))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return Object{}, errNoObject
	}
	var o Object
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return Object{}, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return Object{}, err
		}
		key, _ := name.(string)
		o.put(key, compact(value))
	}
	return o, nil
}

func compact(raw json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		return raw // it was valid
	}
	return b.Bytes()
}

func (o *Object) put(name string, value json.RawMessage) {
	i := slices.IndexFunc(o.members, func(m member) bool { return m.name == name })
	if i < 0 {
		o.members = append(o.members, member{name, value})
		return
	}
	o.members[i].value = value
}

// Set gives a member a value, in its place if it is there, else at the end.
// The value must be one that JSON has.
func (o *Object) Set(name string, value any) { o.put(name, plain(value)) }

// Merge sets the members of other, with their spelling.
func (o *Object) Merge(other Object) {
	for _, m := range other.members {
		o.put(m.name, m.value)
	}
}

// Value returns a member; ok is false where JavaScript would call its value
// nothing: absent, null, false, zero or an empty text.
func (o *Object) Value(name string) (value any, ok bool) {
	i := slices.IndexFunc(o.members, func(m member) bool { return m.name == name })
	if i < 0 {
		return nil, false
	}
	raw := o.members[i].value
	if slices.Contains([]string{"null", "false", "0", `""`}, string(raw)) {
		return nil, false
	}
	return raw, true
}

// JSON is the object without white space.
func (o Object) JSON() []byte {
	b := []byte{'{'}
	for i, m := range o.members {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, plain(m.name)...), ':'), m.value...)
	}
	return append(b, '}')
}

// plain writes a value without the escapes for HTML.
func plain(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return json.RawMessage("null")
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
