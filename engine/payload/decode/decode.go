// Package decode brings bodies to UTF-8, whole ones and such as still arrive.
package decode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"golang.org/x/text/transform"

	"postern/engine/payload"
	"postern/engine/payload/charset"
)

// ErrCharset is returned for a charset that nobody knows. The body is best
// shown as it is.
var ErrCharset = errors.New("unknown charset")

// Body brings what has arrived of a body to UTF-8. Bytes that mean nothing in
// the charset become U+FFFD. A body that is UTF-8 already is returned itself,
// unchecked; any other body is new and to be closed on its own.
func Body(ctx context.Context, b *payload.Body, charset string) (*payload.Body, error) {
	d, err := newDecoder(b, charset)
	switch {
	case err != nil:
		return nil, err
	case d == nil:
		return b, nil
	}
	if err := d.Grow(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("decode %s: %w", charset, err), d.w.Abort())
	}
	return d.w.Close()
}

// Arriving is the rows of a body in a charset as it arrives: no character is
// shown before all of it is here. Nothing has been indexed yet.
func Arriving(b *payload.Body, charset string) (*payload.Lines, error) {
	d, err := newDecoder(b, charset)
	if d != nil {
		return payload.Fed(d), nil
	}
	return payload.NewWholeLines(b), err
}

// decoder is a feed.
type decoder struct {
	src *payload.Body
	w   *payload.Writer

	mu sync.Mutex
	t  transform.Transformer
	// off is how far src is decoded.
	off  int64
	full bool
}

// newDecoder returns nil where nothing is to be decoded.
func newDecoder(b *payload.Body, name string) (*decoder, error) {
	enc, ok := charset.Encoding(name)
	switch {
	case !ok:
		return nil, fmt.Errorf("%w %q", ErrCharset, name)
	case enc == nil:
		return nil, nil
	}
	return &decoder{src: b, w: payload.NewWriter(payload.Limits{}), t: enc.NewDecoder()}, nil
}

// Source implements [payload.Feed].
func (d *decoder) Source() *payload.Body { return d.src }

// Body implements [payload.Feed].
func (d *decoder) Body() *payload.Body { return d.w.Body() }

// blockSize is how much is decoded between two questions whether to go on.
const blockSize = 64 << 10

// Grow implements [payload.Feed]. Half a character waits for its other half.
func (d *decoder) Grow(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	done := d.src.Done() // asked before the size: then that is all of it
	size := d.src.Size()
	var in, out []byte
	for d.off < size && !d.full {
		if err := ctx.Err(); err != nil {
			return err
		}
		if in == nil {
			in, out = make([]byte, min(blockSize, size-d.off)), make([]byte, blockSize)
		}
		n, err := d.src.ReadAt(in[:min(int64(len(in)), size-d.off)], d.off)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		wrote, read, err := d.t.Transform(out, in[:n], done && d.off+int64(n) == size)
		if err != nil && !errors.Is(err, transform.ErrShortDst) && !errors.Is(err, transform.ErrShortSrc) {
			return err
		}
		if wrote == 0 && read == 0 {
			return nil
		}
		d.off += int64(read)
		switch _, err := d.w.Write(out[:wrote]); {
		case errors.Is(err, payload.ErrFull):
			d.full = true
		case err != nil:
			return err
		}
	}
	return nil
}
