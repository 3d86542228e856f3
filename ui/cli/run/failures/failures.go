// Package failures lists what failed in a run, the same failure of several
// iterations once.
//
// It prints nothing, and masks nothing.
package failures

import (
	"fmt"
	"strconv"
	"strings"
)

// Failure is a request without an answer, a test or a script that failed.
type Failure struct {
	// Where is the path of its request, and whom that was sent as.
	Where string
	// What failed, and Why.
	What, Why string
}

// List is what failed. The zero value is ready for use.
type List struct {
	found []found
	at    map[Failure]int
	// unlisted is how many more there were.
	unlisted int
}

// found is a failure that came times times, in so many iterations: first are the
// first of them, and last is the last.
type found struct {
	Failure
	times, iterations, last int
	first                   []int
}

const (
	// most is how many are listed: a run may be without an end.
	most = 1000
	// named is how many iterations of one are named.
	named = 3
)

// Add adds a failure of an iteration, from 1; 0 is that of a run that has one.
func (l *List) Add(f Failure, iteration int) {
	i, again := l.at[f]
	if !again && len(l.found) == most {
		l.unlisted++
		return
	}
	if !again {
		if l.at == nil {
			l.at = make(map[Failure]int)
		}
		i = len(l.found)
		l.at[f], l.found = i, append(l.found, found{Failure: f})
	}
	g := &l.found[i]
	g.times++
	if iteration == g.last {
		return
	}
	g.iterations, g.last = g.iterations+1, iteration
	if len(g.first) < named {
		g.first = append(g.first, iteration)
	}
}

// All are the failures in the order in which each came first. Where says in which
// iterations, if there were several.
func (l *List) All() []Failure {
	out := make([]Failure, len(l.found))
	for i, g := range l.found {
		out[i] = g.Failure
		out[i].Where += g.when()
	}
	return out
}

// Unlisted is how many failures are in nobody's list.
func (l *List) Unlisted() int { return l.unlisted }

// when says in which iterations it was, and how often if that was more often.
func (g found) when() string {
	var words []string
	numbers := make([]string, len(g.first))
	for i, n := range g.first {
		numbers[i] = strconv.Itoa(n)
	}
	switch last := len(numbers) - 1; {
	case g.iterations == 1:
		words = append(words, "iteration "+numbers[0])
	case g.iterations > len(numbers):
		words = append(words, fmt.Sprintf("iterations %s and %d more", strings.Join(numbers, ", "), g.iterations-len(numbers)))
	case g.iterations > 1:
		words = append(words, "iterations "+strings.Join(numbers[:last], ", ")+" and "+numbers[last])
	}
	if g.times > max(1, g.iterations) {
		words = append(words, strconv.Itoa(g.times)+" times")
	}
	if len(words) == 0 {
		return ""
	}
	return " (" + strings.Join(words, "; ") + ")"
}
