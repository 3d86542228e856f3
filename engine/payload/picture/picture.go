// Package picture reads the pictures that come as bodies, small enough for a
// terminal: what kind they are and how large, and their pixels, scaled.
//
// A picture is hostile until it is read. Its size is asked for before anything
// is decoded, and one that would take too much memory is refused; what a
// decoder cannot bear is an error. Of a moving picture the first frame is shown.
//
// To know another format, add a line to [formats].
package picture

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"sync"

	"golang.org/x/image/bmp"
	"golang.org/x/image/webp"

	"postern/engine/payload"
)

var (
	// ErrFormat says that a body is no picture of a kind that is known here.
	ErrFormat = errors.New("not a picture of a known format")
	// ErrTooLarge says that a picture would take too much to be decoded.
	ErrTooLarge = errors.New("the picture is too large to be shown")
)

// format is a kind of picture.
type format struct {
	name string
	// is tells it by the first bytes.
	is     func(head []byte) bool
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	// cost is how many bytes a pixel takes to decode.
	cost func(c image.Config, b *payload.Body) int64
}

func formats() []format {
	flat := func(n int64) func(image.Config, *payload.Body) int64 {
		return func(image.Config, *payload.Body) int64 { return n }
	}
	return []format{
		{"PNG", begins("\x89PNG\r\n\x1a\n"), png.DecodeConfig, png.Decode, deep},
		{"JPEG", begins("\xff\xd8\xff"), jpeg.DecodeConfig, jpeg.Decode, layered},
		{"GIF", begins("GIF8"), gif.DecodeConfig, gif.Decode, flat(1)},
		{"WebP", isWebP, webp.DecodeConfig, webp.Decode, flat(8)},
		{"BMP", begins("BM"), bmp.DecodeConfig, bmp.Decode, flat(4)},
	}
}

func begins(with string) func([]byte) bool {
	return func(head []byte) bool { return bytes.HasPrefix(head, []byte(with)) }
}

func isWebP(head []byte) bool {
	return len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP"
}

// deep is the cost of a picture that may have 16 bits a colour.
func deep(c image.Config, _ *payload.Body) int64 {
	if c.ColorModel == color.RGBA64Model || c.ColorModel == color.NRGBA64Model {
		return 8
	}
	return 4
}

// layered is the cost of a JPEG: one that comes in layers is held as numbers of
// four bytes until the last of them.
func layered(_ image.Config, b *payload.Body) int64 {
	const baseline, progressive = 3, 15
	r := bufio.NewReader(b.Reader())
	if _, err := r.Discard(2); err != nil {
		return progressive
	}
	for {
		var head [4]byte
		if _, err := io.ReadFull(r, head[:2]); err != nil || head[0] != 0xff {
			return progressive // whatever it is
		}
		for head[1] == 0xff { // padding
			c, err := r.ReadByte()
			if err != nil {
				return progressive
			}
			head[1] = c
		}
		switch head[1] {
		case 0xc0, 0xc1:
			return baseline
		case 0xc2:
			return progressive
		}
		if _, err := io.ReadFull(r, head[2:]); err != nil {
			return progressive
		}
		if _, err := r.Discard(max(int(head[2])<<8+int(head[3])-2, 0)); err != nil {
			return progressive
		}
	}
}

const (
	// maxPixels and maxMemory bound what is decoded.
	maxPixels = 64 << 20
	maxMemory = 256 << 20
	// maxKept is the longer side of what is kept of a picture: more than any
	// terminal has cells.
	maxKept = 1024
)

// Picture is a picture of which the first bytes are read. It is safe for
// concurrent use. Make one with [Open].
type Picture struct {
	Format        string
	Width, Height int

	body   *payload.Body
	format format

	mu   sync.Mutex
	kept *image.NRGBA
	err  error
}

// Open says what kind of picture a body is and how large. It decodes nothing.
func Open(b *payload.Body) (p *Picture, err error) {
	head, err := b.Bytes(payload.SniffLen)
	if err != nil {
		return nil, err
	}
	for _, f := range formats() {
		if !f.is(head) {
			continue
		}
		defer caught(&err)
		c, err := f.config(bufio.NewReader(b.Reader()))
		if err != nil {
			return nil, fmt.Errorf("read the picture: %w", err)
		}
		if c.Width <= 0 || c.Height <= 0 {
			return nil, fmt.Errorf("read the picture: it has no pixels")
		}
		p = &Picture{Format: f.name, Width: c.Width, Height: c.Height, body: b, format: f}
		if n := int64(c.Width) * int64(c.Height); n > maxPixels || n*f.cost(c, b) > maxMemory {
			p.err = ErrTooLarge
		}
		return p, nil
	}
	return nil, ErrFormat
}

// Body is what it is a picture of.
func (p *Picture) Body() *payload.Body { return p.body }

// caught makes an error of a decoder's panic.
func caught(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("read the picture: %v", r)
	}
}

// Fit is the picture in at most w by h pixels, in its own proportions and no
// larger than it is. A pixel is either there or transparent.
func (p *Picture) Fit(ctx context.Context, w, h int) (*image.NRGBA, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept == nil && p.err == nil {
		kept, err := p.read(ctx)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		p.kept, p.err = kept, err
	}
	if p.err != nil {
		return nil, p.err
	}
	size := p.kept.Bounds().Size()
	w, h = within(size.X, size.Y, max(w, 1), max(h, 1))
	out, err := scaled(ctx, p.kept, w, h)
	if err != nil {
		return nil, err
	}
	for i := 3; i < len(out.Pix); i += 4 {
		if out.Pix[i] < 128 {
			copy(out.Pix[i-3:i+1], []byte{0, 0, 0, 0})
		} else {
			out.Pix[i] = 255
		}
	}
	return out, nil
}

// read decodes the picture and keeps it small.
func (p *Picture) read(ctx context.Context) (out *image.NRGBA, err error) {
	defer caught(&err)
	img, err := p.format.decode(bufio.NewReader(&reader{ctx, p.body.Reader()}))
	if err != nil {
		return nil, fmt.Errorf("read the picture: %w", err)
	}
	size := img.Bounds().Size()
	if size.X <= 0 || size.Y <= 0 {
		return nil, errors.New("read the picture: it has no pixels")
	}
	w, h := within(size.X, size.Y, maxKept, maxKept)
	return scaled(ctx, img, w, h)
}

// within is a size in the proportions of another one that fits, and is not
// larger than that.
func within(w, h, maxW, maxH int) (int, int) {
	if w <= maxW && h <= maxH {
		return w, h
	}
	if int64(w)*int64(maxH) > int64(h)*int64(maxW) {
		return maxW, max(1, int(int64(h)*int64(maxW)/int64(w)))
	}
	return max(1, int(int64(w)*int64(maxH)/int64(h))), maxH
}

// reader stops a decoder when its context ends.
type reader struct {
	ctx context.Context
	r   io.Reader
}

// Read implements [io.Reader].
func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
