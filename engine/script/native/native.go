// Package native is what the JavaScript of package prelude is made of where
// JavaScript would be slow, wrong or long: reading JSON, digests, markup,
// schemas.
//
// Functions come in groups, each a function here that a module asks for by
// name. They take and return plain values and know no task.
package native

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// groups are the functions by the name of their group.
func groups() map[string]func(rt *goja.Runtime) map[string]any {
	return map[string]func(rt *goja.Runtime) map[string]any{
		"bytes": bytesGroup, "random": randomGroup, "url": urlGroup, "hash": hashGroup, "schema": schemaGroup, "markup": markupGroup, "xml": xmlGroup, "zone": zoneGroup, "subtle": subtleGroup,
	}
}

// Group makes the functions of a group for an interpreter.
func Group(rt *goja.Runtime, name string) goja.Value {
	o := rt.NewObject()
	make := groups()[name]
	if make == nil {
		Throw(rt, errors.New("no natives "+name))
	}
	for k, f := range make(rt) {
		if err := o.Set(k, f); err != nil {
			Throw(rt, err)
		}
	}
	return o
}

// Throw makes an error of Go one of the script: an Error with the same words.
func Throw(rt *goja.Runtime, err error) {
	throw(rt, "Error", err.Error())
}

func throw(rt *goja.Runtime, kind, message string) {
	o, err := rt.New(rt.Get(kind), rt.ToValue(message))
	if err != nil {
		panic(rt.NewTypeError(message))
	}
	panic(o)
}

// UTF8 reads bytes as text, as JavaScript does: what is no UTF-8 becomes the
// replacement character, and a mark at the beginning is left out.
func UTF8(b []byte) string {
	s := strings.TrimPrefix(string(b), "\ufeff")
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\ufffd")
}
