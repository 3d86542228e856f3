package payload

import (
	"bytes"
	"context"
	"sort"
	"sync"
	"unicode/utf8"
)

const (
	// maxRow is how many bytes of a line stand in one row.
	maxRow = 4 << 10
	// stride is how far apart the remembered rows are at least. Finding a row
	// walks at most this far; 100 MB are remembered in 200 KB.
	stride = 16 << 10
	// blockSize is how much of a body is looked at between two questions
	// whether to go on.
	blockSize = 256 << 10
)

// Lines is a body as rows of text. A line ends with "\n" or "\r\n"; a line of
// more than 4 KiB is cut into several rows, never inside a character. The
// index remembers one row in every 16 KiB and finds the others from there.
//
// It is safe for concurrent use: one goroutine grows it while others read.
type Lines struct {
	body *Body
	// feed makes body, if it is made of another one.
	feed Feed
	// whole says that the last character waits until it is complete.
	whole bool

	// growing lets one goroutine at a time extend the index.
	growing sync.Mutex

	mu sync.Mutex
	// marks are remembered rows, the first of the body among them.
	marks []mark
	// next is the first row whose end is not known yet, and size how far the
	// body has been looked at: the bytes between them are the last row.
	next mark
	size int64
	// recent are the stretches of rows that were read last: a screen seldom
	// lies in more than two.
	recent [2]*stretch
	turn   int
}

// mark is the beginning of a row.
type mark struct {
	off int64
	row int
	// line counts the line ends before it, part the rows of the same line.
	line, part int
}

// stretch is the rows from one mark to the next.
type stretch struct {
	first mark
	end   int64
	data  []byte
	rows  []rowRef
}

// rowRef is a row inside a stretch: where its text is, and how many line ends
// and parts lie between the stretch's mark and it.
type rowRef struct {
	start, end uint32
	line, part uint32
}

// NewLines is the rows of a body of which nothing has been indexed yet.
func NewLines(b *Body) *Lines {
	return &Lines{body: b, marks: []mark{{}}}
}

// Index is the rows of all of the body that has arrived.
func Index(ctx context.Context, b *Body) (*Lines, error) {
	l := NewLines(b)
	if err := l.Grow(ctx); err != nil {
		return nil, err
	}
	return l, nil
}

// Body is the body that is indexed.
func (l *Lines) Body() *Body { return l.body }

// Source is the body as it came: that which is indexed was made of it, or is it.
func (l *Lines) Source() *Body {
	if l.feed != nil {
		return l.feed.Source()
	}
	return l.body
}

// Feed is what makes the body that is indexed, or nil.
func (l *Lines) Feed() Feed { return l.feed }

// Size is the number of bytes that are indexed.
func (l *Lines) Size() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.size
}

// Lines is the number of rows that are indexed. The last may still change
// while the body grows.
func (l *Lines) Lines() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.count()
}

func (l *Lines) count() int {
	if l.size > l.next.off {
		return l.next.row + 1
	}
	return l.next.row
}

// Grow indexes what has arrived since the last time.
func (l *Lines) Grow(ctx context.Context) error {
	if l.feed != nil {
		if err := l.feed.Grow(ctx); err != nil {
			return err
		}
	}
	size := l.body.Size()
	if l.whole {
		var err error
		if size, err = whole(l.body); err != nil {
			return err
		}
	}
	return l.GrowTo(ctx, size)
}

// GrowTo is Grow for the first size bytes only, which is enough for a first
// screen and done at once.
func (l *Lines) GrowTo(ctx context.Context, size int64) error {
	l.growing.Lock()
	defer l.growing.Unlock()
	size = min(size, l.body.Size())
	var buf []byte
	for l.size < size { // only a grower writes size, so it may read it freely
		if err := ctx.Err(); err != nil {
			return err
		}
		if buf == nil && l.body.Spilled() {
			buf = make([]byte, blockSize)
		}
		to := min(l.next.off+blockSize, size)
		p, err := l.body.view(l.next.off, to-l.next.off, buf)
		if err != nil {
			return err
		}
		next, marks := walk(p, l.next, l.marks[len(l.marks)-1].off)
		l.mu.Lock()
		l.marks = append(l.marks, marks...)
		l.next, l.size = next, to
		l.mu.Unlock()
	}
	return nil
}

