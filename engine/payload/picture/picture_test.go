package picture_test

import (
	"bytes"
	"context"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"slices"
	"testing"

	"golang.org/x/image/bmp"

	"postern/engine/payload"
	"postern/engine/payload/picture"
)

var red, blue = color.NRGBA{R: 0xff, A: 0xff}, color.NRGBA{B: 0xff, A: 0xff}

// halves is a picture whose left half is red and whose right is blue.
func halves(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, image.Rect(0, 0, w/2, h), image.NewUniform(red), image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(w/2, 0, w, h), image.NewUniform(blue), image.Point{}, draw.Src)
	return img
}

func encoded(t testing.TB, encode func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, img image.Image) []byte {
	return encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, img) })
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	p, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// near says that two colours look the same: some formats lose a little.
func near(a, b color.NRGBA) bool {
	d := func(x, y uint8) bool { return max(x, y)-min(x, y) < 48 }
	return d(a.R, b.R) && d(a.G, b.G) && d(a.B, b.B) && a.A == b.A
}

func TestFormats(t *testing.T) {
	img := halves(200, 100)
	var moving gif.GIF
	for range 3 {
		frame := image.NewPaletted(img.Bounds(), palette.WebSafe)
		draw.Draw(frame, frame.Bounds(), img, image.Point{}, draw.Src)
		moving.Image, moving.Delay = append(moving.Image, frame), append(moving.Delay, 10)
	}
	for _, tt := range []struct {
		name, format string
		body         []byte
	}{
		{"png", "PNG", pngOf(t, img)},
		{"jpeg", "JPEG", encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, img, nil) })},
		{"a moving gif", "GIF", encoded(t, func(b *bytes.Buffer) error { return gif.EncodeAll(b, &moving) })},
		{"bmp", "BMP", encoded(t, func(b *bytes.Buffer) error { return bmp.Encode(b, img) })},
		{"webp", "WebP", read(t, "halves.webp")},
		{"progressive jpeg", "JPEG", read(t, "progressive.jpg")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := picture.Open(payload.FromBytes(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			if p.Format != tt.format || p.Width != 200 || p.Height != 100 {
				t.Errorf("%s of %d × %d", p.Format, p.Width, p.Height)
			}
			out, err := p.Fit(t.Context(), 40, 40)
			if err != nil {
				t.Fatal(err)
			}
			if got := out.Bounds().Size(); got != image.Pt(40, 20) {
				t.Errorf("fitted into %v", got)
			}
			if l, r := out.NRGBAAt(5, 10), out.NRGBAAt(35, 10); !near(l, red) || !near(r, blue) {
				t.Errorf("left is %v, right is %v", l, r)
			}
		})
	}
}

func TestFit(t *testing.T) {
	for _, tt := range []struct {
		name             string
		w, h, maxW, maxH int
		want             image.Point
	}{
		{"no larger than it is", 8, 4, 100, 100, image.Pt(8, 4)},
		{"wide", 400, 100, 40, 40, image.Pt(40, 10)},
		{"tall", 100, 400, 40, 40, image.Pt(10, 40)},
		{"one pixel wide", 1, 65000, 80, 40, image.Pt(1, 40)},
		{"one pixel high", 65000, 1, 80, 40, image.Pt(80, 1)},
		{"no room", 10, 10, 0, -1, image.Pt(1, 1)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := picture.Open(payload.FromBytes(pngOf(t, halves(tt.w, tt.h))))
			if err != nil {
				t.Fatal(err)
			}
			out, err := p.Fit(t.Context(), tt.maxW, tt.maxH)
			if err != nil || out.Bounds().Size() != tt.want {
				t.Errorf("%v, %v", out.Bounds().Size(), err)
			}
		})
	}
}

// A pixel is there or not, and what is not has no part in the colour of others.
func TestTransparent(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 10))
	draw.Draw(img, image.Rect(0, 0, 13, 10), image.NewUniform(red), image.Point{}, draw.Src)
	p, err := picture.Open(payload.FromBytes(pngOf(t, img)))
	if err != nil {
		t.Fatal(err)
	}
	out, err := p.Fit(t.Context(), 20, 5) // the seventh column is half there
	if err != nil {
		t.Fatal(err)
	}
	if a, b := out.NRGBAAt(5, 2), out.NRGBAAt(7, 2); a != red || b != (color.NRGBA{}) {
		t.Errorf("there: %v, not there: %v", a, b)
	}
	if c := out.NRGBAAt(6, 2); c != red && c != (color.NRGBA{}) {
		t.Errorf("half there: %v", c)
	}
}

