// Package tree is the pane of collections: folders and requests to browse,
// fold and filter.
//
// It shows what [Pane.SetCollections] gave it and edits nothing: new, renamed
// and moved rows are the workbench's, which sets the collections again. The
// cursor's row is the workbench's current request: every move is reported as [Moved],
// Enter on a request as [Opened]. Rows are drawn in draw.go; a new kind of row
// is a case in entry.go and there.
package tree

import (
	"maps"

	"postern/engine/collection"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/filterbar"
	"postern/ui/widget/text"
	"postern/ui/widget/treelist"
)

// Problem is a file that could not be read; it is a row at the end.
type Problem struct{ File, Text string }

// The intents.
type (
	// Moved says that the cursor is on another row. Chain leads from the
	// outermost folder to the row and is empty for a collection's own row;
	// Collection is nil on a problem and when there is no row.
	Moved struct {
		Collection *collection.Collection
		Chain      []*collection.Item
	}
	// Opened says that Enter was pressed on a request, or that it was clicked
	// twice.
	Opened struct {
		Collection *collection.Collection
		Chain      []*collection.Item
	}
	// ProblemOpened says the same of a problem.
	ProblemOpened struct{ Problem Problem }
)

// Pane is the pane. Make one with [New].
type Pane struct {
	env           pane.Env
	width, height int
	focus         bool

	collections []*collection.Collection
	problems    []Problem
	forest      forest
	tree        *treelist.Tree
	marks       marks
	search      search
	// held is what the mouse has hold of.
	held held
	// met says that collections were set before.
	met bool

	view  string
	fresh bool
}

// New returns an empty pane.
func New(env pane.Env) *Pane {
	return &Pane{
		env:    env,
		tree:   treelist.New(),
		search: search{bar: filterbar.New(env, safe.Lit("/ "), safe.Lit("name, method or path"))},
	}
}

// Title stands in the border; it says how a drag ends.
func (p *Pane) Title() text.Line {
	if p.held.dragged {
		return text.Of(theme.Accent, safe.Lit("move: esc leaves it"))
	}
	return text.Of(theme.Title, safe.Lit("Collections"))
}

// Editing reports whether the filter has the keys.
func (p *Pane) Editing() bool { return p.search.bar.Focused() }

// Resize gives the inner size in cells.
func (p *Pane) Resize(width, height int) {
	if width == p.width && height == p.height {
		return
	}
	p.width, p.height = width, height
	p.layout()
}

// layout gives the tree the lines that the filter leaves.
func (p *Pane) layout() {
	p.tree.Resize(p.width, p.height-p.search.height())
	p.fresh = false
}

// Focus says whether keys go to this pane.
func (p *Pane) Focus(on bool) {
	if p.focus == on {
		return
	}
	p.focus = on
	if !on && p.search.bar.Focused() {
		p.search.bar.Focus(false)
		p.layout()
	}
	p.fresh = false
}

// Restyle makes the pane draw anew, with env.
func (p *Pane) Restyle(env pane.Env) {
	p.env, p.fresh = env, false
	p.search.bar.Restyle(env)
}

// SetCollections replaces what is shown. Folding, the selected row and the
// filter are kept by ID; if the selected row is gone the cursor goes to the
// nearest one, see [Pane.Selected]. A collection that is alone when the first
// ones come is unfolded.
func (p *Pane) SetCollections(cs []*collection.Collection) {
	alone := !p.met && len(cs) == 1 && len(p.tree.Expanded()) == 0
	p.met = p.met || len(cs) > 0
	p.collections = cs
	p.replant()
	if alone {
		p.tree.Toggle(0)
	}
}

// SetProblems replaces the rows of files that could not be read.
func (p *Pane) SetProblems(ps []Problem) {
	p.problems = ps
	p.replant()
}

func (p *Pane) replant() {
	p.forest = plant(p.collections, p.problems)
	p.search.folded, p.fresh, p.held = nil, false, held{}
	var hit []bool
	if !p.search.query.Empty() {
		hit = p.search.find(p.forest)
	}
	p.tree.SetNodes(p.forest.nodes, hit)
	p.marks.spread(p.forest, p.tree)
}

