// Package cells maps a raw line of text to the terminal cells it is shown in.
//
// What a person edits is kept as the bytes it is; what is on screen is its
// cleaned form, in which a byte may take many cells and many bytes one. Fields
// and editors think in byte offsets, mice and cursors in columns: a [Row]
// translates, one grapheme cluster at a time. It draws windows of the line and
// knows nothing of editing.
package cells

import (
	"fmt"
	"math"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/safe"
	"postern/ui/widget/text"
)

// Row is a raw line with its cells. It is immutable.
type Row struct {
	raw string
	// plain rows are printable ASCII: byte offsets are columns. They need no
	// cells, which keeps a line of a megabyte cheap.
	plain  bool
	masked bool
	cells  []cell
	width  int
}

// cell is one grapheme cluster.
type cell struct {
	from, col, width int
	text             safe.Text
}

// Of returns the row of a line; tabs are shown as one blank.
func Of(raw string) Row { return build(raw, 0, false, math.MaxInt) }

// Tabbed returns the row of a line whose tabs reach to the next multiple of
// stop columns.
func Tabbed(raw string, stop int) Row { return build(raw, stop, false, math.MaxInt) }

// Masked returns a row that shows a dot for every character.
func Masked(raw string) Row { return build(raw, 0, true, math.MaxInt) }

// Fit is what [Row.Fit] returns for the row of a line. What is cut off is not
// made: a file may hold a value of megabytes.
func Fit(raw string, width int, st Style) text.Line {
	return build(raw, 0, false, max(width, 0)).Fit(width, st)
}

// WidthTo is the width of a line, of which no more is made than goes beyond
// limit.
func WidthTo(raw string, limit int) int {
	limit = max(limit, 0)
	return min(build(raw, 0, false, limit).width, limit)
}

// build makes the row of a line as far as it is wider than limit.
func build(raw string, stop int, masked bool, limit int) Row {
	r := Row{raw: raw, masked: masked}
	if isPlain(raw) {
		r.plain, r.width = true, len(raw)
		return r
	}
	r.cells = make([]cell, 0, min(len(raw), limit))
	for at := 0; at < len(raw); {
		if r.width > limit {
			r.raw = raw[:at]
			break
		}
		cluster, _ := ansi.FirstGraphemeCluster(raw[at:], ansi.GraphemeWidth)
		c := cell{from: at, col: r.width}
		switch {
		case masked:
			c.text = safe.Lit("•")
		case stop > 0 && cluster == "\t":
			c.text = Blank(stop - r.width%stop)
		default:
			c.text = shown(cluster)
		}
		c.width = c.text.Width()
		r.width += c.width
		r.cells = append(r.cells, c)
		at += max(len(cluster), 1)
	}
	return r
}

// shown returns the visible form of a cluster. What has no width of its own is
// spelled out, or the cursor could not stand on it.
func shown(cluster string) safe.Text {
	t := safe.Clean(cluster)
	if t.Width() > 0 {
		return t
	}
	var b strings.Builder
	for _, r := range cluster {
		fmt.Fprintf(&b, `\u{%x}`, r)
	}
	return safe.Clean(b.String())
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return false
		}
	}
	return true
}

// Blank returns n blanks.
func Blank(n int) safe.Text {
	const blanks = "                                                                "
	if n <= 0 {
		return safe.Text{}
	}
	if n <= len(blanks) {
		return safe.Clean(blanks[:n])
	}
	return safe.Clean(strings.Repeat(" ", n))
}

// Raw returns the line itself.
func (r Row) Raw() string { return r.raw }

// Width is the number of cells of the whole line.
func (r Row) Width() int { return r.width }

// index returns the cell that holds the byte at off.
func (r Row) index(off int) int {
	return sort.Search(len(r.cells), func(i int) bool { return r.cells[i].from > off }) - 1
}

// Column returns the column at which the character of a byte offset starts;
// the end of the line is the column behind the last cell.
func (r Row) Column(off int) int {
	switch {
	case off <= 0:
		return 0
	case off >= len(r.raw):
		return r.width
	case r.plain:
		return off
	}
	return r.cells[r.index(off)].col
}

// Offset returns where the character in a column starts; a column behind the
// line is its end.
func (r Row) Offset(col int) int {
	switch {
	case col <= 0:
		return 0
	case col >= r.width:
		return len(r.raw)
	case r.plain:
		return col
	}
	i := sort.Search(len(r.cells), func(i int) bool { return r.cells[i].col > col }) - 1
	return r.cells[i].from
}

// Next returns the offset of the character after the one at off.
func (r Row) Next(off int) int {
	if off >= len(r.raw) {
		return len(r.raw)
	}
	if r.plain {
		return off + 1
	}
	if i := r.index(off) + 1; i < len(r.cells) {
		return r.cells[i].from
	}
	return len(r.raw)
}

// Prev returns the offset of the character before off.
func (r Row) Prev(off int) int {
	if off <= 0 {
		return 0
	}
	if r.plain {
		return min(off, len(r.raw)) - 1
	}
	return r.cells[r.index(min(off, len(r.raw))-1)].from
}

// Snap returns the nearest offset at or before off where a character starts.
func (r Row) Snap(off int) int {
	off = min(max(off, 0), len(r.raw))
	if r.plain || off == len(r.raw) {
		return off
	}
	return r.cells[r.index(off)].from
}

// WordRight returns the end of the word that is at or after off.
func WordRight(s string, off int) int {
	seen := false
	for off < len(s) {
		r, n := utf8.DecodeRuneInString(s[off:])
		if !isWord(r) && seen {
			return off
		}
		seen = seen || isWord(r)
		off += n
	}
	return off
}

// WordLeft returns the start of the word that is before off.
func WordLeft(s string, off int) int {
	seen := false
	for off > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:off])
		if !isWord(r) && seen {
			return off
		}
		seen = seen || isWord(r)
		off -= n
	}
	return off
}

// isWord counts everything beyond ASCII as part of a word, so that no
// combining mark ends one.
func isWord(r rune) bool {
	return r >= utf8.RuneSelf || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}
