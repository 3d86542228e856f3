package response

import (
	"postern/engine/payload/tree"
	"postern/ui/bodyrows"
	"postern/ui/keymap"
	"postern/ui/safe"
)

// folder is what folding does.
type folder struct{ *Pane }

// on reports whether a tree is on show.
func (p folder) on() bool { return p.tab() == tabBody && p.body != nil && p.body.Tree != nil }

// act folds or unfolds the row under the cursor, or the document by a level:
// the first fold of all leaves the document's own members, each unfold shows
// one level more.
func (p folder) act(id keymap.ID) {
	if !p.on() {
		return
	}
	v, at := p.body.Tree, p.pager.Cursor()
	r, err := v.Row(at)
	if err != nil {
		return
	}
	switch {
	case id == keymap.FoldAll && v.Level() == tree.All:
		v.FoldLevel(1)
	case id == keymap.FoldAll:
		v.FoldLevel(max(v.Level()-1, 1))
	case id == keymap.UnfoldAll && v.Level() != tree.All:
		v.FoldLevel(v.Level() + 1)
	case id == keymap.UnfoldAll:
		v.FoldLevel(tree.All)
	case r.Folded:
		v.Unfold(at)
	case r.Opens() || r.Kind == tree.Close:
		if to, ok := v.Fold(at); ok {
			at = to
		}
	}
	if id != keymap.Toggle {
		at, _ = v.Find(r.Number)
	}
	p.where = where{}
	p.pager.Go(at, 0, 0)
	p.pager.Refresh()
}

// where is the path of a row, remembered because the title asks for it again
// and again.
type where struct {
	body *bodyrows.Rows
	row  int
	path tree.Path
}

// path is the path of the row under the cursor; nil on the document itself
// and where there is no tree.
func (p folder) path() tree.Path {
	if !p.on() {
		return nil
	}
	if at := p.pager.Cursor(); p.where.body != p.body || p.where.row != at {
		p.where = where{body: p.body, row: at}
		r, err := p.body.Tree.Row(at)
		if err != nil {
			return nil // the row says why
		}
		if p.where.path, err = p.body.Tree.Index().Path(r.Number); err != nil {
			return nil
		}
	}
	return p.where.path
}

// crumbs is the path under the cursor, or where it is in a table, for the
// title.
func (p folder) crumbs() safe.Text {
	if n := tabler(p).note(); !n.Empty() {
		return n
	}
	path := p.path()
	if len(path) == 0 {
		return safe.Text{}
	}
	return safe.Lit(" ─ ").Plus(safe.Clean(path.GJSON()))
}
