package response

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"postern/engine/payload/table"
	"postern/engine/payload/tree"
	"postern/ui/grid"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/widget"
)

// tabled is the list that is shown as a table instead of the tree.
type tabled struct {
	grid *grid.Grid
	// asked numbers what was asked for, so that late answers are known; doing
	// says what is waited for.
	asked int
	doing safe.Text
	// stop ends what is waited for.
	stop context.CancelFunc
}

// Tabled is what came of a walk over a list. The workbench answers with
// [Tabled.Show].
type Tabled struct {
	asked int
	// grid is a new table, order another order of the one on show; both are nil
	// if there is nothing new to show.
	grid  *grid.Grid
	order *grid.Order
	err   error
}

// close ends the table and what is under way for it.
func (t *tabled) close() {
	t.end()
	t.grid = nil
}

// end ends what is waited for.
func (t *tabled) end() {
	if t.stop != nil {
		t.stop()
	}
	t.stop, t.doing = nil, safe.Text{}
	t.asked++
}

// work is a wish for a walk over the list; the one before ends.
func (t *tabled) work(doing safe.Text, do func(ctx context.Context, asked int) pane.Intent) pane.Work {
	t.end()
	own, stop := context.WithCancel(context.Background())
	t.stop, t.doing = stop, doing
	asked := t.asked
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(own, cancel)()
		return do(ctx, asked)
	}}
}

func (t *tabled) resize(w, h int) {
	if t.grid != nil {
		t.grid.Resize(w, h)
	}
}

func (t *tabled) focus(on bool) {
	if t.grid != nil {
		t.grid.Focus(on)
	}
}

func (t *tabled) restyle(env widget.Env) {
	if t.grid != nil {
		t.grid.Restyle(env)
	}
}

// Tabled reports whether a list is on show as a table.
func (p *Pane) Tabled() bool { return tabler{p}.on() }

// Show shows in p what came of the walk, if p still waits for it.
func (in Tabled) Show(p *Pane) pane.Intent {
	if in.asked != p.table.asked {
		return nil
	}
	p.table.end()
	p.fresh = false
	switch {
	case errors.Is(in.err, context.Canceled):
	case in.err != nil:
		return pane.Failed{Err: in.err}
	case in.grid != nil:
		p.table.grid = in.grid
		in.grid.Focus(p.focus)
		in.grid.Restyle(p.env)
		p.place()
	case in.order != nil && p.table.grid != nil:
		p.table.grid.SetOrder(*in.order)
	}
	return nil
}

// tabler is what is done with a table.
type tabler struct{ *Pane }

// on reports whether a table is on show.
func (p tabler) on() bool { return p.table.grid != nil && p.tab() == tabBody }

// waiting reports whether a walk over the list is under way.
func (p tabler) waiting() bool { return p.table.stop != nil }

// update handles an event of the table, and reports whether it was one.
func (p tabler) update(e pane.Event) (pane.Intent, bool) {
	if act, ok := e.(pane.Act); ok && act.ID == keymap.Table {
		return p.toggle(), true
	}
	if act, ok := e.(pane.Act); ok && act.ID == keymap.Cancel && p.waiting() {
		p.table.end()
		return nil, true
	}
	if !p.on() || p.Editing() {
		return nil, false
	}
	p.fresh = false
	switch e := e.(type) {
	case pane.Act:
		return p.act(e.ID)
	case pane.Wheel:
		p.table.grid.Wheel(e.Lines)
		return nil, true
	case pane.Click:
		return p.click(e)
	}
	return nil, false
}

// act carries out what means something in a table. What is about the tree or
// its text leaves the table first.
func (p tabler) act(id keymap.ID) (pane.Intent, bool) {
	g := p.table.grid
	if (g.Choosing() || id != keymap.Cancel) && g.Act(id) {
		return nil, true
	}
	switch id {
	case keymap.Open:
		p.open()
	case keymap.SortColumn:
		return p.sort(), true
	case keymap.Copy:
		if c := g.Cell(); c.Raw != "" {
			return CopyAsked{What: "the value", Text: c.Text()}, true
		}
	case keymap.CopyAll:
		return p.csv(), true
	case keymap.CopyPath, keymap.CopyScriptPath:
		return p.path(id), true
	case keymap.Cancel:
		p.table.close()
	case keymap.Search, keymap.Next, keymap.Prev, keymap.FoldAll, keymap.UnfoldAll:
		p.table.close()
		return nil, false
	case keymap.Toggle, keymap.Wrap, keymap.FollowLink:
	default:
		return nil, false
	}
	return nil, true
}

// click moves to a cell; a header sorts, a double click opens.
func (p tabler) click(e pane.Click) (pane.Intent, bool) {
	y := e.Y - p.above()
	if y < 0 {
		return nil, false
	}
	switch met := p.table.grid.Click(e.X, y); {
	case met == grid.Header:
		return p.sort(), true
	case met == grid.Body && e.Double:
		p.open()
	}
	return nil, true
}