// walk finds the rows in p, the first of which is m. It returns the first
// whose end is not in p, and the rows worth remembering after last.
//
// Rows are counted by the window, not one by one, since that is what the
// processor does fast: a window is as long as the longest row, so if it holds
// line ends, no row before the last of them is too long.
func walk(p []byte, m mark, last int64) (mark, []mark) {
	var marks []mark
	for i := 0; i < len(p); {
		w := p[i:min(i+maxRow+1, len(p))]
		switch k := lastNewline(w); {
		case k >= 0:
			n := bytes.Count(w[:k+1], []byte{'\n'})
			m.row, m.line, m.part = m.row+n, m.line+n, 0
			i += k + 1
			m.off += int64(k + 1)
		case len(w) <= maxRow:
			return m, marks
		default:
			n := cutRune(w)
			m.row, m.part = m.row+1, m.part+1
			i += n
			m.off += int64(n)
		}
		if m.off-last >= stride {
			marks, last = append(marks, m), m.off
		}
	}
	return m, marks
}

// lastNewline is bytes.LastIndexByte, which is slow where there is none.
func lastNewline(p []byte) int {
	if bytes.IndexByte(p, '\n') < 0 {
		return -1
	}
	return bytes.LastIndexByte(p, '\n')
}

// cutRune is how many of the first maxRow bytes of p, which is longer, make a
// row that does not end inside a character.
func cutRune(p []byte) int {
	for n := maxRow; n > maxRow-utf8.UTFMax; n-- {
		if utf8.RuneStart(p[n]) {
			return n
		}
	}
	return maxRow // not UTF-8 anyway
}

// Line is row i; an empty line if there is no such row.
func (l *Lines) Line(i int) Line {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i < 0 || i >= l.count() {
		return Line{}
	}
	k := sort.Search(len(l.marks), func(k int) bool { return l.marks[k].row > i }) - 1
	s, err := l.stretch(k)
	if err != nil {
		return Line{Offset: l.marks[k].off, Number: l.marks[k].line + 1, Err: err}
	}
	return s.line(i - s.first.row)
}

// Locate is the row that holds the byte at off, and its place in the row. An
// offset in a line end counts to the row before it.
func (l *Lines) Locate(off int64) (row, col int, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.size == 0 {
		return 0, 0, nil
	}
	off = max(0, min(off, l.size-1))
	k := sort.Search(len(l.marks), func(k int) bool { return l.marks[k].off > off }) - 1
	s, err := l.stretch(k)
	if err != nil {
		return 0, 0, err
	}
	row, col = s.locate(off)
	return row, col, nil
}

// stretch is the rows from mark k on.
func (l *Lines) stretch(k int) (*stretch, error) {
	end := l.size
	if k+1 < len(l.marks) {
		end = l.marks[k+1].off
	}
	for _, s := range l.recent {
		if s != nil && s.first.off == l.marks[k].off && s.end == end {
			return s, nil
		}
	}
	s, err := readStretch(l.body, l.marks[k], end)
	if err != nil {
		return nil, err
	}
	l.recent[l.turn] = s
	l.turn = (l.turn + 1) % len(l.recent)
	return s, nil
}

func readStretch(b *Body, first mark, end int64) (*stretch, error) {
	p, err := b.view(first.off, end-first.off, nil)
	if err != nil {
		return nil, err
	}
	s := &stretch{first: first, end: end, data: p}
	var line, part uint32
	part = uint32(first.part)
	for i := 0; i < len(p); {
		text, next := cutRow(p[i:])
		s.rows = append(s.rows, rowRef{uint32(i), uint32(i + text), line, part})
		i += next
		if part++; p[i-1] == '\n' {
			line, part = line+1, 0
		}
	}
	return s, nil
}

// cutRow is the first row of p: the length of its text and where the next row
// begins.
func cutRow(p []byte) (text, next int) {
	w := p[:min(maxRow+1, len(p))]
	if k := bytes.IndexByte(w, '\n'); k >= 0 {
		if k > 0 && w[k-1] == '\r' {
			return k - 1, k + 1
		}
		return k, k + 1
	}
	if len(w) <= maxRow {
		return len(w), len(w)
	}
	n := cutRune(w)
	return n, n
}

func (s *stretch) line(i int) Line {
	if i < 0 || i >= len(s.rows) {
		return Line{}
	}
	r := s.rows[i]
	return Line{
		Text:   s.data[r.start:r.end:r.end],
		Offset: s.first.off + int64(r.start),
		Number: s.first.line + int(r.line) + 1,
		Part:   int(r.part),
	}
}

func (s *stretch) locate(off int64) (row, col int) {
	in := uint32(off - s.first.off)
	i := sort.Search(len(s.rows), func(i int) bool { return s.rows[i].start > in }) - 1
	return s.first.row + i, int(in - s.rows[i].start)
}
