package sandbox

import (
	"reflect"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"

	"postern/engine/script/native"
)

// expand writes out the classes that the regular expressions of a script name.
func expand(classes *native.Classes, program *ast.Program) error {
	var failed error
	literals(reflect.ValueOf(program.Body), map[any]bool{}, func(l *ast.RegExpLiteral) {
		if !strings.Contains(l.Flags, "u") {
			return
		}
		text, err := classes.Expand(l.Pattern)
		if err != nil && failed == nil {
			at := program.File.Position(int(l.Idx) - program.File.Base())
			failed = parser.ErrorList{{Position: at, Message: "Invalid regular expression: " + err.Error()}}
		}
		l.Pattern = text
	})
	return failed
}

// literals finds the regular expressions of a tree, each once.
func literals(v reflect.Value, seen map[any]bool, found func(*ast.RegExpLiteral)) {
	switch v.Kind() {
	case reflect.Interface:
		literals(v.Elem(), seen, found)
	case reflect.Slice:
		for i := range v.Len() {
			literals(v.Index(i), seen, found)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			literals(v.Field(i), seen, found)
		}
	case reflect.Pointer:
		if v.IsNil() || seen[v.Interface()] {
			return
		}
		seen[v.Interface()] = true
		if l, ok := v.Interface().(*ast.RegExpLiteral); ok {
			found(l)
			return
		}
		literals(v.Elem(), seen, found)
	}
}
