package terminal

import (
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// screen is a grid of cells and a cursor.
type screen struct {
	w, h, x, y int
	// top and bottom are the rows that scroll, bottom not among them.
	top, bottom int
	cells       [][]string
	// wraps says that the last column was written: the next character goes to
	// the next row. With narrow set it stays where it is.
	wraps, narrow bool
	cooked        bool
	// last is the character written last, for its repetition.
	last rune
}

func (s *screen) resize(w, h int) {
	s.w, s.h, s.top, s.bottom = w, h, 0, h
	s.cells = make([][]string, h)
	for y := range s.cells {
		s.cells[y] = blank(w)
	}
}

func blank(n int) []string { return slices.Repeat([]string{" "}, n) }

// text joins the cells. The second cell of a wide character is empty.
func (s *screen) text() string {
	rows := make([]string, s.h)
	for y, r := range s.cells {
		rows[y] = strings.TrimRight(strings.Join(r, ""), " ")
	}
	return strings.Join(rows, "\n")
}

func (s *screen) print(r rune) {
	n := ansi.StringWidth(string(r))
	if n == 0 { // it belongs to the character before it
		x := max(s.x-1, 0)
		if s.wraps {
			x = s.w - 1
		}
		for x > 0 && s.cells[s.y][x] == "" {
			x--
		}
		s.cells[s.y][x] += string(r)
		return
	}
	if s.wraps {
		s.x, s.wraps = 0, false
		s.down()
	}
	s.last = r
	s.cells[s.y][s.x] = string(r)
	for i := 1; i < n && s.x+i < s.w; i++ {
		s.cells[s.y][s.x+i] = ""
	}
	if s.x += n; s.x >= s.w {
		s.x, s.wraps = s.w-1, !s.narrow
	}
}

func (s *screen) control(c byte) bool {
	switch c {
	case '\r':
		s.to(0, s.y)
	case '\n':
		s.wraps = false
		if s.cooked {
			s.x = 0
		}
		s.down()
	case '\b':
		s.to(s.x-1, s.y)
	case '\t':
		s.to((s.x/8+1)*8, s.y)
	default:
		return false
	}
	return true
}

func (s *screen) to(x, y int) {
	s.x, s.y, s.wraps = min(max(x, 0), s.w-1), min(max(y, 0), s.h-1), false
}

func (s *screen) down() {
	if s.y == s.bottom-1 {
		s.scroll(s.top, 1)
		return
	}
	s.y = min(s.y+1, s.h-1)
}

func (s *screen) up() {
	if s.y == s.top {
		s.scroll(s.top, -1)
		return
	}
	s.to(s.x, s.y-1)
}

// scroll moves the rows from a row to the bottom of the region up by n, down if
// n is negative.
func (s *screen) scroll(from, n int) {
	region := s.cells[from:s.bottom]
	for range min(max(n, -n), len(region)) {
		if n > 0 {
			copy(region, region[1:])
			region[len(region)-1] = blank(s.w)
		} else {
			copy(region[1:], region[:len(region)-1])
			region[0] = blank(s.w)
		}
	}
}

// drawn carries out what moves the cursor and changes cells.
func (s *screen) drawn(params string, final byte) bool {
	var ns [2]int
	if params != "" {
		parts := strings.Split(params, ";")
		if len(parts) > len(ns) {
			return false
		}
		for i, p := range parts {
			n, err := strconv.Atoi(p)
			if err != nil && p != "" {
				return false
			}
			ns[i] = n
		}
	}
	return s.moved(max(ns[0], 1), max(ns[1], 1), final) || s.edited(max(ns[0], 1), ns[0], ns[1], final)
}

func (s *screen) moved(n, m int, final byte) bool {
	switch final {
	case 'A':
		s.to(s.x, s.y-n)
	case 'B':
		s.to(s.x, s.y+n)
	case 'C':
		s.to(s.x+n, s.y)
	case 'D':
		s.to(s.x-n, s.y)
	case 'G', '`':
		s.to(n-1, s.y)
	case 'd':
		s.to(s.x, n-1)
	case 'H', 'f':
		s.to(m-1, n-1)
	case 'I':
		s.to((s.x/8+n)*8, s.y)
	case 'Z':
		s.to(((s.x+7)/8-n)*8, s.y)
	default:
		return false
	}
	return true
}

// edited changes cells: n is a count, how and to are the parameters as sent.
func (s *screen) edited(n, how, to int, final byte) bool {
	row := s.cells[s.y]
	switch final {
	case 'b':
		for range n {
			s.print(s.last)
		}
	case 'r':
		s.top, s.bottom = n-1, s.h
		if to > 0 {
			s.bottom = min(to, s.h)
		}
		s.to(0, 0)
	case 'S':
		s.scroll(s.top, n)
	case 'T':
		s.scroll(s.top, -n)
	case 'M':
		s.scroll(s.y, n)
	case 'L':
		s.scroll(s.y, -n)
	case 'X':
		copy(row[s.x:min(s.x+n, s.w)], blank(n))
	case 'P':
		s.cells[s.y] = slices.Concat(row[:s.x], row[min(s.x+n, s.w):], blank(min(n, s.w-s.x)))
	case '@':
		s.cells[s.y] = slices.Concat(row[:s.x], blank(min(n, s.w-s.x)), row[s.x:max(s.w-n, s.x)])
	case 'K':
		s.erase(how, s.y, s.x)
	case 'J':
		s.erase(how, s.y, s.x)
		for y := range s.h {
			if how == 2 || how == 0 && y > s.y || how == 1 && y < s.y {
				s.cells[y] = blank(s.w)
			}
		}
	default:
		return false
	}
	return true
}

// erase clears a row from x on, up to x or whole.
func (s *screen) erase(how, y, x int) {
	from, to := 0, s.w
	switch how {
	case 0:
		from = x
	case 1:
		to = x + 1
	}
	copy(s.cells[y][from:to], blank(to-from))
}
