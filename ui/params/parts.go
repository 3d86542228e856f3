package params

import (
	"strings"

	"postern/engine/collection"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/kvtable"
)

// The columns of form-data that other lists do not have there.
const (
	// Type is "text" or "file", ContentType that of the part.
	Type        = 2
	ContentType = 3
	partColumns = 4
)

// PartOptions are those of a table of parts.
func PartOptions(spans func(string) []cells.Span) kvtable.Options {
	o := Options(spans)
	o.Columns = append(o.Columns[:2:2],
		kvtable.Column{Title: safe.Lit("Type"), From: 40},
		kvtable.Column{Title: safe.Lit("Content type"), From: 90})
	o.Columns[Value].Weight = 4
	return o
}

// Parts are the rows of a multipart body, with what is known of their files.
func Parts(form []collection.FormPart, known Files) []kvtable.Row {
	rows := make([]kvtable.Row, len(form))
	for i, p := range form {
		cs := make([]kvtable.Cell, partColumns)
		cs[Key] = kvtable.Cell{Value: p.Key}
		cs[Value] = kvtable.Cell{Value: p.Value}
		cs[Type] = kvtable.Cell{Value: "text", Role: theme.Faint}
		if p.Type == "file" {
			cs[Type].Value = "file"
			known.mark(&cs[Type], i)
			// Several files are one row of the file; picking them is not typing.
			several := len(p.Src) > 1
			cs[Value] = kvtable.Cell{Value: strings.Join(p.Src, ", "), Role: theme.Info, Locked: several, Opens: several}
			if len(p.Src) == 0 || p.Src[0] == "" {
				cs[Value] = noFile()
			}
		}
		cs[ContentType] = kvtable.Cell{Value: p.ContentType, Role: theme.Faint}
		rows[i] = kvtable.Row{Cells: cs, Off: p.Disabled}
	}
	return rows
}

// ApplyPart carries a fact over to the parts.
func ApplyPart(form []collection.FormPart, f kvtable.Fact) []collection.FormPart {
	switch f := f.(type) {
	case kvtable.Changed:
		setPart(&form[f.Row], f.Col, f.Value)
	case kvtable.Toggled:
		form[f.Row].Disabled = f.Off
	case kvtable.Added:
		p := collection.FormPart{Type: "text"}
		p.Key, p.Value = f.Cells[Key], f.Cells[Value]
		form = append(form, p)
	case kvtable.Removed:
		form = append(form[:f.Row:f.Row], form[f.Row+1:]...)
	}
	return form
}

func setPart(p *collection.FormPart, col int, value string) {
	switch {
	case col == Type && strings.HasPrefix(value, "f"):
		p.Type = "file"
	case col == Type:
		p.Type = "text"
	case col == ContentType:
		p.ContentType = value
	case col == Value && p.Type == "file":
		p.Src = []string{value}
	default:
		Set(&p.Param, col, value)
	}
}
