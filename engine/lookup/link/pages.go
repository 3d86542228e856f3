package link

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"postern/engine/lookup"
	"postern/engine/lookup/scan"
)

var (
	// ErrNoList says that a page has no list that could be made longer.
	ErrNoList = errors.New("the page has no list")
	// ErrOtherPage says that a page has its list elsewhere than the first.
	ErrOtherPage = errors.New("the page has no list where the first page has it")
)

// pageDepth is how far inside a page its list may be: _embedded.users.
const pageDepth = 3

// maxLists is how many arrays of a page are looked at.
const maxLists = 1000

// list is an array of a page: doc[start:end] is what stands between its
// brackets.
type list struct {
	path       string
	start, end int
}

// lists finds the arrays at the top of a page, none inside of another. end is
// where the document ends.
func lists(page []byte) (ls []list, end int, err error) {
	var open []int // for all that is open its place in ls, or outside or inside
	const outside, inside = -1, -2
	sc := scan.New(page, pageDepth)
	for t, ok := sc.Next(); ok; t, ok = sc.Next() {
		switch t.Kind {
		case scan.Object, scan.Array:
			at := outside
			switch {
			case len(open) > 0 && open[len(open)-1] != outside:
				at = inside
			case t.Kind == scan.Array && len(ls) == maxLists:
				at = inside
			case t.Kind == scan.Array:
				at = len(ls)
				ls = append(ls, list{path: sc.Path(), start: t.Start + 1})
			}
			open = append(open, at)
		case scan.Close:
			if i := open[len(open)-1]; i >= 0 {
				ls[i].end = t.Start
			}
			open, end = open[:len(open)-1], t.Start+1
		}
	}
	if sc.Cut()&lookup.CutBroken != 0 {
		return nil, 0, fmt.Errorf("read a page: %w", io.ErrUnexpectedEOF)
	}
	return ls, end, nil
}

// best chooses the array that a page is there for: the one with a customary
// name, or else the longest text.
func best(ls []list) list {
	b := ls[0]
	for _, l := range ls[1:] {
		if c := customary(l.path) - customary(b.path); c > 0 || c == 0 && l.end-l.start > b.end-b.start {
			b = l
		}
	}
	return b
}

// customary ranks the paths at which pages have their lists.
func customary(path string) int {
	switch path {
	case "", "value", "items", "data", "Resources", "results", "Result", "result", "entries", "records", "d.results":
		return 2
	}
	switch {
	case strings.HasPrefix(path, "_embedded."):
		return 2
	case path == "schemas", path == "included", path == "errors", path == "links":
		return 0
	}
	return 1
}

// Joiner writes pages as one document: the first page, with the members of
// the others' lists behind those of its own. Members stay byte for byte as
// they are; what stands around the list, such as a count or a link to the
// next page, is the first page's. It holds no page in memory but the end of
// the first.
type Joiner struct {
	w     io.Writer
	path  string
	tail  []byte
	begun bool
	any   bool
	// members is how many the list has.
	members int
}

// Members is how many members the list has so far.
func (j *Joiner) Members() int { return j.members }

// NewJoiner returns a joiner that writes to w.
func NewJoiner(w io.Writer) *Joiner { return &Joiner{w: w} }

// Add writes a page's members. A page that is refused, with [ErrNoList],
// [ErrOtherPage] or io.ErrUnexpectedEOF, leaves what was written as it is.
func (j *Joiner) Add(page []byte) error {
	ls, end, err := lists(page)
	if err != nil {
		return err
	}
	if !j.begun {
		if len(ls) == 0 {
			return ErrNoList
		}
		l := best(ls)
		j.path, j.begun, j.tail = l.path, true, bytes.Clone(page[l.end:end])
		return j.write(page[:l.start], page[l.start:l.end])
	}
	for _, l := range ls {
		if l.path == j.path {
			return j.write(nil, page[l.start:l.end])
		}
	}
	return ErrOtherPage
}

// count is how many members stand between the brackets of a list.
func count(members []byte) int {
	n, open := 0, 0
	sc := scan.New(slices.Concat([]byte("["), members, []byte("]")), pageDepth)
	for t, ok := sc.Next(); ok; t, ok = sc.Next() {
		if t.Kind == scan.Close {
			open--
			continue
		}
		if open == 1 {
			n++
		}
		if t.Kind == scan.Object || t.Kind == scan.Array {
			open++
		}
	}
	return n
}

func (j *Joiner) write(head, members []byte) error {
	if _, err := j.w.Write(head); err != nil {
		return fmt.Errorf("join pages: %w", err)
	}
	members = bytes.TrimSpace(members)
	if len(members) == 0 {
		return nil
	}
	j.members += count(members)
	if j.any {
		if _, err := io.WriteString(j.w, ",\n"); err != nil {
			return fmt.Errorf("join pages: %w", err)
		}
	}
	j.any = true
	if _, err := j.w.Write(members); err != nil {
		return fmt.Errorf("join pages: %w", err)
	}
	return nil
}

// Close writes the end of the document. It does not close the writer.
func (j *Joiner) Close() error {
	if _, err := j.w.Write(j.tail); err != nil {
		return fmt.Errorf("join pages: %w", err)
	}
	return nil
}
