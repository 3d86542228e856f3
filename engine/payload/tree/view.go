package tree

import (
	"math"
	"slices"
	"sort"
)

// All is the level at which nothing is folded.
const All = math.MaxInt

const (
	// maxRegions is how many containers may be folded or unfolded one by one.
	maxRegions = 10_000
	// ever is the end of a container that has not come.
	ever = math.MaxUint32
)

// View is an index with some of its containers folded. It is for one
// goroutine; the index may grow meanwhile.
//
// What is folded is a level for the whole document, and regions with another
// one: a container that was folded or unfolded by itself. Regions lie inside
// one another as their containers do.
type View struct {
	x     *Index
	level int
	// regions are in the order of their beginnings.
	regions []region
	// parts are the rows that are shown, between the regions' edges.
	parts []part
	// known says how many rows there were when the parts were made.
	known uint32
	// counts remembers how many rows are shown before a row at a level.
	counts map[edge]uint32
}

// region is a container whose members are not folded as those around it.
type region struct {
	open, close uint32
	depth       int
	// level is the first that is folded inside; folded says that nothing of
	// it is shown.
	level  int
	folded bool
}

// part is rows of one level, or the one row of a folded container.
type part struct {
	from, to uint32
	level    int
	folded   bool
	// first is how many rows of the view come before, base how many of the
	// document do at the part's level.
	first int
	base  uint32
}

type edge struct {
	row   uint32
	level int
}

// NewView is an index with nothing folded.
func NewView(x *Index) *View {
	v := &View{x: x, level: All}
	v.layOut()
	return v
}

// Index is what the view is of.
func (v *View) Index() *Index { return v.x }

// FoldLevel folds every container from a level on and forgets all other
// folds: 1 leaves the document's own members, [All] unfolds everything. It
// reads nothing.
func (v *View) FoldLevel(level int) {
	v.level, v.regions = max(level, 0), nil
	if level >= levels {
		v.level = All
	}
	v.layOut()
}

// Level is the level that was folded last.
func (v *View) Level() int { return v.level }

// Lines is the number of rows that are shown.
func (v *View) Lines() int {
	v.x.mu.Lock()
	defer v.x.mu.Unlock()
	return v.len()
}

func (v *View) len() int {
	v.sync()
	if len(v.parts) == 0 {
		return 0
	}
	return v.end(&v.parts[len(v.parts)-1])
}

// sync takes in what has arrived where it matters: ends that were not known.
func (v *View) sync() {
	if v.known == v.x.next.row || v.x.next.row == 0 {
		return
	}
	waiting := len(v.parts) == 0
	for i := range v.regions {
		if r := &v.regions[i]; r.close == ever {
			row, err := v.x.rowAt(int(r.open))
			if err == nil && row.Close > 0 {
				r.close, waiting = uint32(row.Close), true
			}
		}
	}
	v.known = v.x.next.row
	if waiting {
		v.divide()
	}
}

// end is how many rows of the view there are up to the end of a part.
func (v *View) end(p *part) int {
	if p.folded {
		return p.first + 1
	}
	return p.first + int(v.count(p.to, p.level)-p.base)
}

// count is how many rows before a row are shown at a level.
func (v *View) count(row uint32, level int) uint32 {
	x := v.x
	row = min(row, x.next.row)
	switch {
	case level >= levels:
		return row
	case row == x.next.row:
		return x.next.seen[level]
	}
	key := edge{row, level}
	if n, ok := v.counts[key]; ok {
		return n
	}
	n, err := x.before(row, level)
	if err != nil {
		return n // the row that cannot be read says why when it is drawn
	}
	if v.counts == nil || len(v.counts) > 4*maxRegions {
		v.counts = map[edge]uint32{}
	}
	v.counts[key] = n
	return n
}

func (v *View) layOut() {
	v.x.mu.Lock()
	defer v.x.mu.Unlock()
	v.divide()
}

