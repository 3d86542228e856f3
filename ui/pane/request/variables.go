package request

import (
	"postern/engine/collection"
	"postern/ui/pairs"
	"postern/ui/pane"
	"postern/ui/params"
	"postern/ui/safe"
	"postern/ui/widget/kvtable"
	"postern/ui/widget/tabs"
)

// newVariables makes the tab of a collection's variables.
func newVariables(env pane.Env, d *document) tab {
	return newTable(env, d, params.VariableOptions(d.names.Spans), pairs.Of{
		List: func() []collection.Param { return params.OfVariables(d.Settings.Vars) },
		Put: func(ps []collection.Param) {
			d.Settings.Vars, d.settled = params.AsVariables(ps, d.Settings.Vars), "the variables"
		},
		Sections: func() []kvtable.Section {
			return []kvtable.Section{{Rows: params.Variables(d.Settings.Vars), Add: safe.Lit("add a variable…")}}
		},
		Apply: func(f kvtable.Fact) {
			d.Settings.Vars, d.settled = params.ApplyVariable(d.Settings.Vars, f), "the variables"
		},
		Note: func() safe.Text { return tabs.Count(params.On(d.Settings.Vars)) },
		About: func(_, row int) ([]string, string) {
			v := d.Settings.Vars[row]
			if v.Type == params.Secret {
				return nil, v.Description
			}
			return []string{v.Value}, v.Description
		},
		Secret: func(row int) bool { return d.Settings.Vars[row].Type == params.Secret },
	})
}
