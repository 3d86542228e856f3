package bulk

import (
	"strings"

	"postern/engine/collection"
)

// matcher finds the row that each line comes from.
type matcher struct {
	was   []collection.Param
	used  []bool
	lines []string
	from  []int // by line; -1 is a new row
}

// match takes the lines that are as they were first, then those with a key that
// was there, and then what stands in the same place, as when a key was mended.
func match(text string, was []collection.Param) matcher {
	m := matcher{was: was, used: make([]bool, len(was))}
	blank := false
	for _, p := range was {
		blank = blank || strings.TrimSpace(line(p)) == ""
	}
	for l := range strings.SplitSeq(text, "\n") {
		if l = strings.TrimSuffix(l, "\r"); blank || strings.TrimSpace(l) != "" {
			m.lines = append(m.lines, l)
			m.from = append(m.from, -1)
		}
	}
	m.same()
	m.keyed()
	m.placed()
	return m
}

func (m *matcher) take(i, from int) { m.from[i], m.used[from] = from, true }

// same takes the rows whose lines did not change. Those that look the same keep
// their order.
func (m *matcher) same() {
	free := map[string][]int{}
	for i, p := range m.was {
		l := line(p)
		free[l] = append(free[l], i)
	}
	for i, l := range m.lines {
		if rows := free[l]; len(rows) > 0 {
			m.take(i, rows[0])
			free[l] = rows[1:]
		}
	}
}

// keyed takes the rows whose keys are still there. Of keys that contain each
// other the longest is meant.
func (m *matcher) keyed() {
	for i, l := range m.lines {
		if m.from[i] >= 0 {
			continue
		}
		body, _ := strip(l)
		best := -1
		for j, p := range m.was {
			if !m.used[j] && begins(body, p.Key) && (best < 0 || len(p.Key) > len(m.was[best].Key)) {
				best = j
			}
		}
		if best >= 0 {
			m.take(i, best)
		}
	}
}

// placed takes the row that followed that of the line before, if it is left.
func (m *matcher) placed() {
	next := 0
	for i, from := range m.from {
		if from < 0 && next < len(m.was) && !m.used[next] {
			m.take(i, next)
		}
		if m.from[i] >= 0 {
			next = m.from[i] + 1
		}
	}
}
