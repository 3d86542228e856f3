package qr_test

import "testing"

// read is a reader by ISO 18004 for clean codes of level L in byte mode: it
// needs no error correction, and shares nothing with the encoder.
func read(t *testing.T, dark [][]bool) string {
	t.Helper()
	side := len(dark)
	version := (side - 17) / 4
	if side != 17+4*version || version < 1 || version > 40 {
		t.Fatalf("a side of %d modules is no code's", side)
	}
	level, mask := format(dark)
	if level != 1 { // L
		t.Fatalf("error correction level %d", level)
	}
	words := deinterleave(version, codewords(version, mask, dark))
	b := bits{words: words}
	if mode := b.take(4); mode != 4 {
		t.Fatalf("mode %d is not bytes", mode)
	}
	width := 8
	if version > 9 {
		width = 16
	}
	out := make([]byte, b.take(width))
	for i := range out {
		out[i] = byte(b.take(8))
	}
	return string(out)
}

// format reads the format information beside the upper left finder.
func format(dark [][]bool) (level, mask int) {
	v := 0
	for x := range 5 { // the bits 14 to 10
		v <<= 1
		if dark[8][x] {
			v |= 1
		}
	}
	v ^= 0b10101
	return v >> 3, v & 7
}

// codewords reads the words in the order they are drawn: two columns at a time,
// from the right, up and down in turn.
func codewords(version, mask int, dark [][]bool) []byte {
	side := len(dark)
	var out []byte
	word, n := 0, 0
	for right, up := side-1, true; right > 0; right, up = right-2, !up {
		if right == 6 { // the timing column
			right = 5
		}
		for i := range side {
			y := i
			if up {
				y = side - 1 - i
			}
			for x := right; x > right-2; x-- {
				if reserved(version, side, x, y) {
					continue
				}
				word <<= 1
				if dark[y][x] != masked(mask, x, y) {
					word |= 1
				}
				if n++; n == 8 {
					out = append(out, byte(word))
					word, n = 0, 0
				}
			}
		}
	}
	return out
}

func masked(mask, x, y int) bool {
	switch mask {
	case 0:
		return (x+y)%2 == 0
	case 1:
		return y%2 == 0
	case 2:
		return x%3 == 0
	case 3:
		return (x+y)%3 == 0
	case 4:
		return (x/3+y/2)%2 == 0
	case 5:
		return x*y%2+x*y%3 == 0
	case 6:
		return (x*y%2+x*y%3)%2 == 0
	}
	return ((x+y)%2+x*y%3)%2 == 0
}

// reserved reports whether a module belongs to the patterns, not to the data.
func reserved(version, side, x, y int) bool {
	switch {
	case x == 6 || y == 6:
		return true
	case x < 9 && y < 9, x < 9 && y >= side-8, x >= side-8 && y < 9:
		return true
	case version >= 7 && (x < 6 && y >= side-11 || y < 6 && x >= side-11):
		return true
	}
	return aligned(version, side, x, y)
}

// aligned reports whether a module belongs to an alignment pattern.
func aligned(version, side, x, y int) bool {
	if version == 1 {
		return false
	}
	count := version/7 + 2
	step := (version*8 + count*3 + 5) / (count*4 - 4) * 2
	at := []int{6}
	for i := range count - 1 {
		at = append(at, side-7-step*(count-2-i))
	}
	last := side - 7
	for _, cy := range at {
		for _, cx := range at {
			if cx == 6 && cy == 6 || cx == 6 && cy == last || cx == last && cy == 6 {
				continue // a finder is there
			}
			if max(x-cx, cx-x) <= 2 && max(y-cy, cy-y) <= 2 {
				return true
			}
		}
	}
	return false
}

// deinterleave puts the data words of the blocks one behind the other and
// leaves out those for correction, by table 9 of ISO 18004, level L.
func deinterleave(version int, words []byte) []byte {
	correction := [...]int{
		7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
		28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
	}[version-1]
	blocks := [...]int{
		1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8,
		8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25,
	}[version-1]
	short, long := len(words)/blocks-correction, len(words)%blocks
	var out []byte
	for b := range blocks {
		for i := range short {
			out = append(out, words[i*blocks+b])
		}
		if b >= blocks-long {
			out = append(out, words[short*blocks+b-(blocks-long)])
		}
	}
	return out
}

// bits takes numbers from a row of bits.
type bits struct {
	words []byte
	at    int
}

func (b *bits) take(n int) int {
	v := 0
	for range n {
		v = v<<1 | int(b.words[b.at/8]>>(7-b.at%8))&1
		b.at++
	}
	return v
}
