package data

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// sheet reads a text of CSV a line at a time. The package encoding/csv knows
// quotes as RFC 4180 has them; people put blanks behind them, and newman reads
// that.
type sheet struct {
	text []byte
	at   int
	// ends is what ends a line. A carriage return before it is a blank; only a
	// text that has nothing else has lines of its own by it.
	ends byte
}

// cell is one value of a line.
type cell struct {
	text   string
	quoted bool
}

func newSheet(text []byte) *sheet {
	s := &sheet{text: text, ends: '\n'}
	if !bytes.Contains(text, []byte{s.ends}) {
		s.ends = '\r'
	}
	return s
}

// line is the next line that has something in it; the error is io.EOF behind the
// last one.
func (s *sheet) line() ([]cell, error) {
	var cells []cell
	for s.at < len(s.text) {
		c, err := s.cell()
		if err != nil {
			return nil, err
		}
		cells = append(cells, c)
		ended := s.at == len(s.text) || s.text[s.at] == s.ends
		s.at++
		switch {
		case !ended:
			continue
		case len(cells) == 1 && c == cell{}:
			cells = nil
			continue
		}
		return cells, nil
	}
	if len(cells) > 0 { // the text ends with a comma
		return append(cells, cell{}), nil
	}
	return nil, io.EOF
}

// cell is the next value; it leaves the sheet at what ended it.
func (s *sheet) cell() (cell, error) {
	for s.at < len(s.text) && blank(s.text[s.at]) && s.text[s.at] != s.ends {
		s.at++
	}
	if s.at < len(s.text) && s.text[s.at] == '"' {
		return s.quoted()
	}
	end := s.at + bytes.IndexAny(s.text[s.at:], ","+string(s.ends))
	if end < s.at {
		end = len(s.text)
	}
	c := cell{text: strings.TrimSpace(string(s.text[s.at:end]))}
	s.at = end
	return c, nil
}

// quoted is a value in quotes, in which a quote stands twice.
func (s *sheet) quoted() (cell, error) {
	began := s.at
	var text []byte
	for rest := s.text[s.at+1:]; ; {
		before, after, found := bytes.Cut(rest, []byte{'"'})
		if !found {
			return cell{}, fmt.Errorf("the quote that begins in line %d has no end", s.row(began))
		}
		text = append(text, before...)
		if rest = after; len(rest) == 0 || rest[0] != '"' {
			s.at = len(s.text) - len(rest)
			break
		}
		text, rest = append(text, '"'), rest[1:]
	}
	for ; s.at < len(s.text) && s.text[s.at] != ',' && s.text[s.at] != s.ends; s.at++ {
		if !blank(s.text[s.at]) {
			return cell{}, fmt.Errorf("text stands behind the closing quote in line %d: a quote within quotes is written twice", s.row(s.at))
		}
	}
	return cell{text: string(text), quoted: true}, nil
}

// row is the number of the line at an offset, from 1.
func (s *sheet) row(at int) int { return 1 + bytes.Count(s.text[:at], []byte{s.ends}) }

func blank(b byte) bool { return b == ' ' || b == '\t' || b == '\r' || b == '\n' || b == '\f' }
