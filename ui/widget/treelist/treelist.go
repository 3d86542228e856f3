// Package treelist is a tree with folding, drawn as a list of its visible rows.
//
// The whole tree is one slice in reading order, so that folding is skipping and
// ten thousand nodes need no ten thousand allocations. Moving costs nothing,
// drawing costs the visible rows, folding and filtering cost one pass over the
// slice. What a node shows is up to the owner, as in package vlist.
package treelist

import (
	"slices"

	"postern/ui/keymap"
	"postern/ui/theme"
	"postern/ui/widget/text"
	"postern/ui/widget/vlist"
)

// Node is one node of a tree.
type Node struct {
	// ID names the node while the tree is replaced; it must be unique.
	ID string
	// Depth is 0 for roots; a child follows its parent, one deeper.
	Depth int
	// Branch says that the node folds, even when it has no children.
	Branch bool
}

// none stands for "no node".
const none = -1

// Tree is the widget. Make one with [New].
type Tree struct {
	list vlist.List

	nodes []Node
	// parent is the node above, or none; end is one past the last descendant.
	parent, end []int32
	index       map[string]int32
	open        []bool
	// later holds the open nodes that are not there now, so that a file that
	// is broken for a moment comes back as it was.
	later map[string]bool
	// rows are the visible nodes.
	rows []int32
	// kept is the current node while no row is visible.
	kept   string
	filter *filter
}

// New returns an empty tree.
func New() *Tree { return &Tree{later: map[string]bool{}} }

// Resize sets the size in cells.
func (t *Tree) Resize(width, height int) { t.list.Resize(width, height) }

// SetNodes replaces the tree, given in reading order. Folding and the current
// node are kept by ID. hit is the filter over the new nodes, see
// [Tree.Filter]; nil means none.
func (t *Tree) SetNodes(nodes []Node, hit []bool) {
	current, top := t.currentID(), t.list.Cursor()-t.list.Top()
	for i, on := range t.open {
		if on {
			t.later[t.nodes[i].ID] = true
		}
	}
	t.nodes, t.filter = nodes, nil
	t.link()
	if hit != nil {
		t.filter = newFilter(t, hit)
	}
	t.rebuild()
	t.restore(current)
	// The current row stays at its height on the screen.
	t.list.Wheel(t.list.Cursor() - t.list.Top() - top)
}

// link finds parents and ends, and takes folding over from the tree before.
func (t *Tree) link() {
	n := len(t.nodes)
	t.parent, t.end, t.open = make([]int32, n), make([]int32, n), make([]bool, n)
	t.index = make(map[string]int32, n)
	var stack []int32
	for i, node := range t.nodes {
		for len(stack) > 0 && t.nodes[stack[len(stack)-1]].Depth >= node.Depth {
			t.end[stack[len(stack)-1]] = int32(i)
			stack = stack[:len(stack)-1]
		}
		t.parent[i] = none
		if len(stack) > 0 {
			t.parent[i] = stack[len(stack)-1]
		}
		stack = append(stack, int32(i))
		t.index[node.ID] = int32(i)
		if node.Branch && t.later[node.ID] {
			t.open[i] = true
			delete(t.later, node.ID)
		}
	}
	for _, i := range stack {
		t.end[i] = int32(n)
	}
}

// rebuild lists the visible rows anew. The caller puts the cursor right.
func (t *Tree) rebuild() {
	t.rows = t.rows[:0]
	for i := 0; i < len(t.nodes); {
		switch {
		case t.filter != nil && !t.filter.shown[i]:
			i = int(t.end[i])
			continue
		case t.nodes[i].Branch && !t.Open(i):
			t.rows = append(t.rows, int32(i))
			i = int(t.end[i])
			continue
		}
		t.rows = append(t.rows, int32(i))
		i++
	}
	t.list.SetCount(len(t.rows))
}

// restore puts the cursor on the node of that ID, or on the nearest visible
// row above it.
func (t *Tree) restore(id string) {
	if len(t.rows) == 0 {
		t.kept = id
		return
	}
	if i, ok := t.index[id]; ok {
		at, found := slices.BinarySearch(t.rows, i)
		if !found {
			at--
		}
		t.list.Select(at)
	}
}

// Len returns the number of nodes, visible or not.
func (t *Tree) Len() int { return len(t.nodes) }

// Current returns the node the cursor is on.
func (t *Tree) Current() (node int, ok bool) {
	if len(t.rows) == 0 {
		return none, false
	}
	return int(t.rows[t.list.Cursor()]), true
}

// Find returns the node of an ID.
func (t *Tree) Find(id string) (node int, ok bool) {
	i, ok := t.index[id]
	return int(i), ok
}

