package treelist

// filter narrows a tree to some nodes with what is above them. It has its own
// folding, so that the tree is as it was when the filter ends.
//
// A node is shown when it was hit, when something below it was, or when it is
// below a hit that has no hits of its own: unfolding a folder that was found by
// its name shows what is in it.
type filter struct {
	shown, open []bool
}

// Filter shows only the nodes for which hit is true and what is above them,
// unfolded. The cursor stays on its node if that was hit, else it goes to the
// first hit without nodes below, else to the first hit.
func (t *Tree) Filter(hit []bool) {
	current := t.currentID()
	t.filter = newFilter(t, hit)
	t.rebuild()
	if i, ok := t.index[current]; ok && hit[i] {
		t.restore(current)
		return
	}
	if len(t.rows) == 0 {
		t.kept = current
		return
	}
	t.list.Select(firstHit(t, hit))
}

// firstHit returns the row to go to.
func firstHit(t *Tree, hit []bool) int {
	first := none
	for row, i := range t.rows {
		if !hit[i] {
			continue
		}
		if !t.nodes[i].Branch {
			return row
		}
		if first == none {
			first = row
		}
	}
	return max(first, 0)
}

func newFilter(t *Tree, hit []bool) *filter {
	n := len(t.nodes)
	f := &filter{shown: make([]bool, n), open: make([]bool, n)}
	for i := n - 1; i >= 0; i-- {
		f.shown[i] = hit[i] || f.open[i]
		if p := t.parent[i]; p != none && f.shown[i] {
			f.open[p] = true
		}
	}
	for i := range n {
		if f.open[i] || !hit[i] {
			continue
		}
		for j := i + 1; j < int(t.end[i]); j++ {
			f.shown[j] = true
		}
	}
	return f
}

func (f *filter) isOpen(i int) bool { return f.open[i] }

func (f *filter) setOpen(i int, on bool) { f.open[i] = on }

// Filtered reports whether a filter is on.
func (t *Tree) Filtered() bool { return t.filter != nil }

// ClearFilter shows the whole tree again, as it was folded before. The current
// node stays current, and what is above it is unfolded.
func (t *Tree) ClearFilter() {
	if t.filter == nil {
		return
	}
	current := t.currentID()
	t.filter = nil
	if i, ok := t.index[current]; ok {
		t.reveal(i)
	}
	t.rebuild()
	t.restore(current)
}
