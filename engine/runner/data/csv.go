package data

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"postern/engine/vars"
)

// FromCSV reads lines of values under a line of names. Blanks around values are
// not part of them, and lines may be shorter or longer than the first. A value
// without quotes that JavaScript takes for a number is one, as in newman: 007
// is 7, and 1.50 is 1.5. One with more digits than a number of JavaScript can
// hold stays the text it is, where newman changes it: ids are long.
func FromCSV(text []byte) (Rows, error) {
	text = bytes.TrimPrefix(text, []byte(bom))
	r := csv.NewReader(bytes.NewReader(text))
	r.LazyQuotes, r.TrimLeadingSpace, r.FieldsPerRecord = true, true, -1
	lines := lineStarts(text)
	read := func() ([]string, error) {
		values, err := r.Read()
		if err != nil {
			return nil, err
		}
		line, column := r.FieldPos(len(values) - 1)
		if last := bytes.TrimRight(text[lines[line-1]+column-1:], " \r\n"); int(r.InputOffset()) == len(text) && unclosed(last) {
			return nil, fmt.Errorf("the quote that begins in line %d has no end", line)
		}
		return values, nil
	}
	names, err := read()
	if err != nil {
		return nil, failure(err)
	}
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	var rows Rows
	for {
		values, err := read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		} else if err != nil {
			return nil, failure(err)
		}
		var row Row
		for i, v := range values[:min(len(values), len(names))] {
			line, column := r.FieldPos(i)
			quoted := text[lines[line-1]+column-1:]
			row = append(row, field(names[i], v, len(quoted) > 0 && quoted[0] == '"'))
		}
		rows = append(rows, row)
	}
}

func failure(err error) error { return fmt.Errorf("the data file is no CSV: %w", err) }

// unclosed reports whether the last value of a text begins with a quote and does
// not end with one.
func unclosed(last []byte) bool {
	return len(last) > 0 && last[0] == '"' && (len(last) == 1 || last[len(last)-1] != '"')
}

// lineStarts are the offsets of the lines of a text.
func lineStarts(text []byte) []int {
	starts := []int{0}
	for i, c := range text {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// field is a value of CSV as a variable.
func field(name, value string, quoted bool) vars.Var {
	if quoted {
		return vars.Var{Name: name, Value: value}
	}
	value = strings.TrimSpace(value)
	n, ok := number(value)
	if !ok {
		return vars.Var{Name: name, Value: value}
	}
	return vars.Var{Name: name, Value: n, Type: vars.Number}
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
