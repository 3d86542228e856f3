package field

// depth is how many steps can be taken back.
const depth = 200

// kind tells edits apart, so that a run of the same kind is one step.
type kind int

const (
	nothing kind = iota
	typing
	deleting
	pasting
)

type state struct {
	value  string
	cursor int
}

// history remembers states before edits.
type history struct {
	past, future []state
	last         kind
}

// record notes the state before an edit, unless the edit goes on with the last
// one.
func (h *history) record(before state, k kind) {
	h.future = nil
	if k == h.last && k != pasting {
		return
	}
	h.last = k
	h.past = append(h.past, before)
	if len(h.past) > depth {
		h.past = h.past[1:]
	}
}

// seal makes the next edit a step of its own.
func (h *history) seal() { h.last = nothing }

func (h *history) undo(now state) (state, bool) {
	h.seal()
	return step(&h.past, &h.future, now)
}

func (h *history) redo(now state) (state, bool) {
	h.seal()
	return step(&h.future, &h.past, now)
}

func step(from, to *[]state, now state) (state, bool) {
	n := len(*from) - 1
	if n < 0 {
		return state{}, false
	}
	s := (*from)[n]
	*from = (*from)[:n]
	*to = append(*to, now)
	return s, true
}
