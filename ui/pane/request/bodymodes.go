package request

import (
	"strings"

	"postern/engine/collection"
	"postern/engine/payload"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/kvtable"
)

// rawKind is what the raw body's language says, or where it says nothing, as
// in files of Postman's early versions, what the body looks like.
func rawKind(d *document) payload.Kind {
	switch d.Request.Body.Language {
	case "json":
		return payload.JSON
	case "xml":
		return payload.XML
	case "html":
		return payload.HTML
	case "":
		raw := d.Request.Body.Raw
		return payload.Sniff(contentType(d), []byte(raw[:min(len(raw), payload.SniffLen)]))
	}
	return payload.Text
}

// contentType is what the headers say about the body.
func contentType(d *document) string {
	for _, h := range d.Request.Headers {
		if strings.EqualFold(h.Key, "Content-Type") && !h.Disabled {
			return h.Value
		}
	}
	return ""
}

// newURLEncoded makes the table of an urlencoded body.
func newURLEncoded(env pane.Env, d *document) tab {
	return newTable(env, d, paramOptions(d), rowsOf{
		list: func(d *document) *[]collection.Param { return &d.Request.Body.URLEncoded },
		sections: func(d *document) []kvtable.Section {
			return []kvtable.Section{{Rows: paramRows(d.Request.Body.URLEncoded), Add: safe.Lit("add a field…")}}
		},
		apply: func(d *document, f kvtable.Fact) {
			d.Request.Body.URLEncoded = applyParam(d.Request.Body.URLEncoded, f)
		},
		about: func(d *document, _, row int) ([]string, string) { return aboutParam(d.Request.Body.URLEncoded[row]) },
	})
}

// The columns of form-data that other lists do not have there.
const (
	colType        = 2
	colContentType = 3
	formColumns    = 4
)

// newForm makes the table of a multipart body.
func newForm(env pane.Env, d *document) tab {
	o := paramOptions(d)
	o.Columns = append(o.Columns[:2:2],
		kvtable.Column{Title: safe.Lit("Type"), From: 40},
		kvtable.Column{Title: safe.Lit("Content type"), From: 90})
	o.Columns[colValue].Weight = 4
	return newTable(env, d, o, rowsOf{
		sections: formSections,
		apply:    applyForm,
		about: func(d *document, _, row int) ([]string, string) {
			p := d.Request.Body.Form[row]
			if p.Type == "file" {
				return []string{p.Key}, strings.Join(p.Src, ", ")
			}
			return aboutParam(p.Param)
		},
		offer: offerPart,
	})
}

func formSections(d *document) []kvtable.Section {
	rows := make([]kvtable.Row, len(d.Request.Body.Form))
	for i, p := range d.Request.Body.Form {
		cs := make([]kvtable.Cell, formColumns)
		cs[colKey] = kvtable.Cell{Value: p.Key}
		cs[colValue] = kvtable.Cell{Value: p.Value}
		cs[colType] = kvtable.Cell{Value: "text", Role: theme.Faint}
		if p.Type == "file" {
			cs[colType].Value = "file"
			// Several files are one row of the file; picking them is not typing.
			cs[colValue] = kvtable.Cell{Value: strings.Join(p.Src, ", "), Role: theme.Info, Locked: len(p.Src) > 1}
		}
		cs[colContentType] = kvtable.Cell{Value: p.ContentType, Role: theme.Faint}
		rows[i] = kvtable.Row{Cells: cs, Off: p.Disabled}
	}
	return []kvtable.Section{{Rows: rows, Add: safe.Lit("add a part…")}}
}

func applyForm(d *document, f kvtable.Fact) {
	b := &d.Request.Body
	switch f := f.(type) {
	case kvtable.Changed:
		setPart(&b.Form[f.Row], f.Col, f.Value)
	case kvtable.Toggled:
		b.Form[f.Row].Disabled = f.Off
	case kvtable.Added:
		p := collection.FormPart{Type: "text"}
		p.Key, p.Value = f.Cells[colKey], f.Cells[colValue]
		b.Form = append(b.Form, p)
	case kvtable.Removed:
		b.Form = append(b.Form[:f.Row:f.Row], b.Form[f.Row+1:]...)
	}
}

func setPart(p *collection.FormPart, col int, value string) {
	switch {
	case col == colType && strings.HasPrefix(value, "f"):
		p.Type = "file"
	case col == colType:
		p.Type = "text"
	case col == colContentType:
		p.ContentType = value
	case col == colValue && p.Type == "file":
		p.Src = []string{value}
	default:
		setParam(&p.Param, col, value)
	}
}

// newFile makes the one row of a body that is a file.
func newFile(env pane.Env, d *document) tab {
	o := kvtable.Options{Columns: []kvtable.Column{{Locked: true}, {Spans: d.names.Spans}}, Start: colValue}
	return newTable(env, d, o, rowsOf{
		sections: func(d *document) []kvtable.Section {
			f := d.Request.Body.File
			path := kvtable.Cell{Value: f.Src}
			if f.Src == "" {
				path.Shown, path.Role = safe.Lit("type the path of a file"), theme.Faint
			}
			rows := []kvtable.Row{{Cells: []kvtable.Cell{{Value: "File"}, path}, Fixed: true}}
			if f.Content != "" {
				rows = append(rows, kvtable.Row{Cells: []kvtable.Cell{
					{Value: "Content", Locked: true},
					{Value: f.Content, Locked: true, Role: theme.Faint},
				}, Fixed: true})
			}
			return []kvtable.Section{{Rows: rows}}
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
			return []string{d.Request.Body.File.Src}, "the path of a file whose bytes are the body"
		},
	})
}
