package tree

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"postern/engine/payload"
	"postern/engine/payload/lex"
)

// errMore says that the bytes end inside a row. There may be more later.
var errMore = errors.New("the text ends here")

// scanner reads a body through a window, from any offset on.
type scanner struct {
	src io.ReaderAt
	end int64
	buf []byte
	// p is the window and lies at the offset at; p[i] is next.
	p  []byte
	at int64
	i  int
}

// seek makes off the next byte.
func (s *scanner) seek(off int64) {
	if d := off - s.at; d >= 0 && d <= int64(len(s.p)) {
		s.i = int(d)
		return
	}
	s.p, s.at, s.i = s.p[:0], off, 0
}

// off is the place of the next byte.
func (s *scanner) off() int64 { return s.at + int64(s.i) }

// fill moves the window on. It is called when the window is used up.
func (s *scanner) fill() error {
	s.at += int64(len(s.p))
	s.p, s.i = s.p[:0], 0
	n := min(int64(len(s.buf)), s.end-s.at)
	if n <= 0 {
		return errMore
	}
	got, err := s.src.ReadAt(s.buf[:n], s.at)
	if int64(got) < n {
		if err == nil || errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return err
	}
	s.p = s.buf[:n]
	return nil
}

// next takes one byte.
func (s *scanner) next() (byte, error) {
	if s.i == len(s.p) {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	s.i++
	return s.p[s.i-1], nil
}

// space skips white space and shows the byte behind it.
func (s *scanner) space() (byte, error) {
	for {
		for ; s.i < len(s.p); s.i++ {
			if c := s.p[s.i]; c > ' ' || c != ' ' && c != '\n' && c != '\t' && c != '\r' {
				return c, nil
			}
		}
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
}

// refuse is why the byte before the next one cannot stand there.
func (s *scanner) refuse(c byte) error {
	return &payload.SyntaxError{Offset: s.off() - 1, Found: strconv.QuoteToASCII(string([]byte{c}))}
}

// text takes a string, of which the quote is next.
func (s *scanner) text() error {
	if c, err := s.next(); err != nil || c != '"' {
		return s.unless(err, c)
	}
	for {
		if s.i == len(s.p) {
			if err := s.fill(); err != nil {
				return err
			}
		}
		if s.i += lex.Plain(s.p[s.i:]); s.i == len(s.p) {
			continue
		}
		c := s.p[s.i]
		s.i++
		switch c {
		case '"':
			return nil
		case '\\':
			if err := s.escape(); err != nil {
				return err
			}
		default:
			return s.refuse(c)
		}
	}
}

func (s *scanner) unless(err error, c byte) error {
	if err != nil {
		return err
	}
	return s.refuse(c)
}

// escape takes what follows a backslash.
func (s *scanner) escape() error {
	c, err := s.next()
	if err != nil {
		return err
	}
	if c != 'u' {
		if bytes.IndexByte([]byte(`"\/bfnrt`), c) < 0 {
			return s.refuse(c)
		}
		return nil
	}
	for range 4 {
		c, err := s.next()
		if err != nil || (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') {
			return s.unless(err, c)
		}
	}
	return nil
}

// number takes a number. Where the bytes end one may end too, if whole says
// that no more will come.
func (s *scanner) number(whole bool) error {
	c, err := s.next()
	if err != nil {
		return err
	}
	st := lex.FirstDigit(c)
	for {
		for ; s.i < len(s.p); s.i++ {
			c := s.p[s.i]
			n := st.Step(c)
			if n == lex.NumberEnd {
				if !st.Complete() {
					s.i++
					return s.refuse(c)
				}
				return nil
			}
			st = n
		}
		if err := s.fill(); err != nil {
			if errors.Is(err, errMore) && whole && st.Complete() {
				return nil
			}
			return err
		}
	}
}

// word takes true, false or null.
func (s *scanner) word(w string) error {
	for i := range len(w) {
		if c, err := s.next(); err != nil || c != w[i] {
			return s.unless(err, c)
		}
	}
	return nil
}

// readSpan is the bytes of a stretch of a body.
func readSpan(src io.ReaderAt, off, n int64) ([]byte, error) {
	p := make([]byte, n)
	if got, err := src.ReadAt(p, off); int64(got) < n {
		return nil, fmt.Errorf("read %d bytes at %d: %w", n, off, err)
	}
	return p, nil
}
