// Package params is lists of parameters as rows of a table, and what a change of
// the table makes of the list: parameters, headers, the fields of forms and the
// parts of a multipart body.
package params

import (
	"postern/engine/collection"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/kvtable"
)

// The columns of lists of [collection.Param].
const (
	Key = iota
	Value
	About
)

// descriptionFrom is the width from which on descriptions have a column.
const descriptionFrom = 70

// Options are those of a table of parameters; spans colours keys and values.
func Options(spans func(string) []cells.Span) kvtable.Options {
	return kvtable.Options{
		Columns: []kvtable.Column{
			{Title: safe.Lit("Key"), Spans: spans},
			{Title: safe.Lit("Value"), Weight: 3, Spans: spans},
			{Title: safe.Lit("Description"), Weight: 2, From: descriptionFrom},
		},
		Start: Value,
		Marks: true,
	}
}

// Rows are the table's rows of a list.
func Rows(ps []collection.Param) []kvtable.Row {
	rows := make([]kvtable.Row, len(ps))
	backing := make([]kvtable.Cell, 3*len(ps))
	for i, q := range ps {
		cs := backing[3*i : 3*i+3 : 3*i+3]
		cs[Key] = kvtable.Cell{Value: q.Key}
		cs[Value] = kvtable.Cell{Value: q.Value}
		cs[About] = kvtable.Cell{Value: q.Description, Role: theme.Faint}
		rows[i] = kvtable.Row{Cells: cs, Off: q.Disabled}
	}
	return rows
}

// Set changes a column of a row. What was null or a number in the file
// becomes the text that was typed.
func Set(q *collection.Param, col int, value string) {
	switch col {
	case Key:
		q.Key, q.NoKey = value, false
	case Value:
		q.Value, q.NoValue, q.Source = value, false, ""
	case About:
		q.Description = value
	}
}

// Apply carries a fact over to a list.
func Apply(ps []collection.Param, f kvtable.Fact) []collection.Param {
	switch f := f.(type) {
	case kvtable.Changed:
		Set(&ps[f.Row], f.Col, f.Value)
	case kvtable.Toggled:
		ps[f.Row].Disabled = f.Off
	case kvtable.Added:
		ps = append(ps, collection.Param{Key: f.Cells[Key], Value: f.Cells[Value]})
	case kvtable.Removed:
		ps = append(ps[:f.Row:f.Row], ps[f.Row+1:]...)
	}
	return ps
}

// Enabled counts the rows that are on.
func Enabled(ps []collection.Param) int {
	n := 0
	for _, q := range ps {
		if !q.Disabled {
			n++
		}
	}
	return n
}

// Told returns the texts of a row that may use names, and its help.
func Told(q collection.Param) ([]string, string) {
	return []string{q.Key, q.Value}, q.Description
}
