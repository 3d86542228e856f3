package request

import (
	"postern/engine/collection"
	"postern/ui/pane"
	"postern/ui/params"
	"postern/ui/safe"
	"postern/ui/widget/kvtable"
)

// newVariables makes the tab of a collection's variables.
func newVariables(env pane.Env, d *document) tab {
	return newTable(env, d, params.VariableOptions(d.names.Spans), rowsOf{
		list: func(d *document) []collection.Param { return params.OfVariables(d.Settings.Vars) },
		put: func(d *document, ps []collection.Param) {
			d.Settings.Vars, d.settled = params.AsVariables(ps, d.Settings.Vars), "the variables"
		},
		sections: func(d *document) []kvtable.Section {
			return []kvtable.Section{{Rows: params.Variables(d.Settings.Vars), Add: safe.Lit("add a variable…")}}
		},
		apply: func(d *document, f kvtable.Fact) {
			d.Settings.Vars, d.settled = params.ApplyVariable(d.Settings.Vars, f), "the variables"
		},
		note: func(d *document) safe.Text { return count(params.On(d.Settings.Vars)) },
		about: func(d *document, _, row int) ([]string, string) {
			v := d.Settings.Vars[row]
			if v.Type == params.Secret {
				return nil, v.Description
			}
			return []string{v.Value}, v.Description
		},
		secret: func(d *document, row int) bool { return d.Settings.Vars[row].Type == params.Secret },
	})
}
