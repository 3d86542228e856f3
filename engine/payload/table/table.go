// Package table is a list of objects in a JSON body as rows and columns, over
// the bytes as they came.
//
// A [Table] is opened on an array of a [tree.Index]. Its columns are the
// members of the objects, those of nested objects by their dotted path; they
// are taken from the first objects, and any that turn up later are added when
// their row is read. A row is read when it is asked for. Sorting and [Table.CSV]
// walk the list once, in a bounded memory, and end when their context does.
//
// To give a cell another look, begin from [Cell]: it has the raw value. The
// package knows no screen and makes no bytes safe for one.
package table

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/tidwall/gjson"

	"postern/engine/payload"
	"postern/engine/payload/tree"
)

const (
	// sample is how many rows are read to know the columns.
	sample = 100
	// maxColumns is how many columns a table may have.
	maxColumns = 200
	// maxNest is how deep objects in objects become columns.
	maxNest = 4
	// maxItem is how much of one object is read. Of a larger one, the columns
	// behind that are empty.
	maxItem = 256 << 10
)

// ErrNoTable says that a value is no list.
var ErrNoTable = errors.New("not a list that can be a table")

// Column is a column of a table.
type Column struct {
	// Name is the path for people: profile.login.
	Name string
	// Path is the path for the filter, which escapes dots in keys.
	Path string
}

// Cell is a value in a table, as it was sent. A cell that is not there has no
// Raw.
type Cell struct{ Raw string }

// Text is the value without quotes and escapes; null and nothing are empty.
func (c Cell) Text() string {
	r := gjson.Parse(c.Raw)
	if r.Type == gjson.String {
		return r.Str
	}
	if r.Type == gjson.Null {
		return ""
	}
	return c.Raw
}

// Table is a list as rows and columns. It is safe for concurrent use.
type Table struct {
	x    *tree.Index
	list tree.Row

	mu      sync.Mutex
	columns []Column
	known   map[string]int // by path
}

// Where is the row of the list that a document is about: itself, or else the
// first of its members that is a list of objects: {"value": [{…}]}.
func Where(x *tree.Index) (int, error) {
	root, err := x.Row(0)
	if err != nil {
		return 0, fmt.Errorf("find a table: %w", err)
	}
	if root.Kind == tree.Array {
		return 0, nil
	}
	for i := 0; i < min(root.Kids, maxColumns); i++ {
		r, err := x.Member(root, i)
		if err != nil {
			return 0, fmt.Errorf("find a table: %w", err)
		}
		if r.Kind != tree.Array || !r.Opens() {
			continue
		}
		if first, err := x.Member(r, 0); err == nil && first.Kind == tree.Object {
			return r.Number, nil
		}
	}
	return 0, ErrNoTable
}

// Open is the table of the list in a row.
func Open(ctx context.Context, x *tree.Index, row int) (*Table, error) {
	list, err := x.Row(row)
	if err != nil {
		return nil, fmt.Errorf("open a table: %w", err)
	}
	if list.Kind != tree.Array || !list.Opens() || list.Kids < 0 {
		return nil, ErrNoTable
	}
	t := &Table{x: x, list: list, known: map[string]int{}}
	for i := range min(sample, t.Len()) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if _, err := t.Row(i); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// Len is the number of rows.
func (t *Table) Len() int { return t.list.Kids }

// Columns are the columns that are known so far, in the order they were met.
func (t *Table) Columns() []Column {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.columns[:len(t.columns):len(t.columns)]
}

// Place is the row of the document that row i is.
func (t *Table) Place(i int) (tree.Row, error) { return t.x.Member(t.list, i) }

// Row is the cells of row i, one for each column that was known, or became so
// by it.
func (t *Table) Row(i int) ([]Cell, error) {
	item, err := t.item(i)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	cells := make([]Cell, len(t.columns))
	flatten(item, func(c Column, raw string) {
		k, there := t.known[c.Path]
		if !there {
			if len(t.columns) == maxColumns {
				return
			}
			k = len(t.columns)
			t.columns, t.known[c.Path] = append(t.columns, c), k
		}
		for len(cells) <= k {
			cells = append(cells, Cell{})
		}
		if cells[k].Raw == "" { // of keys that stand twice the first, as a filter finds it
			cells[k].Raw = raw
		}
	})
	return cells, nil
}

// item is the bytes of row i.
func (t *Table) item(i int) (string, error) {
	r, err := t.Place(i)
	if err != nil {
		return "", fmt.Errorf("table row %d: %w", i, err)
	}
	p, err := t.x.Bytes(r.Value, maxItem)
	if err != nil {
		return "", fmt.Errorf("table row %d: %w", i, err)
	}
	return string(p), nil
}

// flatten tells the columns of an item and their values.
func flatten(item string, tell func(c Column, raw string)) {
	r := gjson.Parse(item)
	if !r.IsObject() {
		tell(Column{Name: "value", Path: "@this"}, item)
		return
	}
	members(r, nil, tell)
}

func members(r gjson.Result, path []string, tell func(c Column, raw string)) {
	r.ForEach(func(k, v gjson.Result) bool {
		at := append(path[:len(path):len(path)], k.Str)
		if v.IsObject() && len(at) < maxNest && v.Raw != "{}" {
			members(v, at, tell)
			return true
		}
		escaped := make([]string, len(at))
		for i, k := range at {
			escaped[i] = gjson.Escape(k)
		}
		tell(Column{Name: strings.Join(at, "."), Path: strings.Join(escaped, ".")}, v.Raw)
		return true
	})
}

// ErrTooLong says that a list is too long to be sorted.
var ErrTooLong = fmt.Errorf("%w: the list has more than %d rows", payload.ErrTooLarge, maxSort)
