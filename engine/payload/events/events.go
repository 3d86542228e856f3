// Package events lays out a stream of server-sent events, one by one, while it
// arrives and afterwards.
//
// A [Stream] is a feed: what it makes is a text with a row for each event,
// which tells its number, name, id and time, and its data below, indented. It
// reads the stream once, keeps no event, and writes to a body that goes to disk
// when it is long. [Tokens] colours the rows. To the parser an event has no
// largest size: of what is longer than 256 KiB the pieces are laid out as they
// come.
package events

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"postern/engine/payload"
)

// Stream lays out the events of a body. It implements [payload.Feed] and is
// safe for concurrent use. Make one with [New].
type Stream struct {
	src *payload.Body
	w   *payload.Writer

	count atomic.Int64
	full  atomic.Bool

	mu    sync.Mutex
	p     *parser
	ctx   context.Context // of the present Grow
	ended bool
	// out is what is laid out and not written yet, with so many events.
	out  []byte
	held int64
}

// New returns the layout of a body, of which nothing has been read yet.
func New(src *payload.Body) *Stream {
	s := &Stream{src: src, w: payload.NewWriter(payload.Limits{})}
	s.p = newParser(s.lay)
	return s
}

// Source implements [payload.Feed].
func (s *Stream) Source() *payload.Body { return s.src }

// Body implements [payload.Feed].
func (s *Stream) Body() *payload.Body { return s.w.Body() }

// Count is how many events have been laid out.
func (s *Stream) Count() int64 { return s.count.Load() }

// Full says that the layout has become too large: the events after those that
// were counted are left out.
func (s *Stream) Full() bool { return s.full.Load() }

// blockSize is how much is read between two questions whether to go on.
const blockSize = 64 << 10

// Grow implements [payload.Feed].
func (s *Stream) Grow(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ctx = ctx
	done := s.src.Done() // asked before the size: then that is all of it
	size := s.src.Size()
	var buf []byte
	for s.p.off < size && !s.full.Load() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if buf == nil {
			buf = make([]byte, min(blockSize, size-s.p.off))
		}
		n, err := s.src.ReadAt(buf[:min(int64(len(buf)), size-s.p.off)], s.p.off)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err := s.fed(s.p.feed(buf[:n])); err != nil {
			return err
		}
	}
	if done && !s.ended && !s.full.Load() {
		s.ended = true
		if err := s.fed(s.p.end()); err != nil {
			return err
		}
	}
	return s.fed(s.flush())
}

// flush writes what is laid out.
func (s *Stream) flush() error {
	if _, err := s.w.Write(s.out); err != nil {
		return err
	}
	s.count.Add(s.held)
	s.out, s.held = s.out[:0], 0
	return nil
}

// fed takes note of a layout that is full; its beginning is good.
func (s *Stream) fed(err error) error {
	if errors.Is(err, payload.ErrFull) {
		s.full.Store(true)
		return nil
	}
	return err
}

// indent stands before the data of an event, and nothing else begins with it.
const indent = "  "

// lay writes an event, or a piece of it.
func (s *Stream) lay(e Event) error {
	switch {
	case !e.Begins && !e.Ends && len(e.Data) == 0:
		s.out = fmt.Appendf(s.out, "#  ask again after %d ms\n", e.Retry)
	case e.Begins:
		s.heading(e)
	}
	if pretty := s.pretty(e); pretty != nil {
		s.rows(pretty)
	} else if len(e.Data) > 0 {
		s.rows(e.Data)
	}
	if e.Cut {
		s.out = append(s.out, "#  the stream ended inside this event\n"...)
	}
	if e.Begins {
		s.held++
	}
	if len(s.out) < blockSize {
		return nil
	}
	return s.flush()
}

func (s *Stream) heading(e Event) {
	s.out = fmt.Appendf(s.out, "#%d %s", s.count.Load()+s.held+1, e.Name)
	if e.ID != "" {
		s.out = fmt.Appendf(s.out, " · id %s", e.ID)
	}
	if e.Retry >= 0 {
		s.out = fmt.Appendf(s.out, " · ask again after %d ms", e.Retry)
	}
	if at := s.src.Arrived(e.Offset - 1); !at.IsZero() {
		s.out = append(s.out, at.Format(" · 15:04:05.000")...)
	}
	s.out = append(s.out, '\n')
}

// maxPiece is how long a row of data may be without its indent: a document
// would cut a longer one, and show the rest as if it began an event.
const maxPiece = 4000

// rows writes data, indented.
func (s *Stream) rows(data []byte) {
	for line := range bytes.SplitSeq(data, []byte("\n")) {
		for {
			n := len(line)
			if n > maxPiece {
				n = maxPiece
				for n > maxPiece-4 && line[n]&0xc0 == 0x80 { // inside a character
					n--
				}
			}
			s.out = append(append(append(s.out, indent...), line[:n]...), '\n')
			if line = line[n:]; len(line) == 0 {
				break
			}
		}
	}
}

const (
	// oneRow is how long JSON may be that stays in one row.
	oneRow = 72
	// maxPretty is how large a value may become that is laid out.
	maxPretty = 4 << 20
)

// pretty is the data laid out as JSON, or nil if it stays as it is: what is
// short, what the server has laid out itself, and what is no JSON.
func (s *Stream) pretty(e Event) []byte {
	data := bytes.TrimSpace(e.Data)
	if !e.Begins || !e.Ends || len(data) <= oneRow || data[0] != '{' && data[0] != '[' || bytes.IndexByte(data, '\n') >= 0 {
		return nil
	}
	w := payload.NewWriter(payload.Limits{Memory: maxPretty, Total: maxPretty})
	w.Expect(2 * int64(len(data)))
	if payload.Pretty(s.ctx, payload.FromBytes(data), w) != nil {
		return nil
	}
	out, err := w.Body().Bytes(maxPretty)
	if err != nil {
		return nil
	}
	return bytes.TrimRight(out, "\n")
}
