package tree

import (
	"unicode/utf8"

	"postern/engine/payload"
)

const (
	// maxIndent is the depth behind which rows are no longer indented.
	maxIndent = 64
	// maxText is how much of a value, and of a key, stands in its row.
	maxText = 4 << 10
)

// cutMark stands for what does not fit into a row.
const cutMark = "…"

// Line is row i as text: two spaces a level, key, value and comma. The offset
// is that of the key, or of the value where there is none. A folded container
// is written {…}; what is longer than 4 KiB is cut.
func (v *View) Line(i int) payload.Line {
	r, err := v.Row(i)
	if err != nil {
		return payload.Line{Number: r.Number + 1, Err: err}
	}
	l := payload.Line{Number: r.Number + 1, Offset: r.Key.Offset}
	l.Text, l.Err = v.x.Text(r)
	return l
}

// Text is a row as [View.Line] writes it.
func (x *Index) Text(r Row) ([]byte, error) {
	var room [2 * maxIndent]byte
	for i := range room {
		room[i] = ' '
	}
	text := append(make([]byte, 0, 256), room[:r.indent()]...)
	if r.Key.Len > 0 {
		key, err := x.head(r, r.Key, r.Key.Len)
		if err != nil {
			return nil, err
		}
		text = append(append(text, key...), ": "...)
	}
	value, err := x.head(r, r.Value, r.valueLen())
	if err != nil {
		return nil, err
	}
	text = append(text, value...)
	if r.Folded {
		text = append(text, cutMark+string(r.Kind.shut())...)
	}
	if !r.Last && (!r.Opens() || r.Folded) {
		text = append(text, ',')
	}
	return text, nil
}

// Cut says that the value is longer than its row shows.
func (r Row) Cut() bool { return r.valueLen() > maxText }

func (k Kind) shut() byte {
	if k == Object {
		return '}'
	}
	return ']'
}

func (r Row) indent() int { return 2 * min(r.Depth, maxIndent) }

// valueLen is how much of the value its row shows if there is room.
func (r Row) valueLen() int {
	if r.Opens() {
		return 1
	}
	return r.Value.Len
}

// head is the beginning of a span that begins in a row, with a mark if it is
// not all. White space inside an empty container is left out.
func (x *Index) head(r Row, sp payload.Span, n int) ([]byte, error) {
	if sp == r.Value && r.Kind <= Array && !r.Opens() {
		return []byte{"{["[r.Kind-Object], r.Kind.shut()}, nil
	}
	p, err := x.near(r.Number, sp.Offset, min(n, maxText))
	if err != nil || n <= maxText {
		return p, err
	}
	for k := 1; k < utf8.UTFMax; k++ { // no half character at the end
		if c := p[len(p)-k]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf {
				p = p[:len(p)-k]
			}
			break
		}
	}
	return append(p[:len(p):len(p)], cutMark...), nil
}

// near is n bytes in a row, from the stretch at hand if they are there.
func (x *Index) near(row int, off int64, n int) ([]byte, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, s := range x.recent {
		if s == nil || row < int(s.row) || row >= int(s.row)+len(s.members) {
			continue
		}
		if from := off - s.off; from >= 0 && from+int64(n) <= int64(len(s.data)) {
			return s.data[from : from+int64(n) : from+int64(n)], nil
		}
	}
	return readSpan(x.body, off, int64(n))
}

// Column is where the byte at off in the body stands in the text of the row;
// of a byte that is not in it, the nearest.
func (r Row) Column(off int64) int {
	at := r.indent()
	if r.Key.Len > 0 {
		key := min(r.Key.Len, maxText)
		if d := off - r.Key.Offset; d <= int64(key) {
			return at + int(max(0, d))
		}
		if r.Key.Len > maxText {
			key += len(cutMark)
		}
		at += key + len(": ")
	}
	return at + int(min(max(0, off-r.Value.Offset), int64(min(r.valueLen(), maxText))))
}
