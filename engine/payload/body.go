package payload

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// Body is a captured body. It is safe for concurrent readers, also while a
// [Writer] still adds to it: what has once been read never changes, the size
// only grows.
//
// A body that was spilled to disk holds an open file: [Body.Close] it when it
// is no longer shown.
type Body struct {
	mu sync.RWMutex
	// mem holds the bytes until file does. Only bytes behind its length are
	// ever written, so a slice taken under the lock may be read without it.
	mem  []byte
	file *os.File
	// path is set where an open file cannot be unlinked; Close removes it.
	path string
	size int64
	// timed says that somebody wants to know when its bytes came: arrivals, from
	// forgot on.
	timed    bool
	arrivals []arrival
	forgot   int64

	done      bool
	truncated bool
	closed    bool
}

// FromBytes is a complete body of the given bytes, which now belong to it.
func FromBytes(p []byte) *Body {
	return &Body{mem: p, size: int64(len(p)), done: true}
}

// Size is the number of bytes that have arrived so far.
func (b *Body) Size() int64 {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.size
}

// Done says that no more bytes will come.
func (b *Body) Done() bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.done
}

// Truncated says that the body is only the beginning of what was sent: it
// reached its limit, or the disk was full.
func (b *Body) Truncated() bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.truncated
}

// Spilled says that the bytes are on disk and not in memory.
func (b *Body) Spilled() bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.file != nil
}

// ReadAt reads what has arrived. It returns [io.EOF] at the end of that, even
// if more is to come.
func (b *Body) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, errors.New("read body: negative offset")
	}
	mem, file, size, err := b.source()
	if err != nil {
		return 0, err
	}
	if off >= size {
		return 0, io.EOF
	}
	want := int(min(int64(len(p)), size-off))
	if file == nil {
		copy(p[:want], mem[off:])
	} else if n, err := file.ReadAt(p[:want], off); err != nil {
		return n, fmt.Errorf("read body: %w", err)
	}
	if want < len(p) {
		return want, io.EOF
	}
	return want, nil
}

// Reader reads what has arrived at the moment of the call, from the start.
func (b *Body) Reader() *io.SectionReader {
	return io.NewSectionReader(b, 0, b.Size())
}

// Bytes is the beginning of the body, at most limit bytes of it. It may be
// the body's own memory and must not be changed.
func (b *Body) Bytes(limit int64) ([]byte, error) {
	return b.view(0, min(limit, b.Size()), nil)
}

// Close frees the memory and removes the file. Readers that are still at work
// get an error that wraps [os.ErrClosed].
func (b *Body) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return nil
	}
	b.closed, b.done, b.mem = true, true, nil
	if b.file == nil {
		return nil
	}
	err := b.file.Close()
	if b.path != "" {
		err = errors.Join(err, os.Remove(b.path))
	}
	if err != nil {
		return fmt.Errorf("remove body: %w", err)
	}
	return nil
}

// view is the n bytes from off, all of which must have arrived. Bytes in
// memory are not copied; others are read into buf, or a new buffer when buf
// is too small.
func (b *Body) view(off, n int64, buf []byte) ([]byte, error) {
	mem, file, size, err := b.source()
	switch {
	case err != nil:
		return nil, err
	case n <= 0 || off >= size:
		return nil, nil
	case file == nil:
		end := min(off+n, size)
		return mem[off:end:end], nil
	}
	n = min(n, size-off)
	if int64(len(buf)) < n {
		buf = make([]byte, n)
	}
	if _, err := file.ReadAt(buf[:n], off); err != nil {
		return nil, fmt.Errorf("read body: %w", err)
	}
	return buf[:n], nil
}

// source is where the bytes are now. Its answer stays good after the lock is
// released: memory is only appended to, and a file that is closed says so.
func (b *Body) source() (mem []byte, file *os.File, size int64, err error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if b.closed {
		return nil, nil, 0, fmt.Errorf("read body: %w", os.ErrClosed)
	}
	return b.mem, b.file, b.size, nil
}
