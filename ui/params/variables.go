package params

import (
	"slices"

	"postern/auth"
	"postern/engine/collection"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/kvtable"
)

// Secret is the type of a variable whose value is not shown.
const Secret = "secret"

// VariableOptions are those of a table of variables; spans colours values.
func VariableOptions(spans func(string) []cells.Span) kvtable.Options {
	o := Options(spans)
	o.Columns[Key] = kvtable.Column{Title: safe.Lit("Variable")}
	o.Columns[Value].Newlines = true
	return o
}

// Variables are the rows of a collection's variables.
func Variables(vs []collection.Variable) []kvtable.Row {
	rows := make([]kvtable.Row, len(vs))
	backing := make([]kvtable.Cell, 3*len(vs))
	for i, v := range vs {
		cs := backing[3*i : 3*i+3 : 3*i+3]
		cs[Key] = kvtable.Cell{Value: v.Key, Role: theme.Variable}
		cs[Value] = kvtable.Cell{Value: v.Value, Masked: v.Type == Secret}
		cs[About] = kvtable.Cell{Value: v.Description, Role: theme.Faint}
		rows[i] = kvtable.Row{Cells: cs, Off: v.Disabled}
	}
	return rows
}

// ApplyVariable carries a fact over to a copy of the variables.
func ApplyVariable(vs []collection.Variable, f kvtable.Fact) []collection.Variable {
	vs = slices.Clone(vs)
	switch f := f.(type) {
	case kvtable.Changed:
		v := &vs[f.Row]
		*[...]*string{Key: &v.Key, Value: &v.Value, About: &v.Description}[f.Col] = f.Value
	case kvtable.Toggled:
		vs[f.Row].Disabled = f.Off
	case kvtable.Added:
		vs = append(vs, collection.Variable{Key: f.Cells[Key], Value: f.Cells[Value]})
	case kvtable.Removed:
		vs = slices.Delete(vs, f.Row, f.Row+1)
	}
	return vs
}

// On counts the variables that are on.
func On(vs []collection.Variable) int {
	n := 0
	for _, v := range vs {
		if !v.Disabled {
			n++
		}
	}
	return n
}

// OfVariables are variables as parameters, to be edited as text. A secret is
// dots.
func OfVariables(vs []collection.Variable) []collection.Param {
	ps := make([]collection.Param, len(vs))
	for i, v := range vs {
		ps[i] = collection.Param{Key: v.Key, Value: v.Value, Disabled: v.Disabled, Description: v.Description, Origin: v.Origin}
		if v.Type == Secret && v.Value != "" {
			ps[i].Value = auth.Mask
		}
	}
	return ps
}

// AsVariables are the variables that parameters stand for, which were made of
// those of was. Dots leave a secret as it is.
func AsVariables(ps []collection.Param, was []collection.Variable) []collection.Variable {
	left := slices.Clone(was)
	out := make([]collection.Variable, len(ps))
	for i, p := range ps {
		v := &out[i]
		same := func(x collection.Variable) bool { return x.Origin == p.Origin && (p.Origin > 0 || x.Key == p.Key) }
		if at := slices.IndexFunc(left, same); at >= 0 {
			*v = left[at]
			left = slices.Delete(left, at, at+1)
		}
		v.Key, v.Disabled, v.Description = p.Key, p.Disabled, p.Description
		if v.Type != Secret || p.Value != auth.Mask {
			v.Value = p.Value
		}
	}
	return out
}
