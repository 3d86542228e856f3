package data

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"postern/engine/vars"
)

// FromCSV reads lines of values under a line of names, in the dialect of newman:
// blanks around values and quotes are not part of them, a quote within a value
// that does not begin with one is text, and lines may be shorter or longer than
// the first. A value without quotes that JavaScript takes for a number is one:
// 007 is 7, and 1.50 is 1.5. One with more digits than a number of JavaScript can
// hold stays the text it is, where newman changes it: ids are long. Empty lines
// are none, where newman runs one more iteration.
func FromCSV(text []byte) (Rows, error) {
	s := newSheet(bytes.TrimPrefix(text, []byte(bom)))
	names, err := s.line()
	if err != nil {
		return nil, failure(err)
	}
	var rows Rows
	for {
		cells, err := s.line()
		if errors.Is(err, io.EOF) {
			return rows, nil
		} else if err != nil {
			return nil, failure(err)
		}
		var row Row
		for i, c := range cells[:min(len(cells), len(names))] {
			row = append(row, c.as(names[i].text))
		}
		rows = append(rows, row)
	}
}

func failure(err error) error { return fmt.Errorf("the data file is no CSV: %w", err) }

// as is a cell as a variable.
func (c cell) as(name string) vars.Var {
	if n, ok := number(c.text); ok && !c.quoted {
		return vars.Var{Name: name, Value: n, Type: vars.Number}
	}
	return vars.Var{Name: name, Value: c.text}
}

// maxDigits is how many digits a number of JavaScript surely holds.
const maxDigits = 15

// number is a decimal number as JavaScript writes it; ok is false for everything
// else, for what would not come back with the same value, and for what has an
// exponent then.
func number(s string) (text string, ok bool) {
	digits := 0
	for i, c := range s {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.', (c == '-' || c == '+') && i == 0:
		case i > 0 && (c == 'e' || c == 'E' || c == '-' || c == '+'):
		default:
			return "", false
		}
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || digits == 0 || digits > maxDigits || n != 0 && math.Abs(n) < 1e-6 || math.Abs(n) >= 1e21 {
		return "", false
	}
	if n == 0 { // it may have a sign
		return "0", true
	}
	return strconv.FormatFloat(n, 'f', -1, 64), true
}
