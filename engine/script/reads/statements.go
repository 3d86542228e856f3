package reads

import (
	"github.com/dop251/goja/ast"
)

// list goes through statements with the names that they declare.
func (r *reader) list(list []ast.Statement) {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.LexicalDeclaration:
			for _, b := range s.List {
				r.bind(b)
			}
		case *ast.FunctionDeclaration:
			if s.Function.Name != nil {
				r.declare(s.Function.Name.Name.String(), false)
			}
		}
	}
	for _, s := range list {
		r.statement(s)
	}
}

// statement goes through a statement. Names are declared by whoever holds it.
func (r *reader) statement(s ast.Statement) {
	if r.found != None {
		return
	}
	switch s := s.(type) {
	case nil, *ast.EmptyStatement, *ast.BranchStatement:
	case *ast.ExpressionStatement:
		r.effect(s.Expression)
	case *ast.VariableStatement:
		r.bindings(s.List)
	case *ast.LexicalDeclaration:
		r.bindings(s.List)
	case *ast.FunctionDeclaration:
		r.expression(s.Function)
	case *ast.BlockStatement:
		r.within(func() { r.list(s.List) })
	case *ast.IfStatement:
		r.expression(s.Test)
		r.within(func() { r.list([]ast.Statement{s.Consequent}) })
		r.within(func() { r.list([]ast.Statement{s.Alternate}) })
	case *ast.ReturnStatement:
		r.expression(s.Argument)
	case *ast.ThrowStatement:
		r.expression(s.Argument)
	case *ast.LabelledStatement:
		r.within(func() { r.list([]ast.Statement{s.Statement}) })
	case *ast.TryStatement:
		r.try(s)
	case *ast.SwitchStatement:
		r.choice(s)
	default:
		r.loop(s)
	}
}

func (r *reader) bindings(list []*ast.Binding) {
	for _, b := range list {
		r.target(b.Target)
		r.expression(b.Initializer)
	}
}

func (r *reader) try(s *ast.TryStatement) {
	r.statement(s.Body)
	if c := s.Catch; c != nil {
		r.within(func() {
			if c.Parameter != nil {
				r.names(c.Parameter, false)
				r.target(c.Parameter)
			}
			r.statement(c.Body)
		})
	}
	if s.Finally != nil {
		r.statement(s.Finally)
	}
}

func (r *reader) choice(s *ast.SwitchStatement) {
	r.expression(s.Discriminant)
	r.within(func() {
		var all []ast.Statement
		for _, c := range s.Body {
			r.expression(c.Test)
			all = append(all, c.Consequent...)
		}
		r.list(all)
	})
}

// loop goes through loops; what is none, a with or a class, is doubted.
func (r *reader) loop(s ast.Statement) {
	body := func(s ast.Statement) { r.within(func() { r.list([]ast.Statement{s}) }) }
	switch s := s.(type) {
	case *ast.WhileStatement:
		r.expression(s.Test)
		body(s.Body)
	case *ast.DoWhileStatement:
		r.expression(s.Test)
		body(s.Body)
	case *ast.ForStatement:
		r.within(func() {
			switch init := s.Initializer.(type) {
			case nil:
			case *ast.ForLoopInitializerExpression:
				r.expression(init.Expression)
			case *ast.ForLoopInitializerVarDeclList:
				r.bindings(init.List)
			case *ast.ForLoopInitializerLexicalDecl:
				r.list([]ast.Statement{&init.LexicalDeclaration})
			default:
				r.doubt(Unclear)
			}
			r.expression(s.Test)
			r.expression(s.Update)
			body(s.Body)
		})
	case *ast.ForInStatement:
		r.within(func() { r.each(s.Into, s.Source); body(s.Body) })
	case *ast.ForOfStatement:
		r.within(func() { r.each(s.Into, s.Source); body(s.Body) })
	default:
		r.doubt(Unclear)
	}
}

// each goes through the head of a loop over things.
func (r *reader) each(into ast.ForInto, source ast.Expression) {
	switch into := into.(type) {
	case *ast.ForDeclaration:
		r.names(into.Target, false)
		r.target(into.Target)
	case *ast.ForIntoVar:
		r.names(into.Binding.Target, false)
		r.target(into.Binding.Target)
	default:
		r.doubt(Unclear)
	}
	r.expression(source)
}
