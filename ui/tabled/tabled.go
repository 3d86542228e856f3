// Package tabled is a list of a response that is shown as a table instead of as
// a part of the tree: it is made, sorted and copied here, and drawn and moved in
// by package grid.
//
//	nothing ─ Open ─▶ making ─▶ on show ─┬─ a header ─▶ sorting ─▶ on show
//	   ▲                                 └─ Close
//	   └───────────────────────────────────┘
//
// Whatever walks over the whole list is a [pane.Work] that brings an [Answer];
// one to something that has ended meanwhile is dropped by its number.
package tabled

import (
	"context"
	"errors"
	"fmt"

	"postern/engine/payload/table"
	"postern/engine/payload/tree"
	"postern/ui/grid"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/widget"
)

// List is the table, or none. Its zero value is none.
type List struct {
	grid          *grid.Grid
	env           widget.Env
	width, height int
	focus         bool
	// asked numbers what was asked for, so that late answers are known; doing
	// says what is waited for.
	asked int
	doing safe.Text
	// stop ends what is waited for.
	stop context.CancelFunc
}

// Answer is what came of a walk over the list.
type Answer struct {
	asked int
	// grid is a new table, order another order of the one on show; both are nil
	// if there is nothing new to show.
	grid  *grid.Grid
	order *grid.Order
	err   error
	// copied is what is to be copied, or nil.
	copied pane.Intent
}

// On reports whether there is a table.
func (l *List) On() bool { return l.grid != nil }

// Waiting reports whether a walk over the list is under way.
func (l *List) Waiting() bool { return l.stop != nil }

// Choosing reports whether the columns are being chosen.
func (l *List) Choosing() bool { return l.grid != nil && l.grid.Choosing() }

// Close ends the table and what is under way for it.
func (l *List) Close() {
	l.End()
	l.grid = nil
}

// Held is the table itself, for [List.Restore]; nil for none.
func (l *List) Held() *grid.Grid { return l.grid }

// Restore shows a table again that was held.
func (l *List) Restore(held *grid.Grid) {
	l.grid = held
	l.dress()
}

// End ends what is waited for.
func (l *List) End() {
	if l.stop != nil {
		l.stop()
	}
	l.stop, l.doing = nil, safe.Text{}
	l.asked++
}

// Resize sets the area in cells.
func (l *List) Resize(w, h int) {
	l.width, l.height = w, h
	if l.grid != nil {
		l.grid.Resize(w, h)
	}
}

// Focus says whether the cursor's row is drawn as selected.
func (l *List) Focus(on bool) {
	l.focus = on
	if l.grid != nil {
		l.grid.Focus(on)
	}
}

// Restyle draws anew with env.
func (l *List) Restyle(env widget.Env) {
	l.env = env
	if l.grid != nil {
		l.grid.Restyle(env)
	}
}

// dress gives a table its place and its looks.
func (l *List) dress() {
	if l.grid != nil {
		l.grid.Resize(l.width, l.height)
		l.grid.Focus(l.focus)
		l.grid.Restyle(l.env)
	}
}

// View returns exactly the height in lines, each exactly as wide.
func (l *List) View() string { return l.grid.View() }

// Note says what is waited for, else where the cursor is; nothing of no table.
func (l *List) Note() safe.Text {
	switch {
	case l.Waiting():
		return l.doing
	case l.On():
		return l.grid.Note()
	}
	return safe.Text{}
}

// Open asks for the table of the list that a row of a document belongs to.
func (l *List) Open(x *tree.Index, number int) pane.Intent {
	env := l.env
	return l.work(safe.Lit("making the table…"), func(ctx context.Context, asked int) pane.Intent {
		g, err := opened(ctx, x, number, env)
		return Answer{asked: asked, grid: g, err: err}
	})
}

// Take shows what came of a walk, if it is still waited for.
func (l *List) Take(in Answer) pane.Intent {
	if in.asked != l.asked {
		return nil
	}
	l.End()
	switch {
	case errors.Is(in.err, context.Canceled):
	case in.err != nil:
		return pane.Failed{Err: in.err}
	case in.grid != nil:
		l.Restore(in.grid)
	case in.order != nil && l.grid != nil:
		l.grid.SetOrder(*in.order)
	}
	return in.copied
}

// Act carries out what means something in a table, and reports whether it did.
// What is about the tree or its text ends the table.
func (l *List) Act(id keymap.ID) (in pane.Intent, done bool) {
	g := l.grid
	if (g.Choosing() || id != keymap.Cancel) && g.Act(id) {
		return nil, true
	}
	switch id {
	case keymap.SortColumn:
		return l.sort(), true
	case keymap.Copy:
		if c := g.Cell(); c.Raw != "" {
			return pane.CopyAsked{What: "the value", Text: c.Text()}, true
		}
	case keymap.CopyAll:
		return l.csv(), true
	case keymap.Cancel:
		l.Close()
	case keymap.Search, keymap.Next, keymap.Prev, keymap.FoldAll, keymap.UnfoldAll:
		l.Close()
		return nil, false
	case keymap.Toggle, keymap.Wrap, keymap.FollowLink:
	default:
		return nil, false
	}
	return nil, true
}

// Wheel scrolls by lines.
func (l *List) Wheel(lines int) { l.grid.Wheel(lines) }

// Click moves to a cell; a header sorts. It reports whether a row was met.
func (l *List) Click(x, y int) (in pane.Intent, row bool) {
	switch l.grid.Click(x, y) {
	case grid.Header:
		return l.sort(), false
	case grid.Body:
		return nil, true
	}
	return nil, false
}

// Row is the object of the current row, as its number in the document.
func (l *List) Row() (number int, ok bool) {
	at, err := l.grid.Table().Place(l.grid.Row())
	return at.Number, err == nil // else the row says why
}

// Path is where the current cell is in x.
func (l *List) Path(x *tree.Index) (path tree.Path, ok bool) {
	number, ok := l.Row()
	if !ok {
		return nil, false
	}
	path, err := x.Path(number)
	if err != nil {
		return nil, false
	}
	if c, ok := l.grid.Column(); ok && c.Path != "@this" {
		path = append(path, steps(c.Path)...)
	}
	return path, true
}

// work is a wish for a walk over the list; the one before ends.
func (l *List) work(doing safe.Text, do func(ctx context.Context, asked int) pane.Intent) pane.Work {
	l.End()
	own, stop := context.WithCancel(context.Background())
	l.stop, l.doing = stop, doing
	asked := l.asked
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(own, cancel)()
		return do(ctx, asked)
	}}
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

// sort asks for the next order by the current column: upwards, downwards, the
// list's own.
func (l *List) sort() pane.Intent {
	g := l.grid
	c, ok := g.Column()
	if !ok {
		return nil
	}
	next := grid.Order{By: c}
	if now := g.Order(); now.Rows != nil && now.By == c {
		if now.Descending {
			l.End()
			g.SetOrder(grid.Order{})
			return nil
		}
		next.Descending = true
	}
	t := g.Table()
	return l.work(safe.Lit("sorting…"), func(ctx context.Context, asked int) pane.Intent {
		rows, err := t.Sort(ctx, next.By, next.Descending)
		if err != nil {
			err = fmt.Errorf("sort the table: %w", err)
		}
		next.Rows = rows
		return Answer{asked: asked, order: &next, err: err}
	})
}
