// Package reads tells scripts that only look and test from those that may change
// something that another request sees, by reading their text.
//
// It is a proof, not a guess: a script is let through if every word of it is on
// a list of what is harmless, and everything else is doubted. So no alias and no
// odd spelling gets by: pm may only be named as the beginning of a listed chain
// (pm.response.json), never as a value; the members by which any value leads to
// the constructor of functions cannot be named; a member whose name is computed
// is one only if the name is surely a number; nothing is assigned to but
// variables of the script's own, and the entries of tests.
//
// What a script can get hold of this way is data, made for it alone, and checks
// of it. One thing is not looked for: that a script before it has changed what all
// scripts find, such as the methods of lists. So whoever builds on the proof looks
// at what came of the scripts, too.
//
// It runs no script. A member of pm that only reads is added to the lists in
// words.go.
package reads

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
)

// Doubt says what a script may do beside reading.
type Doubt int

// The doubts, None for a script without.
const (
	None Doubt = iota
	// Changes: it sets or removes variables.
	Changes
	// Sends: it sends requests of its own.
	Sends
	// Steers: it says where a run goes on.
	Steers
	// Cookies: it looks at cookies, or changes them.
	Cookies
	// Unclear: it cannot be told.
	Unclear
)

// longest is how many bytes of a script are read, and most how many labels and
// arrows it may have, for which the parser goes back: what has more is doubted.
const (
	longest = 64 << 10
	most    = 1000
)

// Only returns what a script may do beside reading, the first thing that is met.
func Only(source string) (d Doubt) {
	defer func() {
		if recover() != nil { // a parser that fails has proved nothing
			d = Unclear
		}
	}()
	if len(source) > longest || !shallow(source) || strings.Count(source, ":") > most || strings.Count(source, "=>") > most {
		return Unclear
	}
	// The body of a function, as scripts run: they may return.
	program, err := parser.ParseFile(nil, "", "(function(){"+source+"\n})", 0, parser.WithDisableSourceMaps)
	if err != nil || len(program.Body) != 1 {
		return Unclear // such as one that closes the function and opens another
	}
	statement, ok := program.Body[0].(*ast.ExpressionStatement)
	if !ok {
		return Unclear
	}
	f, ok := statement.Expression.(*ast.FunctionLiteral)
	if !ok || f.Async || f.Generator {
		return Unclear
	}
	r := &reader{numbers: map[string]bool{}}
	r.function(f.ParameterList, f.DeclarationList, f.Body)
	for _, name := range r.indexes {
		if !r.numbers[name] {
			r.doubt(Unclear)
		}
	}
	return r.found
}

// deepest is how many brackets may be open at once: the parser and this package
// go down as deep as they do.
const deepest = 200

// shallow reports whether a text opens no more brackets than may be, whatever
// they stand in.
func shallow(source string) bool {
	open := 0
	for i := range len(source) {
		switch source[i] {
		case '(', '[', '{':
			open++
		case ')', ']', '}':
			open--
		}
		if open > deepest {
			return false
		}
	}
	return true
}

// reader goes through a script.
type reader struct {
	found Doubt
	scope *scope
	// numbers are names that are never anything but a number, whatever scope
	// they are of; false for those that are.
	numbers map[string]bool
	// indexes are the names that stand in brackets.
	indexes []string
}

// scope holds the names that a function or block declares.
type scope struct {
	names map[string]bool
	up    *scope
}

func (r *reader) doubt(d Doubt) {
	if r.found == None {
		r.found = d
	}
}

// own reports whether a name is one of the script's own here.
func (r *reader) own(name string) bool {
	for s := r.scope; s != nil; s = s.up {
		if s.names[name] {
			return true
		}
	}
	return false
}

// within goes through what f does in a scope of its own.
func (r *reader) within(f func()) {
	if r.found != None {
		return
	}
	r.scope = &scope{names: map[string]bool{}, up: r.scope}
	f()
	r.scope = r.scope.up
}

// declare adds a name to the present scope; number says whether what it is
// given is surely one.
func (r *reader) declare(name string, number bool) {
	r.scope.names[name] = true
	r.given(name, number)
}

// given notes what a name is given.
func (r *reader) given(name string, number bool) {
	was, known := r.numbers[name]
	r.numbers[name] = number && (was || !known)
}

// function goes through a function. What its body declares is not there yet for
// the values that its parameters have by default.
func (r *reader) function(params *ast.ParameterList, vars []*ast.VariableDeclaration, body ast.Node) {
	r.within(func() {
		for _, p := range params.List {
			r.names(p.Target, false)
		}
		if params.Rest != nil {
			r.names(params.Rest, false)
			r.target(params.Rest)
		}
		for _, p := range params.List {
			r.target(p.Target)
			r.expression(p.Initializer)
		}
		r.within(func() {
			for _, d := range vars {
				for _, b := range d.List {
					r.bind(b)
				}
			}
			switch body := body.(type) {
			case *ast.BlockStatement:
				r.list(body.List)
			case *ast.ExpressionBody:
				r.expression(body.Expression)
			default:
				r.doubt(Unclear)
			}
		})
	})
}

// bind declares the names of one binding.
func (r *reader) bind(b *ast.Binding) {
	r.names(b.Target, b.Initializer == nil || number(b.Initializer))
}

// names declares the names in what is bound.
func (r *reader) names(target ast.Expression, number bool) {
	switch t := target.(type) {
	case nil:
	case *ast.Identifier:
		r.declare(t.Name.String(), number)
	case *ast.AssignExpression: // one with a default
		r.names(t.Left, false)
	case *ast.ArrayPattern:
		for _, e := range t.Elements {
			r.names(e, false)
		}
		r.names(t.Rest, false)
	case *ast.ObjectPattern:
		for _, p := range t.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				r.declare(p.Name.Name.String(), false)
			case *ast.PropertyKeyed:
				r.names(p.Value, false)
			default:
				r.doubt(Unclear)
			}
		}
		r.names(t.Rest, false)
	default:
		r.doubt(Unclear)
	}
}

// target goes through what is bound, for what is read by it.
func (r *reader) target(target ast.Expression) {
	switch t := target.(type) {
	case nil, *ast.Identifier:
	case *ast.AssignExpression:
		r.target(t.Left)
		r.expression(t.Right)
	case *ast.ArrayPattern:
		for _, e := range t.Elements {
			r.target(e)
		}
		r.target(t.Rest)
	case *ast.ObjectPattern:
		for _, p := range t.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				r.member(p.Name.Name.String())
				r.expression(p.Initializer)
			case *ast.PropertyKeyed:
				r.key(p.Key)
				r.target(p.Value)
			}
		}
		r.target(t.Rest)
	default:
		r.doubt(Unclear)
	}
}

// key goes through a key of a pattern: one that is read.
func (r *reader) key(key ast.Expression) {
	switch k := key.(type) {
	case *ast.StringLiteral:
		r.member(k.Value.String())
	case *ast.NumberLiteral:
	default:
		r.doubt(Unclear)
	}
}
