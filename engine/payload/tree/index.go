package tree

import (
	"context"
	"errors"
	"math"
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

// Index is what is known of a document. It is safe for concurrent use: one
// goroutine grows it while others read.
type Index struct {
	growing sync.Mutex
	in      reader
	// tried is how far the last row could not be read to the end.
	tried int64

	mu sync.Mutex
	places
	done bool
	err  error
}

// New is the index of a body of which nothing has been read yet.
func New(b *payload.Body) *Index {
	x := &Index{places: places{body: b, next: mark{in: -1}}}
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
		at, n := r.off(), len(rows)
		rows = rows[:n+1]
		if err := r.row(&rows[n]); err != nil {
			r.seek(at)
			return rows[:n], err
		}
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
