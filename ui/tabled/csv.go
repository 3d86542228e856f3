package tabled

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"postern/engine/payload/table"
	"postern/engine/payload/tree"
	"postern/ui/pane"
	"postern/ui/safe"
)

// maxText is how much of a table is made to be copied: more than any terminal
// takes, so that whoever sends it sees that it is too much.
const maxText = 1 << 20

// csv asks for the columns on show as CSV, in the order on show.
func (l *List) csv() pane.Intent {
	g := l.grid
	t, columns, order := g.Table(), g.Shown(), g.Order().Rows
	return l.work(safe.Lit("copying…"), func(ctx context.Context, asked int) pane.Intent {
		var b bounded
		err := t.CSV(ctx, &b, columns, order)
		if err != nil && !errors.Is(err, errFull) {
			return Answer{asked: asked, err: fmt.Errorf("copy the table: %w", err)}
		}
		in := pane.CopyAsked{What: "the table as CSV", Text: b.String()}
		if err != nil {
			in.Whole = sheet{t, columns, order}
		}
		return Answer{asked: asked, copied: in}
	})
}

// sheet is a table that is too large to be copied. It implements [io.WriterTo].
type sheet struct {
	t       *table.Table
	columns []table.Column
	order   []int
}

// WriteTo writes it as CSV.
func (s sheet) WriteTo(w io.Writer) (int64, error) {
	to := counted{to: w}
	err := s.t.CSV(context.Background(), &to, s.columns, s.order) // a writer that ends ends it
	return to.n, err
}

// counted counts what goes through it.
type counted struct {
	to io.Writer
	n  int64
}

// Write implements [io.Writer].
func (c *counted) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}

// errFull ends the writing of what is too much for any clipboard.
var errFull = errors.New("too large for the clipboard")

// bounded keeps a little more than maxText bytes.
type bounded struct{ strings.Builder }

// Write implements io.Writer.
func (b *bounded) Write(p []byte) (int, error) {
	if b.Len() > maxText {
		return 0, errFull
	}
	return b.Builder.Write(p)
}

// steps are the members that the path of a column names; a backslash stands
// before a character that is part of a key.
func steps(path string) tree.Path {
	var out tree.Path
	var key strings.Builder
	escaped := false
	for _, r := range path {
		switch {
		case escaped:
			key.WriteRune(r)
			escaped = false
		case r == '\\':
			escaped = true
		case r == '.':
			out = append(out, tree.Step{Key: key.String()})
			key.Reset()
		default:
			key.WriteRune(r)
		}
	}
	return append(out, tree.Step{Key: key.String()})
}
