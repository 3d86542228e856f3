package reads

import (
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// effect goes through an expression whose value nobody gets. pm.test stands
// only here: what it returns is pm.
func (r *reader) effect(e ast.Expression) {
	if call, ok := e.(*ast.CallExpression); ok {
		if _, chain := r.chain(call.Callee); slices.Contains(statements, strings.Join(chain, ".")) {
			r.all(call.ArgumentList)
			return
		}
	}
	r.expression(e)
}

func (r *reader) all(list []ast.Expression) {
	for _, e := range list {
		r.expression(e)
	}
}

// expression goes through an expression.
func (r *reader) expression(e ast.Expression) {
	if r.found != None {
		return
	}
	switch e := e.(type) {
	case nil, *ast.NullLiteral, *ast.BooleanLiteral, *ast.NumberLiteral, *ast.StringLiteral, *ast.RegExpLiteral:
	case *ast.Identifier, *ast.DotExpression, *ast.BracketExpression:
		r.value(e)
	case *ast.CallExpression:
		r.call(e)
	case *ast.NewExpression:
		if id, ok := e.Callee.(*ast.Identifier); !ok || r.own(id.Name.String()) || !slices.Contains(makes, id.Name.String()) {
			r.doubt(Unclear)
		}
		r.all(e.ArgumentList)
	case *ast.FunctionLiteral:
		if e.Async || e.Generator {
			r.doubt(Unclear)
		}
		r.within(func() {
			if e.Name != nil {
				r.declare(e.Name.Name.String(), false)
			}
			r.function(e.ParameterList, e.DeclarationList, e.Body)
		})
	case *ast.ArrowFunctionLiteral:
		if e.Async {
			r.doubt(Unclear)
		}
		r.function(e.ParameterList, e.DeclarationList, e.Body)
	default:
		r.composed(e)
	}
}

// composed goes through expressions that are made of others, and come to no
// more than they do.
func (r *reader) composed(e ast.Expression) {
	switch e := e.(type) {
	case *ast.UnaryExpression:
		r.unary(e)
	case *ast.AssignExpression:
		r.assign(e)
	case *ast.BinaryExpression:
		r.all([]ast.Expression{e.Left, e.Right})
	case *ast.ConditionalExpression:
		r.all([]ast.Expression{e.Test, e.Consequent, e.Alternate})
	case *ast.SequenceExpression:
		r.all(e.Sequence)
	case *ast.ArrayLiteral:
		r.all(e.Value)
	case *ast.SpreadElement:
		r.expression(e.Expression)
	case *ast.OptionalChain:
		r.expression(e.Expression)
	case *ast.Optional:
		r.expression(e.Expression)
	case *ast.TemplateLiteral:
		if e.Tag != nil {
			r.doubt(Unclear)
		}
		r.all(e.Expressions)
	case *ast.ObjectLiteral:
		for _, p := range e.Value {
			r.property(p)
		}
	default: // this, await, yield, classes, what is new one day
		r.doubt(Unclear)
	}
}

func (r *reader) property(p ast.Property) {
	switch p := p.(type) {
	case *ast.PropertyShort:
		r.member(p.Name.Name.String())
		r.value(&p.Name)
		r.expression(p.Initializer)
	case *ast.PropertyKeyed:
		if p.Kind != ast.PropertyKindValue && p.Kind != ast.PropertyKindMethod {
			r.doubt(Unclear)
		}
		if p.Computed {
			r.expression(p.Key) // whatever it is, it is a member of the new object
		} else {
			r.key(p.Key)
		}
		r.expression(p.Value)
	case *ast.SpreadElement:
		r.expression(p.Expression)
	default:
		r.doubt(Unclear)
	}
}

func (r *reader) unary(e *ast.UnaryExpression) {
	switch e.Operator {
	case token.INCREMENT, token.DECREMENT:
		if id, ok := e.Operand.(*ast.Identifier); !ok || !r.own(id.Name.String()) {
			r.doubt(Unclear)
		}
	case token.DELETE:
		r.doubt(Unclear)
	default:
		r.expression(e.Operand)
	}
}

// assign goes through an assignment: to a name of the script's own, or to an
// entry of tests.
func (r *reader) assign(e *ast.AssignExpression) {
	tests := func(e ast.Expression) bool {
		id, ok := e.(*ast.Identifier)
		return ok && id.Name == "tests" && !r.own("tests")
	}
	defer r.expression(e.Right)
	switch left := e.Left.(type) {
	case *ast.Identifier:
		name := left.Name.String()
		if !r.own(name) {
			r.doubt(Unclear)
		}
		r.given(name, number(e.Right))
	case *ast.BracketExpression:
		if !tests(left.Left) {
			r.doubt(Unclear)
		}
		r.expression(left.Member)
	case *ast.DotExpression:
		if !tests(left.Left) {
			r.doubt(Unclear)
		}
	default:
		r.doubt(Unclear)
	}
}

// call goes through a call. What looks a member up by its name is only called,
// with a name that is not put together.
func (r *reader) call(e *ast.CallExpression) {
	dot, ok := e.Callee.(*ast.DotExpression)
	if !ok || !slices.Contains(named, dot.Identifier.Name.String()) {
		r.expression(e.Callee)
		r.all(e.ArgumentList)
		return
	}
	r.expression(dot.Left)
	r.all(e.ArgumentList)
	if len(e.ArgumentList) == 0 {
		return
	}
	if s, ok := e.ArgumentList[0].(*ast.StringLiteral); !ok || forbiddenIn(s.Value.String()) {
		r.doubt(Unclear)
	}
}

// chain takes a.b.c apart: the expression that it begins with and, if that is a
// name of none of the script's own, the names with it.
func (r *reader) chain(e ast.Expression) (root ast.Expression, names []string) {
	for {
		switch x := e.(type) {
		case *ast.DotExpression:
			names = append(names, x.Identifier.Name.String())
			e = x.Left
			continue
		case *ast.BracketExpression:
			if s, ok := x.Member.(*ast.StringLiteral); ok {
				names = append(names, s.Value.String())
				e = x.Left
				continue
			}
		case *ast.Identifier:
			if r.own(x.Name.String()) {
				return x, nil
			}
			names = append(names, x.Name.String())
			slices.Reverse(names)
			return x, names
		}
		return e, nil
	}
}

// value goes through a name or a member, called or not.
func (r *reader) value(e ast.Expression) {
	root, names := r.chain(e)
	if names != nil {
		r.global(names)
		return
	}
	for e != root {
		switch x := e.(type) {
		case *ast.DotExpression:
			r.member(x.Identifier.Name.String())
			e = x.Left
		case *ast.BracketExpression:
			r.index(x.Member)
			e = x.Left
		}
	}
	switch x := e.(type) {
	case *ast.Identifier: // one of its own
	case *ast.BracketExpression:
		r.index(x.Member)
		r.expression(x.Left)
	default:
		r.expression(e)
	}
}

// index goes through what stands in brackets behind a value.
func (r *reader) index(e ast.Expression) {
	switch x := e.(type) {
	case *ast.StringLiteral:
		r.member(x.Value.String())
	case *ast.Identifier:
		if !r.own(x.Name.String()) {
			r.doubt(Unclear)
		}
		r.indexes = append(r.indexes, x.Name.String())
	default:
		r.expression(e)
		if !number(e) {
			r.doubt(Unclear)
		}
	}
}

// number reports whether an expression is surely a number.
func number(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.NumberLiteral:
		return true
	case *ast.UnaryExpression:
		switch e.Operator {
		case token.PLUS, token.MINUS, token.BITWISE_NOT, token.INCREMENT, token.DECREMENT:
			return true
		}
	case *ast.BinaryExpression:
		switch e.Operator {
		case token.MINUS, token.MULTIPLY, token.SLASH, token.REMAINDER, token.EXPONENT:
			return true
		case token.PLUS:
			return number(e.Left) && number(e.Right)
		}
	}
	return false
}
