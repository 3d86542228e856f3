package payload

import (
	"context"
	"unicode/utf8"
)

// Feed makes a body of another one, which may still be arriving.
type Feed interface {
	// Source is what arrives, Body what is made of it.
	Source() *Body
	Body() *Body
	// Grow makes what can be made of what has arrived since the last time.
	Grow(ctx context.Context) error
}

// Fed is the rows of what a feed makes: to grow them is to grow it.
func Fed(f Feed) *Lines {
	l := NewLines(f.Body())
	l.feed = f
	return l
}

// NewWholeLines is [NewLines] of a body that arrives: no character is shown
// before all of it is here.
func NewWholeLines(b *Body) *Lines {
	l := NewLines(b)
	l.whole = true
	return l
}

// whole is how much of what has arrived of a body can be shown: not the first
// bytes of a character that goes on in what is still to come.
func whole(b *Body) (int64, error) {
	ended := b.Done()
	size := b.Size()
	if ended {
		return size, nil
	}
	tail, err := b.view(max(0, size-utf8.UTFMax), utf8.UTFMax, nil)
	for i := len(tail) - 1; i >= 0; i-- {
		if utf8.RuneStart(tail[i]) {
			if !utf8.FullRune(tail[i:]) {
				size -= int64(len(tail) - i)
			}
			break
		}
	}
	return size, err
}
