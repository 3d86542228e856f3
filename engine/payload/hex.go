package payload

import "strconv"

// hexRow is how many bytes stand in one row of a hex view.
const hexRow = 16

// hexView is a body as rows of hexadecimal bytes.
type hexView struct{ body *Body }

// Hex shows any bytes: sixteen in a row, with their offset before and their
// ASCII characters behind.
//
//	00000010  89 50 4e 47 0d 0a 1a 0a  00 00 00 0d 49 48 44 52  |.PNG........IHDR|
func Hex(b *Body) Document { return hexView{b} }

func (h hexView) Lines() int { return int((h.body.Size() + hexRow - 1) / hexRow) }

func (h hexView) Line(i int) Line {
	if i < 0 || i >= h.Lines() {
		return Line{}
	}
	off := int64(i) * hexRow
	p, err := h.body.view(off, hexRow, nil)
	if err != nil {
		return Line{Offset: off, Number: i + 1, Err: err}
	}
	return Line{Text: hexLine(off, p), Offset: off, Number: i + 1}
}

func hexLine(off int64, p []byte) []byte {
	const digits = "0123456789abcdef"
	row := make([]byte, 0, 80)
	at := strconv.AppendInt(nil, off, 16)
	for range 8 - len(at) {
		row = append(row, '0')
	}
	row = append(append(row, at...), ' ')
	for i := range hexRow {
		if i%8 == 0 {
			row = append(row, ' ')
		}
		if i < len(p) {
			row = append(row, digits[p[i]>>4], digits[p[i]&15], ' ')
			continue
		}
		row = append(row, "   "...)
	}
	row = append(row, " |"...)
	for _, c := range p {
		if c < ' ' || c > '~' {
			c = '.'
		}
		row = append(row, c)
	}
	return append(row, '|')
}
