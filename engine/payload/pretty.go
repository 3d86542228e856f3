package payload

import (
	"context"
	"errors"
	"fmt"
)

var (
	// ErrNotJSON says that a body is not one JSON value. The error that
	// carries it is a [*SyntaxError]. Show the body as it is.
	ErrNotJSON = errors.New("not JSON")
	// ErrTooDeep says that a body is nested more than 500 deep. Show it as it
	// is: nobody writes that by hand, and laying it out would only blow it up.
	ErrTooDeep = errors.New("JSON is nested too deep to be laid out")
	// ErrTooLarge says that a result would be out of proportion to its input.
	ErrTooLarge = errors.New("result would be too large")
)

// SyntaxError says where a body stops being JSON.
type SyntaxError struct {
	// Offset is the first byte that does not fit.
	Offset int64
	// Found is that byte, or "end of text".
	Found string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("not JSON: unexpected %s at byte %d", e.Found, e.Offset)
}

// Is makes a SyntaxError an [ErrNotJSON].
func (e *SyntaxError) Is(target error) bool { return target == ErrNotJSON }

// Pretty lays out a JSON body with two spaces a level. Only white space
// changes: numbers, escapes, duplicate keys and bytes that are not UTF-8 stay
// as they were sent. It reads the body once in constant memory and checks it
// on the way; a leading byte order mark is left out.
//
// Lines deeper than 64 levels are not indented further, and a body that grows
// beyond the writer's limits is refused with [ErrTooLarge]. On an error w holds
// what was laid out until then.
func Pretty(ctx context.Context, b *Body, w *Writer) error {
	err := layOut(ctx, b, func(p []byte) error {
		_, err := w.Write(p)
		return err
	})
	if errors.Is(err, ErrFull) {
		return fmt.Errorf("lay out JSON: %w", ErrTooLarge)
	}
	return err
}

// Check reads a body as Pretty does and only says whether it is JSON that is
// not too deep.
func Check(ctx context.Context, b *Body) error {
	return layOut(ctx, b, func([]byte) error { return nil })
}

func layOut(ctx context.Context, b *Body, sink func([]byte) error) error {
	size := b.Size()
	pr := newPrinter(sink, size)
	var buf []byte
	for pr.off < size {
		if err := ctx.Err(); err != nil {
			return err
		}
		if buf == nil && b.Spilled() {
			buf = make([]byte, blockSize)
		}
		p, err := b.view(pr.off, min(blockSize, size-pr.off), buf)
		if err != nil {
			return err
		}
		if err := pr.feed(p); err != nil {
			return err
		}
	}
	return pr.finish()
}
