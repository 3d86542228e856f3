package payload

import (
	"bytes"
	"context"
	"iter"
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

// Search finds all matches in what is indexed. It counts every match and
// keeps up to limit of them (10,000 if that is not positive): those from the
// byte offset from on, and as many before it as fill at most half, so that
// the next and the previous match are both at hand wherever the reader is.
//
// On an error, also that of a cancelled context, what was found until then is
// returned with it.
func Search(ctx context.Context, l *Lines, q Query, from int64, limit int) (*Found, error) {
	if limit <= 0 {
		limit = defaultHits
	}
	var before, after []Span // before is a ring
	half := limit / 2
	earlier, total := 0, 0
	var failed error
	for s, err := range Matches(ctx, l, q) {
		if err != nil {
			failed = err
			break
		}
		total++
		switch {
		case s.Offset < from && half > 0:
			if len(before) < half {
				before = append(before, s)
			} else {
				before[earlier%half] = s
			}
			earlier++
		case s.Offset < from:
			earlier++
		case len(before)+len(after) < limit:
			after = append(after, s)
		}
	}
	f := &Found{First: earlier - len(before), Total: total}
	if len(before) > 0 {
		oldest := f.First % half
		before = append(before[oldest:len(before):len(before)], before[:oldest]...)
	}
	if err := f.place(l, before, after); err != nil {
		return f, err
	}
	return f, failed
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

// Matches yields the matches in what is indexed, as they are found. They do
// not overlap and are never empty. An error is yielded last. Memory does not
// grow with the body: on a line longer than 256 KiB a regular expression may
// lose the end of a match that is longer than 4 KiB.
func Matches(ctx context.Context, l *Lines, q Query) iter.Seq2[Span, error] {
	return func(yield func(Span, error) bool) {
		m, err := q.compile()
		if err != nil {
			yield(Span{}, err)
			return
		}
		s := scan{ctx: ctx, body: l.Body(), end: l.Size(), m: m}
		if err := s.run(func(sp Span) bool { return yield(sp, nil) }); err != nil {
			yield(Span{}, err)
		}
	}
}

// scan moves a window over a body.
type scan struct {
	ctx  context.Context
	body *Body
	end  int64
	m    matcher
}

func (s *scan) run(found func(Span) bool) error {
	var buf []byte
	var pos int64
	begins, more := true, true
	for more && pos < s.end {
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
		s.m.matches(p, limit, begins, func(start, end int) bool {
			more = found(Span{pos + int64(start), end - start})
			done = max(done, end)
			return more
		})
		begins = p[done-1] == '\n'
		pos += int64(done)
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
