package sandbox

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/dop251/goja"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"

	"postern/engine/script"
	"postern/engine/script/native"
)

// key names a compiled script: where it stands is part of it.
type key struct {
	at     int
	source string
}

// program is a compiled script, a function; an async one if it awaits.
type program struct {
	code  *goja.Program
	async bool
	// old says that the script may use what Postman's oldest ones find on texts,
	// dates and lists.
	old bool
}

// maxPrograms is how many compiled scripts are kept. A run of a collection
// comes by the same ones again and again.
const maxPrograms = 512

// What stands before a script is of one length, whether it awaits or not, and
// ends a statement: "use strict" at the top of a script is none, as in Postman.
const (
	plain = "(      function(){;"
	async = "(async function(){;"
	tail  = "\n})"
)

// compile makes a function of a script, so that it may return, and await, and
// its names are its own. What it awaits shows only when it is no syntax without.
func (m *machine) compile(at int, source string) (*program, error) {
	k := key{at, source}
	if p := m.programs[k]; p != nil {
		return p, nil
	}
	name := scriptName + strconv.Itoa(at)
	code, err := parseLoops(&m.classes, name, plain, source)
	p := &program{code: code, old: usesOld(source)}
	if err != nil {
		code, again := parseLoops(&m.classes, name, async, source)
		if again != nil {
			return nil, err
		}
		p.code, p.async = code, true
	}
	if len(m.programs) >= maxPrograms {
		clear(m.programs)
	}
	m.programs[k] = p
	return p, nil
}

// usesOld reports whether a script may call one of the old extensions: those of
// texts and dates by their names, those of lists and numbers where a list or
// number is likely.
func usesOld(source string) bool {
	for rest := source; ; {
		i := strings.IndexByte(rest, '.')
		if i < 0 {
			return false
		}
		rest = rest[i+1:]
		end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if end > 0 && rest[end] == '(' && slices.Contains(oldNames, rest[:end]) {
			return true
		}
	}
}

// oldNames are the extensions that scripts are known to call.
var oldNames = []string{
	"has", "first", "last", "from", "to", "capitalize", "isBlank", "compact", "reverse", "each", "words", "lines", "chars", "add", "insert", "remove",
	"truncate", "toNumber", "camelize", "underscore", "dasherize", "encodeBase64", "decodeBase64", "escapeURL", "unescapeURL", "escapeHTML", "stripTags",
	"pad", "addYears", "addMonths", "addWeeks", "addDays", "addHours", "addMinutes", "addSeconds", "addMilliseconds", "daysAgo", "hoursAgo", "daysFromNow",
	"beginningOfDay", "endOfDay", "beginningOfMonth", "endOfMonth", "advance", "rewind", "format", "iso", "isBefore", "isAfter", "isToday", "unique",
	"min", "max", "sum", "average", "groupBy", "sortBy", "sample", "flatten", "union", "intersect", "subtract", "randomize", "findAll", "all", "any",
	"isEmpty", "none", "count", "include", "exclude", "removeAt", "clone", "times", "upto", "hex", "round", "floor", "ceil", "abs", "ordinalize",
}

func parse(classes *native.Classes, name, text string) (*goja.Program, error) {
	ast, err := parser.ParseFile(nil, name, text, 0, parser.WithDisableSourceMaps)
	if err != nil {
		return nil, err
	}
	if native.Named(text) {
		if err := expand(classes, ast); err != nil {
			return nil, err
		}
	}
	return goja.CompileAST(ast, false)
}

// syntax tells of a script that does not compile.
func (m *machine) syntax(err error, source string) script.Error {
	e := script.Error{Name: "SyntaxError", Message: err.Error(), Place: script.Place{Script: m.current}}
	var list parser.ErrorList
	var compiler *goja.CompilerSyntaxError
	switch {
	case errors.As(err, &list) && len(list) > 0:
		e.Message = list[0].Message
		e.Place.Line, e.Place.Column = list[0].Position.Line, list[0].Position.Column
	case errors.As(err, &compiler):
		e.Message = compiler.Message
		if compiler.File != nil {
			p := compiler.File.Position(compiler.Offset)
			e.Place.Line, e.Place.Column = p.Line, p.Column
		}
	}
	e.Place = own(e.Place)
	said(&e, source)
	return e
}

// own takes away what we put before the first line.
func own(p script.Place) script.Place {
	if p.Line == 1 {
		p.Column = max(1, p.Column-len(plain))
	}
	return p
}

func position(script0 int, p file.Position) script.Place {
	return own(script.Place{Script: script0, Line: p.Line, Column: p.Column})
}
