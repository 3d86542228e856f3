package tree

import (
	"context"
	"errors"
	"math"
	"sort"
	"sync"

	"postern/engine/payload"
)

const (
	// stride is how far apart the remembered places are at least.
	stride = 8 << 10
	// perNode is how much of a body is paid for each remembered container,
	// which bounds what a document of nothing but brackets costs.
	perNode = 2 << 10
	// levels is how many levels a document can be folded by without reading.
	levels = 8
	// window is how much is read at once to index.
	window = 256 << 10
	// batch is how many rows are read between two of Grow's questions.
	batch = 1024
)

// mark is a remembered row.
type mark struct {
	off int64
	row uint32
	// in is the node of the container it is a member of, or which it closes;
	// -1 if it is in none.
	in int32
	// ord is its place among its siblings.
	ord uint32
	// seen are the rows before it that are shown when the document is folded
	// by each level.
	seen [levels]uint32
}

// node is a container with a mark in it. The nodes are in the order of their
// beginnings.
type node struct {
	// start is its key, off its bracket, end its closing bracket.
	start, off, end int64
	// row and close are the rows of its brackets; close is 0 while it is open.
	row, close uint32
	up         int32
	ord, kids  uint32
	depth      uint16
	keyLen     uint32
	object     bool
}

// wide is a row that is longer than a stride. It is remembered whole.
type wide struct {
	found
}

// Index is what is known of a document. It is safe for concurrent use: one
// goroutine grows it while others read.
type Index struct {
	body *payload.Body

	growing sync.Mutex
	in      reader
	// tried is how far the last row could not be read to the end.
	tried int64

	mu    sync.Mutex
	marks []mark
	nodes []node
	wides []wide
	// open are the containers that were not closed yet.
	open []frame
	next mark // the row after the last
	due  int64
	size int64
	done bool
	err  error

	recent [8]*stretch
	turn   int
}

// frame is an open container.
type frame struct {
	found
	row  uint32
	ord  uint32
	kids uint32
	node int32
}

// New is the index of a body of which nothing has been read yet.
func New(b *payload.Body) *Index {
	x := &Index{body: b, next: mark{in: -1}}
	x.in.src, x.in.buf = b, make([]byte, window)
	return x
}

// Open is the index of all of a body that has arrived. With an error, the
// index still knows the rows before it.
func Open(ctx context.Context, b *payload.Body) (*Index, error) {
	x := New(b)
	if err := x.Grow(ctx); err != nil {
		return x, err
	}
	return x, nil
}

// Body is the body that is indexed.
func (x *Index) Body() *payload.Body { return x.body }

// Rows is the number of rows that are known, without folds.
func (x *Index) Rows() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return int(x.next.row)
}

// Size is the number of bytes that are indexed.
func (x *Index) Size() int64 {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.size
}

// State says whether all rows are known, and why there will be no more when
// the body is no JSON or is nested too deep.
func (x *Index) State() (done bool, err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.done, x.err
}

// Memory is about how many bytes the index holds.
func (x *Index) Memory() int64 {
	x.mu.Lock()
	defer x.mu.Unlock()
	return int64(cap(x.marks))*64 + int64(cap(x.nodes))*64 + int64(cap(x.wides))*48 + window
}

// Grow indexes what has arrived since the last time. While more is to come, a
// row that has only begun is no error and waits for its end. The error is that
// of the context, or what State repeats.
func (x *Index) Grow(ctx context.Context) error {
	x.growing.Lock()
	defer x.growing.Unlock()
	whole := x.body.Done() // asked before the size, which is then the last
	size := x.body.Size()
	if done, err := x.State(); done || err != nil {
		return err
	}
	r := &x.in
	// A row of a hundred megabytes is not begun again for every piece of it.
	if !whole && x.tried > 0 && size-r.off() < 2*(x.tried-r.off()) {
		return nil
	}
	r.end, r.whole, x.tried = size, whole, 0
	if size > math.MaxUint32 {
		return x.fail(payload.ErrTooLarge)
	}
	rows := make([]found, 0, batch)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		rows, err = r.some(rows[:0])
		x.add(rows, r)
		switch {
		case err == nil:
		case !errors.Is(err, errMore):
			return x.fail(err)
		case !whole:
			x.tried = size
			return nil
		case !r.over():
			return x.fail(&payload.SyntaxError{Offset: size, Found: "end of text"})
		default:
			x.finish(size)
			return nil
		}
	}
}

// some reads rows until the buffer is full. On an error the place is that
// behind the last row.
func (r *reader) some(rows []found) ([]found, error) {
	for len(rows) < cap(rows) {
		at := r.off()
		f, err := r.row()
		if err != nil {
			r.seek(at)
			return rows, err
		}
		rows = append(rows, f)
	}
	return rows, nil
}

func (x *Index) fail(err error) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.err = err
	x.in.buf, x.in.p = nil, nil
	return err
}

func (x *Index) finish(size int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.done, x.size = true, size
	x.in.buf, x.in.p = nil, nil
}

// add takes rows into the index.
func (x *Index) add(rows []found, r *reader) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for i := range rows {
		x.one(&rows[i])
	}
	x.size = r.off()
}

func (x *Index) one(f *found) {
	if f.start >= x.due || len(x.marks) == 0 {
		x.remember(f.start)
	}
	if f.end-f.start >= stride {
		x.wides = append(x.wides, wide{*f})
	}
	row := x.next.row
	x.next.row++
	for l := range levels {
		if shown(f.kind == Close, f.depth, l) {
			x.next.seen[l]++
		}
	}
	if f.kind == Close {
		x.shut(f, row)
		return
	}
	ord := x.next.ord
	if n := len(x.open); n > 0 {
		x.open[n-1].kids++
	}
	if f.opens() {
		x.open = append(x.open, frame{found: *f, row: row, ord: ord, node: -1})
		x.next.ord = 0
		return
	}
	x.next.ord++
}

// shut closes the innermost container.
func (x *Index) shut(f *found, row uint32) {
	top := x.open[len(x.open)-1]
	x.open = x.open[:len(x.open)-1]
	if top.node >= 0 {
		n := &x.nodes[top.node]
		n.end, n.close, n.kids = f.start, row, top.kids
	}
	x.next.ord = top.ord + 1
}

// shown says whether a row is shown when every container from a level on is
// folded; the document itself is level 0.
func shown(isClose bool, depth, level int) bool {
	if isClose {
		return depth < level
	}
	return depth <= level
}

// remember makes the next row a mark, and nodes of the containers it is in.
func (x *Index) remember(off int64) {
	first := len(x.open)
	for first > 0 && x.open[first-1].node < 0 {
		first--
	}
	up := int32(-1)
	if first > 0 {
		up = x.open[first-1].node
	}
	for i := first; i < len(x.open); i++ {
		f := &x.open[i]
		f.node = int32(len(x.nodes))
		x.nodes = append(x.nodes, node{
			start: f.start, off: f.val, row: f.row, up: up, ord: f.ord,
			depth: uint16(f.depth), keyLen: uint32(f.keyEnd - f.start), object: f.kind == Object,
		})
		up = f.node
	}
	m := x.next
	m.off, m.in = off, up
	x.marks = append(x.marks, m)
	x.due = off + max(stride, int64(len(x.open)-first)*perNode)
}

// markAt is the last mark that before says is not behind something.
func (x *Index) markAt(behind func(m *mark) bool) int {
	return sort.Search(len(x.marks), func(k int) bool { return behind(&x.marks[k]) }) - 1
}