func (t *Tree) currentID() string {
	if i, ok := t.Current(); ok {
		return t.nodes[i].ID
	}
	return t.kept
}

// Parent returns the node above i; ok is false for roots.
func (t *Tree) Parent(i int) (node int, ok bool) { return int(t.parent[i]), t.parent[i] != none }

// End returns the node after the last one below i.
func (t *Tree) End(i int) int { return int(t.end[i]) }

// Select puts the cursor on the node of that ID and unfolds what is above it.
// A filter that hides the node ends.
func (t *Tree) Select(id string) bool {
	i, ok := t.index[id]
	if !ok {
		return false
	}
	if t.filter != nil && !t.filter.shown[i] {
		t.filter = nil
	}
	t.reveal(i)
	t.rebuild()
	t.restore(id)
	return true
}

func (t *Tree) reveal(i int32) {
	for p := t.parent[i]; p != none; p = t.parent[p] {
		t.setOpen(int(p), true)
	}
}

// Open reports whether node i is unfolded.
func (t *Tree) Open(i int) bool {
	if t.filter != nil {
		return t.filter.isOpen(i)
	}
	return t.open[i]
}

func (t *Tree) setOpen(i int, on bool) {
	if t.filter != nil {
		t.filter.setOpen(i, on)
		return
	}
	t.open[i] = on
}

// Toggle folds or unfolds node i and reports whether it folds at all.
func (t *Tree) Toggle(i int) bool {
	if !t.nodes[i].Branch {
		return false
	}
	t.fold(i, !t.Open(i))
	return true
}

func (t *Tree) fold(i int, open bool) {
	current := t.currentID()
	t.setOpen(i, open)
	t.rebuild()
	t.restore(current)
}

// Act moves, folds and unfolds, and reports whether id is one of these.
func (t *Tree) Act(id keymap.ID) bool {
	i, ok := t.Current()
	switch id {
	case keymap.Left:
		if ok {
			t.left(i)
		}
	case keymap.Right:
		if ok {
			t.right(i)
		}
	case keymap.FoldAll:
		t.foldAll(false)
	case keymap.UnfoldAll:
		t.foldAll(true)
	default:
		return t.list.Act(id)
	}
	return true
}

// left folds, or goes to the parent.
func (t *Tree) left(i int) {
	if t.nodes[i].Branch && t.Open(i) {
		t.fold(i, false)
		return
	}
	if p := t.parent[i]; p != none {
		t.restore(t.nodes[p].ID)
	}
}

// right unfolds, or goes to the first child.
func (t *Tree) right(i int) {
	switch {
	case !t.nodes[i].Branch:
	case !t.Open(i):
		t.fold(i, true)
	case t.list.Cursor()+1 < len(t.rows) && t.parent[t.rows[t.list.Cursor()+1]] == int32(i):
		t.list.Act(keymap.Down)
	}
}

func (t *Tree) foldAll(open bool) {
	current := t.currentID()
	for i, n := range t.nodes {
		if n.Branch {
			t.setOpen(i, open)
		}
	}
	t.rebuild()
	t.restore(current)
}

// Window is what the visible rows are seen through, to scroll it.
func (t *Tree) Window() *vlist.List { return &t.list }

// Click puts the cursor on the row in line y and returns its node.
func (t *Tree) Click(y int) (node int, ok bool) {
	if node, ok = t.At(y); ok {
		t.restore(t.nodes[node].ID)
	}
	return node, ok
}

// At returns the node in line y.
func (t *Tree) At(y int) (node int, ok bool) {
	row, ok := t.list.RowAt(y)
	if !ok {
		return none, false
	}
	return int(t.rows[row]), true
}

// Expanded returns the IDs of the unfolded nodes, in reading order.
func (t *Tree) Expanded() []string {
	var ids []string
	for i, on := range t.open {
		if on {
			ids = append(ids, t.nodes[i].ID)
		}
	}
	return ids
}

// SetExpanded unfolds these nodes and folds all others. IDs that are not there
// count once they are.
func (t *Tree) SetExpanded(ids []string) {
	current := t.currentID()
	clear(t.later)
	clear(t.open)
	for _, id := range ids {
		if i, ok := t.index[id]; !ok {
			t.later[id] = true
		} else if t.nodes[i].Branch {
			t.open[i] = true
		}
	}
	t.rebuild()
	t.restore(current)
}

// Draw returns the visible rows, see [vlist.List.Draw].
func (t *Tree) Draw(th *theme.Theme, base theme.Base, row func(node, width int) text.Line) string {
	return t.list.Draw(th, base, func(i, width int) text.Line { return row(int(t.rows[i]), width) })
}
