package theme

import (
	"fmt"
	"image"
	"image/color"
	"strings"
)

// Pixels draws an image in rows of half blocks, two pixels in a cell. What is
// transparent has the terminal's own ground. The colours are the image's, not
// the theme's: a terminal should have 256 of them at least.
func Pixels(img *image.NRGBA) []string {
	b := img.Bounds()
	rows := make([]string, 0, (b.Dy()+1)/2)
	for y := b.Min.Y; y < b.Max.Y; y += 2 {
		var row strings.Builder
		last := ""
		for x := b.Min.X; x < b.Max.X; x++ {
			look, sign := halves(img.NRGBAAt(x, y), img.NRGBAAt(x, y+1)) // below the last row all is transparent
			if look != last {
				row.WriteString("\x1b[0" + look + "m")
				last = look
			}
			row.WriteString(sign)
		}
		if last != "" {
			row.WriteString("\x1b[m")
		}
		rows = append(rows, row.String())
	}
	return rows
}

// halves is a cell of two pixels: its colours and the sign that shows them.
func halves(top, bottom color.NRGBA) (look, sign string) {
	rgb := func(c color.NRGBA) string { return fmt.Sprintf("2;%d;%d;%d", c.R, c.G, c.B) }
	switch {
	case top.A > 0 && bottom.A > 0:
		return ";38;" + rgb(top) + ";48;" + rgb(bottom), "▀"
	case top.A > 0:
		return ";38;" + rgb(top), "▀"
	case bottom.A > 0:
		return ";38;" + rgb(bottom), "▄"
	}
	return "", " "
}
