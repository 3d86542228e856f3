package body

import (
	"errors"
	"io"
	"strings"
)

// segment is a stretch of a multipart body: a text, or something to open.
type segment struct {
	text string
	open func() (io.ReadCloser, error)
}

// segmentReader reads segments one after the other and holds at most one of
// them open.
type segmentReader struct {
	segments []segment
	at       io.Reader
	closer   io.Closer
}

// Read implements [io.Reader].
func (r *segmentReader) Read(p []byte) (int, error) {
	for {
		if r.at == nil {
			if len(r.segments) == 0 {
				return 0, io.EOF
			}
			if err := r.next(); err != nil {
				return 0, err
			}
		}
		n, err := r.at.Read(p)
		if errors.Is(err, io.EOF) {
			err = r.Close()
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// next opens the first of the remaining segments.
func (r *segmentReader) next() error {
	s := r.segments[0]
	r.segments = r.segments[1:]
	if s.open == nil {
		r.at = strings.NewReader(s.text)
		return nil
	}
	f, err := s.open()
	if err != nil {
		return err
	}
	r.at, r.closer = f, f
	return nil
}

// Close closes what is open.
func (r *segmentReader) Close() error {
	c := r.closer
	r.at, r.closer = nil, nil
	if c == nil {
		return nil
	}
	return c.Close()
}
