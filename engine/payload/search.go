package payload

import (
	"bytes"
	"cmp"
	"context"
	"time"
)

// Span is a stretch of bytes in a body.
type Span struct {
	Offset int64
	Len    int
}

// Hit is a match of a search. It may reach into the rows after Row when a
// long line is cut inside it; Offset and Len always tell all of it.
type Hit struct {
	Span
	// Row and Col are where it begins, as [Lines.Locate] says.
	Row, Col int
}

// Found is the outcome of a search.
type Found struct {
	// Hits are matches in their order. There are never more than asked for.
	Hits []Hit
	// First is how many matches there are before Hits[0].
	First int
	// Total is how many matches there are in all.
	Total int
}

// defaultHits is how many matches are kept when a caller names no number.
const defaultHits = 10_000

// tellEvery is how often a search says what it has found so far.
const tellEvery = 50 * time.Millisecond

// Progress is how far a search has come. Its Hits are only those from the
// place on that the search began at: they stay what they are when more come.
type Progress struct {
	Found
	// Searched are the bytes that were looked at, of Size in all.
	Searched, Size int64
}

// Search finds all matches in what is indexed. They do not overlap and are
// never empty. It counts every match and keeps up to limit of them (10,000 if
// that is not positive): those from the byte offset from on, and as many before
// it as fill at most half, so that the next and the previous match are both at
// hand wherever the reader is. On a line longer than 256 KiB a regular
// expression may lose the end of a match that is longer than 4 KiB.
//
// tell, if there is one, hears how far the search has come, at most twenty
// times a second; of the first match from the place on at once. What is told
// must not be changed.
//
// On an error, also that of a cancelled context, what was found until then is
// returned with it.
func Search(ctx context.Context, l *Lines, q Query, from int64, limit int, tell func(Progress)) (*Found, error) {
	if limit <= 0 {
		limit = defaultHits
	}
	c := collector{from: from, limit: limit, half: limit / 2}
	m, err := q.compile()
	if err != nil {
		return c.all(l, err)
	}
	t := teller{c: &c, lines: l, tell: tell, last: time.Now()}
	s := scan{ctx: ctx, body: l.Body(), end: l.Size(), m: m, passed: t.passed}
	return c.all(l, s.run(c.add))
}

// teller tells a listener how far a search has come.
type teller struct {
	c     *collector
	lines *Lines
	tell  func(Progress)
	last  time.Time
	// placed are the first of the collector's matches from the place on.
	placed Found
}

// passed is called with how much was looked at.
func (t *teller) passed(searched, size int64) error {
	first := len(t.placed.Hits) == 0 && len(t.c.after) > 0
	if t.tell == nil || searched == size || !first && time.Since(t.last) < tellEvery {
		return nil
	}
	if err := t.placed.place(t.lines, t.c.after[len(t.placed.Hits):]); err != nil {
		return err
	}
	n := len(t.placed.Hits) // what comes later is put elsewhere than under the listener's eyes
	t.tell(Progress{Found{Hits: t.placed.Hits[:n:n], First: t.c.earlier, Total: t.c.total}, searched, size})
	t.last = time.Now()
	return nil
}

// collector keeps the matches around a place.
type collector struct {
	from        int64
	limit, half int
	// before are the latest before that place, a ring once it is full.
	before, after  []Span
	earlier, total int
}

func (c *collector) add(s Span) {
	c.total++
	switch {
	case s.Offset < c.from && c.half > 0:
		if len(c.before) < c.half {
			c.before = append(c.before, s)
		} else {
			c.before[c.earlier%c.half] = s
		}
		c.earlier++
	case s.Offset < c.from:
		c.earlier++
	case len(c.before)+len(c.after) < c.limit:
		c.after = append(c.after, s)
	}
}

// all is what was collected, in order, with what ended the search.
func (c *collector) all(l *Lines, ended error) (*Found, error) {
	f := &Found{First: c.earlier - len(c.before), Total: c.total}
	before := c.before
	if len(before) > 0 {
		oldest := f.First % c.half
		before = append(before[oldest:len(before):len(before)], before[:oldest]...)
	}
	return f, cmp.Or(f.place(l, before, c.after), ended)
}

// place tells for each match where on the screen it is.
func (f *Found) place(l *Lines, parts ...[]Span) error {
	for _, spans := range parts {
		for _, s := range spans {
			row, col, err := l.Locate(s.Offset)
			if err != nil {
				return err
			}
			f.Hits = append(f.Hits, Hit{s, row, col})
		}
	}
	return nil
}

// scan moves a window over a body.
type scan struct {
	ctx  context.Context
	body *Body
	end  int64
	m    matcher
	// passed is called with how much was looked at.
	passed func(searched, size int64) error
}

func (s *scan) run(found func(Span)) error {
	var buf []byte
	var pos int64
	begins := true
	for pos < s.end {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		if buf == nil && s.body.Spilled() {
			buf = make([]byte, blockSize)
		}
		p, err := s.body.view(pos, min(blockSize, s.end-pos), buf)
		if err != nil {
			return err
		}
		p, limit := s.window(p, pos)
		done := limit
		s.m.matches(p, limit, begins, func(start, end int) {
			found(Span{pos + int64(start), end - start})
			done = max(done, end)
		})
		begins = p[done-1] == '\n'
		pos += int64(done)
		if err := s.passed(pos, s.end); err != nil {
			return err
		}
	}
	return nil
}

// window is the part of p to search, and where matches must begin: those that
// could go on behind it are left to the next window.
func (s *scan) window(p []byte, pos int64) ([]byte, int) {
	if pos+int64(len(p)) == s.end {
		return p, len(p)
	}
	if s.m.byLine() {
		if k := bytes.LastIndexByte(p, '\n'); k >= 0 {
			return p[:k+1], k + 1
		}
	}
	return p, len(p) - s.m.reach()
}
