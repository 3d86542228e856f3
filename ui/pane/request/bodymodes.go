package request

import (
	"postern/engine/collection"
	"postern/ui/pairs"
	"postern/ui/pane"
	"postern/ui/params"
	"postern/ui/safe"
	"postern/ui/widget/complete"
	"postern/ui/widget/kvtable"
)

// newURLEncoded makes the table of an urlencoded body.
func newURLEncoded(env pane.Env, d *document) tab {
	return newTable(env, d, params.Options(d.names.Spans), pairs.Of{
		List: func() []collection.Param { return d.Request.Body.URLEncoded },
		Put:  func(ps []collection.Param) { d.Request.Body.URLEncoded = ps },
		Sections: func() []kvtable.Section {
			return []kvtable.Section{{Rows: params.Rows(d.Request.Body.URLEncoded), Add: safe.Lit("add a field…")}}
		},
		Apply: func(f kvtable.Fact) {
			d.Request.Body.URLEncoded = params.Apply(d.Request.Body.URLEncoded, f)
		},
		About: func(_, row int) ([]string, string) { return params.Told(d.Request.Body.URLEncoded[row]) },
	})
}

// newForm makes the table of a multipart body.
func newForm(env pane.Env, d *document) tab {
	return newTable(env, d, params.PartOptions(d.names.Spans), pairs.Of{
		Sections: func() []kvtable.Section {
			return []kvtable.Section{{Rows: params.Parts(d.Request.Body.Form, d.files.Known), Add: safe.Lit("add a part…")}}
		},
		Apply: func(f kvtable.Fact) { d.Request.Body.Form = params.ApplyPart(d.Request.Body.Form, f) },
		About: func(_, row int) ([]string, string) {
			p := d.Request.Body.Form[row]
			if p.Type == "file" {
				return []string{p.Key}, d.files.Known.Told(row, p.Src...)
			}
			return params.Told(p.Param)
		},
		Offer: func(c pairs.Cell) complete.Source { return offerPart(d, c) },
	})
}

// newFile makes the one row of a body that is a file.
func newFile(env pane.Env, d *document) tab {
	o := kvtable.Options{Columns: []kvtable.Column{{Locked: true}, {Spans: d.names.Spans}}, Start: params.Value}
	return newTable(env, d, o, pairs.Of{
		Sections: func() []kvtable.Section {
			return []kvtable.Section{{Rows: params.FileRows(d.Request.Body.File, d.files.Known)}}
		},
		Apply: func(f kvtable.Fact) {
			if c, ok := f.(kvtable.Changed); ok {
				d.Request.Body.File.Src = c.Value
			}
		},
		About: func(_, row int) ([]string, string) {
			if row > 0 {
				return nil, "base64 data that stands in the file itself"
			}
			return nil, d.files.Known.Told(0, "the path of a file whose bytes are the body")
		},
		Offer: func(c pairs.Cell) complete.Source { return offerPath(d, c) },
	})
}
