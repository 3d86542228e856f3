package picture

import (
	"context"
	"image"
	"image/color"
)

// scaled is an image in w by h pixels, which are no more than it has: each is
// the average of those that it stands for.
func scaled(ctx context.Context, src image.Image, w, h int) (*image.NRGBA, error) {
	at := colours(src)
	b := src.Bounds()
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		y0, y1 := b.Min.Y+y*b.Dy()/h, b.Min.Y+(y+1)*b.Dy()/h
		for x := range w {
			out.SetNRGBA(x, y, average(at, image.Rect(b.Min.X+x*b.Dx()/w, y0, b.Min.X+(x+1)*b.Dx()/w, y1)))
		}
	}
	return out, nil
}

// colours reads an image; most kinds of image have a way that takes no memory.
func colours(src image.Image) func(x, y int) color.RGBA64 {
	if img, ok := src.(image.RGBA64Image); ok {
		return img.RGBA64At
	}
	return func(x, y int) color.RGBA64 {
		r, g, b, a := src.At(x, y).RGBA()
		return color.RGBA64{R: uint16(r), G: uint16(g), B: uint16(b), A: uint16(a)}
	}
}

func average(at func(x, y int) color.RGBA64, in image.Rectangle) color.NRGBA {
	var r, g, b, a uint64
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			c := at(x, y)
			r, g, b, a = r+uint64(c.R), g+uint64(c.G), b+uint64(c.B), a+uint64(c.A)
		}
	}
	n := uint64(in.Dx() * in.Dy())
	if n == 0 || a == 0 {
		return color.NRGBA{}
	}
	// The sums are multiplied by how much is there of each pixel.
	part := func(sum uint64) uint8 { return uint8(min(sum*0xff/a, 0xff)) }
	return color.NRGBA{R: part(r), G: part(g), B: part(b), A: uint8(a / n >> 8)}
}