// divide makes the parts from the regions.
func (v *View) divide() {
	v.parts, v.known = v.parts[:0], v.x.next.row
	around := []region{{close: ever, level: v.level}}
	from := uint32(0)
	leave := func(upTo uint32) {
		for top := &around[len(around)-1]; len(around) > 1 && top.close < upTo; top = &around[len(around)-1] {
			if !top.folded {
				v.part(from, top.close+1, top.level)
			}
			from = top.close + 1
			around = around[:len(around)-1]
		}
	}
	for _, r := range v.regions {
		leave(r.open)
		top := &around[len(around)-1]
		if top.folded || r.depth > top.level {
			continue // it is not shown itself
		}
		v.part(from, r.open, top.level)
		from = r.open
		if r.folded {
			v.parts = append(v.parts, part{from: r.open, to: r.open + 1, folded: true, first: v.last()})
		}
		around = append(around, r)
	}
	leave(ever)
	if top := around[len(around)-1]; !top.folded { // a folded end has not come
		v.part(from, ever, top.level)
	}
}

// part adds rows to what is shown.
func (v *View) part(from, to uint32, level int) {
	if from < to {
		v.parts = append(v.parts, part{from: from, to: to, level: level, first: v.last(), base: v.count(from, level)})
	}
}

// last is how many rows the parts have so far.
func (v *View) last() int {
	if len(v.parts) == 0 {
		return 0
	}
	return v.end(&v.parts[len(v.parts)-1])
}

// Row is row i of those that are shown.
func (v *View) Row(i int) (Row, error) {
	v.x.mu.Lock()
	defer v.x.mu.Unlock()
	return v.row(i)
}

func (v *View) row(i int) (Row, error) {
	if i < 0 || i >= v.len() {
		return Row{}, ErrNoRow
	}
	p := &v.parts[sort.Search(len(v.parts), func(k int) bool { return v.parts[k].first > i })-1]
	n, err := v.number(p, uint32(i-p.first))
	if err != nil {
		return Row{}, err
	}
	r, err := v.x.rowAt(int(n))
	r.Folded = r.Opens() && (p.folded || r.Depth >= p.level)
	return r, err
}

// number is the row of the document that is the nth of a part.
func (v *View) number(p *part, nth uint32) (uint32, error) {
	if p.folded || p.level >= levels {
		return p.from + nth, nil
	}
	return v.x.nth(p.base+nth, p.level)
}

// Rows is up to n rows from row i on.
func (v *View) Rows(i, n int) ([]Row, error) {
	v.x.mu.Lock()
	defer v.x.mu.Unlock()
	var rows []Row
	for ; n > 0 && i < v.len(); i, n = i+1, n-1 {
		r, err := v.row(i)
		if err != nil {
			return rows, err
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// Find is where a row of the document is in the view; of a row that is folded
// away, the container that hides it.
func (v *View) Find(row int) (i int, visible bool) {
	v.x.mu.Lock()
	defer v.x.mu.Unlock()
	return v.place(row)
}

func (v *View) place(row int) (i int, visible bool) {
	v.sync()
	n := uint32(row)
	k := sort.Search(len(v.parts), func(k int) bool { return v.parts[k].from > n }) - 1
	if k < 0 {
		return 0, false
	}
	p := &v.parts[k]
	if n >= p.to {
		return v.end(p) - 1, false
	}
	if p.folded {
		return p.first, true
	}
	i = p.first + int(v.count(n, p.level)-p.base)
	r, err := v.x.rowAt(row)
	if err == nil && !shown(r.Kind == Close, r.Depth, p.level) {
		return max(i-1, 0), false
	}
	return i, err == nil
}

// set folds a container in its own way.
func (v *View) set(r Row, level int, folded bool) {
	reg := region{open: uint32(r.Number), close: ever, depth: r.Depth, level: level, folded: folded}
	if r.Close > 0 {
		reg.close = uint32(r.Close)
	}
	k, there := v.find(r)
	switch {
	case there:
		v.regions[k] = reg
	case len(v.regions) < maxRegions:
		v.regions = slices.Insert(v.regions, k, reg)
	}
}

// find is where the region of a container is, or would be.
func (v *View) find(r Row) (int, bool) {
	return slices.BinarySearchFunc(v.regions, uint32(r.Number), func(g region, open uint32) int {
		return int(int64(g.open) - int64(open))
	})
}