// toggle asks for the list under the cursor as a table, or leaves that.
func (p tabler) toggle() pane.Intent {
	p.fresh = false
	if p.on() {
		p.table.close()
		return nil
	}
	p.ShowBody()
	if p.on() {
		return nil
	}
	if p.body == nil || p.body.tree == nil {
		return pane.Failed{Err: fmt.Errorf("show as a table: %w: only pretty JSON can be one", table.ErrNoTable)}
	}
	at, err := p.body.tree.Row(p.pager.Cursor())
	if err != nil {
		return nil // the row says why
	}
	x, env := p.body.tree.Index(), p.env
	return p.table.work(safe.Lit("making the table…"), func(ctx context.Context, asked int) pane.Intent {
		g, err := opened(ctx, x, at.Number, env)
		return Tabled{asked: asked, grid: g, err: err}
	})
}

// opened is the table of the list that a row of a document belongs to.
func opened(ctx context.Context, x *tree.Index, number int, env widget.Env) (*grid.Grid, error) {
	list, row, err := listAt(x, number)
	if err != nil {
		return nil, fmt.Errorf("show as a table: %w", err)
	}
	t, err := table.Open(ctx, x, list)
	if err != nil {
		return nil, fmt.Errorf("show as a table: %w: move to a list with members", err)
	}
	return grid.New(env, t, row), nil
}

// listAt is the list that a row of a document belongs to, and which of its
// members the row is in: the list on the row itself, else the innermost list
// of objects around it, else the one that the document is about.
func listAt(x *tree.Index, number int) (list, member int, err error) {
	chain, err := x.Chain(number)
	if err != nil {
		return 0, 0, err
	}
	for i := len(chain) - 1; i >= 0; i-- {
		r := chain[i]
		switch {
		case r.Kind != tree.Array:
		case i == len(chain)-1:
			return r.Number, 0, nil
		case chain[i+1].Kind == tree.Object:
			return r.Number, chain[i+1].Ord, nil
		}
	}
	list, err = table.Where(x)
	return list, 0, err
}

// open goes back to the tree, at the object of the current row.
func (p tabler) open() {
	at, err := p.table.grid.Table().Place(p.table.grid.Row())
	if err != nil || p.body == nil || p.body.tree == nil {
		return // the row says why
	}
	p.table.close()
	if row, err := p.body.tree.Reveal(at.Number); err == nil {
		p.pager.Act(keymap.Bottom) // from below, so that the object's beginning comes to the top
		p.pager.Go(row, 0, 0)
	}
	p.where = where{}
	p.pager.Refresh()
}

// sort asks for the next order by the current column: upwards, downwards, the
// list's own.
func (p tabler) sort() pane.Intent {
	g := p.table.grid
	c, ok := g.Column()
	if !ok {
		return nil
	}
	next := grid.Order{By: c}
	if now := g.Order(); now.Rows != nil && now.By == c {
		if now.Descending {
			p.table.end()
			g.SetOrder(grid.Order{})
			return nil
		}
		next.Descending = true
	}
	t := g.Table()
	return p.table.work(safe.Lit("sorting…"), func(ctx context.Context, asked int) pane.Intent {
		rows, err := t.Sort(ctx, next.By, next.Descending)
		if err != nil {
			err = fmt.Errorf("sort the table: %w", err)
		}
		next.Rows = rows
		return Tabled{asked: asked, order: &next, err: err}
	})
}

// csv asks for the columns on show as CSV, in the order on show.
func (p tabler) csv() pane.Intent {
	g := p.table.grid
	t, columns, order := g.Table(), g.Shown(), g.Order().Rows
	return p.table.work(safe.Lit("copying…"), func(ctx context.Context, asked int) pane.Intent {
		var b bounded
		err := t.CSV(ctx, &b, columns, order)
		if err != nil && !errors.Is(err, errFull) {
			return Tabled{asked: asked, err: fmt.Errorf("copy the table: %w", err)}
		}
		in := CopyAsked{What: "the table as CSV", Text: b.String()}
		if err != nil {
			in.Whole = sheet{t, columns, order}
		}
		return pane.Batch{Tabled{asked: asked}, in}
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
	return 0, s.t.CSV(context.Background(), w, s.columns, s.order) // a writer that ends ends it
}

// errFull ends the writing of what is too much for any clipboard.
var errFull = errors.New("too large for the clipboard")

// bounded keeps a little more than maxValue bytes.
type bounded struct{ strings.Builder }

// Write implements io.Writer.
func (b *bounded) Write(p []byte) (int, error) {
	if b.Len() > maxValue {
		return 0, errFull
	}
	return b.Builder.Write(p)
}

// path copies where the current cell is.
func (p tabler) path(id keymap.ID) pane.Intent {
	g := p.table.grid
	at, err := g.Table().Place(g.Row())
	if err != nil {
		return nil // the row says why
	}
	path, err := p.body.tree.Index().Path(at.Number)
	if err != nil {
		return nil
	}
	if c, ok := g.Column(); ok && c.Path != "@this" {
		path = append(path, steps(c.Path)...)
	}
	return copier(p).written(id, path)
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

// note is what the title says of the table: what is waited for, else where the
// cursor is.
func (p tabler) note() safe.Text {
	switch {
	case p.waiting():
		return safe.Lit(" ─ ").Plus(p.table.doing)
	case p.on():
		return safe.Lit(" ─ ").Plus(p.table.grid.Note())
	}
	return safe.Text{}
}
