package diff

import "sort"

// Op says what became of a line.
type Op uint8

// What becomes of lines.
const (
	Same Op = iota
	Removed
	Added
)

// Line is a line of the old text, of the new one, or of both.
type Line struct {
	Op   Op
	Text string
	// Old and New are the line's numbers from 1, 0 where it is not.
	Old, New int
}

// maxTable bounds the table of the exact comparison of a stretch that has no
// line to hold on to. A larger one is removed and added as a whole.
const maxTable = 1 << 18

// maxDepth bounds how often a stretch is divided. Texts that people compare
// stay far below; one made to be divided line by line would cost the square of
// its length.
const maxDepth = 64

// Lines compares two texts line by line.
//
// It is a patience diff: the lines that stand once in both texts and in the
// same order are matched, and what is between them is compared in the same way.
// A stretch without such a line is compared by its longest common subsequence
// if it is small. The time is that of a sort, except for that.
func Lines(before, after []string) []Line {
	c := &comparison{before: before, after: after}
	c.stretch(0, len(before), 0, len(after), 0)
	return c.out
}

type comparison struct {
	before, after []string
	out           []Line
}

// stretch compares before[a:b] with after[x:y].
func (c *comparison) stretch(a, b, x, y, depth int) {
	for a < b && x < y && c.before[a] == c.after[x] {
		c.same(a, x)
		a, x = a+1, x+1
	}
	tail := 0
	for a < b-tail && x < y-tail && c.before[b-1-tail] == c.after[y-1-tail] {
		tail++
	}
	b, y = b-tail, y-tail
	var anchors []pair
	if depth < maxDepth {
		anchors = c.anchors(a, b, x, y)
	}
	switch {
	case a == b || x == y:
		c.replace(a, b, x, y)
	case len(anchors) > 0:
		for _, at := range anchors {
			c.stretch(a, at.old, x, at.new, depth+1)
			c.same(at.old, at.new)
			a, x = at.old+1, at.new+1
		}
		c.stretch(a, b, x, y, depth+1)
	case (b-a)*(y-x) <= maxTable:
		c.exact(a, b, x, y)
	default:
		c.replace(a, b, x, y)
	}
	for i := range tail {
		c.same(b+i, y+i)
	}
}

func (c *comparison) same(i, j int) {
	c.out = append(c.out, Line{Same, c.before[i], i + 1, j + 1})
}

func (c *comparison) replace(a, b, x, y int) {
	for i := a; i < b; i++ {
		c.out = append(c.out, Line{Removed, c.before[i], i + 1, 0})
	}
	for j := x; j < y; j++ {
		c.out = append(c.out, Line{Added, c.after[j], 0, j + 1})
	}
}

// pair are the places of one line in both texts.
type pair struct{ old, new int }

// anchors are the lines that stand once in both stretches, as many of them as
// are in the same order.
func (c *comparison) anchors(a, b, x, y int) []pair {
	if a == b || x == y {
		return nil
	}
	type place struct{ olds, news, at int }
	seen := make(map[string]*place, b-a)
	for i := a; i < b; i++ {
		p := seen[c.before[i]]
		if p == nil {
			p = &place{}
			seen[c.before[i]] = p
		}
		p.olds++
	}
	for j := x; j < y; j++ {
		if p := seen[c.after[j]]; p != nil {
			p.news, p.at = p.news+1, j
		}
	}
	var once []pair
	for i := a; i < b; i++ {
		if p := seen[c.before[i]]; p.olds == 1 && p.news == 1 {
			once = append(once, pair{i, p.at})
		}
	}
	return rising(once)
}

// rising is a longest part of pairs, which rise in old, that rises in new too.
func rising(pairs []pair) []pair {
	var (
		tops []int // by length, the pair with the least end
		back = make([]int, len(pairs))
	)
	for i, p := range pairs {
		n := sort.Search(len(tops), func(k int) bool { return pairs[tops[k]].new >= p.new })
		back[i] = -1
		if n > 0 {
			back[i] = tops[n-1]
		}
		if n == len(tops) {
			tops = append(tops, i)
		} else {
			tops[n] = i
		}
	}
	out := make([]pair, len(tops))
	if len(tops) == 0 {
		return out
	}
	for i, at := len(tops)-1, tops[len(tops)-1]; i >= 0; i-- {
		out[i], at = pairs[at], back[at]
	}
	return out
}

// exact compares by the longest common subsequence.
func (c *comparison) exact(a, b, x, y int) {
	rows, cols := b-a, y-x
	best := make([]int32, (rows+1)*(cols+1)) // of what is behind each place
	at := func(i, j int) *int32 { return &best[i*(cols+1)+j] }
	for i := rows - 1; i >= 0; i-- {
		for j := cols - 1; j >= 0; j-- {
			if c.before[a+i] == c.after[x+j] {
				*at(i, j) = *at(i+1, j+1) + 1
			} else {
				*at(i, j) = max(*at(i+1, j), *at(i, j+1))
			}
		}
	}
	i, j := 0, 0
	for i < rows && j < cols {
		switch {
		case c.before[a+i] == c.after[x+j]:
			c.same(a+i, x+j)
			i, j = i+1, j+1
		case *at(i+1, j) >= *at(i, j+1):
			c.replace(a+i, a+i+1, 0, 0)
			i++
		default:
			c.replace(0, 0, x+j, x+j+1)
			j++
		}
	}
	c.replace(a+i, b, x+j, y)
}
