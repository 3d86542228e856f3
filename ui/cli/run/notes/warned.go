package notes

import (
	"fmt"
	"slices"

	"postern/engine/collection"
)

// Warnings are what a request was warned of.
type Warnings []Warning

// Warning is a warning with the identities whose sends it is of.
type Warning struct {
	Text string
	As   []string
}

// Add adds the warnings of a send.
func (w *Warnings) Add(as string, texts []string) {
	for _, text := range texts {
		i := slices.IndexFunc(*w, func(old Warning) bool { return old.Text == text })
		if i < 0 {
			i = len(*w)
			*w = append(*w, Warning{Text: text})
		}
		(*w)[i].As = append((*w)[i].As, as)
	}
}

// Warned are the warnings told so far: one variable without a value would
// otherwise be told with every request that has it, in every iteration.
type Warned struct {
	of map[string]map[*collection.Item]bool
	// texts are in the order in which they were told.
	texts []string
}

// maxWarned is how many warnings are known again: a run may be without an end.
const maxWarned = 1000

// First remembers that a request was warned, and reports whether it was the
// first one.
func (w *Warned) First(text string, it *collection.Item) bool {
	if w.of == nil {
		w.of = make(map[string]map[*collection.Item]bool)
	}
	items, again := w.of[text]
	switch {
	case again:
		items[it] = true
	case len(w.of) < maxWarned:
		w.of[text], w.texts = map[*collection.Item]bool{it: true}, append(w.texts, text)
	}
	return !again
}

// More are the warnings that several requests shared, with how many.
func (w *Warned) More() []string {
	var out []string
	for _, text := range w.texts {
		switch n := len(w.of[text]) - 1; n {
		case 0:
		case 1:
			out = append(out, "and one more request: "+text)
		default:
			out = append(out, fmt.Sprintf("and %d more requests: %s", n, text))
		}
	}
	return out
}
