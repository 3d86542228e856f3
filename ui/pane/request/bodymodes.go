package request

import (
	"postern/engine/collection"
	"postern/ui/pane"
	"postern/ui/params"
	"postern/ui/safe"
	"postern/ui/widget/kvtable"
)

// newURLEncoded makes the table of an urlencoded body.
func newURLEncoded(env pane.Env, d *document) tab {
	return newTable(env, d, params.Options(d.names.Spans), rowsOf{
		list: func(d *document) []collection.Param { return d.Request.Body.URLEncoded },
		put:  func(d *document, ps []collection.Param) { d.Request.Body.URLEncoded = ps },
		sections: func(d *document) []kvtable.Section {
			return []kvtable.Section{{Rows: params.Rows(d.Request.Body.URLEncoded), Add: safe.Lit("add a field…")}}
		},
		apply: func(d *document, f kvtable.Fact) {
			d.Request.Body.URLEncoded = params.Apply(d.Request.Body.URLEncoded, f)
		},
		about: func(d *document, _, row int) ([]string, string) { return params.Told(d.Request.Body.URLEncoded[row]) },
	})
}

// newForm makes the table of a multipart body.
func newForm(env pane.Env, d *document) tab {
	return newTable(env, d, params.PartOptions(d.names.Spans), rowsOf{
		sections: func(d *document) []kvtable.Section {
			return []kvtable.Section{{Rows: params.Parts(d.Request.Body.Form, d.files.Known), Add: safe.Lit("add a part…")}}
		},
		apply: func(d *document, f kvtable.Fact) { d.Request.Body.Form = params.ApplyPart(d.Request.Body.Form, f) },
		about: func(d *document, _, row int) ([]string, string) {
			p := d.Request.Body.Form[row]
			if p.Type == "file" {
				return []string{p.Key}, d.files.Known.Told(row, p.Src...)
			}
			return params.Told(p.Param)
		},
		offer: offerPart,
	})
}

// newFile makes the one row of a body that is a file.
func newFile(env pane.Env, d *document) tab {
	o := kvtable.Options{Columns: []kvtable.Column{{Locked: true}, {Spans: d.names.Spans}}, Start: params.Value}
	return newTable(env, d, o, rowsOf{
		sections: func(d *document) []kvtable.Section {
			return []kvtable.Section{{Rows: params.FileRows(d.Request.Body.File, d.files.Known)}}
		},
		apply: func(d *document, f kvtable.Fact) {
			if c, ok := f.(kvtable.Changed); ok {
				d.Request.Body.File.Src = c.Value
			}
		},
		about: func(d *document, _, row int) ([]string, string) {
			if row > 0 {
				return nil, "base64 data that stands in the file itself"
			}
			return nil, d.files.Known.Told(0, "the path of a file whose bytes are the body")
		},
		offer: offerPath,
	})
}