// bomb is a PNG that says it has a size, and no more.
func bomb(t testing.TB, w, h uint32, depth byte) []byte {
	p := pngOf(t, halves(2, 2))
	head := slices.Clone(p[:33])
	for i, n := range []uint32{w, h} {
		head[16+4*i], head[17+4*i], head[18+4*i], head[19+4*i] = byte(n>>24), byte(n>>16), byte(n>>8), byte(n)
	}
	head[24] = depth
	sum := crc32.ChecksumIEEE(head[12:29])
	head[29], head[30], head[31], head[32] = byte(sum>>24), byte(sum>>16), byte(sum>>8), byte(sum)
	return append(head, p[33:]...)
}

func TestWhatIsTooLargeIsRefused(t *testing.T) {
	for _, tt := range []struct {
		name string
		body []byte
		fits bool
	}{
		{"four billion pixels", bomb(t, 65536, 65536, 8), false},
		{"more than 64 million", bomb(t, 8193, 8193, 8), false},
		{"more than 64 million of one byte", []byte("GIF89a\x01\x20\x01\x20\x00\x00\x00;"), false},
		{"48 million of eight bytes", bomb(t, 8000, 6000, 16), false},
		{"a page", bomb(t, 2000, 3000, 8), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := picture.Open(payload.FromBytes(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			before := testing.AllocsPerRun(1, func() { _, err = p.Fit(t.Context(), 80, 80) })
			if errors.Is(err, picture.ErrTooLarge) == tt.fits || err == nil {
				t.Errorf("%v after %v allocations", err, before)
			}
		})
	}
}

func TestWhatIsNoPicture(t *testing.T) {
	good := pngOf(t, halves(64, 64))
	for _, tt := range []struct {
		name string
		body []byte
		open bool
	}{
		{"nothing", nil, false},
		{"text", []byte("hello"), false},
		{"avif", []byte("\x00\x00\x00\x20ftypavif\x00\x00"), false},
		{"the first bytes", good[:10], false},
		{"the beginning", good[:len(good)/2], true},
		{"all but the end", good[:len(good)-20], true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := picture.Open(payload.FromBytes(tt.body))
			if (err == nil) != tt.open {
				t.Fatalf("%v", err)
			}
			if !tt.open {
				return
			}
			if _, err := p.Fit(t.Context(), 10, 10); err == nil {
				t.Error("it was drawn")
			}
		})
	}
}

func TestFitStops(t *testing.T) {
	p, err := picture.Open(payload.FromBytes(pngOf(t, halves(64, 64))))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Fit(ctx, 10, 10); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, err := p.Fit(t.Context(), 10, 10); err != nil {
		t.Errorf("asked again: %v", err)
	}
}

func FuzzPicture(f *testing.F) {
	img := halves(9, 7)
	f.Add(pngOf(f, img))
	f.Add(encoded(f, func(b *bytes.Buffer) error { return jpeg.Encode(b, img, nil) }))
	f.Add(encoded(f, func(b *bytes.Buffer) error { return gif.Encode(b, img, nil) }))
	f.Add(encoded(f, func(b *bytes.Buffer) error { return bmp.Encode(b, img) }))
	f.Add(read(f, "halves.webp"))
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := picture.Open(payload.FromBytes(body))
		if err != nil || p.Width*p.Height > 1<<20 {
			return
		}
		if out, err := p.Fit(t.Context(), 12, 12); err == nil && (out.Bounds().Dx() > 12 || out.Bounds().Dy() > 12) {
			t.Errorf("fitted into %v", out.Bounds())
		}
	})
}

func BenchmarkFit(b *testing.B) {
	body := encoded(b, func(w *bytes.Buffer) error { return jpeg.Encode(w, halves(4000, 3000), nil) })
	for b.Loop() {
		p, err := picture.Open(payload.FromBytes(body))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := p.Fit(b.Context(), 180, 90); err != nil {
			b.Fatal(err)
		}
	}
}
