package theme_test

import (
	"image"
	"image/color"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/theme"
)

func TestPixels(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 4, 3))
	red := color.NRGBA{R: 255, A: 255}
	img.SetNRGBA(0, 0, red)
	img.SetNRGBA(0, 1, color.NRGBA{B: 7, A: 255})
	img.SetNRGBA(1, 0, red)
	img.SetNRGBA(2, 1, red)
	img.SetNRGBA(3, 2, red)
	got := theme.Pixels(img)
	want := []string{
		"\x1b[0;38;2;255;0;0;48;2;0;0;7m▀\x1b[0;38;2;255;0;0m▀▄\x1b[0m ", // a look is said once
		"   \x1b[0;38;2;255;0;0m▀\x1b[m",
	}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("drawn as\n%q\nwant\n%q", got, want)
	}
	for _, row := range got {
		if ansi.StringWidth(row) != 4 {
			t.Errorf("%q has %d cells", row, ansi.StringWidth(row))
		}
	}
}
