package params

import (
	"errors"
	"io/fs"
	"strings"

	"postern/engine/body"
	"postern/engine/collection"
	"postern/engine/payload"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/kvtable"
)

// Files is what is known of the files that a body names.
type Files []body.Attached

// note tells in a word what is known of a row's files.
func (f Files) note(row int) (note safe.Text, role theme.Role, ok bool) {
	var size int64
	for _, k := range f {
		if k.Row != row {
			continue
		}
		ok = true
		switch {
		case errors.Is(k.Err, fs.ErrNotExist):
			return safe.Lit("✗ missing"), theme.Error, true
		case k.Err != nil:
			return safe.Lit("✗ not to be had"), theme.Error, true
		}
		size += k.Size
	}
	return safe.Clean("✓ " + payload.FormatSize(size)), theme.Faint, ok
}

// FileRows are the rows of a body that is a file, with what is known of it.
func FileRows(f collection.FileRef, known Files) []kvtable.Row {
	name, path := kvtable.Cell{Value: "File"}, kvtable.Cell{Value: f.Src}
	if f.Src == "" {
		path = noFile()
	}
	known.mark(&name, 0)
	rows := []kvtable.Row{{Cells: []kvtable.Cell{name, path}, Fixed: true}}
	if f.Content != "" {
		rows = append(rows, kvtable.Row{Cells: []kvtable.Cell{
			{Value: "Content", Locked: true},
			{Value: f.Content, Locked: true, Role: theme.Faint},
		}, Fixed: true})
	}
	return rows
}

// noFile stands where a file is to be chosen.
func noFile() kvtable.Cell {
	return kvtable.Cell{Shown: safe.Lit("no file yet: enter chooses one"), Role: theme.Faint, Opens: true}
}

// mark puts what is known of its files into a cell of a row.
func (f Files) mark(c *kvtable.Cell, row int) {
	if note, role, ok := f.note(row); ok {
		c.Shown, c.Role = safe.Clean(c.Value+" ").Plus(note), role
	}
}

// Told tells all that is known of a row's files, or what it names.
func (f Files) Told(row int, src ...string) string {
	var out []string
	for _, k := range f {
		switch {
		case k.Row != row:
		case k.Err != nil:
			out = append(out, "✗ "+k.Err.Error())
		default:
			out = append(out, k.Path+" · "+payload.FormatSize(k.Size))
		}
	}
	if len(out) == 0 {
		out = src
	}
	return strings.Join(out, ", ")
}
