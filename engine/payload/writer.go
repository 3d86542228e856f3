package payload

import (
	"cmp"
	"errors"
	"fmt"
	"os"
)

// ErrFull is returned by [Writer.Write] when the body has reached its limit.
// What fitted is kept and the body is marked truncated, so a caller stops
// reading and shows what there is.
var ErrFull = errors.New("body is larger than the limit")

// errEnded is what a Write after the end gets.
var errEnded = fmt.Errorf("write body: %w", os.ErrClosed)

// Limits bound what one body may cost. A zero field means its default.
type Limits struct {
	// Memory is how many bytes are held in memory before the body moves to a
	// temporary file. The default is 16 MiB.
	Memory int64
	// Total is how many bytes are kept at all. The default is 512 MiB.
	Total int64
	// Dir is where temporary files are made; the system's place if empty.
	Dir string
}

const (
	defaultMemory = 16 << 20
	defaultTotal  = 512 << 20
)

func (l Limits) withDefaults() Limits {
	if l.Memory <= 0 {
		l.Memory = defaultMemory
	}
	if l.Total <= 0 {
		l.Total = defaultTotal
	}
	return l
}

// Writer captures a body. One goroutine writes; any number may read
// [Writer.Body] meanwhile. It ends with Close or with Abort.
type Writer struct {
	body   *Body
	limits Limits
	// expected is how large the body is said to become, 0 if unknown.
	expected int64
	// err is the first failure; every later Write repeats it.
	err error
}

// NewWriter is a writer of an empty body.
func NewWriter(l Limits) *Writer {
	return &Writer{body: &Body{}, limits: l.withDefaults()}
}

// Expect says how large the body will probably become, so that memory is taken
// once. It may be wrong, and is not believed beyond [maxExpected].
func (w *Writer) Expect(size int64) { w.expected = min(max(0, size), maxExpected) }

// maxExpected is what a promise alone is worth: a server may announce gigabytes
// and send nothing.
const maxExpected = 1 << 20

// firstSize is the memory of a body of unknown size to begin with.
const firstSize = 4096

// Body is the body that is being written.
func (w *Writer) Body() *Body { return w.body }

// Write adds to the body. It returns [ErrFull] when the limit is reached, and
// the disk's error when the temporary file cannot be written; the body then
// keeps what it has and is marked truncated.
func (w *Writer) Write(p []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	room := w.limits.Total - w.body.Size()
	full := int64(len(p)) > room
	if full {
		p = p[:room]
	}
	n, err := w.put(p)
	switch {
	case err != nil:
		w.err = err
	case full:
		w.err = ErrFull
	default:
		return n, nil
	}
	w.body.mu.Lock()
	w.body.truncated = true
	w.body.mu.Unlock()
	return n, w.err
}

// Close ends the body. The body stays readable until it is closed itself,
// also when writing failed.
func (w *Writer) Close() (*Body, error) {
	w.finish()
	return w.body, nil
}

// Abort ends the body and throws it away.
func (w *Writer) Abort() error {
	w.finish()
	return w.body.Close()
}

func (w *Writer) finish() {
	w.err = errEnded
	w.body.mu.Lock()
	w.body.done = true
	w.body.mu.Unlock()
}

func (w *Writer) put(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b := w.body
	mem, file, size, err := b.source()
	if err != nil {
		return 0, err
	}
	if file == nil {
		if size+int64(len(p)) <= w.limits.Memory {
			b.append(p, cmp.Or(w.expected, firstSize), w.limits.Memory)
			return len(p), nil
		}
		if file, err = w.spill(mem); err != nil {
			return 0, err
		}
	}
	n, err := file.WriteAt(p, size)
	b.mu.Lock()
	b.grow(int64(n))
	b.mu.Unlock()
	if err != nil {
		return n, fmt.Errorf("keep the body in a temporary file: %w", err)
	}
	return n, nil
}

// append adds to the memory. The array begins with the first size and doubles,
// so that the bytes are copied twice at most, but never outgrows the limit.
func (b *Body) append(p []byte, first, limit int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	need := len(b.mem) + len(p)
	if need > cap(b.mem) {
		grown := max(need, int(min(limit, max(2*int64(cap(b.mem)), first))))
		b.mem = append(make([]byte, 0, grown), b.mem...)
	}
	b.mem = append(b.mem, p...)
	b.grow(int64(len(p)))
}

// spill moves the body to a temporary file that only this user may open, and
// that has no name any more where the system allows that: a crash then leaves
// nothing behind.
func (w *Writer) spill(mem []byte) (*os.File, error) {
	f, err := os.CreateTemp(w.limits.Dir, "postern-body-*") // mode 0600
	if err != nil {
		return nil, fmt.Errorf("keep the body in a temporary file: %w", err)
	}
	path := f.Name()
	if os.Remove(path) == nil {
		path = ""
	}
	b := w.body
	_, err = f.WriteAt(mem, 0)
	b.mu.Lock()
	defer b.mu.Unlock()
	if err == nil && !b.closed {
		b.file, b.path, b.mem = f, path, nil
		return f, nil
	}
	if err == nil {
		err = os.ErrClosed
	}
	_ = f.Close() // the error that counts is the one above
	if path != "" {
		_ = os.Remove(path)
	}
	return nil, fmt.Errorf("keep the body in a temporary file: %w", err)
}
