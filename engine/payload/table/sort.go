package table

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

const (
	// maxSort is how many rows are sorted: a row takes 40 bytes and its text.
	maxSort = 1 << 20
	// maxSortText is how much of a text is compared.
	maxSortText = 64
	// beat is how many rows are read between two questions whether to go on.
	beat = 64
)

// sortKey is what a row is sorted by. Values of different kinds stand in the
// order of the kinds: nothing and null, booleans, numbers, texts, the rest.
type sortKey struct {
	row    int
	class  uint8
	number float64
	text   string
}

// Sort is the order of the rows by a column: the indices of the rows, those
// with equal values in the order they came. Texts are compared without case,
// by their first 64 bytes. A list of more than a million rows is [ErrTooLong].
func (t *Table) Sort(ctx context.Context, c Column, descending bool) ([]int, error) {
	if t.Len() > maxSort {
		return nil, ErrTooLong
	}
	keys := make([]sortKey, t.Len())
	for i := range keys {
		if i%beat == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		item, err := t.item(i)
		if err != nil {
			return nil, err
		}
		keys[i] = keyOf(gjson.Get(item, c.Path))
		keys[i].row = i
	}
	slices.SortStableFunc(keys, func(a, b sortKey) int {
		d := cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.number, b.number), strings.Compare(a.text, b.text))
		if descending {
			return -d
		}
		return d
	})
	order := make([]int, len(keys))
	for i, k := range keys {
		order[i] = k.row
	}
	return order, nil
}

func keyOf(r gjson.Result) sortKey {
	short := func(s string) string {
		return strings.Clone(strings.ToLower(s[:min(len(s), maxSortText)])) // not the whole item with it
	}
	switch r.Type {
	case gjson.False, gjson.True:
		return sortKey{class: 1, number: float64(r.Type)} // false comes before true
	case gjson.Number:
		return sortKey{class: 2, number: r.Num}
	case gjson.String:
		return sortKey{class: 3, text: short(r.Str)}
	case gjson.JSON:
		return sortKey{class: 4, text: short(r.Raw)}
	}
	return sortKey{}
}

// CSV writes columns as comma separated values (RFC 4180) with a line of their
// names. The order is that of [Table.Sort]; nil is the list's own. Texts are
// written without quotes and escapes, objects and lists as JSON.
func (t *Table) CSV(ctx context.Context, w io.Writer, columns []Column, order []int) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = c.Name
	}
	if err := out.Write(line); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	for i := range t.Len() {
		if i%beat == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		row := i
		if order != nil {
			row = order[i]
		}
		if err := t.values(row, columns, line); err != nil {
			return err
		}
		if err := out.Write(line); err != nil {
			return fmt.Errorf("write CSV: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

// values puts the values of a row into line.
func (t *Table) values(row int, columns []Column, line []string) error {
	item, err := t.item(row)
	if err != nil {
		return err
	}
	found := make(map[string]string, len(columns))
	flatten(item, func(c Column, raw string) {
		if _, there := found[c.Path]; !there {
			found[c.Path] = raw
		}
	})
	for i, c := range columns {
		line[i] = Cell{found[c.Path]}.Text()
	}
	return nil
}
