// Package qr draws a QR code in a terminal, so that a phone can take over an
// address that nobody wants to type.
//
// Two modules share a cell, one above the other. What is light is drawn, with
// half blocks; what is dark is left blank. In the colours of [theme.QRCode] that
// scans on any background. Without colours it relies on the terminal writing
// light on dark; on a light one the code comes out inverted, which most phones
// read and some do not, so the address must always stand beside it.
//
// It only encodes: making an address short, and deciding where a code fits, is
// its user's part. Drawing a login address takes a third of a millisecond, so keep
// the rows.
package qr

import (
	"strings"

	"rsc.io/qr"
	"rsc.io/qr/coding"

	"postern/ui/safe"
	"postern/ui/theme"
)

// quiet is the light margin in modules. ISO 18004 asks for four; readers make do
// with two, and a login address is so long that every row counts.
const quiet = 2

// Size returns the cells that the code of text takes, or zeros for a text that
// no code can hold (more than some 2,900 bytes). It does not encode: a dialog may
// ask on every draw.
func Size(text string) (width, height int) {
	var e coding.Encoding = coding.String(text)
	switch { // the denser ones first, as the encoder chooses
	case coding.Num(text).Check() == nil:
		e = coding.Num(text)
	case coding.Alpha(text).Check() == nil:
		e = coding.Alpha(text)
	}
	for v := coding.Version(coding.MinVersion); text != "" && v <= coding.MaxVersion; v++ {
		if e.Bits(v) <= 8*v.DataBytes(coding.L) {
			side := 17 + 4*int(v) + 2*quiet
			return side, (side + 1) / 2
		}
	}
	return 0, 0
}

// Render returns the rows of text's code in the colours of th. ok is false for
// a text that no code can hold.
func Render(th *theme.Theme, text string) (rows []string, ok bool) {
	plain, ok := Plain(text)
	for i, row := range plain {
		plain[i] = th.Paint(theme.None, theme.QRCode, safe.Clean(row))
	}
	return plain, ok
}

// Plain returns the rows of text's code without colours.
func Plain(text string) (rows []string, ok bool) {
	c, ok := encode(text)
	if !ok {
		return nil, false
	}
	side := c.Size + 2*quiet
	for y := 0; y < side; y += 2 {
		var row strings.Builder
		for x := range side {
			// The row below an odd last one is not part of the margin: blank.
			upper, lower := !c.Black(x-quiet, y-quiet), y+1 < side && !c.Black(x-quiet, y+1-quiet)
			row.WriteString(cell(upper, lower))
		}
		rows = append(rows, row.String())
	}
	return rows, true
}

// cell draws what is light of two modules.
func cell(upper, lower bool) string {
	switch {
	case upper && lower:
		return "█"
	case upper:
		return "▀"
	case lower:
		return "▄"
	}
	return " "
}

// encode makes the smallest code: on a screen nothing gets dirty or torn, so
// the least redundancy will do.
func encode(text string) (c *qr.Code, ok bool) {
	if text == "" {
		return nil, false
	}
	c, err := qr.Encode(text, qr.L)
	return c, err == nil
}
