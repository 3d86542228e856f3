package request

import (
	"postern/engine/collection"
	"postern/ui/pairs"
	"postern/ui/pane"
	"postern/ui/params"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/complete"
	"postern/ui/widget/kvtable"
	"postern/ui/widget/tabs"
)

// newTable makes a tab of a list of the document.
func newTable(env pane.Env, d *document, o kvtable.Options, of pairs.Of) tab {
	of.Open = d.pickFiles
	return pairs.New(env, &d.names, o, of)
}

// newParams makes the tab of query and path variables.
func newParams(env pane.Env, d *document) tab {
	return newTable(env, d, params.Options(d.names.Spans), pairs.Of{
		List: func() []collection.Param { return d.Request.URL.Query },
		Put:  func(ps []collection.Param) { d.Request.URL.Query = ps },
		Sections: func() []kvtable.Section {
			query := kvtable.Section{Rows: params.Rows(d.Request.URL.Query), Add: safe.Lit("add a parameter…")}
			if len(d.Request.URL.Vars) == 0 {
				return []kvtable.Section{query}
			}
			query.Title = safe.Lit("Query")
			path := kvtable.Section{Title: safe.Lit("Path variables"), Rows: params.Rows(d.Request.URL.Vars)}
			for i := range path.Rows {
				path.Rows[i].Fixed, path.Rows[i].Off = true, false // being off means nothing in a path
				path.Rows[i].Mark, path.Rows[i].MarkRole = safe.Lit(":"), theme.Faint
				path.Rows[i].Cells[params.Key].Locked = true
			}
			return []kvtable.Section{query, path}
		},
		Apply: func(f kvtable.Fact) {
			if c, ok := f.(kvtable.Changed); ok && c.Section == 1 {
				params.Set(&d.Request.URL.Vars[c.Row], c.Col, c.Value)
				return
			}
			d.Request.URL.Query = params.Apply(d.Request.URL.Query, f)
		},
		Note: func() safe.Text {
			return tabs.Count(params.Enabled(d.Request.URL.Query) + len(d.Request.URL.Vars))
		},
		About: func(sec, row int) ([]string, string) {
			if sec == 1 {
				return params.Told(d.Request.URL.Vars[row])
			}
			return params.Told(d.Request.URL.Query[row])
		},
	})
}

// newHeaders makes the tab of headers.
func newHeaders(env pane.Env, d *document) tab {
	return newTable(env, d, params.Options(d.names.Spans), pairs.Of{
		List: func() []collection.Param { return d.Request.Headers },
		Put:  func(ps []collection.Param) { d.Request.Headers = ps },
		Sections: func() []kvtable.Section {
			return []kvtable.Section{{Rows: params.Rows(d.Request.Headers), Add: safe.Lit("add a header…")}}
		},
		Apply: func(f kvtable.Fact) { d.Request.Headers = params.Apply(d.Request.Headers, f) },
		Note:  func() safe.Text { return tabs.Count(params.Enabled(d.Request.Headers)) },
		About: func(_, row int) ([]string, string) { return params.Told(d.Request.Headers[row]) },
		Offer: func(c pairs.Cell) complete.Source { return offerHeader(d, c) },
		Words: headerWords,
	})
}