// SetDirty says which items have unsaved edits, by ID; a collection's own ID
// stands for its own settings.
func (p *Pane) SetDirty(ids map[string]bool) {
	p.fresh = false // a request's method may be another
	if maps.Equal(ids, p.marks.dirty) {
		return
	}
	p.marks.dirty = maps.Clone(ids)
	p.marks.spread(p.forest, p.tree)
}

// SetApart marks collections whose files hold something else than what is shown,
// by ID.
func (p *Pane) SetApart(ids map[string]string) { p.marks.apart, p.fresh = ids, false }

// SetCut marks the item that waits for another place, by ID; "" is none.
func (p *Pane) SetCut(id string) { p.marks.cut, p.fresh = id, false }

// Unfolded reports whether what is in a folder is shown.
func (p *Pane) Unfolded(collectionID, itemID string) bool {
	i, ok := p.tree.Find(collectionID + "/" + itemID)
	return ok && p.tree.Open(i)
}

// Selected returns what the cursor is on, as in [Moved].
func (p *Pane) Selected() (c *collection.Collection, chain []*collection.Item) {
	i, ok := p.tree.Current()
	if !ok {
		return nil, nil
	}
	return p.forest.entries[i].c, p.forest.chain(i, p.tree)
}

// Select puts the cursor on an item, or on the collection itself if itemID is
// "", and unfolds what is above it.
func (p *Pane) Select(collectionID, itemID string) {
	key := collectionID
	if itemID != "" {
		key += "/" + itemID
	}
	if p.tree.Select(key) {
		if !p.tree.Filtered() {
			p.dropFilter()
		}
		p.fresh = false
	}
}

// Expanded returns the unfolded rows, for [Pane.SetExpanded] in a later run.
func (p *Pane) Expanded() []string { return p.tree.Expanded() }

// SetExpanded unfolds these rows and folds all others. It may come before the
// collections do.
func (p *Pane) SetExpanded(ids []string) {
	p.tree.SetExpanded(ids)
	p.met = p.met || len(ids) > 0
	p.fresh = false
}

// Update handles one event.
func (p *Pane) Update(ev pane.Event) pane.Intent {
	before, had := p.current()
	p.fresh = false
	intent := p.handle(ev)
	if after, has := p.current(); after == before && has == had {
		return intent
	}
	c, chain := p.Selected()
	moved := Moved{Collection: c, Chain: chain}
	if intent == nil {
		return moved
	}
	return pane.Batch{moved, intent}
}

func (p *Pane) current() (string, bool) {
	i, ok := p.tree.Current()
	if !ok {
		return "", false
	}
	return p.forest.nodes[i].ID, true
}

func (p *Pane) handle(ev pane.Event) pane.Intent {
	switch ev := ev.(type) {
	case pane.Act:
		return p.act(ev.ID)
	case pane.Key:
		if p.search.bar.Focused() {
			p.typed(p.search.bar.Key(ev.KeyPressMsg))
		}
	case pane.Paste:
		if p.search.bar.Focused() {
			p.typed(p.search.bar.Paste(ev.Text), "")
		}
	case pane.Click:
		return carrying{p}.press(ev)
	case pane.Drag:
		carrying{p}.drag(ev)
	case pane.Release:
		return carrying{p}.release(ev)
	case pane.Wheel:
		p.tree.Window().Wheel(ev.Lines)
	}
	return nil
}

func (p *Pane) act(id keymap.ID) pane.Intent {
	switch id {
	case keymap.Search:
		p.search.bar.Focus(true)
		p.layout()
	case keymap.Cancel:
		p.dropFilter()
	case keymap.Open:
		return p.open()
	case keymap.Toggle, keymap.Fold, keymap.Unfold:
		p.fold(id)
	default:
		p.tree.Act(id)
	}
	return nil
}

// open folds a folder and opens anything else.
func (p *Pane) open() pane.Intent {
	i, ok := p.tree.Current()
	if !ok || p.tree.Toggle(i) {
		return nil
	}
	if n := p.forest.entries[i].problem; n > 0 {
		return ProblemOpened{p.problems[n-1]}
	}
	c, chain := p.Selected()
	return Opened{Collection: c, Chain: chain}
}

func (p *Pane) fold(id keymap.ID) {
	i, ok := p.tree.Current()
	if ok && (id == keymap.Toggle || p.tree.Open(i) == (id == keymap.Fold)) {
		p.tree.Toggle(i)
	}
}
